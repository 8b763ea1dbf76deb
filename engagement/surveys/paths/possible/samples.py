"""Samples of what people may write: at, between and beyond the values that conditions compare it with."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from functools import partial
from string import ascii_lowercase
from typing import Any, TypeVar

from engagement.surveys.definition import Question
from engagement.surveys.enums import Kind
from engagement.surveys.expressions.values import date_of, number_of, plain
from engagement.surveys.kinds import Stored, kind_of
from engagement.surveys.kinds.counting import MOST_DIGITS, bounds_of, decimals_of
from engagement.surveys.kinds.dating import FIRST_YEAR, LAST_YEAR
from engagement.surveys.paths.possible.reading import Reading
from engagement.surveys.paths.possible.spans import Span, spans_between

P = TypeVar("P", Decimal, date)

NUMBERS = tuple(Decimal(number) for number in (0, 1, 2, 3, 5, 10, 18, 21, 50, 65, 100, 1000))
DAYS = (-36525, -25568, -23741, -14610, -7671, -6575, -5844, -3653, -1827, -366, -31, -1, 0, 1, 31, 366, 3653)
"""Numbers and distances from today that are tried where a sum is made of the answer: ages and round ones."""
SOME_DAY = date(2000, 1, 1)
WORDS = {
    Kind.TIME: ("12:00", "09:30"),
    Kind.EMAIL: ("name@example.org", "other@example.org"),
    Kind.POSTCODE: ("WX4 2LN", "AB1 2CD"),
}
MOST_DECIMALS = 10
MOST_WRITTEN = 500
"""Characters of the longest text that is tried."""


@dataclass(frozen=True)
class Sample:
    """An answer as it would be kept, and the numbers or days it stands for."""

    stored: Stored
    span: Span | None = None


def numbers(question: Question, reading: Reading, *, is_accepted: bool) -> tuple[Sequence[Sample], bool]:
    """Numbers, and whether conditions treat every other one like one of them."""
    points = {number_of(value) for _name, value in reading.compared}
    if not reading.is_compared:
        points |= {number_of(value) for value in reading.written} | set(NUMBERS)
    accepts = partial(_is_number, question) if is_accepted else _is_any
    found = _in_spans(points, partial(_numbers_in, question), accepts)
    return [Sample(plain(number), span if reading.is_compared else None) for span, number in found], reading.is_compared


def days(
    question: Question, reading: Reading, *, today: date | None, is_accepted: bool
) -> tuple[Sequence[Sample], bool]:
    """Days, and whether conditions treat every other one like one of them."""
    points = {date_of(value) for _name, value in reading.compared}
    if not reading.is_compared:
        near = today or SOME_DAY
        points |= {date_of(value) for value in reading.written} | {near + timedelta(days=number) for number in DAYS}
    found = _in_spans(points, _days_in, _is_day if is_accepted else _is_any)
    clock = "T12:00" if question.kind == Kind.MOMENT else ""
    samples = [Sample(f"{day.isoformat()}{clock}", span if reading.is_compared else None) for span, day in found]
    return samples, reading.is_compared


def texts(question: Question, reading: Reading, *, is_accepted: bool) -> tuple[Sequence[Sample], bool]:
    """Texts, and whether conditions treat every other one like one of them."""
    is_exact = reading.is_compared and all(
        name in {"=", "!="} and isinstance(value, str) for name, value in reading.compared
    )
    written = {value: None for value in reading.written if isinstance(value, str) and value}
    accepts = partial(_is_text, question) if is_accepted else _is_any
    fresh = next((text for text in _others(question) if text not in written and accepts(text)), None)
    lengths = () if is_exact else _of_lengths(reading)
    found = [text for text in (*written, *([fresh] if fresh else []), *lengths) if accepts(text)]
    return [Sample(text) for text in found], is_exact and fresh is not None


def _others(question: Question) -> Iterator[str]:
    yield from WORDS.get(Kind(question.kind), ("Something else",))
    yield from (letter * max(1, int(question.least or 1)) for letter in ascii_lowercase)


def _is_text(question: Question, text: Any) -> bool:
    """Whether the form takes it."""
    return bool(text.strip()) and not kind_of(question).problem(question, text)


def _of_lengths(reading: Reading) -> Iterator[str]:
    """Texts one shorter than, as long as, and one longer than each number that is written down."""
    lengths = {int(value) for value in reading.written if isinstance(value, Decimal) and 0 < value < MOST_WRITTEN}
    return ("x" * length for length in sorted({one + step for one in lengths for step in (-1, 0, 1)}) if length)


def _in_spans(
    points: Iterable[P | None],
    candidates: Callable[[Span], Iterable[P]],
    accepts: Callable[[P], bool],
) -> Iterator[tuple[Span, P]]:
    """Each stretch between the points in which something can be answered, with an answer."""
    for span in spans_between(point for point in points if point is not None):
        found = next((one for one in candidates(span) if span.holds(one) and accepts(one)), None)
        if found is not None:
            yield span, found


def _numbers_in(question: Question, span: Span) -> Iterator[Decimal]:
    """The ends, then what is near them: whole numbers first."""
    low, high = span.low, span.high
    yield from (end for end in (low, high) if isinstance(end, Decimal))
    for step in (Decimal(1), Decimal(1).scaleb(-min(max(decimals_of(question), 0), MOST_DECIMALS))):
        if isinstance(low, Decimal):
            yield _on_grid(low, step, ROUND_FLOOR) + step
        if isinstance(high, Decimal):
            yield _on_grid(high, step, ROUND_CEILING) - step
    yield from (bound for bound in bounds_of(question) if bound is not None)
    if isinstance(low, Decimal) and isinstance(high, Decimal):
        yield (low + high) / 2
    yield Decimal(1)


def _on_grid(number: Decimal, step: Decimal, rounding: str) -> Decimal:
    return (number / step).to_integral_value(rounding=rounding) * step


def _days_in(span: Span) -> Iterator[date]:
    low, high = span.low, span.high
    yield from (end for end in (low, high) if isinstance(end, date))
    if isinstance(low, date) and low < date.max:
        yield low + timedelta(days=1)
    if isinstance(high, date) and high > date.min:
        yield high - timedelta(days=1)
    yield SOME_DAY


def _is_any(_point: Any) -> bool:
    return True


def _is_number(question: Question, number: Any) -> bool:
    """Whether the form takes it."""
    text = plain(number)
    places = len(text.partition(".")[2])
    is_short = places <= decimals_of(question) and len(text) <= MOST_DIGITS
    return is_short and not kind_of(question).problem(question, text)


def _is_day(day: Any) -> bool:
    """Whether the form takes it."""
    return FIRST_YEAR <= day.year <= LAST_YEAR
