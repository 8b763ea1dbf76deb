"""Answers told to editors: Do you drive? Yes → How many cars? more than 2."""

from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _

from engagement.surveys.definition import Question
from engagement.surveys.kinds import kind_of
from engagement.surveys.paths.places import quoted
from engagement.surveys.paths.possible.answers import Answer

ARROW = " → "


def answer_words(question: Question, answer: Answer) -> str:
    """An answer in words: the option, what numbers it stands for, or that there is none."""
    if answer.stored is None:
        return _("not answered")
    words = answer.span.words(question) if answer.span else ""
    return words or quoted(kind_of(question).words(question, answer.stored))


def told(answers: Iterable[tuple[Question, Answer]], say: Callable[[str], str] = str) -> str:
    """Answers in their order.

    Args:
        say: puts earlier answers into a label.
    """
    return ARROW.join(f"{quoted(say(question.label))} {answer_words(question, answer)}" for question, answer in answers)
