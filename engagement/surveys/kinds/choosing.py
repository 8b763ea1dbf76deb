from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from engagement.surveys.definition import Option, Question
from engagement.surveys.enums import Kind
from engagement.surveys.expressions import Value, ValueType
from engagement.surveys.kinds.base import BAR, AnswerKind, Reader, Stored, Written, option_reader

NPS_MOST = 10
"""From zero: Reichheld, "The One Number You Need to Grow", Harvard Business Review, December 2003."""
RATING_STEPS = 5
STEPPED = (Kind.RATING, Kind.NPS)


@lru_cache(maxsize=2_000)
def _offered(question: str, codes: tuple[str, ...], labels: tuple[str, ...]) -> tuple[Option, ...]:
    """Options of a question, by its id, that nobody wrote. They are asked for at every step, and kept."""
    return tuple(
        Option(id=f"{question}.{code}", code=code, label=label) for code, label in zip(codes, labels, strict=True)
    )


def _steps(question: Question, first: int, last: int) -> tuple[Option, ...]:
    codes = tuple(map(str, range(first, last + 1)))
    return _offered(question.id, codes, codes)


class OneOf(AnswerKind):
    """One option: of a list, of yes and no, or a step on a scale."""

    template = "one_of"

    def options(self, question: Question) -> Sequence[Option]:
        if question.kind == Kind.YES_NO:
            return _offered(question.id, ("yes", "no"), (_("Yes"), _("No")))
        if question.kind == Kind.NPS:
            return _steps(question, 0, NPS_MOST)
        if question.kind == Kind.RATING:
            return _steps(question, 1, int(question.most or RATING_STEPS))
        return question.options

    def field(self, question: Question, options: Sequence[Option]) -> forms.Field:
        return forms.ChoiceField(choices=[(one.code, one.label) for one in options], widget=forms.RadioSelect)

    def fitting(self, stored: Any, options: Iterable[Option]) -> Stored | None:
        return stored if isinstance(stored, str) and stored in {one.code for one in options} else None

    def words(self, question: Question, stored: Stored) -> str:
        return next((one.label for one in self.options(question) if one.code == stored), str(stored))

    def written(self, question: Question, stored: Stored, options: Sequence[Option]) -> Written:
        """Steps of a rating as numbers."""
        code = str(stored)
        return int(code) if question.kind in STEPPED and code.isdecimal() else code

    def reader(self, question: Question) -> Reader:
        return option_reader(self.options(question))

    def cells(self, question: Question, stored: Stored) -> Sequence[str]:
        return (str(stored),)

    def in_order(self, cells: Iterable[str]) -> list[str]:
        """Steps by their number."""
        return sorted(cells, key=lambda cell: (int(cell) if cell.isdecimal() else 0, cell))


class SomeOf(AnswerKind):
    """Any number of options."""

    value_type = ValueType.CHOICES
    template = "some_of"

    def field(self, question: Question, options: Sequence[Option]) -> forms.Field:
        return forms.MultipleChoiceField(
            choices=[(one.code, one.label) for one in options], widget=forms.CheckboxSelectMultiple
        )

    def fitting(self, stored: Any, options: Iterable[Option]) -> Stored | None:
        chosen = set(stored) if isinstance(stored, list) else set()
        return [one.code for one in options if one.code in chosen] or None

    def problem(self, question: Question, stored: Stored) -> str:
        chosen = list(stored) if isinstance(stored, list) else []
        alone = next((one for one in question.options if one.is_exclusive and one.code in chosen), None)
        if alone is not None and len(chosen) > 1:
            return _("Choose either “%(label)s” or others, not both") % {"label": alone.label}
        return _too_few_or_many(question, len(chosen))

    def value(self, stored: Stored | None) -> Value:
        return tuple(stored) if isinstance(stored, list) else None

    def words(self, question: Question, stored: Stored) -> str:
        labels = {one.code: one.label for one in question.options}
        return "; ".join(labels.get(code, code) for code in stored) if isinstance(stored, list) else ""

    def written(self, question: Question, stored: Stored, options: Sequence[Option]) -> Written:
        """In the order of the options, so that the same choice is the same text."""
        chosen = list(stored) if isinstance(stored, list) else []
        known = [one.code for one in options if one.code in chosen]
        return BAR.join([*known, *(code for code in chosen if code not in known)])

    def reader(self, question: Question) -> Reader:
        option, options = option_reader(question.options), question.options

        def read(text: str) -> Stored | None:
            return self.fitting([option(code) for code in text.split(BAR) if code.strip()], options)

        return read

    def cells(self, question: Question, stored: Stored) -> Sequence[str]:
        return tuple(stored) if isinstance(stored, list) else ()


def _too_few_or_many(question: Question, chosen: int) -> str:
    if question.least is not None and chosen < question.least:
        least = int(question.least)
        return ngettext("Choose at least %(count)d answer", "Choose at least %(count)d answers", least) % {
            "count": least
        }
    if question.most is not None and chosen > question.most:
        most = int(question.most)
        return ngettext("Choose no more than %(count)d answer", "Choose no more than %(count)d answers", most) % {
            "count": most
        }
    return ""
