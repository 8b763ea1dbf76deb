"""What the columns of a file are: answers, what is known of a response otherwise, or what is not taken in."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from django.utils.translation import gettext as _

from engagement.plugin import COMMON_HEADINGS
from engagement.surveys.definition import Definition
from engagement.surveys.exporting.columns import ANSWER, OWN, RESERVED, ROW_ID, keys_of, union_of
from engagement.surveys.importing.faults import Fault, ImportRefused
from engagement.surveys.importing.sheets import Line

TAKEN = frozenset({ROW_ID, "reference", "received_at", "language", "name", *OWN})
"""Headings, beside those of questions, of what is taken in."""
MOST_NAMED = 30


@dataclass(frozen=True)
class Columns:
    """Where in a row stands what. `own` are the columns of `TAKEN`, `answers` those of answers by their keys."""

    headings: tuple[str, ...]
    own: Mapping[str, int]
    answers: Mapping[str, int]
    ignored: tuple[str, ...]
    """Headings that our exports have and that are not taken in: they follow from the rest."""


def columns_in(line: Line, definitions: Sequence[Definition]) -> Columns:
    """What the headings of a file say.

    Args:
        line: its first row.
        definitions: all versions of the survey, oldest first.

    Raises:
        ImportRefused: a heading is none of this survey, or stands there twice.
    """
    union = union_of(definitions)
    asked = {question.code for definition in definitions for question in definition.questions}
    calculated = {one.code for one in union} - asked
    keys = [key for key in keys_of(union) if key not in calculated]
    headings = tuple(cell.strip() for cell in line.cells)
    found = {place: _meaning(heading, headings, keys, calculated) for place, heading in enumerate(headings) if heading}
    faults = [*_twice(line, headings), *_unknown(line, headings, found, keys)]
    if faults:
        raise ImportRefused(faults)
    return Columns(
        headings,
        own={name: place for place, (kind, name) in found.items() if kind == "own"},
        answers={name: place for place, (kind, name) in found.items() if kind == "answer"},
        ignored=tuple(name for kind, name in found.values() if kind == "ignored"),
    )


def _meaning(heading: str, headings: tuple[str, ...], keys: list[str], calculated: set[str]) -> tuple[str, str]:
    """A question goes before a column of every list that is called the same, unless the file has both."""
    key = heading.removeprefix(ANSWER)
    is_both = heading in RESERVED and f"{ANSWER}{heading}" in headings
    if key in keys and not is_both:
        return "answer", key
    if heading in TAKEN:
        return "own", heading
    return ("ignored" if heading in COMMON_HEADINGS or key in calculated else "unknown"), heading


def _twice(line: Line, headings: tuple[str, ...]) -> Iterator[Fault]:
    for heading, times in Counter(filter(None, headings)).items():
        if times > 1:
            yield Fault(line.number, heading, _("This heading stands there twice. Take one of the columns out."))


def _unknown(
    line: Line, headings: tuple[str, ...], found: Mapping[int, tuple[str, str]], keys: list[str]
) -> Iterator[Fault]:
    for place, (kind, heading) in found.items():
        if kind == "unknown":
            yield Fault(line.number, headings[place], _no_question(heading, keys))


def _no_question(heading: str, keys: list[str]) -> str:
    if close := get_close_matches(heading, [*keys, *TAKEN], 1):
        sentence = _("No question of this survey has this code. If you mean “%(close)s”, write that.")
        return sentence % {"close": close[0]}
    sentence = _("No question of this survey has this code: take the column out, or name it after one of %(codes)s")
    codes = ", ".join(keys[:MOST_NAMED]) + (", …" if len(keys) > MOST_NAMED else "")
    return sentence % {"codes": codes}
