"""Everything that was decided, on one page for the whole site: the rows behind it, its filters, its feed.

The entries stand in the pages. They are copied into `OutcomeEntry` on publication, to be filtered, sorted and paged.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template import Context
from django.utils import timezone
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from base.sites import site_root
from base.templatetags.navigation import page_trail
from base.timewords import day_words
from engagement.consultations import queries
from engagement.consultations.enums import ConsultationState, EntryStatus
from engagement.consultations.forms import OutcomesForm
from engagement.consultations.listing import Filters, chips_for, filters_in, what_words
from engagement.consultations.models import ConsultationIndexPage, ConsultationPage, OutcomeEntry, Subject
from engagement.consultations.outcome import entries_of
from engagement.consultations.querysets import ConsultationQuerySet
from engagement.consultations.words import verdict_words

PER_PAGE = 20
IN_FEED = 50
NEWEST = (F("day").desc(nulls_last=True), "-page", "position")


@transaction.atomic
def write_entries(*, page: ConsultationPage) -> list[OutcomeEntry]:
    """Copy the entries of a public page, in place of what was copied before; what is unfinished is left out."""
    OutcomeEntry.objects.filter(page=page.pk).delete()
    finished = [(entry, entry.status) for entry in entries_of(page) if entry.title and entry.status and page.live]
    return OutcomeEntry.objects.bulk_create(
        OutcomeEntry(
            page_id=page.pk,
            position=position,
            key=entry.key[:64],
            title=entry.title,
            status=status,
            why_not=entry.why_not,
            day=entry.day,
            decided_by=entry.decided_by[:200],
        )
        for position, (entry, status) in enumerate(finished)
    )


def forget_entries(*, page: ConsultationPage) -> None:
    """Nothing of a page that left the site is listed."""
    OutcomeEntry.objects.filter(page=page.pk).delete()


def answered_at(pages: ConsultationQuerySet, now: datetime) -> ConsultationQuerySet:
    """Those of the pages whose outcome is public at an aware time; a mirror of another page tells nothing new."""
    is_own = Q(alias_of=None) | Q(alias_of__translation_key=F("translation_key"))
    return pages.filter(is_own).in_states([ConsultationState.OUTCOME], now)


def decisions(pages: ConsultationQuerySet) -> "QuerySet[OutcomeEntry]":
    """What was decided on these pages, the newest first, with what a list shows of its page."""
    of_page = ("title", "slug", "url_path", "place", "translation_key", "locale__language_code")
    of_subject = ("subject__name", "subject__translation_key")
    columns = ("key", "title", "status", "why_not", "day", "decided_by")
    found = OutcomeEntry.objects.filter(page__in=pages.order_by().values("pk")).order_by(*NEWEST)
    return found.select_related("page__locale", "page__subject").only(
        *columns, *(f"page__{name}" for name in (*of_page, *of_subject))
    )


def counts_by_status(entries: "QuerySet[OutcomeEntry]") -> dict[EntryStatus, int]:
    """How many of the entries stand in each status; one query. The sum is their base."""
    found = dict(entries.order_by().values("status").annotate(count=Count("pk")).values_list("status", "count"))
    return {status: found.get(status.value, 0) for status in EntryStatus}


@dataclass(frozen=True)
class OutcomeFilters(Filters):
    """What somebody asked the outcomes for."""

    status: EntryStatus | None = None

    @property
    def named(self) -> dict[str, str]:
        return {**super().named, "status": self.status.value if self.status else ""}


@dataclass(frozen=True)
class Decision:
    """One decision as the list shows it."""

    title: str
    url: str
    by: str
    verdict: str
    why_not: str
    status: EntryStatus
    asked: str
    asked_url: str
    bits: list[queries.Bit]
    language: str = ""
    """Of every word in it but `by` and `verdict`, where it is not the visitor's."""


def outcomes_context(index: ConsultationIndexPage, request: HttpRequest) -> dict[str, Any]:
    """The names for the template of the outcomes."""
    # A page that was translated without its outcome leaves the decisions to the page that has them.
    told = of_site(index, request).filter(Exists(OutcomeEntry.objects.filter(page=OuterRef("pk")).order_by()))
    mine: Any = queries.each_once(told, index.locale_id).visible_to(request.user)
    pages = answered_at(mine, timezone.now())
    subjects = list(Subject.objects.filter(locale=index.locale))
    form = OutcomesForm(request.GET, locale=index.locale, places=queries.places_of(pages))
    chosen = filters_in(form)
    status = form.cleaned_data.get("status")
    filters = OutcomeFilters(subject=chosen.subject, place=chosen.place, status=EntryStatus(status) if status else None)
    matching = decisions(queries.matching(pages, subject=filters.subject, place=filters.place))
    counts = counts_by_status(matching)
    shown = matching.filter(status=filters.status) if filters.status else matching
    listed = page_of(shown, counts[filters.status] if filters.status else sum(counts.values()), request)
    address = index.get_full_url(request)
    return {
        "form": form,
        "filters": filters,
        "is_narrow": filters.is_narrow,
        "what": what_words(filters),
        "unfiltered_url": filters.url(subject=None, place=""),
        "trail": [*page_trail(Context({"request": request}), index), {"title": index.title, "url": index.url}],
        "address": f"{address}{index.reverse_subpage('outcomes')}",
        "feed_url": f"{index.outcomes_url}feed/",
        "tabs": tabs_for(filters, counts),
        "subjects": chips_for(filters, subjects),
        "summary": counts_words(counts),
        "pages": listed,
        "decisions": [_decision(entry, request, _names(subjects)) for entry in listed.object_list],
    }


def of_site(index: ConsultationIndexPage, request: HttpRequest) -> ConsultationQuerySet:
    """The consultations of the whole site in every language, public or not."""
    return queries.below_in_every_language(site_root(request) or index)


def page_of(rows: Any, count: int, request: HttpRequest) -> Any:
    """One page of rows whose number is known already."""
    paginator = Paginator(rows, PER_PAGE)
    vars(paginator)["count"] = count
    return paginator.get_page(request.GET.get("page"))


def _names(subjects: Iterable[Subject]) -> dict[Any, str]:
    return {subject.translation_key: subject.name for subject in subjects}


def tabs_for(filters: OutcomeFilters, counts: dict[EntryStatus, int]) -> list[dict[str, Any]]:
    """The statuses with how many decisions stand in each under the other filters."""
    tabs: list[tuple[EntryStatus | None, Any, int]] = [(None, _("All"), sum(counts.values()))]
    tabs += [(status, status.label, counts[status]) for status in EntryStatus]
    return [
        {
            "label": _("%(name)s (%(count)s)") % {"name": label, "count": count},
            "url": filters.url(status=status),
            "current": status == filters.status,
        }
        for status, label, count in tabs
    ]


def counts_words(counts: dict[EntryStatus, int]) -> str:
    """How many stand in each status, with their base: "Of 41 decisions: 12 done, 9 under way, 20 decided."."""
    total = sum(counts.values())
    if not total:
        return ""
    words = {
        EntryStatus.DONE: _("%(count)s done"),
        EntryStatus.UNDER_WAY: _("%(count)s under way"),
        EntryStatus.DECIDED: _("%(count)s decided"),
        EntryStatus.NOT_DONE: _("%(count)s not done"),
    }
    parts = ", ".join(words[status] % {"count": counts[status]} for status in words if counts[status])
    return ngettext("Of %(total)s decision: %(parts)s.", "Of %(total)s decisions: %(parts)s.", total) % {
        "total": total,
        "parts": parts,
    }


def _decision(entry: OutcomeEntry, request: HttpRequest, names: dict[Any, str]) -> Decision:
    page, status = entry.page, EntryStatus(entry.status)
    url, language = page.get_url(request) or "", queries.other_language(page)
    subject = [queries.Bit("list", names.get(page.subject.translation_key, page.subject.name))] if page.subject else []
    place = [queries.Bit("pin", page.place)] if page.place else []
    return Decision(
        title=entry.title,
        url=f"{url}#outcome-{entry.key}",
        by=", ".join(part for part in (entry.decided_by, day_words(entry.day) if entry.day else "") if part),
        verdict=verdict_words(status),
        why_not=entry.why_not if status == EntryStatus.NOT_DONE else "",
        status=status,
        asked=page.title,
        asked_url=url,
        bits=[*queries.language_bits(language), *subject, *place],
        language=language,
    )


def outcomes_feed(index: ConsultationIndexPage, request: HttpRequest) -> HttpResponse:
    """The newest decisions as RSS 2.0 (https://www.rssboard.org/rss-specification): what everybody may see.

    A feed names one language, so what is not written in that of the list stays out.
    """
    address = f"{index.get_full_url(request)}{index.reverse_subpage('outcomes')}"
    feed = Rss201rev2Feed(
        title=_("What was decided"),
        link=address,
        description=_("What came of consultations, what is done, and what is not."),
        language=index.locale.language_code,
        feed_url=f"{address}feed/",
    )
    ours: Any = of_site(index, request).filter(locale=index.locale_id).visible_to(AnonymousUser())
    pages = answered_at(ours, timezone.now())
    for entry in decisions(pages)[:IN_FEED]:
        page, status = entry.page, EntryStatus(entry.status)
        parts = (page.title, verdict_words(status), entry.why_not if status == EntryStatus.NOT_DONE else "")
        feed.add_item(
            title=entry.title,
            link=f"{page.get_full_url(request)}#outcome-{entry.key}",
            description=" ".join(f"{part.removesuffix('.')}." for part in parts if part),
            # A decision that comes further is news again.
            unique_id=f"urn:uuid:{page.translation_key}:{page.locale.language_code}:{entry.key}:{entry.status}",
            unique_id_is_permalink=False,
            pubdate=timezone.make_aware(datetime.combine(entry.day, time.min)) if entry.day else None,
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)
