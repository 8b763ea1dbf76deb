"""Lists of contributions to take away: the core's columns first, then the module's."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from base.spreadsheets import CSV_TYPE, XLSX_TYPE, FilePieces, csv_lines, xlsx_file
from engagement.core import registry
from engagement.core.models import Activity, Contribution
from engagement.core.module import Column, ExportFormat, Module
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
COMMON_HEADINGS = tuple(column.heading for column in COMMON_COLUMNS)
NO_NAME = Column("name", lambda contribution: "")
DAY_ALONE = Column("received_at", lambda contribution: timezone.localdate(contribution.created_at).isoformat())


def headings(activity: Activity, *, for_everyone: bool = False) -> list[str]:
    """The column headings of an activity's export."""
    activity, module = _own(activity)
    columns = (*COMMON_COLUMNS, *_module_columns(activity, module, for_everyone=for_everyone))
    return [column.heading for column in columns]


def rows(activity: Activity, *, for_everyone: bool = False, **only: Any) -> Iterator[list[Any]]:
    """One row for each contribution in bounded memory; the writers of `base.spreadsheets` escape it.

    Args:
        for_everyone: nothing but what everybody can read of what is published: see `Module.is_public`.
        only: conditions that narrow them, such as a batch.
    """
    activity, module = _own(activity)
    columns = _module_columns(activity, module, for_everyone=for_everyone)
    for common, row in records(activity, for_everyone=for_everyone, **only):
        yield [*common.values(), *(column.value(row) for column in columns)]


def records(activity: Activity, *, for_everyone: bool = False, **only: Any) -> Iterator[tuple[dict[str, Any], Any]]:
    """For each contribution the values of the common columns by heading, and what the module's columns read of it.

    Oldest first; in a random order where nobody may know which came first.
    """
    activity, module = _own(activity)
    columns = _common_columns(activity, module, for_everyone=for_everyone)
    given = activity.contributions.filter(**only).select_related("participant", "batch")
    for chunk in chunks_of(given, by="pk" if module is None or module.tells_time_of(activity) else "uuid"):
        found = module.export_rows_for(chunk) if module else {}
        for contribution in chunk:
            yield {column.heading: column.value(contribution) for column in columns}, found.get(contribution.pk)


def formats_of(activity: Activity) -> dict[str, ExportFormat]:
    """What an activity can be taken away as, by kind."""
    module = registry.find_module(activity.module)
    return {one.kind: one for one in (*TABLES, *(module.export_formats if module else ()))}


def export_pieces(activity: Activity, kind: str) -> Iterable[str | bytes]:
    """What is in the file that an activity is taken away as.

    Raises:
        LookupError: it cannot be taken away as that.
    """
    return formats_of(activity)[kind].pieces(_own(activity)[0])


def export_name(activity: Activity, kind: str) -> str:
    """What that file is called."""
    activity, module = _own(activity)
    name = module.export_name_of(activity) if module else f"{activity.module}-{activity.pk}"
    return f"{name}.{kind}"


TABLES = (
    ExportFormat("csv", "CSV", CSV_TYPE, lambda activity: csv_lines(headings(activity), rows(activity))),
    ExportFormat("xlsx", "XLSX", XLSX_TYPE, lambda activity: FilePieces(xlsx_file(headings(activity), rows(activity)))),
)
"""What every activity can be taken away as."""


def _own(activity: Activity) -> tuple[Activity, Module | None]:
    """The activity as what its module knows, and that module."""
    module = registry.find_module(activity.module)
    model = module.activity_model if module else Activity
    return model._default_manager.select_related("placement__timetable").get(pk=activity.pk), module


def _common_columns(activity: Activity, module: Module | None, *, for_everyone: bool) -> Sequence[Column]:
    if module is None:
        return COMMON_COLUMNS
    is_named = module.shows_names_of(activity) and (module.is_public or not for_everyone)
    others = {} if is_named else {NO_NAME.heading: NO_NAME}
    others |= {} if module.tells_time_of(activity) else {DAY_ALONE.heading: DAY_ALONE}
    return [others.get(column.heading, column) for column in COMMON_COLUMNS]


def _module_columns(activity: Activity, module: Module | None, *, for_everyone: bool) -> Sequence[Column]:
    if module is None or (for_everyone and not module.is_public):
        return ()
    return module.columns_of(activity)


def chunks_of(contributions: QuerySet[Contribution], *, by: str = "pk") -> Iterator[list[Contribution]]:
    """Keyset paging: each chunk is one short query, so no cursor stays open while a browser reads slowly.

    Args:
        by: the unique field that they are in the order of.
    """
    after = contributions
    while chunk := list(after.order_by(by)[:CHUNK]):
        yield chunk
        after = contributions.filter(**{f"{by}__gt": getattr(chunk[-1], by)})
