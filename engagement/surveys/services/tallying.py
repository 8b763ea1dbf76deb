"""The figures of results: sums that are kept as responses come and go, and that a recount makes anew."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import Any

from django.db import connection
from django.utils import timezone

from engagement.plugin import Contribution
from engagement.surveys.kinds import kind_of
from engagement.surveys.models import Response, Survey, Tally
from engagement.surveys.paths import Path, walk
from engagement.surveys.queries import source_of
from engagement.surveys.rules import ANSWERED, NUMBERS, RESPONSES, SHOWN

AT_ONCE = 1_000
"""Cells in one statement, of seven values each: SQLite takes 32,766 (https://sqlite.org/limits.html)."""
Place = tuple[str, str]
"""The code of a question and a cell."""


@dataclass(frozen=True)
class Figures:
    """What responses add to the tables."""

    counts: Counter[Place]
    totals: dict[Place, Decimal]


def figures_of(response: Response, day: date) -> Figures:
    """What one response adds, question by question on its path.

    Args:
        day: on which it was given: conditions may ask about today.
    """
    return figures_on(walk(source_of(response.version), response.answers, today=day, seed=response.seed))


def figures_on(path: Path) -> Figures:
    """What a response on this way adds."""
    counts: Counter[Place] = Counter({("", RESPONSES): 1})
    totals: dict[Place, Decimal] = {}
    for code, shown in path.by_code.items():
        counts[code, SHOWN] += 1
        if shown.stored is None:
            continue
        counts[code, ANSWERED] += 1
        for cell in kind_of(shown.question).cells(shown.question, shown.stored):
            counts[code, cell] += 1
        number = path.values.get(code)
        if isinstance(number, Decimal):
            counts[code, NUMBERS] += 1
            totals[code, NUMBERS] = number
    return Figures(counts, totals)


Key = tuple[date, str, str, str]
"""Day, channel, question and cell: in the order of these, cells are locked."""


@dataclass
class Sums:
    """The figures of many responses."""

    counts: Counter[Key] = field(default_factory=Counter)
    totals: dict[Key, Decimal] = field(default_factory=lambda: defaultdict(Decimal))

    def add(self, figures: Figures, *, day: date, channel: str) -> None:
        """Add what one response adds."""
        for (question, cell), number in figures.counts.items():
            self.counts[day, channel, question, cell] += number
        for (question, cell), total in figures.totals.items():
            self.totals[day, channel, question, cell] += total

    def rows(self, survey: int) -> Iterator[tuple[Any, ...]]:
        """A row for each cell, as `_add` takes them. Who counts one response locks cells in the same order."""
        for key in sorted(self.counts.keys() | self.totals.keys()):
            day, channel, question, cell = key
            yield survey, question, cell, channel, day, self.counts[key], self.totals.get(key, Decimal(0))


def add_sums(*, survey: Survey, sums: Sums) -> None:
    """Add many responses to the figures of their survey, each cell once."""
    rows = sums.rows(survey.pk)
    while some := list(islice(rows, AT_ONCE)):
        _add(some)


def count(response: Response, contribution: Contribution, times: int = 1) -> None:
    """Add a response to the figures of its survey, or with -1 take it out.

    All cells go in one statement in one order, the number of responses first: whoever counts waits for the others
    there, and no two wait for each other.
    """
    day = timezone.localdate(contribution.created_at)
    figures = figures_of(response, day)
    rows = [
        (contribution.activity_id, question, cell, contribution.channel, day, times * number, times * total)
        for (question, cell), number in sorted(figures.counts.items())
        for total in (figures.totals.get((question, cell), Decimal(0)),)
    ]
    _add(rows)


def _add(rows: list[tuple[Any, ...]]) -> None:
    """Django's `bulk_create` can put a value in place of another, not add to it."""
    names = ["survey_id", "question", "cell", "channel", "day", "count", "total"]
    quote = connection.ops.quote_name
    table, columns = quote(Tally._meta.db_table), ", ".join(map(quote, names))
    one = f"({', '.join(['%s'] * len(names))})"
    adding = ", ".join(f"{quote(name)} = {table}.{quote(name)} + excluded.{quote(name)}" for name in names[-2:])
    statement = (
        f"INSERT INTO {table} ({columns}) VALUES {', '.join([one] * len(rows))} "  # noqa: S608 - names of ours alone
        f"ON CONFLICT ({', '.join(map(quote, names[:-2]))}) DO UPDATE SET {adding}"
    )
    adapt = Tally._meta.get_field("total").get_db_prep_save
    with connection.cursor() as cursor:
        cursor.execute(statement, [part for *first, total in rows for part in (*first, adapt(total, connection))])
