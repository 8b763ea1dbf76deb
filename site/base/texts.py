"""Text as people type it, and as it is kept."""

import re
import unicodedata
from collections.abc import Iterable

KEPT_CONTROLS = {"\n", "\t"}
OVERRIDES = {"\u202d", "\u202e"}
"""They reverse everything after them, so that a text reads as another one."""
BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""They turn the direction of what follows, also of what stands after a name, so that a line reads as another one."""

MOST_MARKS = 30
"""Combining marks in a row that are kept, as in the Stream-Safe Text Format (Unicode 15, UAX 15, section 13). No script
needs more, and the time to put them in order grows with the square of their number."""


def clean_text(text: str) -> str:
    """The text as it is kept: NFC, line feeds, no control characters or trailing spaces, one empty line at most."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    text = _composed(filter(_is_kept, text))
    lines = [line.rstrip() for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _is_kept(character: str) -> bool:
    if character in KEPT_CONTROLS:
        return True
    return unicodedata.category(character) not in {"Cc", "Cs", "Cn", "Co"} and character not in OVERRIDES


def clean_name(name: str) -> str:
    """A name as it is kept: NFC, on one line, without control characters and changes of direction."""
    spaced = "".join(" " if character.isspace() else character for character in name)
    kept = (character for character in spaced if unicodedata.category(character) not in {"Cc", "Cs", "Cn", "Co"})
    return " ".join(_composed(c for c in kept if c not in BIDI).split())


def _composed(characters: Iterable[str]) -> str:
    """These characters in NFC, no more than `MOST_MARKS` marks in a row."""
    kept, marks = [], 0
    for character in characters:
        marks = marks + 1 if _is_mark(character) else 0
        if marks <= MOST_MARKS:
            kept.append(character)
    return unicodedata.normalize("NFC", "".join(kept))


def _is_mark(character: str) -> bool:
    """Whether it joins what stands before it, also once taken apart: some are made of marks and are none themselves."""
    return not character.isascii() and unicodedata.combining(unicodedata.normalize("NFKD", character)[0]) > 0
