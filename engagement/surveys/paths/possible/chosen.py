"""Samples of the options that may be chosen together."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from engagement.surveys.definition import Option, Question
from engagement.surveys.expressions import text_of
from engagement.surveys.kinds import kind_of
from engagement.surveys.kinds.ranking import Ranked
from engagement.surveys.paths.possible.reading import Reading
from engagement.surveys.paths.possible.samples import Sample

MOST_SORTED = 8
"""Options of which every selection is tried."""
MOST_MARKED = 6
"""Options that conditions ask about, of which every selection is tried where there are more than those."""
MOST_COUNTED = 12
"""Options that no condition asks about, which are only counted."""


def chosen(question: Question, reading: Reading, *, is_accepted: bool) -> tuple[Sequence[Sample], bool]:
    """Selections of its options, and whether conditions treat every other one like one of them."""
    if len(question.options) <= MOST_SORTED:
        selections: Iterable[tuple[Option, ...]] = _selections(question.options)
        is_exact = True
    else:
        selections, is_exact = _marked(question, reading)
    # What people rank comes in their order, and a condition that reads more than what is there may see it.
    is_exact = is_exact and (reading.is_counted or not isinstance(kind_of(question), Ranked))
    order = {option.code: number for number, option in enumerate(question.options)}
    stored = (sorted((option.code for option in some), key=order.__getitem__) for some in selections)
    return [Sample(one) for one in stored if not is_accepted or not kind_of(question).problem(question, one)], is_exact


def _selections(options: Sequence[Option], least: int = 1) -> Iterator[tuple[Option, ...]]:
    return (some for size in range(least, len(options) + 1) for some in combinations(options, size))


def _marked(question: Question, reading: Reading) -> tuple[Iterable[tuple[Option, ...]], bool]:
    """Every selection of what is asked about, with some of the rest."""
    names = {text_of(value) for value in reading.written}
    marked = [option for option in question.options if option.code in names or option.show_if]
    # What excludes the others comes last: it is the only one that cannot be chosen with some more.
    unmarked = (option for option in question.options if option.code not in names and not option.show_if)
    rest = sorted(unmarked, key=lambda one: one.is_exclusive)
    if len(marked) > MOST_MARKED:
        return [(option,) for option in (*marked, *rest[:1])], False
    is_exact = reading.is_counted and (len(rest) <= MOST_COUNTED or not (reading.has_counts or question.least))
    selections = (
        (*some, *rest[:number])
        for number in range(min(len(rest), MOST_COUNTED) + 1)
        for some in _selections(marked, 0)
        if number or some
    )
    return selections, is_exact
