"""The list of consultations: what was asked for, what is shown, and what to say when there is nothing."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.core.paginator import Page as ListPage
from django.core.paginator import Paginator
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from engagement.consultations import queries
from engagement.consultations.enums import ListTab
from engagement.consultations.forms import ListingForm, NarrowingForm
from engagement.consultations.models import ConsultationIndexPage, Subject

PER_PAGE = 12


@dataclass(frozen=True)
class Filters:
    """What somebody asked the list for."""

    tab: ListTab = ListTab.OPEN
    text: str = ""
    subject: Subject | None = None
    place: str = ""

    @property
    def is_narrow(self) -> bool:
        """Whether more than the tab was chosen."""
        return bool(self.text or self.subject or self.place)

    @property
    def named(self) -> dict[str, str]:
        """Each filter by its name in an address, "" where it was not chosen."""
        return {
            "state": self.tab.value if self.tab != ListTab.OPEN else "",
            "q": self.text,
            "subject": self.subject.slug if self.subject else "",
            "place": self.place,
        }

    @property
    def query(self) -> str:
        """The filters as a query string, "" for none."""
        query = QueryDict(mutable=True)
        query.update({name: value for name, value in self.named.items() if value})
        return query.urlencode()

    def url(self, **changes: Any) -> str:
        """The address, query only, of the same list with something changed."""
        query = replace(self, **changes).query
        return f"?{query}" if query else "?"


def filters_in(form: NarrowingForm) -> Filters:
    """What the form understood; the rest is left out."""
    form.is_valid()
    chosen = form.cleaned_data
    return Filters(
        ListTab(chosen.get("state") or ListTab.OPEN),
        chosen.get("q") or "",
        chosen.get("subject"),
        chosen.get("place") or "",
    )


def listing_context(index: ConsultationIndexPage, request: HttpRequest) -> dict[str, Any]:
    """The names for the template of the list."""
    now = timezone.now()
    form = ListingForm(request.GET, locale=index.locale)
    filters = filters_in(form)
    every = queries.listed_once(index, request.user)
    found = queries.matching(every, text=filters.text, subject=filters.subject, place=filters.place)
    counts = queries.counts_by_tab(found, now)
    shown = queries.in_tab(found, filters.tab, now).for_cards()
    pages = page_of(shown, counts[filters.tab], request.GET.get("page"))
    return {
        "form": form,
        "filters": filters,
        "tabs": tabs_for(filters, counts),
        "subjects": chips_for(filters, Subject.objects.filter(locale=index.locale)),
        "pages": pages,
        "cards": queries.cards_for(pages.object_list, now),
        "leads": filters.tab == ListTab.OPEN and not filters.is_narrow and pages.number == 1,
        "unfiltered_url": filters.url(text="", subject=None, place=""),
        "count_words": count_words(filters, counts),
        "empty": None if counts[filters.tab] else empty_words(filters, counts),
    }


def page_of(rows: Any, count: int, number: str | None) -> ListPage:
    """One page of rows whose number is known already; the first or last for a number that is none."""
    paginator = Paginator(rows, PER_PAGE)
    vars(paginator)["count"] = count
    return paginator.get_page(number)


def tabs_for(filters: Filters, counts: dict[ListTab, int]) -> list[dict[str, Any]]:
    """The tabs with how many each holds under the other filters."""
    return [
        {
            "label": _("%(name)s (%(count)s)") % {"name": tab.label, "count": counts[tab]},
            "url": filters.url(tab=tab),
            "current": tab == filters.tab,
        }
        for tab in ListTab
        if tab != ListTab.ARCHIVED or counts[tab] or tab == filters.tab
    ]


def chips_for(filters: Filters, subjects: Iterable[Subject]) -> list[dict[str, Any]]:
    """The subjects to choose from, and all of them together; none while there is nothing to choose."""
    choices: list[Subject | None] = [None, *subjects]
    if len(choices) == 1:
        return []
    return [
        {
            "label": subject.name if subject else _("All subjects"),
            "url": filters.url(subject=subject),
            "current": subject == filters.subject,
        }
        for subject in choices
    ]


def count_words(filters: Filters, counts: dict[ListTab, int]) -> str:
    """How many are shown, and of how many."""
    numbers = {"count": counts[filters.tab], "all": counts[ListTab.ALL]}
    if filters.is_narrow:
        return _("%(count)s of %(all)s that match") % numbers
    return ngettext("%(count)s of %(all)s consultation", "%(count)s of %(all)s consultations", numbers["all"]) % numbers


@dataclass(frozen=True)
class Empty:
    """What `components/empty.html` says."""

    title: str
    text: str
    url: str = ""
    label: str = ""


def empty_words(filters: Filters, counts: dict[ListTab, int]) -> Empty:
    """What to say in place of the list: what would be here, and where else to look."""
    if not filters.is_narrow:
        return _empty_tab(filters, counts)
    everything = filters.url(tab=ListTab.ALL)
    if counts[ListTab.ALL]:
        return Empty(
            _none_here(filters.tab) % {"what": what_words(filters)},
            ngettext(
                "%(count)s other consultation matches.", "%(count)s other consultations match.", counts[ListTab.ALL]
            )
            % {"count": counts[ListTab.ALL]},
            everything,
            _("Show all that match"),
        )
    return Empty(
        _("Nothing matches %(what)s") % {"what": what_words(filters)},
        _("Try a shorter word, or look at everything."),
        Filters(tab=ListTab.ALL).url(),
        _("Show all consultations"),
    )


def what_words(filters: Filters) -> str:
    """What was looked for: “skate park” in Streets and travel, Ferrygate."""
    quoted = _("“%(text)s”") % {"text": filters.text} if filters.text else ""
    what = filters.subject.name if filters.subject else quoted
    if filters.subject and filters.text:
        what = _("%(text)s in %(subject)s") % {"text": quoted, "subject": filters.subject.name}
    return ", ".join(part for part in (what, filters.place) if part)


def _none_here(tab: ListTab) -> str:
    return {
        ListTab.OPEN: _("Nothing is open just now for %(what)s"),
        ListTab.PLANNED: _("Nothing is announced just now for %(what)s"),
        ListTab.CLOSED: _("Nothing waits for an answer just now for %(what)s"),
        ListTab.ANSWERED: _("Nothing has been answered yet for %(what)s"),
        ListTab.ARCHIVED: _("Nothing is archived for %(what)s"),
    }[tab]


def _empty_tab(filters: Filters, counts: dict[ListTab, int]) -> Empty:
    titles = {
        ListTab.OPEN: (_("Nothing is open just now"), _("As soon as there is a question for you, it stands here.")),
        ListTab.PLANNED: (_("Nothing is announced just now"), _("What is planned can be read here before it opens.")),
        ListTab.CLOSED: (_("Nothing waits for an answer just now"), _("What has closed stands here until we answer.")),
        ListTab.ANSWERED: (_("Nothing has been answered yet"), _("What came of your answers can be read here.")),
        ListTab.ARCHIVED: (_("Nothing is archived yet"), _("What was answered long ago can be found here.")),
        ListTab.ALL: (_("Nothing has been asked yet"), _("As soon as there is a question for you, it stands here.")),
    }
    title, text = titles[filters.tab]
    other = next((tab for tab in ListTab if tab != ListTab.ALL and counts[tab]), None)
    return Empty(title, text, filters.url(tab=other), _go_words(other)) if other else Empty(title, text)


def _go_words(tab: ListTab) -> str:
    return {
        ListTab.OPEN: _("See what is open now"),
        ListTab.PLANNED: _("See what is coming up"),
        ListTab.CLOSED: _("See what was asked before"),
        ListTab.ANSWERED: _("See what came of it"),
        ListTab.ARCHIVED: _("See what is archived"),
    }[tab]
