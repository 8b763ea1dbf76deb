"""The column `default`: what is filled in beforehand."""

import re
from collections.abc import Callable
from datetime import date, datetime

from pyxform.utils import default_is_dynamic

from engagement.surveys.definition import Question
from engagement.surveys.enums import Kind
from engagement.surveys.expressions.values import number_of
from engagement.surveys.kinds import kind_of

CLOCK = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d(?=$|:\d\d)")
TYPES = {Kind.DATE: "date", Kind.MOMENT: "dateTime"}
"""Those whose defaults pyxform lets have hyphens."""


def initial_in(question: Question, text: str) -> str | None:
    """What a default fills in, as an answer is kept; None where it has to be reckoned, or does not fit the question.

    Args:
        question: without its default.
    """
    if default_is_dynamic(text, TYPES.get(Kind(question.kind), "text")):
        return None
    if read := READERS.get(Kind(question.kind)):
        return read(text)
    kind = kind_of(question)
    return text if kind.fitting(text, kind.options(question)) == text else None


def _number(text: str) -> str | None:
    return text if number_of(text) is not None else None


def _day(text: str) -> str | None:
    """A workbook gives a day with a time behind it."""
    try:
        return date.fromisoformat(text.removesuffix(" 00:00:00")).isoformat()
    except ValueError:
        return None


def _time(text: str) -> str | None:
    return found[0] if (found := CLOCK.match(text)) else None


def _moment(text: str) -> str | None:
    try:
        return datetime.fromisoformat(text).strftime("%Y-%m-%dT%H:%M")
    except ValueError:
        return None


READERS: dict[Kind, Callable[[str], str | None]] = {
    Kind.NUMBER: _number,
    Kind.PERCENTAGE: _number,
    Kind.MONEY: _number,
    Kind.DATE: _day,
    Kind.TIME: _time,
    Kind.MOMENT: _moment,
    Kind.CONSENT: lambda text: None,  # nobody agrees beforehand
}
"""What fits the kinds that are neither words nor choices."""
