"""From a `Definition` to the blocks that editors change: the way back from `freezing`."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from engagement.surveys.definition import (
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
)
from engagement.surveys.definition.parts import Part

Block = dict[str, Any]
"""A block as a StreamField keeps it: type, value, id."""

TEXTS = ("title", "intro", "privacy_notice", "thanks")
"""What a design has beside its pages, under the same names."""


def blocks_of(definition: Definition) -> list[Block]:
    """The pages as the body of a `SurveyDesign` takes them; every block keeps its id."""
    return [_page(page) for page in definition.pages]


def _page(page: Page) -> Block:
    value = {"title": page.title, "intro": page.intro, "items": _items(page.items), "code": page.code}
    return _block("page", page, value)


def _items(items: Iterable[Item]) -> list[Block]:
    return [_item(item) for item in items]


def _item(item: Item) -> Block:
    match item:
        case Question():
            return _block(item.kind.value, item, _question(item))
        case Matrix():
            value = {"label": item.label, "hint": item.hint, "is_required": item.is_required}
            return _block("matrix", item, {**value, "rows": _list(item.rows), "options": _list(item.options)})
        case Group():
            value = {"title": item.title, "intro": item.intro, "items": _items(item.items)}
            return _block("group", item, value)
        case Note():
            return _block("note", item, {"text": item.text})
        case Picture():
            shown = {"image": item.image or None, "alt_text": item.alt, "decorative": item.is_decorative}
            return _block("picture", item, {"picture": shown, "caption": item.caption})
        case Calculation():
            return _block("calculation", item, {"code": item.code, "formula": item.formula})


def _question(question: Question) -> dict[str, Any]:
    left_out = {"id", "type", "kind", "options", "show_if"}
    value = {name: _plain(getattr(question, name)) for name in Question.model_fields if name not in left_out}
    return {**value, "options": _list(question.options)} if question.options else value


def _list(parts: Iterable[Option | Row]) -> list[Block]:
    return [_block("item", part, part.model_dump(mode="json", exclude={"id", "show_if"})) for part in parts]


def _block(kind: str, part: Part, value: dict[str, Any]) -> Block:
    return {"type": kind, "id": part.id, "value": {**value, "show_if": part.show_if}}


def _plain(value: Any) -> Any:
    """Numbers as blocks keep them."""
    if not isinstance(value, Decimal):
        return value
    return int(value) if value == value.to_integral_value() else str(value)
