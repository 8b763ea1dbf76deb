import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from math import ceil, floor
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from engagement.surveys.definition import Option, Question
from engagement.surveys.enums import Kind
from engagement.surveys.expressions import Value, ValueType
from engagement.surveys.expressions.values import number_of, plain
from engagement.surveys.kinds.base import AnswerKind, Stored, Written

MOST_DIGITS = 18
TYPED = re.compile(r"-?(\d+(\.\d*)?|\.\d+)")
ARABIC = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹০১২৩৪৫৬৭৮৯٫−", "0123456789" * 3 + ".-")
"""Digits as they are typed in Arabic, Persian and Bengali."""
SEPARATORS = re.compile(r"[\s'’_]|(?<=\d)[,٬](?=\d{3}(?!\d))")
"""Between groups of three digits. A comma elsewhere is refused: to some it is the point of a decimal."""


class NumberField(forms.CharField):
    """A number as people type it: £1,200.50, 12 %, ١٢."""

    default_error_messages = {"invalid": gettext_lazy("Write a number, such as 1200 or 12.5")}

    def __init__(self, *, decimals: int, unit: str) -> None:
        self.decimals, self.unit = decimals, unit
        mode = "decimal" if decimals else "numeric"
        attrs = {"inputmode": mode, "autocomplete": "off", "spellcheck": "false", "class": "govuk-input--width-10"}
        super().__init__(required=False, widget=forms.TextInput(attrs=attrs))

    def clean(self, value: Any) -> Decimal | None:
        """The number.

        Raises:
            ValidationError: it is none, too long, or has too many places.
        """
        text = super().clean(value)
        if not text:
            return None
        text = SEPARATORS.sub("", text.translate(ARABIC).replace(self.unit or "£", "")).strip("£€$%")
        number = number_of(text) if TYPED.fullmatch(text) else None
        if number is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        if len(text) > MOST_DIGITS:
            raise ValidationError(_("This number is too large. Check it"), code="invalid")
        if _places(number) > self.decimals:
            raise ValidationError(self._too_fine())
        return number

    def _too_fine(self) -> str:
        if not self.decimals:
            return _("Write a whole number, without anything after the point")
        return _("Write at most %(count)d places after the point") % {"count": self.decimals}


def _places(number: Decimal) -> int:
    exponent = number.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


class Number(AnswerKind):
    """A number, an amount of money or a percentage."""

    value_type = ValueType.NUMBER
    template = "number"

    def field(self, question: Question, options: Sequence[Option]) -> forms.Field:
        return NumberField(decimals=decimals_of(question), unit=unit_of(question))

    def initial(self, stored: Stored | None) -> Any:
        return stored

    def stored(self, cleaned: Any) -> Stored | None:
        return None if cleaned is None else plain(cleaned)

    def problem(self, question: Question, stored: Stored) -> str:
        number = number_of(str(stored))
        least, most = bounds_of(question)
        if number is None or ((least is None or number >= least) and (most is None or number <= most)):
            return ""
        if least is not None and most is not None:
            return _("Write a number from %(least)s to %(most)s") % {"least": plain(least), "most": plain(most)}
        if least is not None:
            return _("Write a number that is at least %(least)s") % {"least": plain(least)}
        return _("Write a number that is at most %(most)s") % {"most": plain(most or Decimal(0))}

    def value(self, stored: Stored | None) -> Value:
        return number_of(stored) if isinstance(stored, str) else None

    def written(self, question: Question, stored: Stored, options: Sequence[Option]) -> Written:
        number = number_of(str(stored))
        return str(stored) if number is None else number

    def cells(self, question: Question, stored: Stored) -> Sequence[str]:
        number = number_of(str(stored))
        return () if number is None else (band_of(number),)

    def cell_words(self, question: Question, cell: str) -> str:
        """A band in words: of whole numbers, the first and the last in it."""
        ends = ends_of(cell)
        if not decimals_of(question):
            ends = _whole_within(*ends)
        low, high = (amount_words(question, plain(end), unit_of(question, in_tables=True)) for end in ends)
        if low == high:
            return low
        if not decimals_of(question):
            return _("%(low)s to %(high)s") % {"low": low, "high": high}
        if ends[0] < 0:
            return _("From %(low)s, less than %(high)s") % {"low": low, "high": high}
        return _("More than %(low)s, up to %(high)s") % {"low": low, "high": high}

    def in_order(self, cells: Iterable[str]) -> list[str]:
        """The smallest numbers first."""
        return sorted(cells, key=ends_of)

    def words(self, question: Question, stored: Stored) -> str:
        return amount_words(question, str(stored), unit_of(question))


BAND = ".."
"""Between the ends of a band: `5..10` are the numbers above 5, up to 10."""
STEPS = (Decimal(1), Decimal(2), Decimal(5), Decimal(10))


def band_of(number: Decimal) -> str:
    """The band in which a number is counted: nought by itself, else from one of 1, 2, 5, 10, 20 … to the next. The end
    that is nearer to nought is not in it.

    The bands are the same for every survey and every response, so that no answer moves those before it.
    """
    if number == 0:
        return "0"
    size = abs(number)
    power = Decimal(1).scaleb(size.adjusted())
    ends = [Decimal(0).copy_sign(1), *(step * power for step in STEPS)]
    high = next(end for end in ends[1:] if size <= end)
    low = {1: power / 2, 2: power, 5: power * 2, 10: power * 5}[int(high / power)]
    sign = "-" if number < 0 else ""
    return f"{sign}{plain(low)}{BAND}{sign}{plain(high)}"


def ends_of(cell: str) -> tuple[Decimal, Decimal]:
    """The ends of a band, the smaller first; of nought, itself twice. What is no band is taken for nought."""
    first, _divided, last = cell.partition(BAND)
    low, high = sorted((number_of(first) or Decimal(0), number_of(last or first) or Decimal(0)))
    return low, high


def _whole_within(low: Decimal, high: Decimal) -> tuple[Decimal, Decimal]:
    """The first and the last whole number of a band, to which the end that is nearer to nought does not belong."""
    if low < 0:
        return Decimal(ceil(low)), Decimal(ceil(high) - 1)
    return (Decimal(floor(low) + 1), Decimal(floor(high))) if low != high else (low, high)


def unit_of(question: Question, *, in_tables: bool = False) -> str:
    """What stands beside the number; in tables, where it stands above all of them, only what is part of it."""
    sign = {Kind.MONEY: "£", Kind.PERCENTAGE: "%"}.get(Kind(question.kind), "")
    return sign if in_tables and not sign else question.unit or sign


def amount_words(question: Question, number: str, unit: str) -> str:
    """A number with what stands beside it: £1,200, 12%, 3 km."""
    if question.kind == Kind.MONEY:
        pence = max(2, len(number.partition(".")[2])) if "." in number else None
        return f"{unit}{number_format(number, pence, use_l10n=True, force_grouping=True)}"
    shown = number_format(number, use_l10n=True, force_grouping=True)
    return f"{shown}{unit}" if unit == "%" else f"{shown} {unit}".rstrip()


def decimals_of(question: Question) -> int:
    """Places after the point; money has two unless the survey says otherwise."""
    return question.decimals or (2 if question.kind == Kind.MONEY else 0)


def bounds_of(question: Question) -> tuple[Decimal | None, Decimal | None]:
    """The smallest and the largest number; a percentage lies between 0 and 100 unless the survey says otherwise."""
    if question.kind != Kind.PERCENTAGE:
        return question.least, question.most
    least = Decimal(0) if question.least is None else question.least
    return least, Decimal(100) if question.most is None else question.most
