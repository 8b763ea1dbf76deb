"""Text as people type it, and as it is kept."""

import re
import unicodedata

KEPT_CONTROLS = {"\n", "\t"}
OVERRIDES = {"\u202d", "\u202e"}
"""They reverse everything after them, so that a text reads as another one."""
BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""They turn the direction of what follows, also of what stands after a name, so that a line reads as another one."""


def clean_text(text: str) -> str:
    """The text as it is kept: NFC, line feeds, no control characters or trailing spaces, one empty line at most."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    text = unicodedata.normalize("NFC", "".join(filter(_is_kept, text)))
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
    return " ".join(unicodedata.normalize("NFC", "".join(c for c in kept if c not in BIDI)).split())
