"""What came of a consultation: its entries, and the contributions that led to each."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.text import Truncator

from engagement.consultations.enums import ConsultationState, EntryStatus
from engagement.consultations.rules import references_in
from engagement.plugin import Contribution, Host, Note, find_module, with_rows

QUOTED_WORDS = 14


@dataclass(frozen=True)
class Entry:
    """One thing that was decided, as an editor wrote it; anything may be missing in a draft."""

    key: str
    title: str
    status: EntryStatus | None
    why_not: str
    details: Any
    day: date | None
    decided_by: str
    references: list[str]

    @property
    def anchor(self) -> str:
        """The id of its element on the page."""
        return f"outcome-{self.key}"

    @property
    def is_done(self) -> bool:
        return self.status == EntryStatus.DONE

    @property
    def is_refused(self) -> bool:
        return self.status == EntryStatus.NOT_DONE


def entries_of(page: Any) -> list[Entry]:
    """The entries of a page in their order."""
    return [_entry(block) for block in page.we_did]


def _entry(block: Any) -> Entry:
    value = block.value
    status = value.get("status")
    return Entry(
        key=str(block.id or ""),
        title=(value.get("title") or "").strip(),
        status=EntryStatus(status) if status in EntryStatus.values else None,
        why_not=(value.get("why_not") or "").strip(),
        details=value.get("details") or "",
        day=value.get("day"),
        decided_by=(value.get("decided_by") or "").strip(),
        references=references_in(value.get("references") or ""),
    )


def all_references(entries: Iterable[Entry]) -> list[str]:
    """Every reference of these entries, each once."""
    return list(dict.fromkeys(reference for entry in entries for reference in entry.references))


def at_page(page: Any) -> Any:
    """The contributions to activities that are at home on a page, in all its languages."""
    return Contribution.objects.filter(activity__placement__host_key=page.translation_key)


@dataclass(frozen=True)
class Led:
    """A contribution that led to an entry; `words` and `url` are empty where its module shows neither."""

    reference: str
    words: str
    url: str


def led_to(page: Any, entries: Iterable[Entry]) -> dict[str, Led]:
    """The public contributions among those linked, by reference; one query, and one for each module."""
    wanted = all_references(entries)
    if not wanted:
        return {}
    found = at_page(page).published().filter(reference__in=wanted).select_related("activity").order_by("pk")
    return {contribution.reference: _led(contribution, row) for contribution, row in with_rows(found)}


def _led(contribution: Contribution, row: Any) -> Led:
    module = find_module(contribution.activity.module)
    if module is None or row is None:
        return Led(contribution.reference, "", "")
    return Led(contribution.reference, Truncator(module.text_of(row)).words(QUOTED_WORDS), module.public_url(row))


def notes_from_outcome(host: Host, contributions: Collection[Contribution]) -> dict[int, list[Note]]:
    """What came of contributions to a consultation, once its outcome is public; see `engagement.plugin.notes_on`.

    Everything stands on the page itself, which is at hand: at most one query, for where it stands.
    """
    from engagement.consultations.models import ConsultationPage

    page = host.page
    if not isinstance(page, ConsultationPage) or not page.we_did:
        return {}
    by_reference: dict[str, list[Note]] = defaultdict(list)
    for entry in entries_of(page):
        for reference in entry.references:
            by_reference[reference].append(Note(entry.title, f"{host.url}#{entry.anchor}"))
    found = {one.pk: by_reference[one.reference] for one in contributions if one.reference in by_reference}
    # Asked last, because it takes a query.
    return found if found and page.public_state() == ConsultationState.OUTCOME else {}
