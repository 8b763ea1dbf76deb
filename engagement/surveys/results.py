"""The figures of a survey: for each question how many were asked, how many answered, and what."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Sum

from engagement.surveys.definition import Question
from engagement.surveys.enums import Kind
from engagement.surveys.kinds import kind_of
from engagement.surveys.kinds.ranking import PLACE
from engagement.surveys.models import Survey, Tally
from engagement.surveys.rules import ANSWERED, NUMBERS, RESPONSES, SHOWN


@dataclass(frozen=True)
class Filters:
    """What figures are narrowed to; all of it may be left open. Both days are included."""

    since: date | None = None
    until: date | None = None
    channel: str = ""


@dataclass(frozen=True)
class Row:
    """One line of a table. `percent` is of those who answered the question: None where nobody did."""

    code: str
    label: str
    count: int
    percent: Decimal | None

    @property
    def width(self) -> str:
        """Of its bar, in hundredths."""
        return str(self.percent or 0)


@dataclass(frozen=True)
class Table:
    """The figures of one question.

    Attributes:
        shown: how many were asked it; `base`, how many answered.
        mean: of numbers, ratings and recommendations.
        score: the net promoter score: the share of 9 and 10 less that of 0 to 6, from -100 to 100.
    """

    question: Question
    shown: int
    base: int
    rows: tuple[Row, ...]
    mean: Decimal | None = None
    score: int | None = None


Figures = dict[str, dict[str, tuple[int, Decimal]]]


def figures_of(survey: Survey, filters: Filters = Filters()) -> Figures:
    """Count and sum of every cell by question, in one query."""
    tallies = Tally.objects.filter(survey=survey.pk)
    if filters.since:
        tallies = tallies.filter(day__gte=filters.since)
    if filters.until:
        tallies = tallies.filter(day__lte=filters.until)
    if filters.channel:
        tallies = tallies.filter(channel=filters.channel)
    found: Figures = defaultdict(dict)
    sums = tallies.order_by().values_list("question", "cell").annotate(Sum("count"), Sum("total"))
    for question, cell, count, total in sums:
        found[question][cell] = (int(count), Decimal(total))
    return found


def responses_in(figures: Figures) -> int:
    """How many responses these figures are of."""
    return _count(figures, "", RESPONSES)


def tables(figures: Figures, questions: Iterable[Question]) -> list[Table]:
    """A table for each question, in order."""
    return [table_of(figures, question) for question in questions]


def table_of(figures: Figures, question: Question) -> Table:
    """The table of one question: every option, also those that nobody chose, then what has gone from it since."""
    cells = figures.get(question.code, {})
    base = _count(figures, question.code, ANSWERED)
    rows = _ranking_rows(question, cells, base) if question.kind == Kind.RANKING else _rows(question, cells, base)
    return Table(
        question=question,
        shown=_count(figures, question.code, SHOWN),
        base=base,
        rows=tuple(rows),
        mean=_mean(question, cells),
        score=_score(cells, base) if question.kind == Kind.NPS else None,
    )


def _rows(question: Question, cells: dict[str, tuple[int, Decimal]], base: int) -> list[Row]:
    counts = {cell: count for cell, (count, _total) in cells.items() if not cell.startswith("=")}
    labels = {option.code: option.label for option in kind_of(question).options(question)}
    gone = sorted(code for code in counts if code not in labels and counts[code])
    labels |= {code: kind_of(question).cell_words(code) for code in gone}
    return [Row(code, label, counts.get(code, 0), percent(counts.get(code, 0), base)) for code, label in labels.items()]


def _ranking_rows(question: Question, cells: dict[str, tuple[int, Decimal]], base: int) -> list[Row]:
    """How many put each option first; the best first by points, where the last place of all has one."""
    places: dict[str, dict[int, int]] = defaultdict(dict)
    for cell, (count, _total) in cells.items():
        code, divided, place = cell.rpartition(PLACE)
        if divided and place.isdecimal():
            places[code][int(place)] = count
    last = len(question.options)
    points = {code: sum((last + 1 - place) * count for place, count in found.items()) for code, found in places.items()}
    order = sorted(question.options, key=lambda option: -points.get(option.code, 0))
    firsts = {option.code: places[option.code].get(1, 0) for option in question.options}
    return [Row(one.code, one.label, firsts[one.code], percent(firsts[one.code], base)) for one in order]


def percent(count: int, base: int) -> Decimal | None:
    """Hundredths of those who answered, with one place after the point, half rounded up; None of nobody."""
    if not base:
        return None
    return (Decimal(100 * count) / Decimal(base)).quantize(Decimal("0.1"), ROUND_HALF_UP)


def _mean(question: Question, cells: dict[str, tuple[int, Decimal]]) -> Decimal | None:
    if question.kind in (Kind.RATING, Kind.NPS):
        steps = [(int(cell), count) for cell, (count, _total) in cells.items() if cell.isdecimal()]
        number, total = sum(count for _step, count in steps), Decimal(sum(step * count for step, count in steps))
    else:
        number, total = cells.get(NUMBERS, (0, Decimal(0)))
    return (total / number).quantize(Decimal("0.01"), ROUND_HALF_UP) if number else None


def _score(cells: dict[str, tuple[int, Decimal]], base: int) -> int | None:
    """Source: Reichheld, "The One Number You Need to Grow", Harvard Business Review, December 2003."""
    if not base:
        return None
    counts = {int(cell): count for cell, (count, _total) in cells.items() if cell.isdecimal()}
    promoters = sum(count for step, count in counts.items() if step >= 9)
    detractors = sum(count for step, count in counts.items() if step <= 6)
    return int((Decimal(100 * (promoters - detractors)) / base).quantize(Decimal(1), ROUND_HALF_UP))


def _count(figures: Figures, question: str, cell: str) -> int:
    return figures.get(question, {}).get(cell, (0, Decimal(0)))[0]
