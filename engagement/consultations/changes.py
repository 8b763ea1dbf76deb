"""What changed in the dates that people had been told, and why: for the page, the door, the calendar and evidence."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from base.timewords import day_words, last_moment, moment_words
from engagement.consultations.enums import ChangeKind

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from engagement.consultations.models import DateChange


@dataclass(frozen=True)
class ShownChange:
    """One change as a page shows it. `language` is that of the reason, "" where it is the page's own."""

    title: str
    text: str
    reason: str
    language: str
    day: str
    at: datetime


def changes_of(translation_key: UUID) -> "QuerySet[DateChange]":
    """Every change of one consultation, the newest first; what evidence reads."""
    from engagement.consultations.models import DateChange

    return DateChange.objects.filter(translation_key=translation_key)


def numbers_of(translation_keys: Iterable[UUID]) -> dict[UUID, int]:
    """How many changes each of these consultations has seen; none: no entry. One query."""
    from engagement.consultations.models import DateChange

    found = DateChange.objects.filter(translation_key__in=set(translation_keys)).order_by()
    return dict(found.values("translation_key").annotate(count=Count("pk")).values_list("translation_key", "count"))


def shown(change: "DateChange") -> ShownChange:
    """A change in words, in the active language; its reason in that language if there is one in it."""
    reason, language = change.reason_in(get_language())
    foreign = "" if language == get_language() else language
    return ShownChange(title_of(change), text_of(change), reason, foreign, day_words(change.at), change.at)


def title_of(change: "DateChange") -> str:
    """What happened, in a few words."""
    return {
        ChangeKind.EXTENDED: _("You have more time"),
        ChangeKind.REOPENED: _("Open again"),
        ChangeKind.EARLIER: _("It closes earlier"),
        ChangeKind.ANSWER: _("Our answer comes on another day"),
        ChangeKind.LATE: _("Letters count until another day"),
        ChangeKind.PAUSED: _("Taking part is paused"),
        ChangeKind.RESUMED: _("Taking part goes on"),
    }[ChangeKind(change.kind)]


def text_of(change: "DateChange") -> str:
    """What changed, in sentences with dates, without the reason."""
    return " ".join(sentence for sentence in _sentences(change) if sentence)


def _sentences(change: "DateChange") -> tuple[str, ...]:
    return _pause(change), _closing(change), _late(change), _answer(change)


def _pause(change: "DateChange") -> str:
    if change.kind == ChangeKind.PAUSED:
        paused = _("Nobody can take part from %(moment)s on.") % {"moment": moment_words(change.at)}
        if not change.expected_on:
            return paused
        expected = _("We expect it to go on by %(day)s.") % {"day": day_words(change.expected_on)}
        return f"{paused} {expected}"
    if change.kind == ChangeKind.RESUMED and change.paused_at:
        return _("It was paused from %(start)s until %(end)s.") % {
            "start": moment_words(change.paused_at),
            "end": moment_words(change.at),
        }
    return ""


def _closing(change: "DateChange") -> str:
    if change.closes_from is None or change.closes_to is None or change.closes_from == change.closes_to:
        return ""
    moments = {
        "before": moment_words(last_moment(change.closes_from)),
        "after": moment_words(last_moment(change.closes_to)),
    }
    if change.kind == ChangeKind.REOPENED:
        return _("It had closed on %(before)s, and is open again until %(after)s.") % moments
    return _("We moved the closing date from %(before)s to %(after)s.") % moments


def _late(change: "DateChange") -> str:
    if change.late_to is None or change.late_from == change.late_to:
        return ""
    days = {"before": day_words(change.late_from) if change.late_from else "", "after": day_words(change.late_to)}
    if not change.late_from:
        return _("Letters count until %(after)s.") % days
    return _("Letters count until %(after)s, in place of %(before)s.") % days


def _answer(change: "DateChange") -> str:
    if change.answer_to is None or change.answer_from == change.answer_to:
        return ""
    days = {"before": day_words(change.answer_from) if change.answer_from else "", "after": day_words(change.answer_to)}
    if not change.answer_from:
        return _("We answer by %(after)s.") % days
    return _("We answer by %(after)s, in place of %(before)s.") % days


def latest_pause(changes: "Iterable[DateChange]") -> "DateChange | None":
    """The pause among changes that come newest first, if no end of it came later."""
    of_pauses = (change for change in changes if change.kind in (ChangeKind.PAUSED, ChangeKind.RESUMED))
    newest = next(of_pauses, None)
    return newest if newest and newest.kind == ChangeKind.PAUSED else None


def pause_reason(translation_key: UUID) -> str:
    """Why a consultation is paused, in the active language if that was said in it; "" when it is not paused."""
    pause = latest_pause(changes_of(translation_key)[:PAUSE_AMONG])
    return pause.reason_in(get_language())[0] if pause else ""


def reason_of_pause(*, paused_at: datetime, until: datetime, language: str) -> str:
    """The reason to start from when the paused time is added, in a language; "" where we have no words in it."""
    with override(language):
        reason = _("It was paused from %(start)s until %(end)s, and that time is added.")
        if reason == REASON_OF_PAUSE and language != settings.LANGUAGE_CODE:
            return ""
        return reason % {"start": moment_words(paused_at), "end": moment_words(until)}


REASON_OF_PAUSE = "It was paused from %(start)s until %(end)s, and that time is added."
"""As it is written here: what comes back unchanged in another language has no translation."""

PAUSE_AMONG = 20
"""Among how many of the newest changes the pause is looked for: dates may move while it is paused."""


def kind_of(*, closes_from: datetime, closes_to: datetime, now: datetime | None = None) -> ChangeKind:
    """What moving the closing time comes to at an aware time."""
    now = now or timezone.now()
    if closes_to == closes_from:
        return ChangeKind.ANSWER
    if closes_from <= now < closes_to:
        return ChangeKind.REOPENED
    return ChangeKind.EXTENDED if closes_to > closes_from else ChangeKind.EARLIER


def shown_changes(page: Any) -> list["DateChange"]:
    """What a page shows of its changes, the newest first; one query, or none where a page is known to have none."""
    if not getattr(page, "has_changes", True):
        return []
    return list(changes_of(page.translation_key)[:MOST_SHOWN])


MOST_SHOWN = 20
