"""How often someone may do something, counted in the database so that every process counts together."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac

from base.models import RateCount

KEPT = timedelta(days=2)


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

    One statement however many they are, where none is reached. Where one is, all are taken back at once; others who ask
    in between meet the higher count.
    """
    if not counts:
        return None
    now = timezone.now()
    slots = {count: slot(count.limit, count.who, now) for count in counts}
    counted = add_one(slots.values())
    full = [count for count in counts if counted[slots[count]] > count.limit.times]
    if not full:
        return None
    _take_one(slots.values())
    return max((Reached(c.scope, _seconds_left(c.limit, now)) for c in full), key=lambda reached: reached.seconds)


def give_back(tallies: Sequence[Tally]) -> None:
    """Take one from each count: what it was counted for was not taken after all."""
    now = timezone.now()
    _take_one(slot(tally.limit, tally.who, now) for tally in tallies)


def is_full(limit: Limit, *, who: str) -> bool:
    """Whether this limit is reached in the span under way; counts nothing."""
    key, start = slot(limit, who, timezone.now())
    return RateCount.objects.filter(key=key, window_start=start, count__gte=limit.times).exists()


def spend(name: str, what: str, *, since: datetime) -> bool:
    """Use up something that may be used once, such as a mailed code or a solved challenge; whether it was unused.

    Args:
        since: the aware moment from which it could be used; it must have expired two days (`KEPT`) later.
    """
    used = (_key(name, 0, what), since)
    return add_one([used])[used] == 1


def add_one(slots: Iterable[Slot]) -> dict[Slot, int]:
    """Count one more in each of these rows, made where they are missing; how many it is in each with this one.

    Nobody waits in a circle: rows are taken in one order for everybody, and in a transaction held until its end.

    Args:
        slots: of one moment, so that no key has two spans.
    """
    ordered = sorted(set(slots))
    if not ordered:
        return {}
    adapted = connection.ops.adapt_datetimefield_value
    values = ", ".join(["(%s, %s, 1)"] * len(ordered))
    with connection.cursor() as cursor:
        cursor.execute(ADD_ONE % {"values": values}, [part for key, start in ordered for part in (key, adapted(start))])
        counted = dict(cursor.fetchall())
    return {(key, start): counted[key] for key, start in ordered}


ADD_ONE = """
    INSERT INTO base_ratecount AS counted (key, window_start, count) VALUES %(values)s
    ON CONFLICT (key, window_start) DO UPDATE SET count = counted.count + 1
    RETURNING key, count
"""
"""A row is made or counted up. SQLite has understood it since 3.35 (`base.checks`); Django has no word for it."""


def _take_one(slots: Iterable[Slot]) -> None:
    """Take one from each of these rows, in the same order."""
    slots = list(slots)
    keys, starts = [key for key, _start in slots], [start for _key, start in slots]
    with transaction.atomic():
        rows = RateCount.objects.filter(key__in=keys, window_start__in=starts).select_for_update()
        held = [row.pk for row in rows.order_by("key", "window_start")]
        RateCount.objects.filter(pk__in=held, count__gt=0).update(count=F("count") - 1)


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
