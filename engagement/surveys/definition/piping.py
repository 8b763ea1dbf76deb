"""What somebody answered, said back in a later text: `${name}`, or `${name|friend}` for those who did not answer."""

import re
from collections.abc import Callable, Iterator

from django.utils.html import escape

PIPED = re.compile(r"\$\{\s*([A-Za-z_][\w.-]*)\s*(?:\|([^{}]*))?\}")
MAX_PIPED = 120
"""Characters of an answer that are said back."""
FALLBACK = "…"


def piped(text: str, words_of: Callable[[str], str], *, is_html: bool = False) -> str:
    """The text with answers in their places.

    Args:
        words_of: the answer to the question with a code as it is read back; "" where there is none.
        is_html: whether the text is rich text, into which answers go escaped.
    """

    def said(match: re.Match[str]) -> str:
        words = words_of(match[1])
        words = words if len(words) <= MAX_PIPED else f"{words[: MAX_PIPED - 1].rstrip()}…"
        words = words or (match[2] or "").strip() or FALLBACK
        return escape(words) if is_html else words

    return PIPED.sub(said, text) if "${" in text else text


def codes_piped_in(text: str) -> Iterator[str]:
    """The codes of the questions whose answers a text says back."""
    return (match[1] for match in PIPED.finditer(text))
