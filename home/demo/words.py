"""Small words that the demo's content is written with."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from engagement.plugin import REFERENCE_ALPHABET, Channel

NAMESPACE = uuid.UUID("7d2a66f6-1756-4b0d-8a33-ffcd38f6f6f1")
"""Everything the demo loads is found again by a key made from this and a name."""

WELSH: dict[str, str] = {}
"""Welsh by English, filled while the content is imported."""


def key_of(*names: str) -> uuid.UUID:
    """The stable key of something the demo loads."""
    return uuid.uuid5(NAMESPACE, "/".join(names))


def reference_of(*names: str) -> str:
    """The stable reference of a contribution that the demo loads, so that decisions can name it."""
    number = key_of(*names).int
    letters = "".join(REFERENCE_ALPHABET[number >> 5 * place & 31] for place in range(8))
    return f"{letters[:4]}-{letters[4:]}"


def both(english: str, welsh: str) -> str:
    """The English text; the Welsh one is remembered for the translation of its page."""
    WELSH[english] = welsh
    return english


def prose(*paragraphs: str) -> str:
    """Rich text of paragraphs."""
    return "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)


def bullets(*lines: str) -> str:
    """Rich text of a list."""
    return "<ul>" + "".join(f"<li>{line}</li>" for line in lines) + "</ul>"


@dataclass(frozen=True)
class Day:
    """A day counted from the one on which the demo is loaded, so that it never goes stale."""

    offset: int

    def on(self, today: date) -> date:
        return today + timedelta(days=self.offset)


@dataclass(frozen=True)
class Moment:
    """A local time of such a day."""

    offset: int
    at: str = "00:00"

    def on(self, today: date) -> datetime:
        day = today + timedelta(days=self.offset)
        return timezone.make_aware(datetime.combine(day, time.fromisoformat(self.at)))


def stream(slug: str, *blocks: tuple[str, Any]) -> list[dict[str, Any]]:
    """Raw data of a stream of blocks, with the same ids every time."""
    return [
        {"type": kind, "id": str(key_of("block", slug, str(number))), "value": value}
        for number, (kind, value) in enumerate(blocks)
    ]


def items(slug: str, values: Iterable[Any]) -> list[dict[str, Any]]:
    """Raw data of a list inside a block; without ids it would be read as an old format and lost."""
    return [
        {"type": "item", "id": str(key_of("item", slug, str(number))), "value": value}
        for number, value in enumerate(values)
    ]


def heading(text: str, level: int = 2) -> tuple[str, dict[str, str]]:
    """A heading block."""
    return "heading", {"text": text, "level": str(level), "anchor": ""}


@dataclass(frozen=True)
class Said:
    """One comment: who, how many days before today and when, and what. `to` is the key of what it answers."""

    key: str
    who: str
    days: int
    at: str
    text: str
    to: str = ""
    language: str = "en"
    state: str = "published"
    because: str = ""
    """A reason of `engagement.plugin.Reason`, for what was removed or hidden."""
    is_pinned: bool = False
    channel: Channel = Channel.WEB

    @property
    def moment(self) -> Moment:
        return Moment(-self.days, self.at)
