"""What an expression can ask for by name. The names and what they do are those of ODK's form logic
(https://docs.getodk.org/form-operators-functions/), as far as a questionnaire needs them."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal, DecimalException
from functools import lru_cache
from typing import Any

import re2
from django.utils.translation import gettext as _

from engagement.surveys.expressions.errors import ExpressionError
from engagement.surveys.expressions.values import (
    ARITHMETIC,
    MAX_TEXT,
    Value,
    ValueType,
    date_of,
    is_true,
    number_of,
    text_of,
)

MAX_PATTERN = 500
"""Characters of a regular expression."""
MAX_PLACES = 10
"""To which a number is rounded."""


@dataclass(frozen=True)
class Situation:
    """What an expression is reckoned from.

    Attributes:
        answers: by the code of the question; what is not there has no answer.
        today: the day on the server, in the time zone of the site.
        itself: the answer to the question that the expression belongs to.
    """

    answers: Mapping[str, Value]
    today: date
    itself: Value = None


@dataclass(frozen=True)
class Parameter:
    """What a function is given at one place: the types that fit, and how it reads them."""

    accepts: frozenset[ValueType]
    read: Callable[[Value], Any]


def _codes(value: Value) -> tuple[str, ...]:
    """Codes of the chosen options; of a question where one is chosen, that one."""
    return value if isinstance(value, tuple) else tuple(text_of(value).split())


def _as_it_is(value: Value) -> Value:
    return value


EVERY = frozenset(ValueType)
NUMBER = Parameter(frozenset({ValueType.NUMBER, ValueType.TEXT, ValueType.BOOLEAN, ValueType.EMPTY}), number_of)
TEXT = Parameter(EVERY, text_of)
CONDITION = Parameter(frozenset({ValueType.BOOLEAN}), is_true)
CHOSEN = Parameter(frozenset({ValueType.CHOICES, ValueType.TEXT, ValueType.NUMBER}), _codes)
DATE = Parameter(frozenset({ValueType.DATE, ValueType.TEXT, ValueType.EMPTY}), date_of)
ANY = Parameter(EVERY, _as_it_is)


@dataclass(frozen=True)
class Function:
    """One function.

    Attributes:
        takes: what it is given, in order.
        gives: the type of what comes out; None where it is that of `alike`.
        run: given what was read, in order.
        optional: how many of the last parameters may be left out.
        repeats: the last parameter may be given any number of times.
        alike: the places whose types must agree and are the type of what comes out.
        is_situated: `run` is given the situation first.
        check: raises ExpressionError for a text that cannot be used at `is_literal`.
        is_literal: the places where a text must be written down, so that it can be looked at before it is used.
    """

    name: str
    takes: tuple[Parameter, ...]
    gives: ValueType | None
    run: Callable[..., Value]
    optional: int = 0
    repeats: bool = False
    alike: tuple[int, ...] = ()
    is_situated: bool = False
    check: Callable[[str], Any] | None = None
    is_literal: tuple[int, ...] = ()

    def fits(self, number: int) -> bool:
        """Whether it can be given so many."""
        least = len(self.takes) - self.optional
        return number >= least if self.repeats else least <= number <= len(self.takes)

    def parameter(self, place: int) -> Parameter:
        return self.takes[min(place, len(self.takes) - 1)]


@lru_cache(maxsize=500)
def pattern_of(text: str) -> Any:
    """A regular expression in the syntax of RE2, which takes a time that grows only with the text it is held against.

    Raises:
        ExpressionError: it is too long, or not a regular expression that RE2 knows.
    """
    if len(text) > MAX_PATTERN:
        raise ExpressionError(_("This pattern is too long. Use at most {most} characters.").format(most=MAX_PATTERN))
    options = re2.Options()
    options.log_errors = False
    options.max_mem = 1 << 20
    try:
        return re2.compile(text, options=options)
    except re2.error as error:
        sentence = _("“{pattern}” is not a pattern that we can use: no references back, nothing looked ahead.")
        raise ExpressionError(sentence.format(pattern=text)) from error


def _matches(text: str, pattern: str) -> bool:
    return pattern_of(pattern).fullmatch(text) is not None


def _whole(number: Decimal | None) -> Decimal | None:
    return None if number is None else number.to_integral_value(rounding=ROUND_DOWN)


def _rounded(number: Decimal | None, places: Decimal | None = Decimal(0)) -> Decimal | None:
    if number is None or places is None or abs(places) > MAX_PLACES:
        return None
    try:
        return number.quantize(Decimal(1).scaleb(-int(places)), context=ARITHMETIC)
    except DecimalException:
        return None


def _once(situation: Situation, value: Value) -> Value:
    return value if situation.itself is None else situation.itself


def _first_given(one: Value, other: Value) -> Value:
    return other if one in (None, "", ()) else one


def _joined(*texts: str) -> str:
    return "".join(texts)[:MAX_TEXT]


FUNCTIONS = {
    function.name: function
    for function in (
        Function("true", (), ValueType.BOOLEAN, lambda: True),
        Function("false", (), ValueType.BOOLEAN, lambda: False),
        Function("not", (CONDITION,), ValueType.BOOLEAN, lambda holds: not holds),
        Function("if", (CONDITION, ANY, ANY), None, lambda holds, yes, no: yes if holds else no, alike=(1, 2)),
        Function(
            "coalesce", (ANY, ANY), None, lambda one, other: other if one in (None, "", ()) else one, alike=(0, 1)
        ),
        Function("once", (ANY,), None, _once, alike=(0,), is_situated=True),
        Function("selected", (CHOSEN, TEXT), ValueType.BOOLEAN, lambda codes, code: code in codes),
        Function("count-selected", (CHOSEN,), ValueType.NUMBER, lambda codes: Decimal(len(codes))),
        Function("string-length", (TEXT,), ValueType.NUMBER, lambda text: Decimal(len(text))),
        Function("concat", (TEXT,), ValueType.TEXT, _joined, repeats=True),
        Function("normalize-space", (TEXT,), ValueType.TEXT, lambda text: re.sub(r"\s+", " ", text).strip()),
        Function("regex", (TEXT, TEXT), ValueType.BOOLEAN, _matches, check=pattern_of, is_literal=(1,)),
        Function("number", (NUMBER,), ValueType.NUMBER, _as_it_is),
        Function("int", (NUMBER,), ValueType.NUMBER, _whole),
        Function("round", (NUMBER, NUMBER), ValueType.NUMBER, _rounded, optional=1),
        Function("date", (DATE,), ValueType.DATE, _as_it_is),
        Function("today", (), ValueType.DATE, lambda situation: situation.today, is_situated=True),
    )
}
"""By name."""
