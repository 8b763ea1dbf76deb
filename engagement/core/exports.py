"""Lists of contributions to take away: the core's columns first, then the module's."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from engagement.core import registry
from engagement.core.models import Activity, Contribution
from engagement.core.module import Column
from engagement.core.rules import arrival_of

CHUNK = 500


COMMON_COLUMNS: tuple[Column, ...] = (
    Column("reference", lambda contribution: contribution.reference),
    Column("received_at", lambda contribution: contribution.created_at.isoformat()),
    Column("state", lambda contribution: contribution.state),
    Column("channel", lambda contribution: contribution.channel),
    Column("language", lambda contribution: contribution.language),
    Column("name", lambda contribution: str(contribution.participant) if contribution.participant else ""),
    Column("batch", lambda contribution: contribution.batch.title if contribution.batch else ""),
    Column("arrival", lambda contribution: arrival_of(contribution, contribution.activity).value),
)
"""Headings never change: colleagues and programs rely on them. No e-mail address ever leaves in a list."""


def headings(activity: Activity) -> list[str]:
    """The column headings of an activity's export."""
    return [column.heading for column in (*COMMON_COLUMNS, *_module_columns(activity))]


def rows(activity: Activity, **only: Any) -> Iterator[list[Any]]:
    """One row for each contribution, oldest first, in bounded memory; the writers of `base.spreadsheets` escape it.

    Args:
        only: conditions that narrow them, such as a batch.
    """
    module = registry.find_module(activity.module)
    columns = _module_columns(activity)
    activity = Activity.objects.select_related("placement__timetable").get(pk=activity.pk)
    for chunk in chunks_of(activity.contributions.filter(**only).select_related("participant", "batch")):
        found = module.rows_for(chunk) if module else {}
        for contribution in chunk:
            row = found.get(contribution.pk)
            yield [
                *(column.value(contribution) for column in COMMON_COLUMNS),
                *(column.value(row) for column in columns),
            ]


def _module_columns(activity: Activity) -> tuple[Column, ...]:
    module = registry.find_module(activity.module)
    return tuple(module.export_columns) if module else ()


def chunks_of(contributions: QuerySet[Contribution]) -> Iterator[list[Contribution]]:
    """Keyset paging: each chunk is one short query, so no cursor stays open while a browser reads slowly."""
    last = 0
    while True:
        chunk = list(contributions.filter(pk__gt=last).order_by("pk")[:CHUNK])
        if not chunk:
            return
        yield chunk
        last = chunk[-1].pk
