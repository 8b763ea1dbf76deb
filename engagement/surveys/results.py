"""The figures of a survey: for each question how many were asked, how many answered, and what."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import QuerySet, Sum
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from engagement.plugin import Channel
from engagement.surveys.definition import Matrix, Option, Question, piped
from engagement.surveys.enums import Kind
from engagement.surveys.kinds import kind_of
from engagement.surveys.kinds.counting import unit_of
from engagement.surveys.kinds.ranking import PLACE
from engagement.surveys.models import Survey, Tally
from engagement.surveys.rules import ANSWERED, NUMBERS, RESPONSES, SHOWN
from engagement.surveys.union import United, one_order


@dataclass(frozen=True)
class Filters:
    """What figures are narrowed to; all of it may be left open. Both days are included."""

    since: date | None = None
    until: date | None = None
    channel: str = ""


@dataclass(frozen=True)
class Row:
    """One line of a table.

    Attributes:
        count: how many gave this answer; in a ranking, how many put it first.
        percent: of those who answered the question; None where nobody did.
        is_gone: whether it was taken out of the question after people had answered.
        points: in a ranking, what its places amount to.
    """

    code: str
    label: str
    count: int
    percent: Decimal | None
    is_gone: bool = False
    points: int | None = None

    @property
    def width(self) -> str:
        """Of its bar, in hundredths."""
        return str(self.percent or 0)

    @property
    def share(self) -> str:
        """Its percentage in words."""
        return percent_words(self.percent)


@dataclass(frozen=True)
class Table:
    """The figures of one question.

    Attributes:
        shown: how many were asked it; `base`, how many answered.
        mean: of numbers, ratings and recommendations.
        score: the net promoter score: the share of 9 and 10 less that of 0 to 6, from -100 to 100.
        is_asked_now: whether the last version of the survey asks it.
    """

    question: Question
    shown: int
    base: int
    rows: tuple[Row, ...]
    mean: Decimal | None = None
    score: int | None = None
    is_asked_now: bool = True

    @property
    def code(self) -> str:
        return self.question.code

    @property
    def label(self) -> str:
        """The question as it is put to nobody in particular."""
        return to_all(self.question.label)

    @property
    def is_ranking(self) -> bool:
        return self.question.kind == Kind.RANKING

    @property
    def is_counted(self) -> bool:
        """Whether it has figures that could be shown to everybody; not so what somebody wrote."""
        return kind_of(self.question).is_counted

    @property
    def unit(self) -> str:
        """What its numbers count, where it stands beside none of them."""
        return unit_of(self.question) if self.question.kind == Kind.NUMBER else ""

    @property
    def may_add_up_to_more(self) -> bool:
        """Whether one person may be counted in several rows."""
        return self.question.kind == Kind.CHOICES


@dataclass(frozen=True)
class Result:
    """What came of one question, or of the rows of a matrix together: a table for each.

    Attributes:
        matrix: what the rows are of; None for a question by itself.
    """

    tables: tuple[Table, ...]
    matrix: Matrix | None = None

    @property
    def label(self) -> str:
        return to_all(self.matrix.label) if self.matrix else self.tables[0].label

    @property
    def codes(self) -> list[str]:
        """Of its questions."""
        return [table.code for table in self.tables]

    @property
    def columns(self) -> list[Option]:
        """Of a matrix: what there was to choose from in any of its rows."""
        options = {option.code: option for table in self.tables for option in table.question.options}
        return [options[code] for code in one_order([[one.code for one in t.question.options] for t in self.tables])]

    @property
    def lines(self) -> list[tuple[Table, list[Row | None]]]:
        """Of a matrix: each row with its figures under the columns; None where that was never offered."""
        columns = [option.code for option in self.columns]
        by_code = [(table, {row.code: row for row in table.rows}) for table in self.tables]
        return [(table, [rows.get(code) for code in columns]) for table, rows in by_code]


def to_all(text: str) -> str:
    """A text without the answers that each person reads back in it."""
    return piped(text, lambda _code: "")


Cells = dict[str, tuple[int, Decimal]]
"""How many fall into each cell of one question, and the sum of their numbers."""
Figures = dict[str, Cells]


def figures_of(survey: Survey, filters: Filters = Filters(), codes: Iterable[str] | None = None) -> Figures:
    """Count and sum of every cell by question, in one query.

    Args:
        codes: of the questions that are asked for; None for all. How many responses there are is always among them.
    """
    found: Figures = defaultdict(dict)
    tallies = _tallies(survey, filters)
    tallies = tallies if codes is None else tallies.filter(question__in=["", *codes])
    sums = tallies.values_list("question", "cell").annotate(Sum("count"), Sum("total"))
    for question, cell, count, total in sums:
        found[question][cell] = (int(count), Decimal(total))
    return found


def channels_of(survey: Survey, filters: Filters = Filters()) -> list[tuple[Channel, int]]:
    """How many responses came by each channel; those by which none came are left out. One query."""
    responses = _tallies(survey, filters).filter(question="", cell=RESPONSES)
    counts = dict(responses.values_list("channel").annotate(Sum("count")))
    return [(channel, int(counts[channel])) for channel in Channel if counts.get(channel)]


def _tallies(survey: Survey, filters: Filters) -> QuerySet[Tally]:
    tallies = Tally.objects.filter(survey=survey.pk).order_by()
    if filters.since:
        tallies = tallies.filter(day__gte=filters.since)
    if filters.until:
        tallies = tallies.filter(day__lte=filters.until)
    if filters.channel:
        tallies = tallies.filter(channel=filters.channel)
    return tallies


def responses_in(figures: Figures) -> int:
    """How many responses these figures are of."""
    return _count(figures, "", RESPONSES)


def results_of(figures: Figures, asked: Iterable[United]) -> list[Result]:
    """What came of each question, in order; the rows of a matrix together, where the first of them stands.

    Args:
        asked: of `union.union_of`; calculations among them have no figures.
    """
    together: dict[str, list[United]] = defaultdict(list)
    for one in asked:
        if isinstance(one.asked, Question):
            together[f"matrix {one.matrix.id}" if one.matrix else one.code].append(one)
    return [
        Result(
            tables=tuple(table_of_united(figures, one) for one in rows),
            matrix=max(rows, key=lambda one: one.versions[-1]).matrix,
        )
        for rows in together.values()
    ]


def public_among(survey: Survey, asked: Iterable[United]) -> list[United]:
    """Those whose results everybody may be shown: chosen one by one, and never what somebody wrote."""
    chosen = set(survey.public_questions)
    return [one for one in asked if one.code in chosen and has_figures(one)]


def has_figures(united: United) -> bool:
    """Whether its answers fall into a table, as those of a calculation and of what is only read do not."""
    return isinstance(united.asked, Question) and kind_of(united.asked).is_counted


def table_of_united(figures: Figures, united: United) -> Table:
    """The table of a question over all versions that asked it.

    Raises:
        TypeError: it is a calculation.
    """
    if not isinstance(united.asked, Question):
        raise TypeError(f"{united.code} is no question")
    return table_of(figures, united.asked, gone=united.gone, is_asked_now=united.is_asked_now)


def table_of(
    figures: Figures, question: Question, *, gone: frozenset[str] = frozenset(), is_asked_now: bool = True
) -> Table:
    """The table of one question: every option, also those that nobody chose, then what else was counted.

    Args:
        gone: the codes of options that are not offered any more.
    """
    cells = figures.get(question.code, {})
    base = _count(figures, question.code, ANSWERED)
    make = _ranking_rows if question.kind == Kind.RANKING else _rows
    return Table(
        question=question,
        shown=_count(figures, question.code, SHOWN),
        base=base,
        rows=tuple(make(question, cells, base, gone)),
        mean=_mean(question, cells),
        score=_score(cells, base) if question.kind == Kind.NPS else None,
        is_asked_now=is_asked_now,
    )


def _labels(question: Question) -> dict[str, str]:
    """What stands before each figure; the ends of a scale with what they mean."""
    options = kind_of(question).options(question)
    labels = {option.code: option.label for option in options}
    if options and question.kind in (Kind.RATING, Kind.NPS):
        for end, words in ((options[0], question.low_label), (options[-1], question.high_label)):
            labels[end.code] = f"{end.label} – {to_all(words)}" if words else end.label
    return labels


def _rows(question: Question, cells: Cells, base: int, gone: frozenset[str]) -> list[Row]:
    """What is no option is a band, a month and the like where there are none to choose from, and else has gone."""
    kind = kind_of(question)
    counts = kind.in_fewer({cell: count for cell, (count, _total) in cells.items() if count and cell[:1] != "="})
    labels = _labels(question)
    others = [cell for cell in kind.in_order(counts) if cell not in labels]
    gone = gone.union(others) if labels else gone
    labels |= {cell: kind.cell_words(question, cell) for cell in others}
    return [
        Row(code, label, counts.get(code, 0), percent(counts.get(code, 0), base), code in gone)
        for code, label in labels.items()
    ]


def _ranking_rows(question: Question, cells: Cells, base: int, gone: frozenset[str]) -> list[Row]:
    """How many put each option first; the best first by points, where the last place of all has one."""
    places: dict[str, dict[int, int]] = defaultdict(dict)
    for cell, (count, _total) in cells.items():
        code, divided, place = cell.rpartition(PLACE)
        if divided and place.isdecimal():
            places[code][int(place)] = count
    last = len(question.options)
    points = {code: sum((last + 1 - place) * count for place, count in found.items()) for code, found in places.items()}
    firsts = {code: found.get(1, 0) for code, found in places.items()}
    rows = [
        Row(
            one.code,
            one.label,
            firsts.get(one.code, 0),
            percent(firsts.get(one.code, 0), base),
            one.code in gone,
            points.get(one.code, 0),
        )
        for one in question.options
    ]
    return sorted(rows, key=lambda row: -(row.points or 0))


def percent(count: int, base: int) -> Decimal | None:
    """Hundredths of those who answered, with one place after the point, half rounded up; None of nobody."""
    if not base:
        return None
    return (Decimal(100 * count) / Decimal(base)).quantize(Decimal("0.1"), ROUND_HALF_UP)


def percent_words(percent: Decimal | None) -> str:
    """A percentage with one place after the point, where it needs one: 36%, 36.4%."""
    if percent is None:
        return "–"
    whole = percent == percent.to_integral_value()
    return _("%(number)s%%") % {"number": number_format(percent, 0 if whole else 1)}


def _mean(question: Question, cells: Cells) -> Decimal | None:
    if question.kind in (Kind.RATING, Kind.NPS):
        steps = [(int(cell), count) for cell, (count, _total) in cells.items() if cell.isdecimal()]
        number, total = sum(count for _step, count in steps), Decimal(sum(step * count for step, count in steps))
    else:
        number, total = cells.get(NUMBERS, (0, Decimal(0)))
    return (total / number).quantize(Decimal("0.01"), ROUND_HALF_UP) if number else None


def _score(cells: Cells, base: int) -> int | None:
    """Source: Reichheld, "The One Number You Need to Grow", Harvard Business Review, December 2003."""
    if not base:
        return None
    counts = {int(cell): count for cell, (count, _total) in cells.items() if cell.isdecimal()}
    promoters = sum(count for step, count in counts.items() if step >= 9)
    detractors = sum(count for step, count in counts.items() if step <= 6)
    return int((Decimal(100 * (promoters - detractors)) / base).quantize(Decimal(1), ROUND_HALF_UP))


def _count(figures: Figures, question: str, cell: str) -> int:
    return figures.get(question, {}).get(cell, (0, Decimal(0)))[0]
