"""How each kind of question asks and what its answers are: one class for each, and nothing about a kind anywhere else.

An answer is kept as JSON: the code of an option, a list of codes, or a text such as "12.5" and "2026-11-29".
"""

from engagement.surveys.definition import Question
from engagement.surveys.enums import Kind
from engagement.surveys.kinds.agreeing import Agreement
from engagement.surveys.kinds.base import AnswerKind, Stored, Written
from engagement.surveys.kinds.choosing import OneOf, SomeOf
from engagement.surveys.kinds.counting import Number
from engagement.surveys.kinds.dating import Day, Moment, TimeOfDay
from engagement.surveys.kinds.ranking import Ranked
from engagement.surveys.kinds.writing import Email, Postcode, Words

KINDS: dict[str, AnswerKind] = {
    Kind.CHOICE: OneOf(),
    Kind.CHOICES: SomeOf(),
    Kind.YES_NO: OneOf(),
    Kind.SCALE: OneOf(),
    Kind.RATING: OneOf(),
    Kind.NPS: OneOf(),
    Kind.RANKING: Ranked(),
    Kind.TEXT: Words(),
    Kind.LONG_TEXT: Words(),
    Kind.NUMBER: Number(),
    Kind.PERCENTAGE: Number(),
    Kind.MONEY: Number(),
    Kind.DATE: Day(),
    Kind.TIME: TimeOfDay(),
    Kind.MOMENT: Moment(),
    Kind.EMAIL: Email(),
    Kind.POSTCODE: Postcode(),
    Kind.CONSENT: Agreement(),
}


def kind_of(question: Question) -> AnswerKind:
    """How this question asks and answers."""
    return KINDS[question.kind]


__all__ = ["KINDS", "AnswerKind", "Stored", "Written", "kind_of"]
