"""What answers and sums are made of: values, and the types by which a condition is checked before it is published."""

from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal, DecimalException
from enum import Enum

from django.utils.translation import gettext_lazy as _

Value = str | Decimal | bool | date | tuple[str, ...] | None
"""None is a question without an answer; a tuple are the codes of the options that were chosen."""

ARITHMETIC = Context(prec=28, rounding=ROUND_HALF_UP, Emax=999, Emin=-999)
"""Twenty-eight digits: enough for any sum of money, and bounded whatever is typed."""
MAX_TEXT = 10_000
"""Characters of a text that an expression makes."""


class ValueType(Enum):
    """The type of an answer or of part of an expression. `label` is how editors are told of it."""

    TEXT = "text"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    CHOICES = "choices"
    """The options of a question where several may be chosen."""
    EMPTY = "empty"
    """Two quotation marks with nothing between them, which stand for "not answered"."""

    @property
    def label(self) -> str:
        return str(_LABELS[self])


_LABELS = {
    ValueType.TEXT: _("a text"),
    ValueType.NUMBER: _("a number"),
    ValueType.BOOLEAN: _("a condition"),
    ValueType.DATE: _("a date"),
    ValueType.CHOICES: _("the chosen options"),
    ValueType.EMPTY: _("no answer"),
}


def number_of(value: Value) -> Decimal | None:
    """The value as a number; None where it is none, as XPath's NaN."""
    if isinstance(value, bool):
        return Decimal(value)
    if isinstance(value, Decimal):
        return value
    if not isinstance(value, str):
        return None
    try:
        found = ARITHMETIC.create_decimal(value.strip())
    except DecimalException:
        return None
    return found if found.is_finite() else None


def text_of(value: Value) -> str:
    """The value as a text: "" without an answer, chosen options divided by spaces, dates as 2026-11-29."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return " ".join(value)
    if isinstance(value, Decimal):
        return plain(value)
    return value.isoformat() if isinstance(value, date) else value


def plain(number: Decimal) -> str:
    """A number without exponent and without zeros at its end: 10, 2.5."""
    written = f"{number:f}"
    written = written.rstrip("0").rstrip(".") if "." in written else written
    return "0" if written in {"-0", ""} else written


def date_of(value: Value) -> date | None:
    """The value as a date; None where it is none."""
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value.strip()[:10]) if isinstance(value, str) else None
    except ValueError:
        return None


def is_true(value: Value) -> bool:
    """Whether a condition holds; what was not answered does not."""
    return value is True
