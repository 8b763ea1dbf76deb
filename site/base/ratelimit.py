"""How often someone may do something, counted in the database so that every process counts together."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import transaction
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


class _Full(Exception):
    pass


def take(limits: Sequence[Limit], *, who: str) -> int | None:
    """Count one more under every limit, or under none if one of them is reached.

    Args:
        who: what is counted by, such as `base.network.client_key` or `participant:17`; only a keyed hash is stored.

    Returns:
        None when allowed, otherwise the whole seconds to wait, at least 1.
    """
    now = timezone.now()
    waits: list[int] = []
    try:
        with transaction.atomic():
            # In one order for everybody: two requests never wait for each other's rows.
            for limit in sorted(limits, key=lambda limit: (limit.name, limit.per)):
                if not _count_one(limit, who, now):
                    waits.append(_seconds_left(limit, now))
            if waits:
                raise _Full
    except _Full:
        return max(waits)
    return None


def forget_counts(now: datetime) -> int:
    """Delete counts of spans that began more than two days (`KEPT`) ago; how many. No limit may be longer."""
    return RateCount.objects.filter(window_start__lt=now - KEPT).delete()[0]


def _count_one(limit: Limit, who: str, now: datetime) -> bool:
    """Whether there was room. The condition and the increment are one statement, so no race passes the limit."""
    key = salted_hmac("base.ratelimit", f"{limit.name}:{limit.per}:{who}", algorithm="sha256").hexdigest()
    counts = RateCount.objects.filter(key=key, window_start=_window_start(limit, now))
    if counts.filter(count__lt=limit.times).update(count=F("count") + 1):
        return True
    RateCount.objects.bulk_create(
        [RateCount(key=key, window_start=_window_start(limit, now), count=0)], ignore_conflicts=True
    )
    return bool(counts.filter(count__lt=limit.times).update(count=F("count") + 1))


def _window_start(limit: Limit, now: datetime) -> datetime:
    return datetime.fromtimestamp(now.timestamp() // limit.per * limit.per, UTC)


def _seconds_left(limit: Limit, now: datetime) -> int:
    end = _window_start(limit, now) + timedelta(seconds=limit.per)
    return max(1, math.ceil((end - now).total_seconds()))
