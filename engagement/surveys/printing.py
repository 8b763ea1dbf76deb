"""A survey on paper: the same questions, with boxes to tick and lines to write on."""

from collections.abc import Iterator
from typing import Any

from engagement.surveys.definition import Definition, Group, Item, Matrix, Note, Picture, Question, piped
from engagement.surveys.enums import Kind
from engagement.surveys.kinds import kind_of
from engagement.surveys.rendering import picture_of
from engagement.surveys.wording import condition_words

LINES = {Kind.LONG_TEXT: 6}
"""How many lines there are to write on; one unless it is named here."""


def sheet(definition: Definition) -> list[dict[str, Any]]:
    """The pages for `engagement/surveys/print.html`; questions are numbered through, as people refer to them."""
    numbers = {question.code: number for number, question in enumerate(definition.questions, 1)}
    return [
        {
            "title": _blank(page.title),
            "intro": _blank(page.intro),
            "only_if": condition_words(page.show_if, definition),
            "lines": list(_lines(page.items, definition, numbers)),
        }
        for page in definition.pages
    ]


def _lines(items: tuple[Item, ...], definition: Definition, numbers: dict[str, int]) -> Iterator[dict[str, Any]]:
    for item in items:
        only_if = condition_words(item.show_if, definition)
        match item:
            case Note():
                yield {"type": "note", "text": _blank(item.text), "only_if": only_if}
            case Picture():
                yield {"type": "picture", "picture": picture_of(item), "alt": item.alt, "caption": item.caption}
            case Group():
                below = list(_lines(item.items, definition, numbers))
                yield {"type": "group", "title": _blank(item.title), "lines": below, "only_if": only_if}
            case Matrix():
                rows = [{"label": row.label, "number": numbers[row.code]} for row in item.rows]
                names = {"label": _blank(item.label), "hint": item.hint, "options": item.options, "only_if": only_if}
                yield {"type": "matrix", "rows": rows, **names}
            case Question():
                yield _question(item, numbers[item.code], only_if)


def _question(question: Question, number: int, only_if: str) -> dict[str, Any]:
    return {
        "type": "question",
        "number": number,
        "kind": question.kind,
        "template": kind_of(question).template,
        "label": _blank(question.label),
        "hint": question.hint,
        "options": kind_of(question).options(question),
        "ends": (question.low_label, question.high_label),
        "only_if": only_if,
        "room": range(LINES.get(question.kind, 1)),
        "unit": question.unit,
    }


def _blank(text: str) -> str:
    """On paper nothing is known of earlier answers: their places hold what is said without one."""
    return piped(text, lambda code: "")
