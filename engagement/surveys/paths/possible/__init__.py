"""What may be answered to a survey, as far as its conditions tell answers apart: the base of checks and of listings."""

from engagement.surveys.paths.possible.answers import NOTHING, Answer, possible_answers
from engagement.surveys.paths.possible.plan import Condition, Plan
from engagement.surveys.paths.possible.searching import (
    AllHold,
    Answered,
    Answers,
    FewOffered,
    Found,
    Goal,
    Search,
    Verdict,
    values_of,
)
from engagement.surveys.paths.possible.telling import answer_words, told

__all__ = [
    "NOTHING",
    "AllHold",
    "Answer",
    "Answered",
    "Answers",
    "Condition",
    "FewOffered",
    "Found",
    "Goal",
    "Plan",
    "Search",
    "Verdict",
    "answer_words",
    "possible_answers",
    "told",
    "values_of",
]
