"""Surveys for tests: short ways to write one down."""

from datetime import date
from typing import Any

from engagement.surveys.definition import Definition, Item, Option, Page, Question
from engagement.surveys.enums import Kind
from engagement.surveys.paths import Path, walk

TODAY = date(2026, 6, 10)


def options(*codes: str, **settings: Any) -> tuple[Option, ...]:
    """Options whose labels are their codes with a capital."""
    return tuple(Option(id=f"o-{code}", code=code, label=code.capitalize(), **settings) for code in codes)


def ask(code: str, kind: str = "text", **settings: Any) -> Question:
    """A question; one with options to choose from has red, green and blue unless told otherwise."""
    if kind in (Kind.CHOICE, Kind.CHOICES, Kind.SCALE, Kind.RANKING):
        settings.setdefault("options", options("red", "green", "blue"))
    return Question(id=f"q-{code}", code=code, kind=Kind(kind), **{"label": f"{code.capitalize()}?", **settings})


def page(code: str, *items: Item, **settings: Any) -> Page:
    """A page."""
    return Page(id=f"p-{code}", code=code, items=items, **settings)


def survey(*pages: Page | Item, **settings: Any) -> Definition:
    """A survey; what is no page is put on one of its own, called p1, p2 and so on."""
    made = [one if isinstance(one, Page) else page(f"p{number}", one) for number, one in enumerate(pages, 1)]
    return Definition(pages=tuple(made), **{"language": "en", "title": "A survey", **settings})


def path(definition: Definition, /, seed: int = 0, **answers: Any) -> Path:
    """The way that these answers make."""
    return walk(definition, answers, today=TODAY, seed=seed)


def codes(found: Path) -> list[str]:
    """The pages of a way, by their codes."""
    return [one.code for one in found.pages]
