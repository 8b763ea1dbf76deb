from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from django import forms

from engagement.surveys.definition import Option, Question
from engagement.surveys.expressions import Value, ValueType

Stored = str | list[str] | bool
"""An answer as it is kept in JSON."""


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
