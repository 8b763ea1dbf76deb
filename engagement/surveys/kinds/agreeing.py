from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from engagement.surveys.definition import Option, Question
from engagement.surveys.expressions import Value
from engagement.surveys.kinds.base import AnswerKind, Reader, Stored, Written

AGREED = "yes"
TICKED, NOT_TICKED = {AGREED, "true", "1", "ok", "x"}, {"no", "false", "0"}
"""What people write into a spreadsheet, in small letters."""


class Agreement(AnswerKind):
    """A box to tick. Not ticked is no answer, never a no. XLSForm's `acknowledge` is this, with `OK` as its value."""

    template = "agreement"

    def field(self, question: Question, options: Sequence[Option]) -> forms.Field:
        return forms.BooleanField(required=False)

    def initial(self, stored: Stored | None) -> Any:
        return stored is True

    def stored(self, cleaned: Any) -> Stored | None:
        return True if cleaned else None

    def fitting(self, stored: Any, options: Iterable[Option]) -> Stored | None:
        return True if stored is True else None

    def value(self, stored: Stored | None) -> Value:
        """`OK`, as conditions in spreadsheets ask."""
        return "OK" if stored is True else None

    def words(self, question: Question, stored: Stored) -> str:
        return _("Yes, I agree")

    def written(self, question: Question, stored: Stored, options: Sequence[Option]) -> Written:
        return AGREED

    def reader(self, question: Question) -> Reader:
        return _ticked

    def cells(self, question: Question, stored: Stored) -> Sequence[str]:
        return (AGREED,)

    def cell_words(self, question: Question, cell: str) -> str:
        return _("Yes, I agree")


def _ticked(text: str) -> Stored | None:
    word = text.strip().lower()
    if word not in TICKED | NOT_TICKED:
        raise ValidationError(_("Write “yes” where the box was ticked, and nothing where it was not"))
    return True if word in TICKED else None
