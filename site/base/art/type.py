"""Words in pictures, in every script the theme has a face for: lines are broken, and letters shaped and ordered.

Pillow knows one face at a time and no other to fall back on, so a word is cut into runs of one face each. Which face
has which letters stands in `static/css/tokens.css`, once for browsers and for this. Arabic and Bengali need Raqm, which
Pillow's wheels bring along (https://pillow.readthedocs.io/en/stable/reference/features.html).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any
from unicodedata import bidirectional, mirrored, normalize

from PIL import ImageDraw, ImageFont, features

TOKENS = Path(__file__).resolve().parents[2] / "static" / "css" / "tokens.css"
FACE = re.compile(r"@font-face\{[^}]*font-weight:700;[^}]*url\(([^)]+)\)[^}]*unicode-range:([^}]+)\}")
SHAPED = ("arabic", "bengali")
"""Parts of the names of faces whose letters change with their neighbours."""
MIRROR = str.maketrans("()[]{}<>«»‹›", ")(][}{><»«›‹")
ELLIPSIS = "…"


@dataclass(frozen=True)
class Face:
    """A file with the letters it has."""

    path: Path
    ranges: tuple[tuple[int, int], ...]

    @property
    def is_shaped(self) -> bool:
        return any(name in self.path.name for name in SHAPED)

    def has(self, letter: str) -> bool:
        return any(first <= ord(letter) <= last for first, last in self.ranges)


@cache
def faces() -> tuple[Face, ...]:
    """The bold faces of the theme, in the order of the style sheet."""
    found = FACE.findall(TOKENS.read_text(encoding="utf-8"))
    return tuple(Face((TOKENS.parent / url).resolve(), tuple(_ranges(ranges))) for url, ranges in found)


def _ranges(text: str) -> Iterator[tuple[int, int]]:
    for part in text.split(","):
        first, _, last = part.strip().removeprefix("U+").partition("-")
        yield int(first, 16), int(last or first, 16)


@lru_cache(maxsize=64)
def font(face: Face, size: int) -> ImageFont.FreeTypeFont:
    """The face in pixels.

    Raises:
        OSError: this Pillow cannot read it, for want of Brotli.
    """
    return ImageFont.truetype(str(face.path), size)


def can_write(text: str) -> bool:
    """Whether every letter of it has a face that this Pillow can read and shape."""
    return all(_face_of(letter) is not None for letter in cleaned(text) if letter != " ")


@cache
def _usable() -> tuple[Face, ...]:
    usable = []
    for face in faces():
        try:
            font(face, 20)
        except OSError:
            continue
        if not face.is_shaped or features.check("raqm"):
            usable.append(face)
    return tuple(usable)


def _face_of(letter: str) -> Face | None:
    return next((face for face in _usable() if face.has(letter)), None)


def cleaned(text: str) -> str:
    """One line of composed letters, without what cannot be seen."""
    return " ".join("".join(c for c in normalize("NFC", text) if c.isprintable() or c.isspace()).split())


@dataclass(frozen=True)
class Word:
    """A word as it is drawn: its runs from left to right."""

    runs: tuple[tuple[Face, str], ...]
    is_rtl: bool

    def width(self, size: int) -> float:
        """In pixels."""
        return sum(font(face, size).getlength(text) for face, text in self.runs)


def word_of(text: str) -> Word:
    """A word of letters that `can_write` accepts."""
    is_rtl = any(bidirectional(letter) in ("R", "AL") for letter in text)
    parts = [(face, "".join(run)) for face, run in groupby(text, _face_of) if face]
    if not is_rtl:
        return Word(tuple(parts), is_rtl=False)
    turned = ((face, run if face.is_shaped else _turned(run)) for face, run in reversed(parts))
    return Word(tuple(turned), is_rtl=True)


def _turned(run: str) -> str:
    """Signs beside right-to-left letters: from the other side, figures as they are."""
    if any(letter.isalnum() for letter in run):
        return run
    return "".join(letter.translate(MIRROR) if mirrored(letter) else letter for letter in reversed(run))


def broken(text: str, size: int, width: float, most: int) -> list[list[Word]] | None:
    """The words of a text in lines of at most that many pixels; None if it needs more lines than `most`."""
    gap, room = _gap(size), width
    lines: list[list[Word]] = [[]]
    for word in map(word_of, cleaned(text).split(" ")):
        wide = word.width(size)
        if wide > width:
            return None
        if lines[-1] and wide + gap > room:
            lines.append([])
            room = width
        room -= wide + (gap if lines[-1] else 0)
        lines[-1].append(word)
    return lines if len(lines) <= most else None


def fitted(text: str, sizes: Iterable[int], width: float, most: int) -> tuple[int, list[list[Word]]]:
    """The largest of the sizes at which the text fits into so many lines, else the smallest with its end left out."""
    size = 0
    for size in sizes:
        if lines := broken(text, size, width, most):
            return size, lines
    words = cleaned(text).split(" ")
    for count in range(len(words) - 1, 0, -1):
        if lines := broken(" ".join(words[:count]) + ELLIPSIS, size, width, most):
            return size, lines
    return size, []


@dataclass(frozen=True)
class Hand:
    """How words are written into a picture."""

    draw: ImageDraw.ImageDraw
    fill: str
    language: str
    is_rtl: bool
    """The direction of the text; words of the other direction stand together in theirs."""

    def write(self, line: list[Word], at: tuple[float, float], size: int) -> None:
        """One line of words.

        Args:
            at: where it begins, on the baseline: its left end, or its right end where text runs from right to left.
        """
        gap = _gap(size)
        width = sum(word.width(size) for word in line) + gap * (len(line) - 1)
        x = at[0] - width if self.is_rtl else at[0]
        for word in _in_order(line, is_rtl=self.is_rtl):
            for face, text in word.runs:
                shaping = self._shaping(word) if face.is_shaped else {}
                self.draw.text((x, at[1]), text, font=font(face, size), fill=self.fill, anchor="ls", **shaping)
                x += font(face, size).getlength(text)
            x += gap

    def _shaping(self, word: Word) -> dict[str, Any]:
        return {"direction": "rtl" if word.is_rtl else "ltr", "language": self.language}


def _in_order(line: list[Word], *, is_rtl: bool) -> Iterator[Word]:
    """From left to right: groups of words of one direction, in the order of the text's direction."""
    groups = [(key, list(words)) for key, words in groupby(line, attrgetter("is_rtl"))]
    for turns, words in reversed(groups) if is_rtl else groups:
        yield from reversed(words) if turns else words


def _gap(size: int) -> float:
    return size * 0.26
