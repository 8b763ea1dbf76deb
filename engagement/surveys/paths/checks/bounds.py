"""The smallest and the largest: they leave room for an answer, and what is filled in beforehand is one."""

from collections.abc import Callable, Iterator
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from engagement.surveys.definition import Question
from engagement.surveys.enums import Kind
from engagement.surveys.expressions.values import date_of, number_of, plain
from engagement.surveys.kinds import kind_of
from engagement.surveys.kinds.counting import bounds_of, decimals_of
from engagement.surveys.kinds.writing import MOST_LONGEST, longest_of
from engagement.surveys.paths.checks.findings import Finding, FindingKind, at
from engagement.surveys.paths.checks.subject import Subject

MOST_DECIMALS = 10
STEPS = range(2, 11)
"""How many steps a rating may have."""
COUNTED = frozenset({Kind.CHOICES, Kind.RANKING, Kind.TEXT, Kind.LONG_TEXT, Kind.RATING})
"""Kinds whose limits count something, and so are whole numbers."""
NUMBERS = frozenset({Kind.NUMBER, Kind.PERCENTAGE, Kind.MONEY})


def check_bounds(subject: Subject) -> Iterator[Finding]:
    """What no answer fits, and what is filled in beforehand and does not fit."""
    for place in subject.places:
        if not isinstance(place.part, Question):
            continue
        if sentence := bounds_problem(place.part):
            yield at(place, FindingKind.BAD_BOUNDS, sentence)
        elif not _is_initial(place.part):
            sentence = _("What is filled in beforehand, “%(text)s”, is no answer that this question takes. Change it.")
            yield at(place, FindingKind.BAD_INITIAL, sentence % {"text": place.part.initial})


def bounds_problem(question: Question) -> str:
    """Why no answer fits between the limits, as a sentence; "" where one does."""
    if question.kind in COUNTED:
        return _not_counting(question) or _of_counted(question)
    return _of_numbers(question) if question.kind in NUMBERS else ""


def _not_counting(question: Question) -> str:
    least, most = question.least, question.most
    if any(one is not None and (one != one.to_integral_value() or one < 0) for one in (least, most)):
        return _("The smallest and the largest number must be whole numbers here.")
    return _crossed(least, most) or (_("The largest number must be at least 1.") if most == 0 else "")


def _of_counted(question: Question) -> str:
    return BY_KIND[Kind(question.kind)](question)


def _crossed(least: Decimal | None, most: Decimal | None) -> str:
    if least is None or most is None or least <= most:
        return ""
    sentence = _("The smallest number, %(least)s, is larger than the largest, %(most)s. Swap or change them.")
    return sentence % {"least": plain(least), "most": plain(most)}


def _of_choices(question: Question) -> str:
    together = sum(1 for option in question.options if not option.is_exclusive)
    return _too_few(question, together if (question.least or 0) > 1 else len(question.options))


def _of_ranking(question: Question) -> str:
    """Fewer may be ranked by those who need not rank any."""
    return _too_few(question, len(question.options)) if question.is_required else ""


def _too_few(question: Question, count: int) -> str:
    if question.least is None or question.least <= count:
        return ""
    sentence = ngettext(
        "At least %(least)d must be chosen, and only %(count)d answer can be. Lower the number, or add answers.",
        "At least %(least)d must be chosen, and only %(count)d answers can be. Lower the number, or add answers.",
        count,
    )
    return sentence % {"least": question.least, "count": count}


def _of_words(question: Question) -> str:
    if question.most is not None and question.most > MOST_LONGEST:
        sentence = _("An answer can have at most %(most)d characters. Lower the number for the longest answer.")
        return sentence % {"most": MOST_LONGEST}
    return _crossed(question.least, Decimal(longest_of(question)))


def _of_rating(question: Question) -> str:
    if question.most is None or int(question.most) in STEPS:
        return ""
    sentence = _("A rating has from %(least)d to %(most)d steps. Change their number.")
    return sentence % {"least": STEPS[0], "most": STEPS[-1]}


BY_KIND: dict[Kind, Callable[[Question], str]] = {
    Kind.CHOICES: _of_choices,
    Kind.RANKING: _of_ranking,
    Kind.TEXT: _of_words,
    Kind.LONG_TEXT: _of_words,
    Kind.RATING: _of_rating,
}


def _of_numbers(question: Question) -> str:
    decimals = decimals_of(question)
    if not 0 <= decimals <= MOST_DECIMALS:
        return _("A number can have from 0 to %(most)d places after the point.") % {"most": MOST_DECIMALS}
    least, most = bounds_of(question)
    if least is None or most is None or least > most:
        return _crossed(least, most)
    step = Decimal(1).scaleb(-decimals)
    if (least / step).to_integral_value(ROUND_CEILING) <= (most / step).to_integral_value(ROUND_FLOOR):
        return ""
    sentence = _(
        "No number with so few places after the point lies between %(least)s and %(most)s. "
        "Allow more places, or change the two."
    )
    return sentence % {"least": plain(least), "most": plain(most)}


def _is_initial(question: Question) -> bool:
    """Whether what is filled in beforehand, if anything is, can be answered."""
    text, kind = question.initial, kind_of(question)
    if not text:
        return True
    if options := kind.options(question):
        codes = {option.code for option in options}
        return set(text.split()) <= codes
    if question.kind in NUMBERS:
        return number_of(text) is not None and not kind.problem(question, text)
    if question.kind in {Kind.DATE, Kind.MOMENT}:
        return date_of(text) is not None
    return not kind.problem(question, text)
