"""What files of responses cost: taking in a hundred thousand, beside a bare bulk INSERT of the same rows, and taking
them away again: how long it takes, and how much memory beside what the process holds anyway.

`python -m bench.survey_files [RESPONSES]`, best with DATABASE_URL naming a PostgreSQL. What is measured is not kept.
"""

import io
import resource
import sys
import time
import tracemalloc
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import django

MANY = 100_000
AT_ONCE = 1_000
KINDS = ("choice", "choice", "choices", "scale", "rating", "number", "yes_no", "date", "text", "long_text")
WORDS = "The crossing by the launderette is where everybody crosses, and it has no light. "


def main(number: int) -> None:
    """Print seconds and megabytes."""
    django.setup()
    from django.db import connection, transaction

    print(f"{number:,} responses to ten questions, on {connection.vendor}")
    with transaction.atomic():
        survey = survey_of_ten()
        file = io.BytesIO("".join(csv_of(number)).encode())
        taken = seconds(lambda: take_in(survey, file))
        copies = copies_of(survey)
        bare = min(insert(copies) for _time in range(3))
        del copies
        print(f"import {taken:.1f} s, bare INSERT {bare:.1f} s: {taken / bare:.1f} times")
        for kind in ("csv", "jsonl", "xlsx"):
            print(f"export as {kind}: {seconds(lambda kind=kind: take_away(survey, kind)):.1f} s, ", end="", flush=True)
            print(f"{traced(lambda kind=kind: take_away(survey, kind)):.1f} MB of memory at most")
        print(f"the whole process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB at most")
        transaction.set_rollback(True)


def seconds(work: Callable[[], Any]) -> float:
    """How long it takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def traced(work: Callable[[], Any]) -> float:
    """The megabytes that it takes beside what there is already."""
    tracemalloc.start()
    work()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1_000_000


def survey_of_ten() -> Any:
    """A survey with one question of each of `KINDS`."""
    from engagement.surveys.definition import Definition, Option, Page, Question
    from engagement.surveys.enums import Kind
    from engagement.surveys.models import Survey, SurveyVersion

    options = tuple(Option(id=code, code=code, label=code.title()) for code in ("bus", "bike", "car", "foot"))
    asked = tuple(Question(id=f"{n}", code=f"q{n}", kind=Kind(kind), options=options) for n, kind in enumerate(KINDS))
    definition = Definition(language="en", pages=(Page(id="p", code="p", items=asked),))
    survey = Survey.objects.create(title="Measured", audience="everyone", moderation="at_once")
    SurveyVersion.objects.create(survey=survey, number=1, definition=definition.model_dump(mode="json"), digest="1")
    return survey


def csv_of(number: int) -> Iterator[str]:
    """A file of so many rows."""
    ways = ("bus", "bike", "car", "foot")
    yield ",".join(["row_id", *(f"q{n}" for n in range(10))]) + "\r\n"
    for n in range(number):
        one, other = ways[n % 4], ways[n % 3]
        chosen = "|".join(sorted({one, other}))
        told = f'"{WORDS}{n}"'
        yield f"r{n},{one},{other},{chosen},{one},{n % 5 + 1},{n % 97},yes,2026-0{n % 9 + 1}-11,Street {n},{told}\r\n"


def take_in(survey: Any, file: io.BytesIO) -> None:
    """Import it."""
    from engagement.plugin import Channel
    from engagement.surveys.services.importing import import_responses

    outcome = import_responses(survey=survey, file=file, title="Measured", channel=Channel.PAPER)
    assert not outcome.faults, outcome.faults[:3]


def copies_of(survey: Any) -> list[tuple[Any, list[list[Any]]]]:
    """The values of its rows by their model, under other keys."""
    from engagement.plugin import Contribution, Participant
    from engagement.surveys.models import Response

    given = {
        Participant: Participant.objects.filter(contributions__activity=survey.pk),
        Contribution: Contribution.objects.filter(activity=survey.pk),
        Response: Response.objects.filter(contribution__activity=survey.pk),
    }
    keys = {model: dict[Any, Any]() for model in given}
    return [(model, [_copy(row, keys) for row in rows.order_by("pk").iterator()]) for model, rows in given.items()]


def _copy(row: Any, keys: dict[Any, dict[Any, Any]]) -> list[Any]:
    """The values of a row, as another one would have them."""
    from django.db import connection

    from engagement.plugin import new_reference

    made = {"uuid": uuid.uuid4(), "retry_key": uuid.uuid4(), "reference": new_reference()}
    mine = keys[type(row)]
    mine[row.pk] = made["uuid"] if row._meta.pk.name == "uuid" else row.pk + 10_000_000
    values = []
    for field in row._meta.concrete_fields:
        value = mine[row.pk] if field.primary_key else made.get(field.name, getattr(row, field.attname))
        if field.related_model in keys and value is not None:
            value = keys[field.related_model][value]
        values.append(field.get_db_prep_save(value, connection))
    return values


def insert(copies: Any) -> float:
    """The seconds that it takes to put these rows into their tables, in SQL as bare as it gets: a thousand a
    statement."""
    from django.db import connection, transaction

    spent = 0.0
    with transaction.atomic(), connection.cursor() as cursor:
        for model, rows in copies:
            columns = ", ".join(f'"{field.column}"' for field in model._meta.concrete_fields)
            one = f"({', '.join(['%s'] * len(model._meta.concrete_fields))})"
            for start in range(0, len(rows), AT_ONCE):
                some = rows[start : start + AT_ONCE]
                statement = f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES {", ".join([one] * len(some))}'
                values = [value for row in some for value in row]
                spent += seconds(lambda statement=statement, values=values: cursor.execute(statement, values))
        spent += seconds(
            lambda: cursor.execute("SET CONSTRAINTS ALL IMMEDIATE") if connection.vendor != "sqlite" else 0
        )
        transaction.set_rollback(True)
    return spent


def take_away(survey: Any, kind: str) -> None:
    """Export it, keeping nothing."""
    from engagement.plugin import export_pieces

    for _piece in export_pieces(survey, kind):
        pass


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else MANY)
