"""From the blocks of a design to the `Definition` that people answer."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from wagtail.rich_text import RichText

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
from engagement.surveys.enums import Kind

QUESTION_FIELDS = frozenset(Question.model_fields) - {"id", "type", "kind", "options", "show_if"}
"""Those that blocks have under the same name."""


def definition_of(design: Any) -> Definition:
    """What this state of a `SurveyDesign` asks, in its own language.

    Every block has its id already: those of what comes from the database and from revisions have.
    """
    return Definition(
        language=design.locale.language_code,
        title=design.title,
        intro=design.intro,
        privacy_notice=design.privacy_notice,
        thanks=design.thanks,
        pages=tuple(_page(child) for child in design.body),
    )


def _page(child: Any) -> Page:
    value = _filled(child.value)
    return Page(
        **_common(child),
        code=value.get("code") or str(child.id),
        title=value.get("title", ""),
        intro=_html(value.get("intro")),
        items=_items(value["items"]),
    )


def _items(stream: Iterable[Any]) -> tuple[Item, ...]:
    return tuple(_item(child) for child in stream)


def _item(child: Any) -> Item:
    value, common = _filled(child.value), _common(child)
    match child.block_type:
        case "note":
            return Note(**common, text=_html(value.get("text")))
        case "picture":
            return _picture(common, value)
        case "calculation":
            return Calculation(**common, code=value["code"], formula=value.get("formula", ""))
        case "group":
            title, intro = value.get("title", ""), _html(value.get("intro"))
            return Group(**common, title=title, intro=intro, items=_items(value["items"]))
        case "matrix":
            given = {name: value[name] for name in ("label", "hint", "is_required") if name in value}
            return Matrix(**common, **given, rows=_rows(value), options=_options(value))
        case kind:
            return Question(**common, kind=Kind(kind), options=_options(value), **_given(value))


def _picture(common: dict[str, Any], value: dict[str, Any]) -> Picture:
    picture = value.get("picture")
    if picture is None:
        return Picture(**common, image=0)
    return Picture(
        **common,
        image=picture.pk,
        alt=picture.contextual_alt_text or "",
        is_decorative=bool(picture.decorative),
        caption=value.get("caption", ""),
    )


def _rows(value: dict[str, Any]) -> tuple[Row, ...]:
    return tuple(
        Row(**_common(row), code=row.value["code"], label=row.value["label"] or "")
        for row in value["rows"].bound_blocks
    )


def _options(value: dict[str, Any]) -> tuple[Option, ...]:
    bound = value["options"].bound_blocks if "options" in value else ()
    return tuple(Option(**{**_filled(one.value), **_common(one)}) for one in bound)


def _given(value: dict[str, Any]) -> dict[str, Any]:
    """The fields of a question that its block has; what was left empty stays at its default."""
    found = {name: value[name] for name in QUESTION_FIELDS & set(value)}
    bounds: dict[str, Any] = {name: Decimal(found[name]) for name in ("least", "most") if name in found}
    return {**found, **bounds, "constraint": value.get("constraint", "").strip()}


def _filled(value: Any) -> dict[str, Any]:
    """What a block holds; what was never filled in is left out."""
    return {name: one for name, one in value.items() if one is not None}


def _common(child: Any) -> dict[str, Any]:
    return {"id": str(child.id), "show_if": (child.value.get("show_if") or "").strip()}


def _html(value: RichText | str | None) -> str:
    return value.source if isinstance(value, RichText) else value or ""
