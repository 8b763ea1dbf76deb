"""Lists of contributions to take away: the core's columns first, then the module's."""

from collections.abc import Iterator
from typing import Any

from engagement.core import registry
from engagement.core.models import Activity, Contribution
from engagement.core.module import Column

CHUNK = 500


COMMON_COLUMNS: tuple[Column, ...] = (
    Column("reference", lambda contribution: contribution.reference),
    Column("received_at", lambda contribution: contribution.created_at.isoformat()),
    Column("state", lambda contribution: contribution.state),
    Column("channel", lambda contribution: contribution.channel),
    Column("language", lambda contribution: contribution.language),
    Column("name", lambda contribution: str(contribution.participant) if contribution.participant else ""),
)
"""Headings never change: colleagues and programs rely on them. No e-mail address ever leaves in a list."""


def headings(activity: Activity) -> list[str]:
    """The column headings of an activity's export."""
    return [column.heading for column in (*COMMON_COLUMNS, *_module_columns(activity))]


def rows(activity: Activity) -> Iterator[list[Any]]:
    """One row for each contribution, oldest first, in bounded memory; the writers of `base.spreadsheets` escape it."""
    module = registry.find_module(activity.module)
    columns = _module_columns(activity)
    for chunk in _chunks(activity):
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


def _chunks(activity: Activity) -> Iterator[list[Contribution]]:
    """Keyset paging: each chunk is one short query, so no cursor stays open while a browser reads slowly."""
    last = 0
    while True:
        found = activity.contributions.filter(pk__gt=last).select_related("participant").order_by("pk")[:CHUNK]
        chunk = list(found)
        if not chunk:
            return
        yield chunk
        last = chunk[-1].pk
