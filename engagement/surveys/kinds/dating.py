import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from base.timewords import day_words, moment_words, time_words
from engagement.surveys.definition import Option, Question
from engagement.surveys.expressions import Value, ValueType
from engagement.surveys.expressions.values import date_of
from engagement.surveys.kinds.base import AnswerKind, Reader, Stored, Written
from engagement.surveys.kinds.counting import ARABIC

FIRST_YEAR, LAST_YEAR = 1880, 2200
DAY_FORMATS = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y")
"""In which spreadsheets have days."""
DAY_ALONE = re.compile(r"\d{4}-\d\d-\d\d")


class DayInput(forms.Widget):
    """A day in three fields, which people fill in with fewer mistakes than a calendar.

    Source: GOV.UK Design System, "Date input".
    """

    names = ("day", "month", "year")
    template_name = "engagement/surveys/widgets/day.html"

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """With the three fields, for forms of staff; those of residents are in `questions/day.html`."""
        context: dict[str, Any] = super().get_context(name, value, attrs)
        labels = {"day": _("Day"), "month": _("Month"), "year": _("Year")}
        typed = value if isinstance(value, dict) else {}
        parts = [{"name": f"{name}:{part}", "label": labels[part], "value": typed.get(part, "")} for part in self.names]
        return {**context, "parts": parts}

    def format_value(self, value: Any) -> Any:
        """As it is: the parts."""
        return value

    def value_from_datadict(self, data: Any, files: Any, name: str) -> dict[str, str]:
        """What was typed, by the name of each field."""
        return {part: data.get(f"{name}:{part}", "").strip() for part in self.names}

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return not any(f"{name}:{part}" in data for part in self.names)


class DayField(forms.Field):
    """A day from three fields. A month may be written as a word."""

    def __init__(self) -> None:
        super().__init__(required=False, widget=DayInput())

    def clean(self, value: Any) -> date | None:
        """The day.

        Raises:
            ValidationError: part of it is missing or there is no such day; the sentence says which.
        """
        typed = value if isinstance(value, dict) else {}
        if not any(typed.values()):
            return None
        missing = [name for name in DayInput.names if not typed.get(name)]
        if missing:
            raise ValidationError(MISSING[missing[0]], code=missing[0])
        day, month, year = _whole(typed["day"]), _month(typed["month"]), _whole(typed["year"])
        if year is None or not FIRST_YEAR <= year <= LAST_YEAR:
            raise ValidationError(_("Write the year with four digits, such as 2026"), code="year")
        try:
            return date(year, month or 0, day or 0)
        except ValueError:
            raise ValidationError(_("There is no such day. Write it like 27 3 2026"), code="day") from None


MISSING = {
    "day": gettext_lazy("The day is missing"),
    "month": gettext_lazy("The month is missing"),
    "year": gettext_lazy("The year is missing"),
}


def _whole(text: str) -> int | None:
    text = text.translate(ARABIC)
    return int(text) if text.isdecimal() and len(text) < 5 else None


def _month(text: str) -> int | None:
    words = text.casefold().rstrip(".")
    named = (number for number, name in MONTHS.items() if len(words) >= 3 and str(name).casefold().startswith(words))
    return next(named, None) or _whole(text)


MOST_MONTHS = 24
"""Beyond, a table counts by years."""


class ByMonth(AnswerKind):
    """What is counted by its month."""

    value_type = ValueType.DATE

    def cells(self, question: Question, stored: Stored) -> Sequence[str]:
        return (str(stored)[:7],)

    def cell_words(self, question: Question, cell: str) -> str:
        """Of 2026-11, "November 2026"; of 2026, itself."""
        first = date_of(f"{cell}-01")
        return date_format(first, "YEAR_MONTH_FORMAT") if first else cell

    def in_fewer(self, counts: Mapping[str, int]) -> Mapping[str, int]:
        if len(counts) <= MOST_MONTHS:
            return counts
        years: Counter[str] = Counter()
        for month, count in counts.items():
            years[month[:4]] += count
        return years


class Day(ByMonth):
    """A day, kept as 2026-11-29."""

    template = "day"

    def field(self, question: Question, options: Sequence[Option]) -> forms.Field:
        return DayField()

    def initial(self, stored: Stored | None) -> Any:
        day = date_of(stored) if isinstance(stored, str) else None
        return {"day": str(day.day), "month": str(day.month), "year": str(day.year)} if day else {}

    def stored(self, cleaned: Any) -> Stored | None:
        return cleaned.isoformat() if cleaned else None

    def value(self, stored: Stored | None) -> Value:
        return date_of(stored) if isinstance(stored, str) else None

    def words(self, question: Question, stored: Stored) -> str:
        day = date_of(str(stored))
        return day_words(day) if day else str(stored)

    def written(self, question: Question, stored: Stored, options: Sequence[Option]) -> Written:
        return date_of(str(stored)) or str(stored)

    def reader(self, question: Question) -> Reader:
        return day_in


def day_in(text: str) -> str:
    """A day from a spreadsheet as it is kept.

    Raises:
        ValidationError: it is none.
    """
    for spelling in DAY_FORMATS:
        try:
            day = datetime.strptime(text.strip(), spelling).date()  # noqa: DTZ007 - a day of whoever answers
        except ValueError:
            continue
        if FIRST_YEAR <= day.year <= LAST_YEAR:
            return day.isoformat()
    raise ValidationError(_("Write the day like 2026-03-27"), code="invalid")


class TimeOfDay(AnswerKind):
    """A time, kept as 17:30."""

    template = "words"

    def field(self, question: Question, options: Sequence[Option]) -> forms.Field:
        return TimeField(
            required=False,  # and what is nothing but spaces is empty
            widget=forms.TimeInput(format="%H:%M", attrs={"type": "time", "class": "govuk-input--width-10"}),
            input_formats=["%H:%M", "%H.%M", "%I%p", "%I:%M%p", "%I %p", "%I:%M %p", "%H:%M:%S"],
            error_messages={"invalid": _("Write the time like 17:30 or 5:30pm")},
        )

    def stored(self, cleaned: Any) -> Stored | None:
        return cleaned.strftime("%H:%M") if cleaned is not None else None

    def words(self, question: Question, stored: Stored) -> str:
        try:
            return time_words(_aware(datetime.combine(date(2000, 1, 1), time.fromisoformat(str(stored)))))
        except ValueError:
            return str(stored)

    def cells(self, question: Question, stored: Stored) -> Sequence[str]:
        """By its hour."""
        return (str(stored)[:2],)

    def cell_words(self, question: Question, cell: str) -> str:
        hour = int(cell) if cell.isdecimal() else 0
        ends = {"start": self.words(question, f"{hour:02}:00"), "end": self.words(question, f"{(hour + 1) % 24:02}:00")}
        return _("From %(start)s, before %(end)s") % ends


class Moment(ByMonth):
    """A day with a time on the clock, kept as 2026-11-29T17:30; in no time zone, because people mean their own."""

    template = "words"

    def field(self, question: Question, options: Sequence[Option]) -> forms.Field:
        formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%d/%m/%Y %H:%M", "%Y-%m-%dT%H:%M:%S"]
        return ClockField(formats)

    def stored(self, cleaned: Any) -> Stored | None:
        return cleaned or None

    def value(self, stored: Stored | None) -> Value:
        return date_of(stored) if isinstance(stored, str) else None

    def words(self, question: Question, stored: Stored) -> str:
        try:
            moment = datetime.fromisoformat(str(stored))
        except ValueError:
            return str(stored)
        return moment_words(_aware(moment))

    def written(self, question: Question, stored: Stored, options: Sequence[Option]) -> Written:
        try:
            return datetime.fromisoformat(str(stored))
        except ValueError:
            return str(stored)

    def reader(self, question: Question) -> Reader:
        """A day alone is its midnight: that is how spreadsheet programs hand one on."""
        read = super().reader(question)
        return lambda text: read(f"{text.strip()}T00:00" if DAY_ALONE.fullmatch(text.strip()) else text)


def _aware(moment: datetime) -> datetime:
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)


class TimeField(forms.TimeField):
    """A time of day; nothing but spaces is none."""

    def clean(self, value: Any) -> Any:
        return super().clean((value or "").strip())


class ClockField(forms.CharField):
    """A day and a time as a browser's own field sends them, or as somebody types them."""

    def __init__(self, formats: Sequence[str]) -> None:
        attrs = {"type": "datetime-local", "class": "govuk-input--width-20"}
        super().__init__(required=False, widget=forms.TextInput(attrs=attrs))
        self.formats = formats

    def clean(self, value: Any) -> str:
        """As it is kept.

        Raises:
            ValidationError: it is no such moment.
        """
        text = super().clean(value)
        for spelling in self.formats if text else ():
            try:
                moment = datetime.strptime(text, spelling)  # noqa: DTZ007 - on the clock of whoever answers
            except ValueError:
                continue
            return moment.strftime("%Y-%m-%dT%H:%M")
        if text:
            raise ValidationError(_("Write the day and the time like 2026-03-27 17:30"), code="invalid")
        return ""
