"""The part of a page's text that answers a query, with the words marked. Every piece is escaped before it is joined."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from wagtail.search.index import SearchField

AROUND = 90
"""Characters shown before the first word that was found."""
LENGTH = 260
NEAR = 120
"""Characters within which words belong together."""
MOST_PLACES = 200


def text_of(page: Any) -> str:
    """All that the index knows of a page besides its title, as one line of plain text, the body last."""
    fields = [f for f in page.get_search_fields() if isinstance(f, SearchField) and f.field_name != "title"]
    fields.sort(key=lambda field: field.field_name == "body")
    return " ".join(" ".join(_flat(field.get_value(page))).strip() for field in fields).strip()


def _flat(value: Any) -> list[str]:
    if isinstance(value, list | tuple):
        return [text for part in value for text in _flat(part)]
    return [" ".join(str(value).split())] if value else []


def extract(text: str, words: Sequence[str]) -> SafeString:
    """The passage with most of the words, or the beginning of the text without any, as safe HTML."""
    start = _start_of_word(text, _best_place(folded(text), words) - AROUND)
    passage = Truncator(text[start:]).chars(LENGTH)
    if len(passage) < len(text[start:]):
        passage = passage.rstrip("…").rsplit(" ", 1)[0] + " …"
    return format_html("{}{}", "… " if start else "", highlight(passage, words))


def _best_place(text: str, words: Sequence[str]) -> int:
    """Where the first passage begins that has as many different words as any; 0 without any word.

    Args:
        text: folded.
    """
    if not words:
        return 0
    places = [match.start() for match in _pattern(words).finditer(text)][:MOST_PLACES]
    plain = [folded(word) for word in words]
    return max(places, key=lambda at: sum(word in text[at : at + NEAR] for word in plain), default=0)


def highlight(text: str, words: Sequence[str]) -> SafeString:
    """The text as safe HTML, each word that begins with one of `words` in a `<mark>`."""
    if not words:
        return format_html("{}", text)
    pieces, end = [], 0
    for match in _pattern(words).finditer(folded(text)):
        pieces += [text[end : match.start()], format_html("<mark>{}</mark>", text[match.start() : match.end()])]
        end = match.end()
    return format_html_join("", "{}", ((piece,) for piece in [*pieces, text[end:]]))


def folded(text: str) -> str:
    """The text in small letters without accents, each character still in its place."""
    return "".join(_folded(character) for character in text)


def _folded(character: str) -> str:
    base = unicodedata.normalize("NFD", character)[0].lower()
    return base if len(base) == 1 else character


def _pattern(words: Sequence[str]) -> re.Pattern[str]:
    found = "|".join(re.escape(folded(word)) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"\b(?:{found})\w*")


def _start_of_word(text: str, at: int) -> int:
    if at <= 0:
        return 0
    return text.find(" ", at) + 1
