"""What a consultation must say before it may be public; what stops nothing is in `warnings`.

Sentences follow LOOK §6 and §7: they say what to do, and why it matters to residents.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _

from base.publication import Problem
from base.timewords import day_words, last_moment, moment_words, same_minute
from engagement.consultations.archive import archive_problems, no_decision_problems
from engagement.consultations.next_steps import steps_of
from engagement.consultations.outcome import Entry, all_references, entries_of
from engagement.plugin import Contribution, ContributionState, is_source

if TYPE_CHECKING:
    from engagement.consultations.models import ConsultationPage


def problems_of(page: "ConsultationPage") -> list[Problem]:
    """What is still missing or contradicts itself, in the order of the editor's tabs."""
    return [
        *_words(page),
        *_dates(page),
        *_far_off(page),
        *_moved(page),
        *_points(page),
        *_contact(page),
        *_withdrawal(page),
        *_steps(page),
        *_answer(page),
        *no_decision_problems(page),
        *archive_problems(page),
        *_translated(page),
    ]


def _words(page: "ConsultationPage") -> Iterator[Problem]:
    if not page.question.strip():
        yield Problem("question", _("Say what you ask, in one or two sentences. It is the first thing people read."))


def _dates(page: "ConsultationPage") -> Iterator[Problem]:
    if page.opens_at is None:
        yield Problem("opens_at", _("Say when it opens. Until then people can read, and nobody can answer."))
    if page.closes_at is None:
        yield Problem("closes_at", _("Say when it closes, so that people know how long they have."))
    if page.opens_at and page.closes_at and page.closes_at <= page.opens_at:
        yield Problem("closes_at", _("It would close before it opens. Change one of the two."))
    if page.late_until and page.closes_at and page.late_until <= closing_day(page.closes_at):
        yield Problem("late_until", _("This day is not after closing. Give a later one, or leave it empty."))
    if page.answer_by is None:
        yield Problem("answer_by", _("Promise a day for your answer, so that people know when they hear back."))
    elif page.closes_at and page.answer_by < closing_day(page.closes_at):
        yield Problem("answer_by", _("This day is before the last answers come in. Promise a later one."))
    if not page.decided_by.strip():
        yield Problem("decided_by", _("Say who decides, so that people know where their words go."))


FAR_OFF = timedelta(days=3653)
"""Ten years: a date beyond is a mistyped year."""
PLANNED_DATES = ("opens_at", "closes_at", "late_until", "answer_by", "decision_on")


def _far_off(page: "ConsultationPage") -> Iterator[Problem]:
    """Such a consultation would stay open, or its answer not be late, for as long as anybody lives.

    A closing that is public already, as records from elsewhere have one, is not asked about, nor is what comes after
    it: it moves by another way.
    """
    far = [field for field in PLANNED_DATES if is_far_off(getattr(page, field))]
    public = type(page).objects.filter(translation_key=page.translation_key, live=True).order_by("pk") if far else None
    told = (public.values(*far).first() if public else None) or {}
    new = [field for field in far if not _is_same(getattr(page, field), told.get(field))]
    if "closes_at" in new or "closes_at" not in far:
        yield from (Problem(field, _("Is the year right? This is more than ten years from now.")) for field in new)


def is_far_off(day: date | datetime | None) -> bool:
    """Whether a day, or a moment on a local day, is too far ahead to be meant."""
    latest = timezone.localdate() + FAR_OFF
    return day is not None and (timezone.localdate(day) if isinstance(day, datetime) else day) > latest


def _is_same(one: Any, other: Any) -> bool:
    return same_minute(one, other) if isinstance(one, datetime) else one == other


_is_changing: ContextVar[bool] = ContextVar("is_changing_dates", default=False)


@contextmanager
def changing_dates() -> Iterator[None]:
    """Let dates move that people had been told. For `dating`, which writes down why, and for the demo."""
    token = _is_changing.set(True)
    try:
        yield
    finally:
        _is_changing.reset(token)


def is_changing_dates() -> bool:
    """Whether dates are being changed in the one way in which they may move."""
    return _is_changing.get()


def _moved(page: "ConsultationPage") -> Iterator[Problem]:
    """From opening on dates move with a public reason, and by one way only; before, the plan just says the new ones."""
    told = _told(page) if page.pk and not _is_changing.get() else None
    if told is None or told["opens_at"] is None or told["opens_at"] > timezone.now():
        return
    if not same_minute(page.opens_at, told["opens_at"]):
        moment = moment_words(told["opens_at"])
        yield Problem("opens_at", _("It opened on %(moment)s. Put that back.") % {"moment": moment})
    if told["closes_at"] and not same_minute(page.closes_at, told["closes_at"]):
        moment = moment_words(last_moment(told["closes_at"]))
        yield Problem("closes_at", TOLD % {"moment": moment})
    if page.answer_by != told["answer_by"] and told["answer_by"]:
        yield Problem("answer_by", TOLD % {"moment": day_words(told["answer_by"])})
    if page.late_until != told["late_until"] and told["late_until"]:
        yield Problem("late_until", TOLD % {"moment": day_words(told["late_until"])})


TOLD = _("People were told %(moment)s. Put that back, then use “Change the dates”: it asks why, and people read it.")


def _told(page: "ConsultationPage") -> dict[str, Any] | None:
    """The dates that are public, of the page written first; a translation has none of its own."""
    names = ("opens_at", "closes_at", "answer_by", "late_until")
    public = type(page).objects.filter(pk=page.pk, live=True).values(*names).first()
    return public if public and is_source(page) else None


def _translated(page: "ConsultationPage") -> Iterator[Problem]:
    """A translation of what nobody can see would stand there without dates and activities."""
    if page.pk is None or page.alias_of_id or is_source(page):
        return
    first = type(page).objects.filter(translation_key=page.translation_key).order_by("pk").first()
    if first and not first.live:
        yield Problem("", _("The page it was translated from is not public. Publish that one first."))


def _steps(page: "ConsultationPage") -> Iterator[Problem]:
    for number, step in enumerate(steps_of(page), start=1):
        if not step.title:
            yield Problem("next_steps", _("Step %(number)s: say what happens.") % {"number": number})
        if not step.day and not step.when:
            yield Problem("next_steps", _("Step %(number)s: give a day, or say when in words.") % {"number": number})


def _points(page: "ConsultationPage") -> Iterator[Problem]:
    if not page.open_lines:
        yield Problem("open_points", _("Say what can still change. If nothing can, there is nothing to ask."))
    if not page.settled_lines:
        yield Problem("settled_points", _("Say what is settled, so that nobody spends an evening on it in vain."))


def _contact(page: "ConsultationPage") -> Iterator[Problem]:
    if not any(way.strip() for way in (page.contact_phone, page.contact_email, page.contact_address)):
        yield Problem(
            "contact_phone",
            _("Give a telephone number, an e-mail address or a postal address. Some people would rather talk."),
        )
    if not strip_tags(page.privacy_notice).strip():
        yield Problem("privacy_notice", _("Say what happens to people’s answers, so that they can decide what to say."))


def _withdrawal(page: "ConsultationPage") -> Iterator[Problem]:
    if page.withdrawn_on is None:
        return
    if not page.withdrawn_reason.strip():
        yield Problem("withdrawn_reason", _("Say why it is withdrawn. People may have given their time to it."))
    if page.withdrawn_on > _public_from(page):
        yield Problem("withdrawn_on", _("This day is still to come. Withdraw it on the day itself."))


def _answer(page: "ConsultationPage") -> Iterator[Problem]:
    shuts_at = _shuts_at(page)
    if shuts_at is not None and seen_from(page) < shuts_at:
        for field in ("you_said", "we_did", "no_decision_on"):
            if getattr(page, field):
                yield Problem(field, _("People can still answer. Publish this once the consultation has closed."))
    entries = entries_of(page)
    for number, entry in enumerate(entries, start=1):
        for sentence in _lacks(entry):
            yield Problem("we_did", _("Decision %(number)s: %(sentence)s") % {"number": number, "sentence": sentence})
    yield from (Problem("we_did", sentence) for sentence in _bad_references(page, all_references(entries)))


def _shuts_at(page: "ConsultationPage") -> datetime | None:
    """When the door closes. A translation may still hold older dates than those that count for all languages."""
    if page.pk and page.live and not page.alias_of_id and not is_source(page) and page.standing.window:
        return page.standing.window.closes_at
    return page.shut_at


def _lacks(entry: Entry) -> Iterator[Any]:
    if not entry.title:
        yield _("Say in one line what was decided.")
    if entry.status is None:
        yield _("Choose how far it has come.")
    if entry.is_refused and not entry.why_not:
        yield _("Say why it is not done. People see it beside what they asked for.")
    if entry.day is None:
        yield _("Give the day.")
    if not entry.decided_by:
        yield _("Say who decided.")


def _bad_references(page: "ConsultationPage", wanted: list[str]) -> Iterator[str]:
    """A sentence for each reference that cannot be linked. Nobody is made to take a link off again because what it led
    to was hidden since: it just does not show.
    """
    if not wanted:
        return
    rows = Contribution.objects.filter(reference__in=wanted).values_list(
        "reference", "state", "activity__placement__host_key"
    )
    found = {reference: (state, host_key) for reference, state, host_key in rows}
    not_public = {one for one in wanted if one in found and found[one][0] != ContributionState.PUBLISHED}
    linked_already = _public_references(page) if not_public else set()
    for reference in wanted:
        state, host_key = found.get(reference, ("", None))
        sentence = _why_bad(state, is_here=host_key == page.translation_key)
        if sentence and not (reference in not_public and reference in linked_already):
            yield sentence % {"reference": reference}


def _why_bad(state: str, *, is_here: bool) -> Any:
    if not state:
        return _("Nothing was given under the reference “%(reference)s”. Look it up in the list of contributions.")
    if not is_here:
        return _("“%(reference)s” was not given to this consultation. Only its own contributions can be linked.")
    if state != ContributionState.PUBLISHED:
        return _("“%(reference)s” is not public. Only what everybody can read can be linked.")
    return ""


def _public_references(page: "ConsultationPage") -> set[str]:
    """What the public version links to already, in any language."""
    public = type(page).objects.filter(translation_key=page.translation_key, live=True)
    return {reference for one in public for reference in all_references(entries_of(one))}


def seen_from(page: "ConsultationPage") -> datetime:
    """When what is being checked becomes public: now, or when it is scheduled for."""
    return max(timezone.now(), page.go_live_at or timezone.now())


def _public_from(page: "ConsultationPage") -> date:
    return timezone.localdate(seen_from(page))


def closing_day(closes_at: datetime) -> date:
    """The last day on which people can answer, in local time."""
    return timezone.localdate(last_moment(closes_at))
