"""Which kind of question a row asks: by its type, by how it is to look, and by what our own column adds."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.template.defaultfilters import yesno
from django.utils.translation import override
from pyxform.errors import PyXFormError
from pyxform.parsing.parameters import parse

from engagement.surveys.enums import Kind
from engagement.surveys.expressions.values import number_of, plain
from engagement.surveys.xlsform.choices import Choice
from engagement.surveys.xlsform.rowtypes import Said
from engagement.surveys.xlsform.saying import ITS_OWN

MULTILINE, LIKERT = "multiline", "likert"
LOOKS = re.compile(
    r"minimal|autocomplete|search|columns(-pack|-\d+|-flex)?|horizontal(-compact)?|vertical|compact(-\d+)?|list"
    r"|quick(compact)?(-\d+)?|w\d+|numbers|thousands-sep|no-ticks|no-calendar|picker|field-list|rating"
)
"""Appearances that only change how a question looks. https://xlsform.org/en/#appearance"""
REFUSED_LOOKS = re.compile(r"\b(ex:|search\s*\()")
"""Those that ask another program, or another file."""

MOST_DECIMALS = 10
"""How many places a `decimal` may have."""
MOST_STEPS = 10
"""Of a rating; a longer range is a number."""
SEED = re.compile(r"-?\d{1,15}")

NUMBERS = (Kind.NUMBER, Kind.PERCENTAGE, Kind.MONEY)
POSSIBLE: dict[str, tuple[Kind, ...]] = {
    "text": (Kind.TEXT, Kind.LONG_TEXT, Kind.EMAIL, Kind.POSTCODE),
    "integer": NUMBERS,
    "decimal": NUMBERS,
    "range": (Kind.RATING, Kind.NPS, *NUMBERS),
    "select_one": (Kind.CHOICE, Kind.SCALE, Kind.YES_NO),
    "select_multiple": (Kind.CHOICES,),
    "rank": (Kind.RANKING,),
    "date": (Kind.DATE,),
    "time": (Kind.TIME,),
    "dateTime": (Kind.MOMENT,),
    "acknowledge": (Kind.CONSENT,),
}
"""The kinds that a type can stand for; the first is what it is by itself."""


@dataclass(frozen=True)
class Range:
    """The numbers from which one is chosen."""

    start: Decimal
    end: Decimal
    step: Decimal

    @property
    def kind(self) -> Kind:
        """Steps from 1 to a few are a rating, those from 0 to 10 a recommendation."""
        if self.step != 1:
            return Kind.NUMBER
        if self.start == 0 and self.end == 10:
            return Kind.NPS
        return Kind.RATING if self.start == 1 and 2 <= self.end <= MOST_STEPS and self._is_whole else Kind.NUMBER

    @property
    def decimals(self) -> int:
        """Places after the point that its numbers have."""
        longest = max(len(plain(number).partition(".")[2]) for number in (self.start, self.step))
        return min(longest, MOST_DECIMALS)

    @property
    def _is_whole(self) -> bool:
        return self.end == self.end.to_integral_value()


def parameters_in(text: str) -> dict[str, str] | None:
    """The column `parameters` by its names; None where it is not written as it must be."""
    try:
        return dict(parse(text, 0))
    except PyXFormError:
        return None


def parameters_of(found: Mapping[str, str]) -> str:
    """They as a cell."""
    return " ".join(f"{name}={value}" for name, value in found.items())


def range_in(parameters: Mapping[str, str]) -> Range | None:
    """The range that parameters give, with pyxform's defaults; None where it is none."""
    numbers = [number_of(parameters.get(name, usual)) for name, usual in (("start", "1"), ("end", "10"), ("step", "1"))]
    if any(number is None for number in numbers):
        return None
    start, end, step = (number or Decimal(0) for number in numbers)
    if step < 0 or start > end:
        start, end, step = min(start, end), max(start, end), abs(step)
    return Range(start, end, step) if 0 < step <= end - start else None


def kind_by(said: Said, looks: Sequence[str], found: Range | None, choices: Sequence[Choice], language: str) -> Kind:
    """The kind of a question without a word of ours about it.

    Args:
        looks: the words of its appearance.
        found: what a `range` gives.
        choices: all of its list, where it offers them all.
        language: of the form.
    """
    if found is not None:
        return found.kind
    if said.kind == Kind.TEXT and MULTILINE in looks:
        return Kind.LONG_TEXT
    if said.kind != Kind.CHOICE:
        return said.kind or Kind.TEXT
    if LIKERT in looks:
        return Kind.SCALE
    return Kind.YES_NO if not said.has_other and is_yes_no(choices, language) else Kind.CHOICE


def is_yes_no(choices: Sequence[Choice], language: str) -> bool:
    """Whether these are yes and no, and say nothing else."""
    if sorted(choice.code for choice in choices) != ["no", "yes"] or any(one.given or one.show_if for one in choices):
        return False
    with override(language):
        words = {"yes": {"yes", str(yesno(True)).casefold()}, "no": {"no", str(yesno(False)).casefold()}}
    return all(choice.texts["label"][ITS_OWN].casefold() in words[choice.code] for choice in choices)
