"""The texts as they were published, each change between them, and the changes of dates."""

import difflib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from engagement.consultations.changes import changes_of
from engagement.consultations.enums import ChangeKind
from engagement.consultations.evidence.archive import Archive
from engagement.consultations.evidence.documents import Mention, mentions_in
from engagement.consultations.evidence.subject import Place, Subject, publisher
from engagement.consultations.evidence.texts import blocks_in, fields_of, moment_in, moment_text, plain_text
from engagement.plugin import Window

DATES = ("opens_at", "closes_at", "late_until", "answer_by", "decision_on", "withdrawn_on")
WORDS = "words"
"""What `dates.csv` calls a change whose reason alone was corrected."""
HEADINGS = ("page", "number", "published_at", "published_by", "title", "while_open", "changed_fields", "digest")


@dataclass(frozen=True)
class Published:
    """One publication in short."""

    place: Place
    at: datetime
    by: str
    title: str
    while_open: bool
    """Whether people could take part at that moment, by the dates that the publication before it had announced, and it
    was not paused."""
    changed: tuple[str, ...]
    """The fields in which it differs from the one before; none for the first."""
    digest: str

    @property
    def is_change_while_open(self) -> bool:
        """Whether the text changed while some had answered and others had not. Other dates are told by themselves."""
        return self.while_open and any(name not in DATES for name in self.changed)


@dataclass(frozen=True)
class DateChange:
    """A date that people had been told, and another one in its place."""

    at: datetime
    what: str
    before: str
    after: str
    by: str
    while_open: bool
    reason: str = ""
    """Why, as people were told at that moment, where it was changed with a reason: by language, `en: …`."""


@dataclass
class Survey:
    """What a first reading of all publications brings, without their texts."""

    published: list[Published] = field(default_factory=list)
    mentions: list[tuple[Published, Mention]] = field(default_factory=list)
    first: dict[str, str] = field(default_factory=dict)
    """What the page said when it was published first, by field."""
    last: dict[str, str] = field(default_factory=dict)
    """What it says now."""
    outcome_first_at: datetime | None = None
    """When a decision was published first."""
    answered_first_at: datetime | None = None
    """When people were answered first: by a decision, or by why there will be none."""
    outcome: list[dict[str, Any]] = field(default_factory=list)
    """The decisions of the last publication, as the editor wrote them."""
    date_changes: list[DateChange] = field(default_factory=list)


def survey(subject: Subject) -> Survey:
    """Read every publication once, each language in the order of its numbers, one at a time."""
    found = Survey()
    folder, window = "", Window()
    before: dict[str, str] = {}
    told = list(changes_of(subject.key).order_by("at", "pk").prefetch_related("corrections"))
    pauses = list(_pauses_in(told))
    for place in subject.places:
        if place.folder != folder:
            folder, before, window = place.folder, {}, Window()
        record = subject.record(place)
        fields = fields_of(record.content)
        while_open = bool(before) and window.opens_at is not None and _is_open(window, pauses, record.published_at)
        changed = tuple(name for name in {**before, **fields} if before and before.get(name) != fields.get(name))
        digest = record.digest
        one = Published(place, record.published_at, publisher(record), record.title, while_open, changed, digest)
        found.published.append(one)
        found.mentions += [(one, mention) for mention in mentions_in(record.content)]
        if folder == subject.source_folder:
            _note_source(found, one, before, fields, record.content)
        before = fields
        window = Window(moment_in(record.content, "opens_at"), moment_in(record.content, "closes_at"))
    listed = [*(row for change in told for row in _told(change, pauses)), *_reworded(told, pauses)]
    found.date_changes = [*_untold(found.date_changes, listed), *listed]
    found.date_changes.sort(key=lambda change: (change.at, change.what))
    return found


def _note_source(
    found: Survey, one: Published, before: dict[str, str], fields: dict[str, str], content: dict[str, Any]
) -> None:
    found.first = found.first or fields
    found.last = fields
    found.outcome = [block["value"] for block in blocks_in(content, "we_did") if isinstance(block.get("value"), dict)]
    if found.outcome and found.outcome_first_at is None:
        found.outcome_first_at = one.at
    if (found.outcome or "no_decision_on" in fields) and found.answered_first_at is None:
        found.answered_first_at = one.at
    found.date_changes += [
        DateChange(one.at, name, before.get(name, ""), fields.get(name, ""), one.by, one.while_open)
        for name in DATES
        if name in one.changed
    ]


def _pauses_in(told: list[Any]) -> Iterator[tuple[datetime, datetime | None]]:
    """From when until when nobody could take part, in the order of time; None for the end of one that goes on."""
    since = None
    for change in told:
        if change.kind == ChangeKind.PAUSED:
            since = change.at
        elif change.kind == ChangeKind.RESUMED and since is not None:
            yield since, change.at
            since = None
    if since is not None:
        yield since, None


def _is_open(window: Window, pauses: list[tuple[datetime, datetime | None]], moment: datetime) -> bool:
    """Whether people could take part until that moment: what begins a pause finds it open, what ends one does not."""
    is_paused = any(start < moment and (end is None or moment <= end) for start, end in pauses)
    return window.state_at(moment) == "open" and not is_paused


def _untold(published: list[DateChange], told: list[DateChange]) -> Iterator[DateChange]:
    """What publications changed of dates and nobody was told with a reason: each telling explains one of them."""
    left = list(told)
    for one in published:
        moved = (one.what, one.before, one.after)
        explained = (row for row in left if (_moves(row), row.before, row.after) == moved and row.at <= one.at)
        if (row := next(explained, None)) is None:
            yield one
        else:
            left.remove(row)


def _moves(row: DateChange) -> str:
    """The date of the page that a told change moves; "" for none."""
    others = {ChangeKind.ANSWER.value: "answer_by", ChangeKind.LATE.value: "late_until", ChangeKind.PAUSED.value: ""}
    return {**others, WORDS: ""}.get(row.what, "closes_at")


def _told(change: Any, pauses: list[tuple[datetime, datetime | None]]) -> Iterator[DateChange]:
    """A change that was told with its reason: other dates, a pause, the end of one. A line for each date it moved.

    Args:
        change: a row of `engagement.consultations.models.DateChange`.
    """
    expected = change.expected_on.isoformat() if change.expected_on else ""
    answer_from, answer_to = (day.isoformat() if day else "" for day in (change.answer_from, change.answer_to))
    lines = [(change.kind, moment_text(change.closes_from), moment_text(change.closes_to))]
    if change.kind == ChangeKind.PAUSED:
        lines = [(change.kind, "", expected)]
    elif change.kind in (ChangeKind.ANSWER, ChangeKind.LATE):
        lines = []
    if change.answer_from != change.answer_to:
        lines.append((ChangeKind.ANSWER.value, answer_from, answer_to))
    if change.late_from != change.late_to:
        late_from, late_to = (day.isoformat() if day else "" for day in (change.late_from, change.late_to))
        lines.append((ChangeKind.LATE.value, late_from, late_to))
    first = next(iter(change.corrections.all()), None)
    reason = _by_language(first.before if first else change.reasons)
    is_open = _is_open(Window(None, change.closes_from), pauses, change.at)
    for kind, before, after in lines:
        yield DateChange(change.at, kind, before, after, change.by_name, while_open=is_open, reason=reason)


def _reworded(told: list[Any], pauses: list[tuple[datetime, datetime | None]]) -> Iterator[DateChange]:
    """Each time that the reason of a change was put in other words: what people read before and since."""
    for one in (correction for change in told for correction in change.corrections.all()):
        closes_at = [change.closes_to for change in told if change.at <= one.at][-1]
        is_open = _is_open(Window(None, closes_at), pauses, one.at)
        yield DateChange(one.at, WORDS, _by_language(one.before), _by_language(one.after), one.by_name, is_open)


def _by_language(reasons: dict[str, str]) -> str:
    return "\n".join(f"{language}: {words}" for language, words in sorted(reasons.items()) if words)


def add_dates(archive: Archive, found: Survey) -> None:
    """Write `dates.csv`."""
    rows = (
        (moment_text(one.at), one.what, one.before, one.after, one.by, _yes(one.while_open), one.reason)
        for one in found.date_changes
    )
    headings = ("changed_at", "what", "before", "after", "changed_by", "while_open", "reason")
    archive.add_table("dates.csv", headings, rows)


def add_publications(archive: Archive, subject: Subject, found: Survey) -> None:
    """Write `publications.csv`, then each text with what changed in it."""
    archive.add_table("publications.csv", HEADINGS, map(_row, found.published))
    folder, before = "", ""
    for one in found.published:
        place = one.place
        if place.folder != folder:
            folder, before = place.folder, ""
        record = subject.record(place)
        fields = fields_of(record.content)
        text = plain_text(fields)
        stem = f"publications/{place.folder}/{place.number:04}"
        if one.changed:
            archive.add_text(f"{stem}-changes.diff", "".join(difference(before, text, place.number)))
        facts = dict(zip(HEADINGS, _row(one), strict=True)) | {"fields": fields}
        archive.add_text(f"{stem}.json", json.dumps(facts, sort_keys=True, indent=1, ensure_ascii=False) + "\n")
        archive.add_text(f"{stem}.txt", text)
        before = text


def difference(before: str, after: str, number: int) -> Iterator[str]:
    """A unified diff of two texts with two lines around each change."""
    lines = difflib.unified_diff(
        before.splitlines(), after.splitlines(), f"publication {number - 1}", f"publication {number}", n=2, lineterm=""
    )
    return (f"{line}\n" for line in lines)


def _row(one: Published) -> tuple[Any, ...]:
    changed = " ".join(one.changed)
    place = one.place
    moment = moment_text(one.at)
    return (place.folder, place.number, moment, one.by, one.title, _yes(one.while_open), changed, one.digest)


def _yes(value: bool) -> str:
    return "yes" if value else "no"
