"""The smallest and the largest answer as a constraint, which is how other tools have them.

Ours stand in columns of their own. What they say in the column `constraint` is there for others, and taken off again.
"""

from engagement.surveys.definition import Question
from engagement.surveys.enums import Kind
from engagement.surveys.expressions.values import plain
from engagement.surveys.kinds.counting import bounds_of

SUBJECTS = {
    Kind.NUMBER: ".",
    Kind.PERCENTAGE: ".",
    Kind.MONEY: ".",
    Kind.CHOICES: "count-selected(.)",
    Kind.RANKING: "count-selected(.)",
    Kind.TEXT: "string-length(.)",
    Kind.LONG_TEXT: "string-length(.)",
}
"""What of an answer is bounded."""


def with_bounds(question: Question) -> str:
    """The constraint of a question as other tools need it."""
    bounds = _bounds(question)
    if not bounds or not question.constraint:
        return bounds or question.constraint
    return f"({bounds}) and ({question.constraint})"


def without_bounds(question: Question, constraint: str) -> str:
    """The constraint of a question, less what its own bounds say."""
    bounds = _bounds(question)
    begin = f"({bounds}) and ("
    if bounds and constraint == bounds:
        return ""
    if bounds and constraint.startswith(begin) and constraint.endswith(")"):
        return constraint.removeprefix(begin).removesuffix(")")
    return constraint


def _bounds(question: Question) -> str:
    subject = SUBJECTS.get(Kind(question.kind))
    if subject is None:
        return ""
    least, most = bounds_of(question)
    pairs = [(">=", least), ("<=", most)]
    return " and ".join(f"{subject} {sign} {plain(number)}" for sign, number in pairs if number is not None)
