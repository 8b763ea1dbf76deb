from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import cycle

import pytest
from django.utils import timezone

from base.models import RateCount
from base.ratelimit import KEPT, Limit, Tally, forget_counts, give_back, take
from tests.base.clients import in_threads

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
TWO_A_MINUTE = Limit("post", per=60, times=2)
THREE_A_DAY = Limit("post", per=86_400, times=3)

Clock = Callable[[datetime], None]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    def stand_at(moment: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: moment)

    stand_at(NOON)
    return stand_at


def test_take_up_to_the_limit_then_tells_how_long_to_wait(db: None, clock: Clock) -> None:
    clock(NOON + timedelta(seconds=10))
    assert [take([TWO_A_MINUTE], who="ann") for _ in range(4)] == [None, None, 50, 50]


def test_take_at_the_end_of_a_span_waits_at_least_a_second(db: None, clock: Clock) -> None:
    clock(NOON + timedelta(seconds=59.9))
    assert [take([Limit("post", per=60, times=1)], who="ann") for _ in range(2)] == [None, 1]


def test_take_in_the_next_span_is_allowed(db: None, clock: Clock) -> None:
    for _ in range(3):
        take([TWO_A_MINUTE], who="ann")
    clock(NOON + timedelta(seconds=60))
    assert take([TWO_A_MINUTE], who="ann") is None


def test_take_counts_each_person_and_each_limit_alone(db: None, clock: Clock) -> None:
    one = Limit("post", per=60, times=1)
    assert take([one], who="ann") is None
    assert take([one], who="ben") is None
    assert take([Limit("vote", per=60, times=1)], who="ann") is None
    assert take([one], who="ann") == 60


def test_take_refused_by_one_limit_counts_under_none(db: None, clock: Clock) -> None:
    for _ in range(5):
        take([TWO_A_MINUTE, THREE_A_DAY], who="ann")
    clock(NOON + timedelta(minutes=1))
    assert take([TWO_A_MINUTE, THREE_A_DAY], who="ann") is None
    assert take([TWO_A_MINUTE, THREE_A_DAY], who="ann") == 43_140


def test_take_without_limits_allows(db: None) -> None:
    assert take([], who="ann") is None


def test_take_stores_nobody_in_clear(db: None) -> None:
    take([TWO_A_MINUTE], who="203.0.113.7")
    count = RateCount.objects.get()
    assert "203.0.113.7" not in str(vars(count))
    assert len(count.key) == 64


A_CENTURY = 86_400 * 365 * 100


def test_take_by_many_at_once_never_passes_the_limit(transactional_db: None) -> None:
    # One limit alone: with two, those who wait for the first row are in single file at the second.
    results = in_threads(lambda: take([Limit("post", per=A_CENTURY, times=5)], who="ann"), 12)
    assert results.count(None) == 5
    assert RateCount.objects.get().count == 5


def test_take_by_many_under_limits_in_any_order_never_locks_up(transactional_db: None) -> None:
    limits = [Limit("post", per=A_CENTURY, times=5), Limit("page", per=A_CENTURY, times=9)]
    turns = cycle([limits, limits[::-1]])
    results = in_threads(lambda: take(next(turns), who="ann"), 12)
    assert results.count(None) == 5
    assert [count.count for count in RateCount.objects.all()] == [5, 5]


def test_forget_counts_keeps_spans_that_may_still_run(db: None, clock: Clock) -> None:
    take([THREE_A_DAY], who="ann")
    assert forget_counts(NOON + timedelta(days=1)) == 0
    assert forget_counts(NOON + KEPT + timedelta(days=1)) == 1


def test_what_is_given_back_can_be_taken_again(db: None, clock: Clock) -> None:
    assert [take([TWO_A_MINUTE], who="ann") for _ in range(2)] == [None, None]
    give_back([])
    assert take([TWO_A_MINUTE], who="ann") == 60
    give_back([Tally(TWO_A_MINUTE, "ann")])
    assert [take([TWO_A_MINUTE], who="ann") for _ in range(2)] == [None, 60]
