"""The figures of results: sums that are kept as responses come and go, and that a recount makes anew."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection
from django.utils import timezone

from engagement.plugin import Contribution
from engagement.surveys.kinds import kind_of
from engagement.surveys.models import Response, Tally
from engagement.surveys.paths import walk
from engagement.surveys.queries import source_of
from engagement.surveys.rules import ANSWERED, NUMBERS, RESPONSES, SHOWN

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
    path = walk(source_of(response.version), response.answers, today=day, seed=response.seed)
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
