"""One public state, said by a function and by a queryset that agree."""

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engagement.consultations.enums import ConsultationState, ListTab
from engagement.consultations.models import ConsultationPage
from engagement.consultations.rules import TAB_STATES, Standing
from engagement.plugin import Answer, Timetable, Window
from engagement.testing.clock import NOON

HOUR = timedelta(hours=1)
STEP = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("now", "state"),
    [
        (NOON - STEP, ConsultationState.PLANNED),
        (NOON, ConsultationState.OPEN),
        (NOON + HOUR - STEP, ConsultationState.OPEN),
        (NOON + HOUR, ConsultationState.CLOSED),
    ],
)
def test_state_at_the_ends_of_the_window(now, state):
    assert Standing(Window(NOON, NOON + HOUR)).state_at(now) == state


def test_state_without_a_timetable_is_planned():
    assert Standing().state_at(NOON) == ConsultationState.PLANNED


@pytest.mark.parametrize(
    ("paused", "is_paused"), [(NOON - STEP, True), (NOON, True), (NOON + STEP, False), (None, False)]
)
def test_paused_is_called_open_and_lets_nobody_in(paused, is_paused):
    standing = Standing(Window(NOON - HOUR, NOON + HOUR, paused))
    assert standing.state_at(NOON) == ConsultationState.OPEN
    assert (standing.is_paused_at(NOON), standing.is_open_at(NOON)) == (is_paused, not is_paused)


def test_pause_ends_with_closing():
    assert not Standing(Window(NOON - HOUR, NOON, NOON - HOUR)).is_paused_at(NOON)


def test_state_when_withdrawn_goes_before_the_dates():
    standing = Standing(Window(NOON, NOON + HOUR), withdrawn_on=NOON.date())
    assert standing.state_at(NOON) == ConsultationState.WITHDRAWN


@pytest.mark.parametrize(
    ("answer", "before", "after"),
    [
        (Answer.NONE, ConsultationState.OPEN, ConsultationState.CLOSED),
        (Answer.FEEDBACK, ConsultationState.OPEN, ConsultationState.FEEDBACK),
        (Answer.OUTCOME, ConsultationState.OPEN, ConsultationState.OUTCOME),
    ],
)
def test_answer_counts_from_closing(answer, before, after):
    standing = Standing(Window(NOON, NOON + HOUR), answer=answer)
    assert (standing.state_at(NOON + HOUR - STEP), standing.state_at(NOON + HOUR)) == (before, after)


@pytest.mark.parametrize(
    ("now", "is_late"),
    [
        (datetime(2026, 7, 31, 22, 59, tzinfo=UTC), False),
        (datetime(2026, 7, 31, 23, 0, tzinfo=UTC), True),
    ],
)
def test_answer_is_late_from_the_local_day_after_the_promise(now, is_late):
    standing = Standing(Window(NOON, NOON + HOUR), answer_by=date(2026, 7, 31))
    assert standing.is_late_at(now) is is_late


def test_answer_is_not_late_while_it_is_open():
    assert not Standing(Window(NOON, NOON + HOUR), answer_by=date(2026, 1, 1)).is_late_at(NOON)


@pytest.mark.parametrize(
    ("closes_in", "is_soon"),
    [(timedelta(days=7), True), (timedelta(days=7) + STEP, False), (timedelta(0), False)],
)
def test_closing_soon_is_seven_days_or_less(closes_in, is_soon):
    assert Standing(Window(None, NOON + closes_in)).is_closing_soon_at(NOON) is is_soon


def test_tabs_share_out_every_state_once():
    parts = [TAB_STATES[tab] for tab in ListTab if tab not in (ListTab.ALL, ListTab.ARCHIVED)]
    assert sorted(state for part in parts for state in part) == sorted(ConsultationState)


moments = st.sampled_from([NOON + steps * STEP for steps in range(-2, 3)]) | st.timedeltas(
    timedelta(days=-500), timedelta(days=500)
).map(lambda away: NOON + away)
dates = st.none() | st.dates(date(2026, 6, 1), date(2026, 6, 30))


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    opens=st.none() | moments,
    closes=st.none() | moments,
    paused=st.none() | moments,
    withdrawn=dates,
    dated=st.booleans(),
    answer=st.sampled_from(Answer),
    now=moments,
)
def test_function_and_queryset_agree(consultation, opens, closes, paused, withdrawn, dated, answer, now):
    pages = ConsultationPage.objects.filter(pk=consultation.pk)
    key = consultation.translation_key if dated else uuid.uuid4()
    Timetable.objects.update(
        host_key=key,
        opens_at=opens,
        closes_at=closes,
        paused_at=paused,
        withdrawn_on=withdrawn if dated else None,
        answer=answer if dated else "",
    )
    state = pages.get().standing.state_at(now)
    found = pages.with_state(now).get()
    assert found.public_state == state
    assert found.standing.state_at(now) == state
    assert [one for one in ConsultationState if pages.in_states([one], now).exists()] == [state]
