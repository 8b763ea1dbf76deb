"""What a survey says of its parts and XLSForm has no column for: it is in columns of our own, called as the fields."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from pydantic import BaseModel, TypeAdapter, ValidationError

from engagement.surveys.definition import Definition, Option, Picture, Question
from engagement.surveys.expressions.values import plain
from engagement.surveys.xlsform.headings import OWN, Row

NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,10})?")
YES, NOTHING = "yes", "-"
KIND = f"{OWN}kind"
CODE = f"{OWN}code"
TITLE = f"{OWN}title"

Texts = Mapping[str, Mapping[str, str]]
"""Texts in other languages: by the code of the language, then as `texts_of` gives them."""


def _others(model: type[BaseModel], *named: str) -> tuple[str, ...]:
    """The fields of a part that are not named here, so that a new one is carried without more ado."""
    return tuple(name for name in model.model_fields if name not in {"id", "type", "show_if", "code", *named})


QUESTION_FIELDS = _others(
    Question,
    *("kind", "label", "hint", "details", "is_required", "options", "is_shuffled", "seed", "constraint"),
    "constraint_message",
)
OPTION_FIELDS = _others(Option, "label")
PICTURE_FIELDS = _others(Picture)
SURVEY_FIELDS = _others(Definition, "language", "title", "pages")


class OwnError(ValueError):
    """A column of ours holds what does not belong there."""

    def __init__(self, column: str) -> None:
        self.column = column
        sentence = _("This does not belong here. Empty the cell, or write it as the export of a survey does.")
        super().__init__(sentence)
        self.sentence = sentence


def column_of(name: str, language: str = "") -> str:
    """The column of a field; of a text in another language than the form's, by the code of that."""
    return f"{OWN}{name}.{language}" if language else f"{OWN}{name}"


def values_in(row: Row, model: type[BaseModel], names: Iterable[str]) -> dict[str, Any]:
    """The fields that a row gives, by their names.

    Raises:
        OwnError: one of them is no value of its field.
    """
    found: dict[str, Any] = {}
    for name in names:
        if text := row.text(column_of(name)):
            found[name] = _value(model, name, text)
    return found


def cells_of(part: BaseModel, names: Iterable[str], told: Mapping[str, Any] | None = None) -> dict[str, str]:
    """What stands in those columns for a part.

    Args:
        told: what its other columns say of these fields; else they hold what they hold by themselves.
    """
    usual = {name: part.__class__.model_fields[name].default for name in names} | dict(told or {})
    given = {name: getattr(part, name) for name in names}
    return {column_of(name): _cell(value) for name, value in given.items() if value != usual[name]}


def _value(model: type[BaseModel], name: str, text: str) -> Any:
    annotation: Any = model.model_fields[name].annotation
    if annotation is str:
        return text
    if text.strip() == NOTHING:
        return model.model_fields[name].default
    if annotation is not bool and not NUMBER.fullmatch(text.strip()):
        raise OwnError(column_of(name))  # a number with an exponent could be of any size
    try:
        return TypeAdapter[Any](annotation).validate_python(text.strip())
    except ValidationError as error:
        raise OwnError(column_of(name)) from error


def _cell(value: Any) -> str:
    if value is True:
        return YES
    if value is None or value is False:
        return NOTHING
    return value if isinstance(value, str) else plain(value) if hasattr(value, "as_tuple") else str(value)
