from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from engagement.core.models import Placement, Timetable
from engagement.plugin import (
    Activity,
    ContributionState,
    MoveRefused,
    TimeState,
    Window,
    can_send_again,
    moderate,
    withdraw,
)
from engagement.testing.clock import NOON
from engagement.testing.people import make_staff
from tests.sample_module.models import PostcardWall

STEP = timedelta(microseconds=1)
HOURS = st.none() | st.integers(-3, 3)


def moment(hours: int | None) -> datetime | None:
    return None if hours is None else NOON + timedelta(hours=hours)


@pytest.mark.parametrize(
    ("opens", "closes", "state"),
    [
        (None, None, "open"),
        (0, None, "open"),
        (1, None, "scheduled"),
        (None, 0, "closed"),
        (None, 1, "open"),
        (-1, 0, "closed"),
        (0, 1, "open"),
    ],
)
def test_window_is_half_open(opens, closes, state):
    assert Window(moment(opens), moment(closes)).state_at(NOON) == state


DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("opens_in", "closes_in", "is_soon"),
    [
        (-DAY, 7 * DAY, True),
        (-DAY, 8 * DAY, False),
        (-DAY, None, False),
        (DAY, 2 * DAY, False),
        (-DAY, -DAY / 2, False),
    ],
)
def test_window_is_closing_soon_while_it_is_open_for_seven_days_or_less(opens_in, closes_in, is_soon):
    closes_at = None if closes_in is None else NOON + closes_in
    assert Window(NOON + opens_in, closes_at).is_closing_soon_at(NOON) is is_soon


@pytest.mark.parametrize(
    ("state", "closed_for", "may"),
    [
        ("unconfirmed", None, True),
        ("unconfirmed", timedelta(hours=72) - timedelta(seconds=1), True),
        ("unconfirmed", timedelta(hours=72), False),
        ("pending", None, False),
        ("published", None, False),
        ("withdrawn", None, False),
    ],
)
def test_link_can_be_sent_again_until_72_hours_after_closing(wall, make_contribution, state, closed_for, may):
    """However long ago the words came: the link that has expired may be weeks old."""
    wall.closes_at = None if closed_for is None else NOON - closed_for
    contribution = make_contribution(state=state, created_at=NOON - 20 * DAY)
    assert can_send_again(contribution, NOON) is may


@pytest.mark.parametrize(
    ("opens", "closes", "paused", "state"),
    [
        (-1, 1, STEP, TimeState.OPEN),
        (-1, 1, timedelta(0), TimeState.PAUSED),
        (-1, 1, -STEP, TimeState.PAUSED),
        (-1, None, -STEP, TimeState.PAUSED),
        (1, 2, -STEP, TimeState.SCHEDULED),
        (-2, 0, -STEP, TimeState.CLOSED),
    ],
)
def test_pause_counts_from_its_own_moment_and_moves_no_end(opens, closes, paused, state):
    window = Window(moment(opens), moment(closes), NOON + paused)
    assert window.state_at(NOON) == state


@given(HOURS, HOURS, HOURS, HOURS, HOURS)
def test_inner_window_is_never_open_longer_than_the_outer(a, b, c, d, paused):
    inner, outer = Window(moment(a), moment(b)), Window(moment(c), moment(d), moment(paused))
    both = inner.within(outer).state_at(NOON) == TimeState.OPEN
    assert both == (inner.state_at(NOON) == outer.state_at(NOON) == TimeState.OPEN)


class OpenAtAgreesWithStateAt(TestCase):
    """The queryset and the function are one rule."""

    @settings(deadline=None)
    @given(HOURS, HOURS, HOURS, HOURS, HOURS)
    def test_for_all_windows(self, a, b, c, d, paused):
        own, host = (moment(a), moment(b)), (moment(c), moment(d))
        if own[0] and own[1] and own[0] >= own[1]:
            return
        Activity.objects.all().delete()
        wall = PostcardWall.objects.create(title="Wall", opens_at=own[0], closes_at=own[1])
        timetable = Timetable.objects.create(
            host_key=wall.uuid, opens_at=host[0], closes_at=host[1], paused_at=moment(paused)
        )
        Placement.objects.create(activity=wall, host_kind="page", host_key=wall.uuid, timetable=timetable)
        wall = PostcardWall.objects.get(pk=wall.pk)
        found = set(Activity.objects.open_at(NOON).values_list("pk", flat=True))
        self.assertEqual(found == {wall.pk}, wall.state_at(NOON) == TimeState.OPEN)


MOVES = {
    ("pending", "published"), ("pending", "hidden"), ("pending", "removed"),
    ("published", "hidden"), ("published", "removed"),
    ("hidden", "published"), ("hidden", "removed"),
    ("removed", "published"),
}  # fmt: skip


@pytest.mark.parametrize("start", ContributionState.values)
@pytest.mark.parametrize("to", ContributionState.values)
def test_moderator_moves(make_contribution, start, to):
    contribution = make_contribution(state=start)
    if (start, to) in MOVES:
        moved = moderate(contribution=contribution, to=to, by=make_staff("Moderators"), reason="spam")
        assert (moved.state, moved.changes.get().reason) == (to, "spam")
    else:
        with pytest.raises(MoveRefused):
            moderate(contribution=contribution, to=to, by=make_staff("Moderators"))
        contribution.refresh_from_db()
        assert (contribution.state, contribution.changes.count()) == (start, 0)


@pytest.mark.parametrize("start", ContributionState.values)
def test_author_may_withdraw_what_is_not_removed(make_contribution, start):
    contribution = make_contribution(state=start)
    if start in ("removed", "withdrawn"):
        with pytest.raises(MoveRefused):
            withdraw(contribution=contribution)
    else:
        assert withdraw(contribution=contribution).state == "withdrawn"
