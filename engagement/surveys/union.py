"""What a survey asked over all its versions, as one list: the columns of its exports and the tables of its results."""

from collections.abc import Sequence
from dataclasses import dataclass

from engagement.surveys.definition import Calculation, Definition, Matrix, Option, Question
from engagement.surveys.definition.parts import parts_in


@dataclass(frozen=True)
class United:
    """Something with an answer, over every version that asked it.

    Attributes:
        asked: as the last of them asks it, with the options of all, each in its last words. Where any version asked for
            words beside an option (`asks_more`) it does, and a number has as many `decimals` as it had in any.
        versions: those that asked it, counted from 1 as `SurveyVersion.number` is.
        is_asked_now: whether the last version of all does.
        gone: the codes of its options that the last version which asks it does not offer any more.
        matrix: the matrix that it is a row of, as that version has it; None for a question by itself.
    """

    asked: Question | Calculation
    versions: tuple[int, ...]
    is_asked_now: bool
    gone: frozenset[str] = frozenset()
    matrix: Matrix | None = None

    @property
    def code(self) -> str:
        return self.asked.code

    @property
    def has_words_beside(self) -> bool:
        """Whether there is, or was, a field for words beside one of its options."""
        return isinstance(self.asked, Question) and any(option.asks_more for option in self.asked.options)


def union_of(definitions: Sequence[Definition]) -> tuple[United, ...]:
    """Every question and calculation once, by its code.

    Those of the last version stand in its order; what went before it stands behind what it stood behind.

    Args:
        definitions: every version, the first first, in one language where there is one.
    """
    codes = one_order([[one.code for one in definition.asked] for definition in definitions])
    rows = [_rows_of(definition) for definition in definitions]
    return tuple(_united(code, definitions, rows) for code in codes)


def one_order(orders: Sequence[Sequence[str]]) -> list[str]:
    """Everything in these lists once: the last list as it is, the rest behind what they stood behind there."""
    found: list[str] = []
    for order in reversed(orders):
        place = 0
        for key in order:
            if key in found:
                place = found.index(key) + 1
            else:
                found.insert(place, key)
                place += 1
    return found


def _united(code: str, definitions: Sequence[Definition], rows: Sequence[dict[str, Matrix]]) -> United:
    versions = tuple(number for number, one in enumerate(definitions, 1) if code in one.by_code)
    every = [definitions[number - 1].by_code[code] for number in versions]
    asked, last = every[-1], versions[-1]
    is_asked_now, matrix = last == len(definitions), rows[last - 1].get(code)
    if isinstance(asked, Calculation):
        return United(asked, versions, is_asked_now)
    questions = [one for one in every if isinstance(one, Question)]
    options = _options([one.options for one in questions])
    gone = {option.code for option in options} - {option.code for option in asked.options}
    asked = asked.model_copy(update={"options": options, "decimals": max(one.decimals for one in questions)})
    return United(asked, versions, is_asked_now, frozenset(gone), matrix)


def _options(every: Sequence[Sequence[Option]]) -> tuple[Option, ...]:
    """The options of all versions. What people wrote beside one is kept, also once nobody is asked for it any more."""
    last = {option.code: option for options in every for option in options}
    with_words = {option.code for options in every for option in options if option.asks_more}
    codes = one_order([[option.code for option in options] for options in every])
    return tuple(
        last[code].model_copy(update={"asks_more": True}) if code in with_words else last[code] for code in codes
    )


def _rows_of(definition: Definition) -> dict[str, Matrix]:
    """The matrix of each of its rows, by the code of the row."""
    parts = [part for page in definition.pages for part in parts_in(page.items)]
    return {row.code: part for part in parts if isinstance(part, Matrix) for row in part.rows}
