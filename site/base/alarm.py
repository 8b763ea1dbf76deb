"""Whether far more comes in than people send, from the same counts that limit them.

An alarm is a limit that stops nobody: once it is reached in one of its spans, it rings for that span and for
`RINGS_ON` after it, so that an attack in waves does not switch the defence off between them.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from base.models import RateCount
from base.ratelimit import Tally, add_one, slot

RINGS_ON = timedelta(minutes=30)


def is_ringing(alarms: Sequence[Tally]) -> bool:
    """Whether one of them was reached lately. One query; counts nothing."""
    return bool(ringing_since(alarms))


def ringing_since(alarms: Sequence[Tally]) -> dict[Tally, datetime]:
    """Those that ring, with the beginning of the span from which on they have done so without a pause. One query."""
    now = timezone.now()
    spans: dict[Tally, list[datetime]] = {alarm: [] for alarm in alarms}
    by_key = {slot(alarm.limit, alarm.who, now)[0]: alarm for alarm in alarms}
    reached = Q(pk__in=[])
    for times in {alarm.limit.times for alarm in alarms}:
        keys = [key for key, alarm in by_key.items() if alarm.limit.times == times]
        reached |= Q(key__in=keys, count__gte=times)
    for key, start in RateCount.objects.filter(reached).order_by("-window_start").values_list("key", "window_start"):
        spans[by_key[key]].append(start)
    since = {alarm: _since(starts, alarm, now) for alarm, starts in spans.items()}
    return {alarm: start for alarm, start in since.items() if start}


def count(alarms: Sequence[Tally]) -> None:
    """Count one more under each. Call it outside of any transaction: everybody counts in the same rows."""
    now = timezone.now()
    add_one(slot(alarm.limit, alarm.who, now) for alarm in alarms)


def _since(starts: Sequence[datetime], alarm: Tally, now: datetime) -> datetime | None:
    """The first of the spans, newest first, that hang together up to now."""
    rings = timedelta(seconds=alarm.limit.per) + RINGS_ON
    since = None
    for start in starts:
        if (since or now) >= start + rings:
            break
        since = start
    return since
