"""One row of a file as a response: read, walked, and held against everything that is asked online."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from base.timewords import day_words
from engagement.surveys.definition import Calculation, Definition, Question, conditions_of
from engagement.surveys.definition.conditions import joined
from engagement.surveys.definition.parts import OTHER
from engagement.surveys.exporting.columns import ROW_ID, heading_of
from engagement.surveys.forms import problem_of
from engagement.surveys.importing.cells import Received, other_in, received_in
from engagement.surveys.importing.faults import Fault, ImportRefused
from engagement.surveys.importing.headings import Columns
from engagement.surveys.importing.sheets import Line
from engagement.surveys.kinds import kind_of
from engagement.surveys.kinds.base import Reader
from engagement.surveys.paths import Path, walk

T = TypeVar("T")


@dataclass(frozen=True)
class Target:
    """What a file is read for.

    Attributes:
        definitions: all versions of the survey, oldest first: that at the beginning is number 1.
        readers: for the columns of `TAKEN` that this survey takes; each gives what is kept and raises ValidationError.
        counts_on: whether what arrived on a day is in time.
    """

    definitions: tuple[Definition, ...]
    readers: Mapping[str, Callable[[str], str]]
    counts_on: Callable[[date], bool]
    today: date


@dataclass(frozen=True)
class Given:
    """A row that will do.

    Attributes:
        identity: what tells this row from all others, also when the file comes again.
        reference: what the file calls it by itself; "" where only its content tells it apart.
        number: of the version that it answers.
        words: what is kept of the columns of `readers`, by heading; "" without any.
    """

    row: int
    identity: str
    reference: str
    number: int
    path: Path
    received: Received
    words: Mapping[str, str]


class RowReader:
    """Reads the rows of one file, each once."""

    def __init__(self, columns: Columns, target: Target) -> None:
        self.columns, self.target = columns, target
        self._id_heading = ROW_ID if ROW_ID in columns.own else "reference"
        self._readers: dict[tuple[int, str], Reader | None] = {}
        self._rows: dict[str, int] = {}
        self._contents: Counter[bytes] = Counter()

    def read(self, line: Line) -> Given:
        """What a row says.

        Raises:
            ImportRefused: with everything that is wrong with it.
        """
        faults = list(self._strays(line))
        number = self._own(line, "version", self._version, faults) or len(self.target.definitions)
        received = self._own(line, "received_at", self._received, faults) or Received(self.target.today)
        words = {name: self._own(line, name, read, faults) or "" for name, read in self.target.readers.items()}
        reference = self._own(line, self._id_heading, lambda text: self._once(text, line.number), faults) or ""
        if not self.target.counts_on(received.day):
            faults.append(Fault(line.number, "received_at", _too_late(received.day)))
        answers = self._answers(line, number, faults)
        if faults:
            raise ImportRefused(faults)
        definition = self.target.definitions[number - 1]
        path = walk(definition, answers, today=received.day)
        if faults := list(_problems(definition, path, answers, line.number, received.day)):
            raise ImportRefused(faults)
        identity = f"reference:{reference}" if reference else self._content(line)
        return Given(line.number, identity, reference, number, path, received, words)

    def _strays(self, line: Line) -> Iterator[Fault]:
        """What stands in columns without a heading."""
        headings = self.columns.headings
        for place, text in enumerate(line.cells):
            if text.strip() and (place >= len(headings) or not headings[place]):
                sentence = _("“%(text)s” stands in a column without a heading. Give it one, or take it out.")
                yield Fault(line.number, "", sentence % {"text": text[:40]})

    def _own(self, line: Line, heading: str, read: Callable[[str], T], faults: list[Fault]) -> T | None:
        """What a column that is no answer says; None where it says nothing, or nothing that can be read."""
        place = self.columns.own.get(heading)
        text = _cell(line, place).strip() if place is not None else ""
        if not text:
            return None
        try:
            return read(text)
        except ValidationError as error:
            faults.append(Fault(line.number, heading, _sentence(error)))
            return None

    def _version(self, text: str) -> int:
        if not text.isdecimal() or not 1 <= int(text[:6]) <= len(self.target.definitions):
            sentence = _("There is no version “%(text)s”; the newest is %(number)d")
            raise ValidationError(sentence % {"text": text, "number": len(self.target.definitions)})
        return int(text)

    def _received(self, text: str) -> Received:
        received = received_in(text)
        if received.day > self.target.today:
            raise ValidationError(_("This day is still to come. Give the day on which it arrived."))
        return received

    def _once(self, text: str, row: int) -> str:
        if (first := self._rows.setdefault(text, row)) != row:
            sentence = _("“%(text)s” stands in row %(number)d already. Each row needs one of its own.")
            raise ValidationError(sentence % {"text": text, "number": first})
        return text

    def _content(self, line: Line) -> str:
        """Its identity by what it says: the same again is another person in one file, and the same in a later file."""
        places = {**self.columns.own, **{heading_of(key): place for key, place in self.columns.answers.items()}}
        content = {heading: cell for heading, place in places.items() if (cell := _cell(line, place))}
        digest = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).digest()
        self._contents[digest] += 1
        return f"content:{digest.hex()}:{self._contents[digest]}"

    def _answers(self, line: Line, number: int, faults: list[Fault]) -> dict[str, Any]:
        """What was answered, as it is kept, by key."""
        answers = {}
        for key, place in self.columns.answers.items():
            text = _cell(line, place)
            if not text.strip():
                continue
            try:
                stored = self._reader(number, key)(text)
            except ValidationError as error:
                faults.append(Fault(line.number, self.columns.headings[place], _sentence(error)))
                continue
            if stored is not None:
                answers[key] = stored
        return answers

    def _reader(self, number: int, key: str) -> Reader:
        if (number, key) not in self._readers:
            self._readers[number, key] = _reader_of(self.target.definitions[number - 1], key)
        found = self._readers[number, key]
        if found is None:
            sentence = _("Version %(number)d does not ask this. Say in the column “version” which one was answered.")
            raise ValidationError(sentence % {"number": number})
        return found


def _cell(line: Line, place: int) -> str:
    return line.cells[place] if place < len(line.cells) else ""


def _sentence(error: ValidationError) -> str:
    return " ".join(error.messages)


def _reader_of(definition: Definition, key: str) -> Reader | None:
    asked = definition.by_code.get(key)
    if isinstance(asked, Question):
        return kind_of(asked).reader(asked)
    if isinstance(asked, Calculation):
        return lambda text: None  # another version asks what this one reckons
    beside = definition.by_code.get(key.removesuffix(OTHER))
    has_other = isinstance(beside, Question) and any(option.asks_more for option in beside.options)
    return other_in if asked is None and has_other else None


def _too_late(day: date) -> str:
    sentence = _(
        "What arrived on %(day)s is too late to be counted. Give the day on which it arrived, or take the row out and "
        "keep it on record by hand."
    )
    return sentence % {"day": day_words(day)}


def _problems(definition: Definition, path: Path, answers: Mapping[str, Any], row: int, day: date) -> Iterator[Fault]:
    """What lies off the way that these answers make, and what on it will not do."""
    off = [key for key, stored in answers.items() if path.kept.get(key) != stored]
    for key in off:
        yield Fault(row, heading_of(key), _why_off(definition, path, key, answers[key]))
    for code, shown in path.by_code.items():
        if code not in off and (problem := problem_of(shown, path, day)):
            yield Fault(row, heading_of(code), problem)


def _why_off(definition: Definition, path: Path, key: str, stored: Any) -> str:
    code = key if key in definition.by_code else key.removesuffix(OTHER)
    shown = path.by_code.get(code)
    if shown is None:
        sentence = _(
            "Who answers so is not asked this: it is shown if %(condition)s. Take the answer out, or mend the one that "
            "it depends on."
        )
        return sentence % {"condition": joined(conditions_of(definition)[code])}
    if key != code:
        asking = ", ".join(option.code for option in shown.options if option.asks_more)
        sentence = _("These words belong to an answer that is not chosen: choose %(codes)s as well, or take them out.")
        return sentence % {"codes": asking}
    offered = {option.code for option in shown.options}
    missing = [one for one in (stored if isinstance(stored, list) else [stored]) if one not in offered]
    sentence = _("Who answers so is not offered “%(code)s”. Take it out, or mend the answer that it depends on.")
    return sentence % {"code": ", ".join(map(str, missing))}
