from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from engagement.surveys.definition import Option, Question
from engagement.surveys.enums import Kind
from engagement.surveys.expressions import Value, ValueType
from engagement.surveys.kinds.base import AnswerKind, Stored

NPS_STEPS = range(11)
"""Zero to ten: Reichheld, "The One Number You Need to Grow", Harvard Business Review, December 2003."""
RATING_STEPS = 5


def _steps(question: Question, codes: Iterable[int]) -> tuple[Option, ...]:
    return tuple(Option(id=f"{question.id}.{code}", code=str(code), label=str(code)) for code in codes)


class OneOf(AnswerKind):
    """One option: of a list, of yes and no, or a step on a scale."""

    template = "one_of"

    def options(self, question: Question) -> Sequence[Option]:
        if question.kind == Kind.YES_NO:
            words = {"yes": _("Yes"), "no": _("No")}
            return [Option(id=f"{question.id}.{code}", code=code, label=label) for code, label in words.items()]
        if question.kind == Kind.NPS:
            return _steps(question, NPS_STEPS)
        if question.kind == Kind.RATING:
            return _steps(question, range(1, int(question.most or RATING_STEPS) + 1))
        return question.options

    def field(self, question: Question, options: Sequence[Option]) -> forms.Field:
        return forms.ChoiceField(choices=[(one.code, one.label) for one in options], widget=forms.RadioSelect)

    def fitting(self, stored: Any, options: Iterable[Option]) -> Stored | None:
        return stored if isinstance(stored, str) and stored in {one.code for one in options} else None

    def words(self, question: Question, stored: Stored) -> str:
        return next((one.label for one in self.options(question) if one.code == stored), str(stored))

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
