"""The forward plan: what opens, runs, closes and is answered, month by month from this one on."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.template import Context
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from base.templatetags.navigation import page_trail
from base.timewords import day_words, last_moment, moment_words, period_words
from engagement.consultations import queries, words
from engagement.consultations.enums import ConsultationState
from engagement.consultations.forms import PlanForm
from engagement.consultations.listing import Filters, chips_for, filters_in, what_words
from engagement.consultations.models import ConsultationIndexPage, ConsultationPage, Subject
from engagement.consultations.models.index import CALENDAR
from engagement.consultations.queries import Bit, language_bits, other_language
from engagement.consultations.querysets import ConsultationQuerySet
from engagement.consultations.rules import Standing

MONTHS_BACK = 6
"""How many months stand on one page of what is past."""
MONTHS_AHEAD = 24
"""How many months the plan looks ahead. What opens later is not on it yet, and what runs longer just runs on: a
mistyped year must not fill the page with centuries."""


@dataclass(frozen=True)
class PlanFilters(Filters):
    """What somebody asked the plan for."""

    month: date | None = None
    """The first of the month to begin with, when it is a past one; None from this month on."""

    @property
    def named(self) -> dict[str, str]:
        return {**super().named, "month": f"{self.month:%Y-%m}" if self.month else ""}


@dataclass(frozen=True)
class Milestone:
    """A day on which something happens to a consultation; `kind` is "opens", "closes", "answer" or "answered"."""

    kind: str
    day: date
    words: str


@dataclass(frozen=True)
class Entry:
    """A consultation in one month: what happens to it, and what is true of it in every month."""

    title: str
    url: str
    when: list[str]
    bits: list[Bit]
    language: str = ""
    """Of the title, where it is not the visitor's."""
    also: str = ""
    """The words of a tag beside “Open”: that it is paused."""


@dataclass(frozen=True)
class Month:
    """A section of the plan."""

    title: str
    entries: list[Entry] = field(default_factory=list)


def plan_context(index: ConsultationIndexPage, request: HttpRequest) -> dict[str, Any]:
    """The names for the template of the plan."""
    now = timezone.now()
    this_month = first_of_month(timezone.localdate(now))
    form, filters, pages, subjects = asked_for(index, request, queries.listed_once(index, AnonymousUser()))
    start = filters.month or this_month
    end = min(months_on(start, MONTHS_BACK), this_month) if filters.month else None
    address = index.get_full_url(request)
    return {
        "form": form,
        "filters": filters,
        "trail": [*page_trail(Context({"request": request}), index), {"title": index.title, "url": index.url}],
        "address": f"{address}{index.reverse_subpage('plan')}",
        "subjects": chips_for(filters, subjects),
        "months": months_between(queries.on_plan(pages, start, end), subjects, start, end, now),
        "is_past": end is not None,
        "earlier_url": filters.url(month=months_on(start, -MONTHS_BACK)) if queries.is_before(pages, start) else "",
        "later_url": filters.url(month=end if end != this_month else None),
        "unfiltered_url": filters.url(subject=None, place=""),
        "what": what_words(filters),
        "calendar_url": f"{index.calendar_url}{narrowing(filters)}",
        "follow_url": f"webcal://{address.partition('://')[2]}{CALENDAR}{narrowing(filters)}",
    }


def asked_for(
    index: ConsultationIndexPage, request: HttpRequest, every: ConsultationQuerySet
) -> tuple[PlanForm, PlanFilters, ConsultationQuerySet, list[Subject]]:
    """The form, what it understood, those of the consultations that match, and all subjects."""
    subjects = list(Subject.objects.filter(locale=index.locale))
    form = PlanForm(request.GET, locale=index.locale, places=queries.places_of(every))
    chosen = filters_in(form)
    filters = PlanFilters(subject=chosen.subject, place=chosen.place, month=past(form.cleaned_data.get("month")))
    return form, filters, queries.matching(every, subject=filters.subject, place=filters.place), subjects


def past(month: date | None) -> date | None:
    """The month if it is over, else None."""
    return month if month and month < first_of_month(timezone.localdate()) else None


def narrowing(filters: PlanFilters) -> str:
    """The filters as a query for the calendar, which has no months: "" for none."""
    return filters.url(month=None).removesuffix("?")


def months_between(
    pages: Iterable[ConsultationPage], subjects: Iterable[Subject], start: date, end: date | None, now: datetime
) -> list[Month]:
    """The months from `start` to before `end` in which something is on, each with it in the order of days."""
    names = {subject.translation_key: subject.name for subject in subjects}
    found: dict[date, list[tuple[date, str, Entry]]] = {}
    for page in pages:
        for month, day, when in _months_of(page.standing, start, end, now):
            found.setdefault(month, []).append((day, page.title, _entry(page, when, names, now)))
    return [Month(_month_words(month), _in_order(found[month])) for month in sorted(found)]


def _in_order(rows: Iterable[tuple[date, str, Entry]]) -> list[Entry]:
    return [entry for _day, _title, entry in sorted(rows, key=lambda row: row[:2])]


def _months_of(
    standing: Standing, start: date, end: date | None, now: datetime
) -> Iterator[tuple[date, date, list[str]]]:
    """Each month that a consultation touches, with the day it is sorted by and what happens to it then."""
    milestones = milestones_of(standing, now)
    if not milestones:
        return
    opens, closes = milestones[0].day, milestones[1].day
    month, last = max(start, first_of_month(opens)), max(milestone.day for milestone in milestones)
    end = end or months_on(start, MONTHS_AHEAD)
    while month <= last and month < end:
        after = months_on(month, 1)
        here = [milestone for milestone in milestones if month <= milestone.day < after]
        if here:
            yield month, here[0].day, [milestone.words for milestone in here]
        elif opens < month and closes >= after:
            until = _("Open all month, until %(day)s") % {"day": day_words(closes, weekday=False)}
            is_paused = standing.is_paused_at(now)
            yield month, after - timedelta(days=1), [words.paused_words(standing) if is_paused else until]
        month = after


def milestones_of(standing: Standing, now: datetime) -> list[Milestone]:
    """The days on which it opens, closes and is answered, in this order; none while it has no dates."""
    window = standing.window
    if window is None or window.opens_at is None or window.closes_at is None:
        return []
    last = last_moment(window.closes_at)
    opens = _("Opens %(day)s") if window.opens_at > now else _("Opened %(day)s")
    closes = (
        _("Closes %(moment)s") % {"moment": moment_words(last)}
        if window.closes_at > now
        else _("Closed %(day)s") % {"day": day_words(last)}
    )
    return [
        Milestone("opens", timezone.localdate(window.opens_at), opens % {"day": day_words(window.opens_at)}),
        Milestone("closes", timezone.localdate(last), closes),
        *_answer(standing, now),
    ]


def _answer(standing: Standing, now: datetime) -> list[Milestone]:
    if standing.outcome_at and standing.state_at(now) == ConsultationState.OUTCOME:
        return [Milestone("answered", timezone.localdate(standing.outcome_at), words.status_line(standing, now))]
    day = standing.answer_by
    if day is None:
        return []
    promise = _("We answer by %(day)s") % {"day": day_words(day)}
    return [Milestone("answer", day, words.late_words(day) if standing.is_late_at(now) else promise)]


def _entry(page: ConsultationPage, when: list[str], names: dict[Any, str], now: datetime) -> Entry:
    language = other_language(page)
    bits = [*language_bits(language), *_bits(page, names)]
    return Entry(page.title, page.url or "", when, bits, language, words.also(page.standing, now))


def _bits(page: ConsultationPage, names: dict[Any, str]) -> Iterator[Bit]:
    opens, closes, *_rest = milestones_of(page.standing, timezone.now())
    yield Bit("cal", period_words(opens.day, closes.day))
    if page.subject:
        yield Bit("list", names.get(page.subject.translation_key, page.subject.name))
    if page.place:
        yield Bit("pin", page.place)


def first_of_month(day: date) -> date:
    """The first day of the month in which a day lies."""
    return day.replace(day=1)


def months_on(month: date, count: int) -> date:
    """The first day of the month so many months later, or earlier when `count` is negative; never past what a date
    can be.
    """
    years, months = divmod(month.month - 1 + count, 12)
    year = month.year + years
    if year < date.min.year:
        return date.min
    return date(year, months + 1, 1) if year <= date.max.year else first_of_month(date.max)


def _month_words(month: date) -> str:
    # Translators: format of Django's date filter for a month: "March 2027".
    return date_format(month, pgettext("date format", "F Y"))
