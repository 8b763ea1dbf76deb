"""The part of a text that answers a query, with the words marked. Every piece is escaped before it is joined."""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from itertools import islice

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator

AROUND = 90
"""Characters shown before the first word that was found."""
LENGTH = 260
NEAR = 120
"""Characters within which words belong together."""
MOST_PLACES = 200
ENDING = re.compile(r"(?<=[a-z]{4})(?:ies|ing|ed|es|s|y)$")
"""What English words take on and lose; what is left begins all their forms, or is near enough to be marked."""


def extract(text: str, words: Sequence[str], instead: str = "") -> SafeString:
    """The passage with most of the words as safe HTML; without any, the beginning of `instead`, or of the text.

    Args:
        text: one line of plain text.
    """
    begun = beginnings(words)
    best = _best_place(folded(text), begun)
    if best is None and instead:
        text = instead
    start = _start_of_word(text, (best or 0) - AROUND)
    passage = Truncator(text[start : start + LENGTH * 2]).chars(LENGTH)
    if len(passage) < len(text[start:]):
        passage = passage.rstrip("…").rsplit(" ", 1)[0] + " …"
    return format_html("{}{}", "… " if start else "", highlight(passage, words))


def _best_place(text: str, words: Sequence[str]) -> int | None:
    """Where the first passage begins that has as many different words as any; None without any word.

    Args:
        text: folded.
        words: folded.
    """
    if not words:
        return None
    places = [match.start() for match in islice(_pattern(words).finditer(text), MOST_PLACES)]
    return max(places, key=lambda at: sum(word in text[at : at + NEAR] for word in words), default=None)


def highlight(text: str, words: Sequence[str]) -> SafeString:
    """The text as safe HTML, each word that begins with one of `words` in a `<mark>`."""
    if not words:
        return format_html("{}", text)
    pieces, end = [], 0
    for match in _pattern(beginnings(words)).finditer(folded(text)):
        pieces += [text[end : match.start()], format_html("<mark>{}</mark>", text[match.start() : match.end()])]
        end = match.end()
    return format_html_join("", "{}", ((piece,) for piece in [*pieces, text[end:]]))


def beginnings(words: Sequence[str]) -> list[str]:
    """What the words and other forms of them begin with, folded: PostgreSQL finds “library” for “libraries”."""
    return [ENDING.sub("", folded(word)) for word in words]


def folded(text: str) -> str:
    """The text in small letters without accents, each character still in its place."""
    return text.lower() if text.isascii() else "".join(map(_folded, text))


@cache
def _folded(character: str) -> str:
    base = unicodedata.normalize("NFD", character)[0].lower()
    return base if len(base) == 1 else character


def _pattern(words: Sequence[str]) -> re.Pattern[str]:
    """Words that begin with one of these, which are folded."""
    found = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"\b(?:{found})\w*")


def _start_of_word(text: str, at: int) -> int:
    if at <= 0:
        return 0
    return text.find(" ", at) + 1
