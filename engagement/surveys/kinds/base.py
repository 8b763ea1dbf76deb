from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from engagement.surveys.definition import Option, Question
from engagement.surveys.expressions import Value, ValueType

Stored = str | list[str] | bool
"""An answer as it is kept in JSON."""

Written = str | int | Decimal | date
"""An answer as it stands in a spreadsheet."""
Reader = Callable[[str], Stored | None]
"""Makes an answer of the text of a cell, and raises ValidationError with a sentence where it is none."""
BAR = "|"
"""Between several options in one cell."""
MOST_NAMED = 20
"""How many options are named to somebody who wrote another one."""


class AnswerKind:
    """How a question asks and what its answers are. Subclasses keep no state: there is one of each."""

    value_type: ClassVar[ValueType] = ValueType.TEXT
    """What conditions may do with it."""
    template: ClassVar[str]
    """The name of the component that shows it, in `engagement/surveys/questions/`."""
    is_free: ClassVar[bool] = False
    """Whether people write what they like, so that somebody must read it before it is published."""
    is_counted: ClassVar[bool] = True
    """Whether its answers fall into the cells of a table. What is only read makes no figures that could be public."""

    def options(self, question: Question) -> Sequence[Option]:
        """What there is to choose from."""
        return question.options

    def field(self, question: Question, options: Sequence[Option]) -> forms.Field:
        """The form field. It is never required: whether an answer is needed depends on the path, not on the form.

        Args:
            options: those that are offered here, in the order in which they are shown.
        """
        raise NotImplementedError

    def initial(self, stored: Stored | None) -> Any:
        """An answer as the form field shows it."""
        return stored

    def stored(self, cleaned: Any) -> Stored | None:
        """An answer from the form as it is kept; None where nothing was answered."""
        return cleaned or None

    def fitting(self, stored: Any, options: Iterable[Option]) -> Stored | None:
        """The answer as far as it fits what is offered; None where nothing of it does.

        Answers outlive the options they were chosen from: the way to a question changes when an earlier answer does.
        """
        return stored if isinstance(stored, str) and stored else None

    def problem(self, question: Question, stored: Stored) -> str:
        """Why this answer will not do, as a sentence; "" where it does."""
        return ""

    def value(self, stored: Stored | None) -> Value:
        """What conditions see."""
        return stored if isinstance(stored, str) else None

    def words(self, question: Question, stored: Stored) -> str:
        """What people are read back."""
        return str(stored)

    def written(self, question: Question, stored: Stored, options: Sequence[Option]) -> Written:
        """The answer as it stands in a spreadsheet: codes, and numbers and days as what they are.

        Args:
            options: those that the question has had in all versions, in order.
        """
        return str(stored)

    def reader(self, question: Question) -> Reader:
        """What reads such a cell. It is made once for many rows, and is never given an empty cell."""
        field = self.field(question, self.options(question))

        def read(text: str) -> Stored | None:
            return self.stored(field.clean(text))

        return read

    def cells(self, question: Question, stored: Stored) -> Sequence[str]:
        """Under which cells of a table of results the answer is counted; none where it is only read."""
        return ()

    def cell_words(self, question: Question, cell: str) -> str:
        """What stands before the figure of a cell that is no option of the question (any more)."""
        return cell

    def in_fewer(self, counts: Mapping[str, int]) -> Mapping[str, int]:
        """Such cells with their counts, taken together where there are more than anybody reads."""
        return counts

    def in_order(self, cells: Iterable[str]) -> list[str]:
        """Such cells as they stand one below the other."""
        return sorted(cells)


def one_line(text: str) -> str:
    """Without line breaks and spaces around them."""
    return " ".join(text.split())


def option_reader(options: Iterable[Option]) -> Callable[[str], str]:
    """What reads the code of one of these options."""
    codes = {one.code: one.code for one in options}

    def read(text: str) -> str:
        code = text.strip()
        if code not in codes:
            named = [*codes][:MOST_NAMED]
            words = {"text": code, "codes": ", ".join(named) + (", …" if len(codes) > len(named) else "")}
            raise ValidationError(_("“%(text)s” is no answer of this question; there are %(codes)s") % words)
        return code

    return read
