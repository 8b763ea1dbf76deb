"""Conditions and sums over answers: a small typed language, read and reckoned here and nowhere else, without `eval`.

Its syntax is that of XLSForm, so that a condition which comes with a spreadsheet is what editors read and change.
"""

from engagement.surveys.expressions.checking import Types, check_condition, type_of
from engagement.surveys.expressions.errors import ExpressionError
from engagement.surveys.expressions.evaluating import evaluate, holds
from engagement.surveys.expressions.functions import FUNCTIONS, Situation
from engagement.surveys.expressions.nodes import Node
from engagement.surveys.expressions.parsing import parse, references
from engagement.surveys.expressions.values import Value, ValueType, text_of
from engagement.surveys.expressions.writing import literal_of, simplified, written

__all__ = [
    "FUNCTIONS",
    "ExpressionError",
    "Node",
    "Situation",
    "Types",
    "Value",
    "ValueType",
    "check_condition",
    "evaluate",
    "holds",
    "literal_of",
    "parse",
    "references",
    "simplified",
    "text_of",
    "type_of",
    "written",
]
