"""Who asks moderators to look at a contribution, whatever its state: people who report it, say.

The core shows what is asked in the moderators' queue and tells the source what was decided; it does not know who asks.
A decision answers every mark that stood when it was made: a source hears of it by `contribution_state_changed`, or by
`contribution_left` when the contribution stays as it is.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.db.models import Count, Min, QuerySet

from engagement.core import registry
from engagement.core.models import Contribution


@dataclass(frozen=True)
class Mark:
    """What is asked of one contribution, in a row of the queue: one line, and since when (aware)."""

    words: str
    since: datetime


@dataclass(frozen=True)
class MarkDetail:
    """One thing that somebody asks or asked, for the screen of one contribution. No name and no address in it."""

    title: str
    words: str
    at: datetime
    is_standing: bool
    answer: str
    """How it was answered, "" while it stands."""


class MarkSource(Protocol):
    """How another app brings contributions before the moderators."""

    slug: str
    """The value of `?marked=` in the queue's address."""
    label: Any
    """Of its tab in the queue."""

    def marked(self, contributions: QuerySet[Any]) -> QuerySet[Any]:
        """Those of them with a standing mark, each once, annotated with `marked_since`, the time of the oldest."""

    def marks_on(self, contributions: Collection[Contribution]) -> Mapping[int, Mark]:
        """The standing marks by primary key of the contribution, in a number of queries that does not grow."""

    def details(self, contribution: Contribution) -> Sequence[MarkDetail]:
        """Everything ever asked of one contribution, the newest first."""

    def waiting_words(self, count: int) -> str:
        """The link of the dashboard that leads to `count` contributions, at least one."""


def find_source(slug: str) -> MarkSource | None:
    """The registered source of that name, or None."""
    return next((source for source in registry.mark_sources() if source.slug == slug), None)


def is_marked(contribution: Contribution) -> bool:
    """Whether somebody asks to look at it now."""
    one = Contribution.objects.filter(pk=contribution.pk).order_by()
    return any(source.marked(one).exists() for source in registry.mark_sources())


def marks_on(contributions: Collection[Contribution]) -> dict[int, list[Mark]]:
    """What is asked of these contributions, by primary key; those of which nothing is have no entry."""
    found: dict[int, list[Mark]] = {}
    for source in registry.mark_sources() if contributions else ():
        for key, mark in source.marks_on(contributions).items():
            found.setdefault(key, []).append(mark)
    return found


def asked_counts() -> list[tuple[MarkSource, int, datetime]]:
    """Each source that asks for something now, with of how many contributions and since when. One query each."""
    found = []
    for source in registry.mark_sources():
        marked = source.marked(Contribution.objects.order_by())
        figures = marked.aggregate(count=Count("pk"), since=Min("marked_since"))
        if figures["count"]:
            found.append((source, figures["count"], figures["since"]))
    return found
