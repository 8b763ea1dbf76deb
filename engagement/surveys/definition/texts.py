"""The texts of a survey apart from what it asks, so that a translation is a list of texts and nothing else."""

from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel

from engagement.surveys.definition.parts import Definition, changed

TEXT_FIELDS = frozenset(
    {
        "label",
        "hint",
        "details",
        "title",
        "intro",
        "text",
        "alt",
        "caption",
        "constraint_message",
        "low_label",
        "high_label",
        "privacy_notice",
        "thanks",
    }
)
"""The fields that are written in a language."""

T = TypeVar("T", bound=BaseModel)


def texts_of(definition: Definition) -> dict[str, str]:
    """Every text that is not empty, by where it stands: `title` of the whole, `<id>.label` of a part."""
    return dict(_texts(definition, ""))


def in_language(definition: Definition, language: str, texts: Mapping[str, str]) -> Definition:
    """The same survey with these texts in place of its own; what has none there keeps its own.

    Args:
        texts: as `texts_of` gives them, of the survey in that language.
    """
    return changed(_with(definition, "", texts), {"language": language})


def _texts(part: BaseModel, place: str) -> Iterator[tuple[str, str]]:
    for name in type(part).model_fields:
        value = getattr(part, name)
        if name in TEXT_FIELDS and value:
            yield f"{place}{name}", value
        for below in _below(value):
            yield from _texts(below, f"{below.id}.")  # type: ignore[attr-defined]


def _with(part: T, place: str, texts: Mapping[str, str]) -> T:
    changes: dict[str, Any] = {}
    for name in type(part).model_fields:
        value = getattr(part, name)
        if name in TEXT_FIELDS and value:
            changes[name] = texts.get(f"{place}{name}") or value
        elif below := _below(value):
            changes[name] = tuple(_with(one, f"{one.id}.", texts) for one in below)  # type: ignore[attr-defined]
    return changed(part, changes)


def _below(value: Any) -> tuple[BaseModel, ...]:
    return value if isinstance(value, tuple) and value and isinstance(value[0], BaseModel) else ()
