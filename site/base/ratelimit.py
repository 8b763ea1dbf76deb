"""How often someone may do something, counted in the database so that every process counts together."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import TypeVar

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac

from base.models import RateCount

KEPT = timedelta(days=2)

T = TypeVar("T")


@dataclass(frozen=True)
class Limit:
    """At most `times` in each span of `per` seconds. Spans are fixed and the same for everybody, so at the turn of a
    span up to twice as many can pass.
    """

    name: str
    per: int
    times: int


class Scope(Enum):
    """Whom a count is about, and so who is told to wait."""

    PERSON = "person"
    NETWORK = "network"
    SITE = "site"


@dataclass(frozen=True)
class Tally:
    """One limit as it counts one caller. Of `who` only a keyed hash is stored."""

    limit: Limit
    who: str
    scope: Scope = Scope.PERSON


@dataclass(frozen=True)
class Reached:
    """The limit that keeps somebody waiting longest: whose it is, and the whole seconds to wait, at least 1."""

    scope: Scope
    seconds: int


Slot = tuple[str, datetime]
"""Key and beginning of the span: what is one row."""


def take(limits: Sequence[Limit], *, who: str) -> int | None:
    """Count one more under every limit, or under none if one of them is reached.

    Args:
        who: what is counted by, such as `base.network.client_key` or `participant:17`; only a keyed hash is stored.

    Returns:
        None when allowed, otherwise the whole seconds to wait, at least 1.
    """
    reached = take_each([Tally(limit, who) for limit in limits])
    return reached.seconds if reached else None


def take_each(counts: Sequence[Tally]) -> Reached | None:
    """Count one more under every one of them, or under none if one is reached; which that is, or None when allowed.

    Two statements however many they are, four in the first request of a span.
    """
    now = timezone.now()
    slots = {count: slot(count.limit, count.who, now) for count in counts}

    def count_all(rows: dict[Slot, RateCount]) -> Reached | None:
        full = [count for count in counts if rows[slots[count]].count >= count.limit.times]
        if not full:
            _add_one(rows.values())
            return None
        return max((Reached(c.scope, _seconds_left(c.limit, now)) for c in full), key=lambda reached: reached.seconds)

    return with_rows_locked(set(slots.values()), count_all) if slots else None


def give_back(tallies: Sequence[Tally]) -> None:
    """Take one from each count: what it was counted for was not taken after all."""
    now = timezone.now()
    slots = {slot(tally.limit, tally.who, now) for tally in tallies}

    def take_one(rows: dict[Slot, RateCount]) -> None:
        RateCount.objects.filter(pk__in=[row.pk for row in rows.values()], count__gt=0).update(count=F("count") - 1)

    if slots:
        with_rows_locked(slots, take_one)


def is_full(limit: Limit, *, who: str) -> bool:
    """Whether this limit is reached in the span under way; counts nothing."""
    key, start = slot(limit, who, timezone.now())
    return RateCount.objects.filter(key=key, window_start=start, count__gte=limit.times).exists()


def spend(name: str, what: str, *, since: datetime) -> bool:
    """Use up something that may be used once, such as a mailed code or a solved challenge; whether it was unused.

    Args:
        since: the aware moment from which it could be used; it must have expired two days (`KEPT`) later.
    """
    row = {"key": _key(name, 0, what), "window_start": since}
    _row, is_new = RateCount.objects.get_or_create(**row, defaults={"count": 1})
    return is_new


class _Missing(Exception):
    """Rows that no request of this span has made yet."""

    def __init__(self, slots: set[Slot]) -> None:
        self.slots = slots


def with_rows_locked(slots: set[Slot], work: Callable[[dict[Slot, RateCount]], T]) -> T:
    """What `work` returns for the rows of these counts, in a transaction that holds them.

    Nobody waits in a circle: rows are locked in one order for everybody, and missing ones are made, in that order too,
    while none is held.
    """
    while True:
        try:
            with transaction.atomic():
                return work(_locked(slots))
        except _Missing as missing:
            rows = [RateCount(key=key, window_start=start, count=0) for key, start in sorted(missing.slots)]
            RateCount.objects.bulk_create(rows, ignore_conflicts=True)


def _locked(slots: set[Slot]) -> dict[Slot, RateCount]:
    asked = {"key__in": {key for key, _start in slots}, "window_start__in": {start for _key, start in slots}}
    rows = RateCount.objects.select_for_update().filter(**asked).order_by("key", "window_start")
    found = {(row.key, row.window_start): row for row in rows}
    if missing := slots - found.keys():
        raise _Missing(missing)
    return {slot: found[slot] for slot in slots}


def _add_one(rows: Iterable[RateCount]) -> None:
    RateCount.objects.filter(pk__in=[row.pk for row in rows]).update(count=F("count") + 1)


def forget_counts(now: datetime) -> int:
    """Delete counts of spans that began more than two days (`KEPT`) ago; how many. No limit may be longer."""
    return RateCount.objects.filter(window_start__lt=now - KEPT).delete()[0]


def slot(limit: Limit, who: str, now: datetime) -> Slot:
    """The row that counts this at an aware moment."""
    return _key(limit.name, limit.per, who), _window_start(limit, now)


def _key(name: str, per: int, who: str) -> str:
    return salted_hmac("base.ratelimit", f"{name}:{per}:{who}", algorithm="sha256").hexdigest()


def _window_start(limit: Limit, now: datetime) -> datetime:
    return datetime.fromtimestamp(now.timestamp() // limit.per * limit.per, UTC)


def _seconds_left(limit: Limit, now: datetime) -> int:
    end = _window_start(limit, now) + timedelta(seconds=limit.per)
    return max(1, math.ceil((end - now).total_seconds()))
