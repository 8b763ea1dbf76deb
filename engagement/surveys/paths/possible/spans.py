"""Stretches of numbers or days between the values that conditions compare them with."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from base.timewords import day_words
from engagement.surveys.definition import Question
from engagement.surveys.expressions import text_of
from engagement.surveys.kinds import kind_of

Point = Decimal | date


@dataclass(frozen=True)
class Span:
    """A stretch from one point to another; None where it has no end on that side."""

    low: Point | None
    high: Point | None
    has_low: bool = False
    has_high: bool = False

    def holds(self, point: Any) -> bool:
        """Whether the point lies in it. It is of the sort of its ends."""
        is_above = self.low is None or point > self.low or (self.has_low and point == self.low)
        is_below = self.high is None or point < self.high or (self.has_high and point == self.high)
        return is_above and is_below

    def meets(self, other: "Span") -> bool:
        """Whether the other begins where this one ends."""
        return self.high is not None and self.high == other.low and self.has_high != other.has_low

    def to(self, other: "Span") -> "Span":
        """From the beginning of this one to the end of the other."""
        return Span(self.low, other.high, self.has_low, other.has_high)

    def words(self, question: Question) -> str:
        """Such as: more than 2; 16 or more; 27 March 2026 or earlier. "" for all there are."""
        if self.low is not None and self.low == self.high:
            return _point_words(question, self.low)
        said = [] if self.low is None else [_from(self.low, self.has_low) % {"low": _point_words(question, self.low)}]
        if self.high is not None:
            said.append(_to(self.high, self.has_high) % {"high": _point_words(question, self.high)})
        return ", ".join(said)


def spans_between(points: Iterable[Any]) -> Iterator[Span]:
    """Each point and each stretch between two, in order; points are all numbers or all days."""
    low = None
    for point in sorted(set(points)):
        yield Span(low, point)
        yield Span(point, point, has_low=True, has_high=True)
        low = point
    yield Span(low, None)


def joined(spans: Iterable[Span | None]) -> Span | None:
    """One for those that follow on each other; None where they do not."""
    whole: Span | None = None
    for number, span in enumerate(spans):
        if span is None or (whole is not None and not whole.meets(span)) or (whole is None and number):
            return None
        whole = span if whole is None else whole.to(span)
    return whole


def _from(point: Point, is_in: bool) -> str:
    if isinstance(point, date):
        return _("%(low)s or later") if is_in else _("after %(low)s")
    return _("%(low)s or more") if is_in else _("more than %(low)s")


def _to(point: Point, is_in: bool) -> str:
    if isinstance(point, date):
        return _("%(high)s or earlier") if is_in else _("before %(high)s")
    return _("%(high)s or less") if is_in else _("less than %(high)s")


def _point_words(question: Question, point: Point) -> str:
    if isinstance(point, date):
        return day_words(point, weekday=False)
    return kind_of(question).words(question, text_of(point))
