"""The picture that other services show beside a link to us: the mark on its ground, as PNG, because they take no SVG.

`python -m base.art.social site/static/img/social.png` draws it, from the colours that a brand begins with.
"""

import sys

from PIL import Image, ImageDraw

from base.art.kit import seat
from base.brand import DEFAULTS

SIZE = (1200, 630)
"""As Open Graph's readers want it (https://ogp.me/): wide, nearly two to one."""
FINER = 3
"""Drawn so many times larger, and made smaller: Pillow does not smooth edges."""
RINGS = range(250, 900, 58)


def social() -> Image.Image:
    """Nine seats in a ring, one bright, with rings around them."""
    picture = Image.new("RGB", (SIZE[0] * FINER, SIZE[1] * FINER), DEFAULTS["brand_deep"])
    draw = ImageDraw.Draw(picture)
    centre = (SIZE[0] / 2, SIZE[1] / 2)
    for radius in RINGS:
        _circle(draw, centre, radius, outline=DEFAULTS["brand"], width=4 * FINER)
    _circle(draw, centre, 216, fill=DEFAULTS["brand"])
    for number in range(9):
        x, y, _angle = seat(centre, 126, number, 9)
        is_bright = number == 2
        _circle(draw, (x, y), 32 if is_bright else 27, fill=DEFAULTS["signal" if is_bright else "on_brand"])
    return picture.resize(SIZE, Image.Resampling.LANCZOS).quantize(64)


def _circle(draw: ImageDraw.ImageDraw, centre: tuple[float, float], radius: float, **look: object) -> None:
    x, y = centre
    box = [(x - radius) * FINER, (y - radius) * FINER, (x + radius) * FINER, (y + radius) * FINER]
    draw.ellipse(box, **look)  # type: ignore[arg-type]


if __name__ == "__main__":
    social().save(sys.argv[1], optimize=True)
