from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from engagement.core.enums import ContributionState
from engagement.core.hosts import PAGE


class ActivityQuerySet(QuerySet[Any]):
    """Activities, whatever their module."""

    def placed(self) -> "ActivityQuerySet":
        """Those that stand somewhere public, with their placement and timetable."""
        return self.filter(placement__isnull=False).select_related("placement__timetable")

    def open_at(self, now: datetime) -> "ActivityQuerySet":
        """Those open at an aware time: after both openings, before both closings, not paused. A missing end is open."""
        paused_at = "placement__timetable__paused_at"
        return self.placed().filter(
            *_window("", now),
            *_window("placement__timetable__", now),
            Q(**{f"{paused_at}__isnull": True}) | Q(**{f"{paused_at}__gt": now}),
        )

    def at_hosts(self, pages: QuerySet[Any]) -> "ActivityQuerySet":
        """Those at home on one of these pages, in whatever language it is among them.

        Those on hosts that are no pages are left out: their resolvers answer for one request, not for a list.
        """
        return self.filter(placement__host_kind=PAGE, placement__host_key__in=_keys_of(pages))


class ContributionQuerySet(QuerySet[Any]):
    """Contributions, whatever their module."""

    def published(self) -> "ContributionQuerySet":
        """What is public, and what counts as published."""
        return self.filter(state=ContributionState.PUBLISHED)

    def waiting(self) -> "ContributionQuerySet":
        """What a moderator has still to read, oldest first."""
        return self.filter(state=ContributionState.PENDING).order_by("created_at", "pk")

    def at_hosts(self, pages: QuerySet[Any]) -> "ContributionQuerySet":
        """Those given to activities at home on one of these pages, in whatever language it is among them."""
        placement = "activity__placement"
        return self.filter(**{f"{placement}__host_kind": PAGE, f"{placement}__host_key__in": _keys_of(pages)})


def _keys_of(pages: QuerySet[Any]) -> QuerySet[Any]:
    return pages.order_by().values("translation_key")


def _window(prefix: str, now: datetime) -> tuple[Q, Q]:
    opened = Q(**{f"{prefix}opens_at__isnull": True}) | Q(**{f"{prefix}opens_at__lte": now})
    not_closed = Q(**{f"{prefix}closes_at__isnull": True}) | Q(**{f"{prefix}closes_at__gt": now})
    return opened, not_closed
