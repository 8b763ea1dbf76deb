"""The columns of a survey: the union of all its versions in the order in which they ask."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from engagement.plugin import COMMON_HEADINGS, Column
from engagement.surveys.definition import Calculation, Definition, Option, Question
from engagement.surveys.definition.parts import OTHER
from engagement.surveys.exporting.rows import Exported
from engagement.surveys.kinds import kind_of
from engagement.surveys.models import Survey
from engagement.surveys.queries import definitions_of

ROW_ID = "row_id"
"""The column of an import that tells its rows apart."""
OWN: dict[str, Callable[[Exported], Any]] = {
    "version": lambda row: row.number,
    "organisation": lambda row: row.response.organisation,
    "publishing": lambda row: row.response.publishing,
}
"""Before the questions, in every survey. Headings never change."""
RESERVED = frozenset({*COMMON_HEADINGS, *OWN, ROW_ID})
ANSWER = "answer:"
"""Before the code of a question that is called as a column of every list is: no code has a colon."""


@dataclass(frozen=True)
class United:
    """A question or a calculation as all versions of a survey ask it.

    Attributes:
        latest: as it was asked last.
        options: all that it ever had, in order.
        numbers: those of the versions that ask it.
    """

    latest: Question | Calculation
    options: tuple[Option, ...]
    numbers: tuple[int, ...]

    @property
    def code(self) -> str:
        return self.latest.code

    @property
    def asks_more(self) -> bool:
        """Whether there were words to write beside one of its options."""
        return any(option.asks_more for option in self.options)


def union_of(definitions: Sequence[Definition]) -> tuple[United, ...]:
    """Everything that has an answer in any version.

    Args:
        definitions: all versions, oldest first: that at the beginning is number 1.
    """
    codes = merged([one.code for one in definition.asked] for definition in definitions)
    return tuple(_united(code, definitions) for code in codes)


def merged(orders: Iterable[Sequence[str]]) -> list[str]:
    """All that is in several lists, each once: in the order of the last one, and what has gone from it behind what it
    stood behind."""
    found: list[str] = []
    for order in reversed(list(orders)):
        place = 0
        for one in order:
            if one not in found:
                found.insert(place, one)
            place = found.index(one) + 1
    return found


def keys_of(union: Iterable[United]) -> list[str]:
    """Under what answers are kept, in order: the code of each question, then that of the words beside "other"."""
    keys = (key for one in union for key in (one.code, *([one.code + OTHER] if one.asks_more else ())))
    return list(dict.fromkeys(keys))


def heading_of(key: str) -> str:
    """The heading of an answer's column."""
    return f"{ANSWER}{key}" if key in RESERVED else key


def columns_of(survey: Survey) -> tuple[Column, ...]:
    """The columns of a survey behind those that every list has."""
    union = union_of(definitions_of(survey))
    options = {one.code: one.options for one in union}
    answers = (Column(heading_of(key), _answer(key, options.get(key, ()))) for key in keys_of(union))
    return (*(Column(heading, _own(value)) for heading, value in OWN.items()), *answers)


def _united(code: str, definitions: Sequence[Definition]) -> United:
    asked = {number: one.by_code[code] for number, one in enumerate(definitions, 1) if code in one.by_code}
    questions = [one for one in asked.values() if isinstance(one, Question)]
    options = {option.code: option for one in questions for option in kind_of(one).options(one)}
    order = merged([option.code for option in kind_of(one).options(one)] for one in questions)
    return United([*asked.values()][-1], tuple(options[option] for option in order), tuple(asked))


def _own(value: Callable[[Exported], Any]) -> Callable[[Any], Any]:
    return lambda row: value(row) if row else ""


def _answer(key: str, options: Sequence[Option]) -> Callable[[Any], Any]:
    return lambda row: row.written(key, options) if row else ""
