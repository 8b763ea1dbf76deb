import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from engagement.consultations.citizenspace import read_activity
from engagement.consultations.govuk import read_item
from engagement.consultations.models import ConsultationIndexPage
from engagement.consultations.records import Record, Unreadable, storable, text_in
from engagement.consultations.services import Imported, import_record

LARGEST = 10 * 1024 * 1024
"""Bytes of a file; a content item with a long text has a hundredth of it."""
Reads = Callable[[Any], Record]


class Command(BaseCommand):
    help = (
        "Takes in consultations and calls for evidence as GOV.UK publishes them (JSON content items), and lists of "
        "consultations as Citizen Space publishes them (a JSON array). Prints for each what was done, its address and "
        "its state. All files are taken in, or none."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", help="a content item or a list as JSON")
        parser.add_argument("--publish", action="store_true", help="make them public, as records from elsewhere")
        parser.add_argument(
            "--below", metavar="ID", type=int, help="the list they come into; the first of the site otherwise"
        )

    def handle(self, *args: Any, files: list[str], publish: bool, below: int | None, **options: Any) -> None:
        index = index_for(below)
        with override(index.locale.language_code):
            records = read_all(files, index)
        for line in take_in(records, index, publish=publish):
            self.stdout.write(line)


def index_for(below: int | None) -> ConsultationIndexPage:
    """The list of that number, or the first in the tree.

    Raises:
        CommandError: there is none.
    """
    found = ConsultationIndexPage.objects.filter(**({"pk": below} if below else {"live": True})).order_by("path")
    index = found.select_related("locale").first()
    if index is None:
        raise CommandError(
            f"No list of consultations has the number {below}." if below else "The site has no list of consultations."
        )
    return index


def read_all(files: list[str], index: ConsultationIndexPage) -> list[Record]:
    """The records in these files.

    Raises:
        CommandError: with a sentence for each record that cannot be read.
    """
    records: list[Record] = []
    digests: dict[str, str] = {}
    faults: list[str] = []
    for name in files:
        try:
            items = _items(_json(Path(name)))
        except Unreadable as fault:
            faults.append(f"{name}: {fault}")
            continue
        for where, read, item in items:
            try:
                records.append(_once(_for(index, read(item)), digests))
            except Unreadable as fault:
                faults.append(f"{name}: {where}{fault}")
    _refuse(faults)
    return records


@transaction.atomic
def take_in(records: list[Record], index: ConsultationIndexPage, *, publish: bool) -> list[str]:
    """Make or update the page of each record, all or none; a line for each.

    Raises:
        CommandError: with a sentence for each record whose page is in another language.
    """
    lines, faults = [], []
    for record in records:
        try:
            lines.append(line_of(import_record(record=record, index=index, publish=publish)))
        except Unreadable as fault:
            faults.append(f"{record.source}: {fault}")
    _refuse(faults)
    return lines


def _refuse(faults: list[str]) -> None:
    if faults:
        raise CommandError("\n".join([*faults, "Nothing was changed."]))


def _items(content: Any) -> list[tuple[str, Reads, Any]]:
    """What a file holds: for each record where it stands there, how it is read, and itself."""
    if not isinstance(content, list):
        return [("", read_item, content)]
    if not content:
        raise Unreadable("It is an empty list: there is nothing to take in.")
    return [(f"activity {number}{_named(item)}: ", read_activity, item) for number, item in enumerate(content, 1)]


def _named(item: Any) -> str:
    name = text_in(item, "id") if isinstance(item, dict) else ""
    return f" (“{name[:60]}”)" if name else ""


def _once(record: Record, digests: dict[str, str]) -> Record:
    """The record, unless one that was read before says something else of the same address."""
    if digests.setdefault(record.source, record.digest) != record.digest:
        raise Unreadable(f"It says other things of {record.source} than another record before it.")
    return record


def _json(path: Path) -> Any:
    try:
        if path.stat().st_size > LARGEST:
            raise Unreadable(f"It is larger than {LARGEST // 1024 // 1024} megabytes.")
        return storable(json.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise Unreadable(f"It cannot be opened: {error.strerror}.") from None
    except (ValueError, RecursionError):
        raise Unreadable("It is no JSON that can be read.") from None


def _for(index: ConsultationIndexPage, record: Record) -> Record:
    ours = index.locale.language_code
    if record.language and record.language != ours:
        raise Unreadable(
            f"It is written in “{record.language}”, the list “{index.title}” in “{ours}”. "
            "Name another list with --below."
        )
    return record


def line_of(imported: Imported) -> str:
    """ "created https://… open": what was done, where it is, its public state or what that would be."""
    page = imported.page
    draft: Any = None if page.live else page.get_latest_revision_as_object()
    state = draft.drafted_standing.state_at(timezone.now()) if draft else page.public_state()
    return f"{imported.change} {page.full_url} {state.value}"
