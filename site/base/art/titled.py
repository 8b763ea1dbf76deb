"""The picture that other services show beside a link to one page: its title and a line, in the colours of the site."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from PIL import Image, ImageDraw

from base.art.kit import seat
from base.art.social import SIZE
from base.art.type import Hand, can_write, fitted

FINER = 2
MARGIN = 84
SIZES = (86, 76, 68, 60, 54)
"""Pixels of a title: as large as it fits, because most people see the picture on a telephone."""
LINES = 4


@dataclass(frozen=True)
class Words:
    """What the picture says, in one language."""

    title: str
    line: str
    by: str
    """Whose page it is."""
    language: str
    is_rtl: bool = False


def titled(words: Words, colours: Mapping[str, str]) -> Image.Image | None:
    """The picture; None where a letter of it is in no face of ours or cannot be shaped.

    Args:
        colours: by the names of `base.brand.DEFAULTS`.
    """
    if not words.title or not can_write(f"{words.title} {words.line} {words.by}"):
        return None
    picture = _ground(
        colours["brand_deep"], colours["brand"], colours["signal"], colours["on_brand"], words.is_rtl
    ).copy()
    draw, width = ImageDraw.Draw(picture), SIZE[0] - 2 * MARGIN
    start = SIZE[0] - MARGIN if words.is_rtl else MARGIN
    hand = Hand(draw, colours["on_brand"], words.language, words.is_rtl)
    by_size, by = fitted(words.by, (36,), width - 90, 1)
    if by:
        hand.write(by[0], (start + (-78 if words.is_rtl else 78), 120), by_size)
    size, lines = fitted(words.title, SIZES, width, LINES)
    # The title stands in the middle of what the name above and the line below leave.
    middle, step = 330, size * 1.2
    top = middle - step * (len(lines) - 1) / 2 + size * 0.34
    for number, line in enumerate(lines):
        hand.write(line, (start, top + step * number), size)
    foot_size, foot = fitted(words.line, (42, 36, 32), width, 1)
    if foot:
        bright = Hand(draw, colours["signal"], words.language, words.is_rtl)
        bright.write(foot[0], (start, SIZE[1] - 66), foot_size)
    return picture.quantize(128)


@lru_cache(maxsize=8)
def _ground(deep: str, brand: str, signal: str, bright: str, is_rtl: bool) -> Image.Image:
    """Rings around the end of the lines, and the mark at their beginning."""
    picture = Image.new("RGB", (SIZE[0] * FINER, SIZE[1] * FINER), deep)
    draw = ImageDraw.Draw(picture)
    for radius in range(60, 640, 58):
        _circle(draw, (1110, 60), radius, outline=brand, width=3 * FINER)
    _circle(draw, (MARGIN + 28, 107), 32, fill=brand)
    if is_rtl:
        picture = picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
        draw = ImageDraw.Draw(picture)
    centre = (SIZE[0] - MARGIN - 28 if is_rtl else MARGIN + 28, 107)
    for number in range(9):
        x, y, _angle = seat(centre, 19, number, 9)
        _circle(draw, (x, y), 5, fill=signal if number == 2 else bright)
    return picture.resize(SIZE, Image.Resampling.LANCZOS)


def _circle(draw: ImageDraw.ImageDraw, centre: tuple[float, float], radius: float, **look: object) -> None:
    x, y = centre
    box = [(x - radius) * FINER, (y - radius) * FINER, (x + radius) * FINER, (y + radius) * FINER]
    draw.ellipse(box, **look)  # type: ignore[arg-type]
