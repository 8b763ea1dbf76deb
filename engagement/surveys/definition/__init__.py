"""What a survey asks, as one value: pages of questions with their texts in one language, and nothing of a database.

Designs are frozen into it, spreadsheets are read into it and written from it, paths are walked over it.
"""

from engagement.surveys.definition.conditions import conditions_of
from engagement.surveys.definition.parts import (
    Calculation,
    Definition,
    Group,
    Item,
    Matrix,
    Note,
    Option,
    Page,
    Picture,
    Question,
    Row,
    changed,
)
from engagement.surveys.definition.piping import piped
from engagement.surveys.definition.texts import in_language, texts_of

__all__ = [
    "Calculation",
    "Definition",
    "Group",
    "Item",
    "Matrix",
    "Note",
    "Option",
    "Page",
    "Picture",
    "Question",
    "Row",
    "changed",
    "conditions_of",
    "in_language",
    "piped",
    "texts_of",
]
