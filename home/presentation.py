"""What the home page shows, made ready for its template."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page

from base.site_pages import PAGE_LINK, in_language
from base.sites import site_of
from base.visibility import visible_to
from engagement.consultations.enums import ListTab
from engagement.consultations.queries import ConsultationCard, cards_for, first_in_tabs, listed
from home.queries import heard_lately

if TYPE_CHECKING:
    from home.models import HomePage

MOST_OPEN = 4
"""One wide card and three below it."""
MOST_OTHERS = 2
"""Planned, and closed: two of each, beside each other."""


@dataclass(frozen=True)
class Section:
    """One heading with its cards, and where the rest of them are."""

    title: str
    cards: list[ConsultationCard]
    more_label: str = ""
    more_url: str = ""


def home_context(page: "HomePage", request: HttpRequest) -> dict[str, Any]:
    """The names for the template: `open_now`, `coming_up`, `closed` (sections), `heard` and `link` (a page)."""
    sections = sections_of(page, request)
    return {
        "open_now": sections[ListTab.OPEN],
        "others": [sections[tab] for tab in (ListTab.PLANNED, ListTab.ANSWERED, ListTab.CLOSED) if sections[tab].cards],
        "heard": SimpleLazyObject(lambda: heard_lately(site_of(request), request.user, timezone.now())),
        "link": linked_page(page, request.user),
    }


def sections_of(page: "HomePage", request: HttpRequest) -> dict[ListTab, Section]:
    """What is open, planned, answered and closed below this page. Seven queries at most, however many there are."""
    now = timezone.now()
    tops = first_in_tabs(listed(page, request.user), MOST, now)
    every_page = [one for top in tops.values() for one in top.pages]
    cards, url = iter(cards_for(every_page, now)), index_url(every_page)
    shown = {tab: [next(cards) for _one in top.pages] for tab, top in tops.items()}
    return {tab: section(tab, shown[tab], tops[tab].count, url) for tab in MOST}


MOST: dict[ListTab, int] = {
    ListTab.OPEN: MOST_OPEN,
    ListTab.PLANNED: MOST_OTHERS,
    ListTab.ANSWERED: MOST_OTHERS,
    ListTab.CLOSED: MOST_OTHERS,
}


def section(tab: ListTab, cards: list[ConsultationCard], count: int, url: str) -> Section:
    """A heading with its cards; a link to all of them where there are more, and to all that is open if any is."""
    titles = {
        ListTab.OPEN: _("Open now"),
        ListTab.PLANNED: _("Coming up"),
        ListTab.CLOSED: _("Closed lately"),
        ListTab.ANSWERED: _("What came of it"),
    }
    is_linked = url and count and (tab == ListTab.OPEN or count > len(cards))
    query = "" if tab == ListTab.OPEN else f"?state={tab.value}"
    return Section(titles[tab], cards, more_label(tab, count) if is_linked else "", f"{url}{query}")


def more_label(tab: ListTab, count: int) -> str:
    """The words of the link to the whole list."""
    if tab == ListTab.PLANNED:
        return _("All that is coming up")
    if tab == ListTab.ANSWERED:
        return _("All that is answered")
    if tab == ListTab.CLOSED:
        return _("All that is closed")
    return ngettext("See it in the list", "All %(count)s open questions", count) % {"count": count}


def index_url(pages: list[Any]) -> str:
    """The address of the list that the first of these pages stands in, or "". Who may see a page may see its list."""
    return (pages[0].url or "").removesuffix(f"{pages[0].slug}/") if pages else ""


def linked_page(page: "HomePage", user: Any) -> Page | None:
    """The page beside the button in this language; None when there is none or this user may not see it. One query."""
    if page.link_page_id is None:
        return None
    key = Page.objects.filter(pk=page.link_page_id).values("translation_key")
    twins = visible_to(Page.objects.filter(translation_key__in=key), user)
    return next(iter(in_language(twins.select_related("locale").only(*PAGE_LINK), lambda twin: True)), None)
