"""Where a consultation stands, in words with dates. Moments are said in local time, in the active language."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from base.timewords import day_after, day_words, last_moment, moment_words, period_words, time_left_words
from engagement.consultations.enums import ConsultationState, EntryStatus
from engagement.consultations.next_steps import NextStep
from engagement.consultations.rules import WAITING, Standing

FAR_OFF = timedelta(days=90)
"""Beyond this a date says more than a number of days."""


@dataclass(frozen=True)
class Tag:
    """The tag of `components/status.html`: its kind, and words in place of the plain ones."""

    kind: str
    words: str


@dataclass(frozen=True)
class Stop:
    """One stop of `components/timeline.html`; `state` is "done", "now" or ""."""

    title: str
    when: str
    state: str = ""
    details: str = ""


def tag_kind(standing: Standing, now: datetime) -> str:
    """The kind of the tag: the public state, or "soon"."""
    return "soon" if standing.is_closing_soon_at(now) else standing.state_at(now).value


def tag(standing: Standing, now: datetime) -> Tag:
    """The tag of a card, with its date: "Open until 21 March", "Closes Friday", "Starts 15 March"; paused, "Open"."""
    return Tag(tag_kind(standing, now), _tag_words(standing, now))


def also(standing: Standing, now: datetime) -> str:
    """What a second tag beside the first one says: "Paused", or ""."""
    return _("Paused") if standing.is_paused_at(now) else ""


def paused_words(standing: Standing) -> str:
    """Since when nobody can take part: "Paused since Monday 15 June, 1pm", "" when they can."""
    paused_at = standing.window.paused_at if standing.window else None
    return _("Paused since %(moment)s") % {"moment": moment_words(paused_at)} if paused_at else ""


def _tag_words(standing: Standing, now: datetime) -> str:
    state, window = standing.state_at(now), standing.window
    if state == ConsultationState.PLANNED and window and window.opens_at:
        return _("Starts %(day)s") % {"day": day_words(window.opens_at, weekday=False)}
    if standing.is_open_at(now) and window and window.closes_at:  # what is paused makes no promise until when
        return _open_words(window.closes_at, now)
    if state == ConsultationState.CLOSED and window and window.closes_at:
        return _("Closed %(day)s") % {"day": day_words(last_moment(window.closes_at), weekday=False)}
    if state == ConsultationState.OUTCOME and standing.outcome_at:
        return _("Answered %(day)s") % {"day": day_words(standing.outcome_at, weekday=False)}
    return str(state.label)


def _open_words(closes_at: datetime, now: datetime) -> str:
    last = last_moment(closes_at)
    days = (timezone.localdate(last) - timezone.localdate(now)).days
    if days < 2:
        return time_left_words(closes_at, now)
    if days < 7:
        return _("Closes %(day)s") % {"day": weekday_words(last)}
    return _("Open until %(day)s") % {"day": day_words(last, weekday=False)}


def weekday_words(moment: datetime) -> str:
    """The day of the week alone: "Friday"."""
    return date_format(timezone.localtime(moment), "l")


def status_line(standing: Standing, now: datetime) -> str:
    """The sentence beside the tag at the top of the page, such as "19 days left: closes Sunday 21 March, 11:59pm"."""
    state, window = standing.state_at(now), standing.window
    if state == ConsultationState.PLANNED and window and window.opens_at:
        return _("Opens on %(moment)s") % {"moment": moment_words(window.opens_at)}
    if state == ConsultationState.OPEN and window and window.closes_at:
        return paused_words(standing) if standing.is_paused_at(now) else _time_left(window.closes_at, now)
    if state in WAITING and window and window.closes_at:
        return _waiting_words(standing, window.closes_at, now)
    if state == ConsultationState.OUTCOME and standing.outcome_at:
        return _("We have answered, on %(day)s") % {"day": day_words(standing.outcome_at)}
    if state == ConsultationState.WITHDRAWN and standing.withdrawn_on:
        return _("Withdrawn on %(day)s") % {"day": day_words(standing.withdrawn_on)}
    return ""


def poster_line(standing: Standing, now: datetime) -> str:
    """The sentence for what hangs for weeks: dates, and no number of days left."""
    window = standing.window
    if standing.is_open_at(now) and window and window.closes_at:
        return _("Open until %(moment)s") % {"moment": moment_words(last_moment(window.closes_at))}
    if standing.state_at(now) == ConsultationState.PLANNED and window and window.opens_at and window.closes_at:
        start, end = timezone.localdate(window.opens_at), timezone.localdate(last_moment(window.closes_at))
        return _("Open from %(days)s") % {"days": period_words(start, end)}
    return status_line(standing, now)


def _time_left(closes_at: datetime, now: datetime) -> str:
    last = last_moment(closes_at)
    moment = moment_words(last)
    if closes_at - now > FAR_OFF:
        return _("Closes %(moment)s") % {"moment": moment}
    left = time_left_words(closes_at, now)
    if (timezone.localdate(last) - timezone.localdate(now)).days < 2:
        return left
    return _("%(time_left)s: closes %(moment)s") % {"time_left": left, "moment": moment}


def _waiting_words(standing: Standing, closes_at: datetime, now: datetime) -> str:
    if standing.answer_by and standing.is_late_at(now):
        return late_words(standing.answer_by)
    is_heard = standing.state_at(now) == ConsultationState.FEEDBACK
    closed = _("Closed on %(day)s.") % {"day": day_words(last_moment(closes_at))}
    done = _("Read what people said.") if is_heard else closed
    if not standing.answer_by:
        return done
    return _("%(done)s We answer by %(answer_day)s.") % {
        "done": done,
        "answer_day": day_words(standing.answer_by, weekday=False),
    }


def late_words(answer_by: date) -> str:
    """We keep to what we said, also when we did not keep it."""
    return _("We said we would answer by %(day)s. It is late.") % {"day": day_words(answer_by, weekday=False)}


def days_until_words(opens_at: datetime, now: datetime) -> str:
    """When it opens, counted in days: "Opens in 13 days", "Opens tomorrow", "Opens today"."""
    days = (timezone.localdate(opens_at) - timezone.localdate(now)).days
    if days > 1:
        return ngettext("Opens in %(count)s day", "Opens in %(count)s days", days) % {"count": days}
    return _("Opens tomorrow") if days == 1 else _("Opens today")


def timeline(
    standing: Standing,
    now: datetime,
    *,
    published_at: datetime | None,
    decision_on: date | None,
    steps: Sequence[NextStep] = (),
) -> list[Stop]:
    """The stops from the published plans to the answer and what an editor says happens next, the one we are at marked.

    Args:
        published_at: when the page first went public; the stop is left out when that was after opening.
        decision_on: the day of the decision, if it is known.
        steps: what happens next, in its order; of what is withdrawn nothing does.
    """
    state = standing.state_at(now)
    if state == ConsultationState.WITHDRAWN and standing.withdrawn_on:
        withdrawn = Stop(_("Withdrawn"), day_words(standing.withdrawn_on), "now")
        return [*_published(standing, published_at, "done"), withdrawn]
    stops = [
        *_published(standing, published_at, "now" if state == ConsultationState.PLANNED else "done"),
        *_open_stop(standing, state),
        *_answer_stops(standing, now, decision_on),
    ]
    return _with_steps(stops, [step_stop(step, now) for step in steps], is_answered=state == ConsultationState.OUTCOME)


def step_stop(step: NextStep, now: datetime) -> Stop:
    """One step in words; what should have been done by now says so itself."""
    return Stop(step.title, step.when or _step_day(step, now), "done" if step.is_done else "", step.details)


def _step_day(step: NextStep, now: datetime) -> str:
    if step.day is None:
        return ""
    if step.is_late_at(now):
        return _("We said by %(day)s. It is late.") % {"day": day_words(step.day, weekday=False)}
    return day_words(step.day) if step.is_done else _by(step.day)


def _with_steps(stops: list[Stop], steps: list[Stop], *, is_answered: bool) -> list[Stop]:
    """Where steps have been done since the answer, we are at the last of those."""
    last = max((place for place, step in enumerate(steps) if step.state), default=None)
    if not is_answered or last is None:
        return [*stops, *steps]
    steps = [replace(step, state="now") if place == last else step for place, step in enumerate(steps)]
    return [*(replace(stop, state="done") for stop in stops), *steps]


def _published(standing: Standing, published_at: datetime | None, mark: str) -> list[Stop]:
    opens_at = standing.window.opens_at if standing.window else None
    if published_at is None or (opens_at and timezone.localdate(published_at) > timezone.localdate(opens_at)):
        return []
    return [Stop(_("Plans published"), day_words(published_at), mark)]


def _open_stop(standing: Standing, state: ConsultationState) -> list[Stop]:
    window = standing.window
    if not window or not window.opens_at or not window.closes_at:
        return []
    mark = {ConsultationState.PLANNED: "", ConsultationState.OPEN: "now"}.get(state, "done")
    start, end = timezone.localdate(window.opens_at), timezone.localdate(last_moment(window.closes_at))
    return [Stop(_("Open for your answers"), period_words(start, end), mark)]


def _answer_stops(standing: Standing, now: datetime, decision_on: date | None) -> list[Stop]:
    if standing.state_at(now) == ConsultationState.OUTCOME and standing.outcome_at:
        return _answered_stops(standing, standing.outcome_at, decision_on)
    window, answer_by = standing.window, standing.answer_by
    if not window or not window.closes_at or not answer_by:
        return []
    first = day_after(timezone.localdate(last_moment(window.closes_at)))
    last = decision_on if decision_on and first <= decision_on <= answer_by else answer_by
    state = standing.state_at(now)
    reading = {ConsultationState.CLOSED: "now", ConsultationState.FEEDBACK: "done"}.get(state, "")
    promise = late_words(answer_by) if standing.is_late_at(now) else _by(answer_by)
    return [
        Stop(_("Answers read and counted"), _reading_words(first, last), reading),
        Stop(_("We answer you"), promise, "now" if state == ConsultationState.FEEDBACK else ""),
    ]


def _answered_stops(standing: Standing, outcome_at: datetime, decision_on: date | None) -> list[Stop]:
    day = timezone.localdate(outcome_at)
    decided = [Stop(_("Decided"), day_words(decision_on), "done")] if decision_on and decision_on <= day else []
    return [*decided, Stop(_("We have answered"), day_words(day), "now")]


def _reading_words(first: date, last: date) -> str:
    return period_words(first, last) if first < last else day_words(last)


def _by(day: date) -> str:
    return _("By %(day)s") % {"day": day_words(day)}


def verdict_words(status: EntryStatus) -> str:
    """How far something that was decided has come, as a sentence."""
    return {
        EntryStatus.DECIDED: _("This is decided."),
        EntryStatus.UNDER_WAY: _("We are doing this."),
        EntryStatus.DONE: _("We did this."),
        EntryStatus.NOT_DONE: _("We do not do this, and here is why."),
    }[status]


def answer_words(answer_by: date) -> str:
    """The promise in short: "By 30 April"."""
    return _("By %(day)s") % {"day": day_words(answer_by, weekday=False)}


def time_left(standing: Standing, now: datetime) -> str:
    """How long it is still open, in short: "19 days left"; nothing when it is not."""
    closes_at = standing.window.closes_at if standing.window else None
    return time_left_words(closes_at, now) if closes_at and standing.is_open_at(now) else ""
