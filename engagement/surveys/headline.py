"""The main finding of a question as one sentence: what a table says first, for those who read no tables."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from engagement.surveys.enums import Kind
from engagement.surveys.expressions.values import plain
from engagement.surveys.kinds import kind_of
from engagement.surveys.kinds.choosing import RATING_STEPS
from engagement.surveys.results import Result, Row, Table


def entry_of(result: Result) -> dict[str, Any]:
    """A result as templates show it: names for `engagement/surveys/figures.html`."""
    return {"result": result, "table": result.tables[0], "finding": main_finding(result)}


def main_finding(result: Result) -> str:
    """What came of a question or a matrix; that nobody has answered is a finding, too."""
    if not any(table.base for table in result.tables):
        return _("Nobody has answered this yet.")
    if result.matrix is not None:
        return _of_matrix(result)
    [table] = result.tables
    return _SENTENCES.get(Kind(table.question.kind), _most_often)(table)


def _top(table: Table) -> list[Row]:
    """The rows with the largest figure."""
    largest = max((row.count for row in table.rows), default=0)
    return [row for row in table.rows if row.count == largest and largest]


def _of_one(table: Table) -> str:
    """One of several: only more than half are most."""
    top = _top(table)
    if len(top) == 1 and top[0].count == table.base:
        return _("Everybody who answered chose “%(label)s”.") % {"label": top[0].label}
    if len(top) == 1 and 2 * top[0].count > table.base:
        return _("Most chose “%(label)s” (%(percent)s).") % _names(top[0])
    return _most_often(table)


def _most_often(table: Table) -> str:
    top = _top(table)
    if not top:
        return _("What people answered is not counted one by one.")
    if len(top) == 1:
        return _("The answer given most often is “%(label)s” (%(percent)s).") % _names(top[0])
    if len(top) == 2:
        two = {**_names(top[0]), "other": top[1].label}
        return _("The answers given most often are “%(label)s” and “%(other)s” (%(percent)s each).") % two
    count = len(top)
    words = ngettext(
        "No answer stands out: %(count)d was given most often (%(percent)s).",
        "No answer stands out: %(count)d were given most often (%(percent)s each).",
        count,
    )
    return words % {"count": count, **_names(top[0])}


def _names(row: Row) -> dict[str, str]:
    return {"label": row.label, "percent": row.share}


def _of_rating(table: Table) -> str:
    words = {"mean": mean_words(table), "most": int(table.question.most or RATING_STEPS)}
    return _("The mean is %(mean)s of %(most)s.") % words


def _of_recommending(table: Table) -> str:
    words = {"score": table.score, "mean": mean_words(table)}
    return _("The net promoter score is %(score)s, from -100 to 100; the mean is %(mean)s of 10.") % words


def _of_ranking(table: Table) -> str:
    first = table.rows[0]
    if len(table.rows) > 1 and table.rows[1].points == first.points:
        words = {"label": first.label, "other": table.rows[1].label}
        return _("“%(label)s” and “%(other)s” come first, with as many points.") % words
    return _("“%(label)s” comes first: %(percent)s of those who answered put it in first place.") % _names(first)


def _of_number(table: Table) -> str:
    words = {"mean": mean_words(table), **_names(_top(table)[0])}
    return _("The mean is %(mean)s; most often it was %(label)s (%(percent)s).") % words


def mean_words(table: Table) -> str:
    """The mean with its unit, at most two places after the point."""
    return kind_of(table.question).words(table.question, plain(table.mean or Decimal(0)))


def _of_consent(table: Table) -> str:
    shown = ngettext(
        "%(base)s of %(shown)s person who was asked agreed.",
        "%(base)s of %(shown)s people who were asked agreed.",
        table.shown,
    )
    return shown % {"base": _number(table.base), "shown": _number(table.shown)}


def _of_words(table: Table) -> str:
    words = ngettext("%(base)s person wrote something.", "%(base)s people wrote something.", table.base)
    return words % {"base": _number(table.base)}


def _of_matrix(result: Result) -> str:
    """The row in which the largest share agrees on one answer."""
    table = max((one for one in result.tables if one.base), key=lambda one: (_top(one)[0].percent or 0, one.base))
    words = {"row": table.label, **_names(_top(table)[0])}
    return _("Clearest on “%(row)s”: %(percent)s answered “%(label)s”.") % words


def _number(number: int) -> str:
    return number_format(number, force_grouping=True)


_SENTENCES: dict[Kind, Callable[[Table], str]] = {
    Kind.CHOICE: _of_one,
    Kind.YES_NO: _of_one,
    Kind.SCALE: _of_one,
    Kind.RATING: _of_rating,
    Kind.NPS: _of_recommending,
    Kind.RANKING: _of_ranking,
    Kind.NUMBER: _of_number,
    Kind.PERCENTAGE: _of_number,
    Kind.MONEY: _of_number,
    Kind.CONSENT: _of_consent,
    Kind.TEXT: _of_words,
    Kind.LONG_TEXT: _of_words,
    Kind.EMAIL: _of_words,
}
