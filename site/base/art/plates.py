"""One illustration for each subject, 480 wide and as high as asked: 180 on a card, 340 on the leading card."""

import math
import random
from collections.abc import Callable

from base.art.contours import contours
from base.art.kit import (
    ACT,
    BRAND,
    CLAY,
    LINE,
    PAPER,
    SHOULDERS,
    SIGNAL,
    TINT,
    WATER,
    circle,
    path,
    person,
    rect,
    ring,
    roof,
    seat,
    tree,
    you,
)

WIDTH = 480


def ground(height: float) -> str:
    return rect(0, 0, WIDTH, height, TINT)


def street(height: float) -> str:
    """Two rows of houses, a crossing, and you on it."""
    mid = height / 2
    drawing = ground(height) + rect(0, mid - 34, WIDTH, 68, PAPER)
    drawing += path(f"M0 {mid:.0f}H480", LINE, 3, ' stroke-dasharray="16 14"')
    drawing += "".join(rect(206 + i * 13, mid - 34, 7, 68, LINE) for i in range(6))
    x = -20
    for i, width in enumerate((52, 44, 58, 44, 64, 48, 52, 60, 44, 56)):
        drawing += roof(x, mid - 112, width, 56, BRAND, "" if i % 2 else ' opacity=".82"')
        drawing += roof(x + 10, mid + 58, width, 58, CLAY if i == 4 else BRAND, ' opacity=".82"' if i % 2 else "")
        x += width + 6
    trees = ((40, -43), (110, 44), (168, -43), (320, -43), (352, 44), (424, -43))
    drawing += "".join(tree(x, mid + y, 13) for x, y in trees)
    if height > 200:
        drawing += back_gardens(mid)
    return drawing + you(232, mid - 8, math.pi / 2, 0.95) + person(252, mid + 14, math.pi / 2, CLAY, 0.95)


def back_gardens(mid: float) -> str:
    drawing = ""
    for k, x in enumerate(range(14, WIDTH, 58)):
        drawing += tree(x + (k % 3) * 9, mid - 134 - (k % 2) * 16, 11 + k % 3 * 3, k % 4 == 1)
        drawing += tree(x + 8 - (k % 3) * 7, mid + 140 + (k % 2) * 12, 10 + k % 2 * 5, k % 4 == 2)
    return drawing


def shelf(y: float, seed: int) -> str:
    rnd = random.Random(seed)  # noqa: S311 - a drawing, not a secret
    drawing, x = "", 24
    while x < 456:
        width = rnd.choice((7, 9, 12, 15))
        drawing += rect(x, y, width, 26, rnd.choice((BRAND, BRAND, LINE, CLAY, WATER, SIGNAL)))
        x += width + 2
    return drawing


def library(height: float) -> str:
    """Shelves along the walls, round tables, one chair of them yours."""
    mid = height / 2
    drawing = ground(height) + shelf(22, 5) + shelf(height - 48, 6)
    if height > 200:
        drawing += shelf(60, 7) + shelf(height - 86, 8)
    for x in (120, 240, 360):
        drawing += circle(x, mid, 20, PAPER, f' stroke="{LINE}" stroke-width="2"')
        drawing += ring((x, mid), 30, 5, size=0.72, empty=(2,) if x == 240 else ())
    return drawing + you(*seat((240, mid), 30, 2, 5), 0.85)


PARK_TREES = (
    *((46, 40, 24), (92, 26, 17), (70, 76, 15), (150, 34, 20), (250, 34, 24), (292, 26, 15), (206, 70, 14)),
    *((440, 100, 22), (466, 134, 16), (420, 150, 13), (24, 150, 18), (128, 150, 22), (164, 166, 14)),
)


def park(height: float) -> str:
    """A path, a pond and trees."""
    mid = height / 2
    way = f"M-10 {height - 30:.0f}C90 {mid - 10:.0f} 120 {height:.0f} 260 {mid + 14:.0f}S420 {mid - 60:.0f} 500 30"
    drawing = ground(height) + path(way, PAPER, 20)
    for line, opacity in zip(
        contours((352, mid + 34), first=26, step=12, count=2, seed=9, stretch=1.6), (".5", ".28"), strict=True
    ):
        drawing += f'<path d="{line}" fill="{WATER}" opacity="{opacity}"/>'
    drawing += "".join(tree(x, y * height / 180, r, (x + y) % 3 == 0) for x, y, r in PARK_TREES)
    return drawing + you(214, mid + 18, 2.8, 0.95)


def market(height: float) -> str:
    """Two rows of striped stalls and people between them."""
    mid, colours = height / 2, (BRAND, CLAY, WATER, SIGNAL, BRAND, CLAY)
    drawing = ground(height)
    for i in range(6):
        for j, y in enumerate((mid - 64, mid + 28)):
            x = 22 + i * 76 + j * 14
            drawing += rect(x, y, 54, 36, colours[(i + j * 2) % 6], ' rx="3"')
            drawing += "".join(rect(x + 9 + k * 18, y, 9, 36, PAPER) for k in range(3))
    for x, angle in ((60, 1), (96, 2.2), (150, -1), (196, 1.6), (300, 0.4), (342, 2), (404, -0.8)):
        drawing += person(x, mid + (x % 3 - 1) * 9, angle, SHOULDERS[x % 5], 0.9)
    if height > 200:
        drawing += "".join(tree(30 + k * 60, mid + (-108, 104)[k % 2], 13 + k % 3 * 3, k % 4 == 1) for k in range(8))
    return drawing + you(250, mid, 0, 0.95)


def hall(height: float) -> str:
    """The folkmoot itself: a ring on open ground, one place free, you in it."""
    mid = height / 2
    lines = "".join(
        f'<path d="{line}"/>' for line in contours((240, mid), first=62, step=22, count=7, seed=4, stretch=1.6)
    )
    drawing = ground(height) + f'<g fill="none" stroke="{LINE}" stroke-width="2">{lines}</g>'
    return drawing + circle(240, mid, 62, PAPER) + ring((240, mid), 44, 12, size=0.95, empty=(4,), bright=8)


def housing(height: float) -> str:
    """Homes around a shared court, one of them not built yet."""
    mid = height / 2
    drawing = ground(height) + rect(96, mid - 30, 288, 60, PAPER, ' rx="30"')
    drawing += path(f"M-10 {mid:.0f}H100M380 {mid:.0f}H490", PAPER, 22)
    for i in range(5):
        x = 104 + i * 56
        drawing += roof(x, mid - 86, 46, 50, CLAY if i == 1 else BRAND, ' opacity=".82"' if i % 2 else "")
        if i == 3:
            drawing += f'<rect x="{x}" y="{mid + 36:.0f}" width="46" height="50" rx="3" fill="{PAPER}" stroke="{BRAND}" stroke-width="2" stroke-dasharray="5 5"/>'  # noqa: E501
        else:
            drawing += roof(x, mid + 36, 46, 50, BRAND, "" if i % 2 else ' opacity=".82"')
    for x, y in ((20, -60), (52, -36), (30, 46), (64, 62), (410, -52), (446, -30), (424, 44), (460, 66)):
        drawing += roof(x - 16, mid + y - 14, 34, 26, LINE) if x in (52, 424) else tree(x, mid + y, 15, x % 4 == 2)
    if height > 200:
        drawing += back_gardens(mid)
    drawing += circle(240, mid, 17, LINE) + circle(236, mid - 4, 6.5, TINT)
    return drawing + person(196, mid + 8, 2.6, WATER, 0.9) + you(286, mid - 2, 0.3, 0.95)


CARE_TREES = ((296, 14, 17), (462, -58, 20), (464, 56, 15), (158, -66, 16), (142, 70, 13), (400, 4, 9), (196, 0, 9))


def care(height: float) -> str:
    """A garden with benches to sit on in twos, and a path all the way round."""
    mid = height / 2
    drawing = ground(height) + roof(-8, mid - 62, 92, 124, BRAND) + roof(28, mid - 24, 92, 48, BRAND, ' opacity=".82"')
    drawing += f'<ellipse cx="296" cy="{mid:.0f}" rx="146" ry="66" fill="none" stroke="{PAPER}" stroke-width="20"/>'
    drawing += path(f"M118 {mid:.0f}H160", PAPER, 20)
    for x, y in ((236, -22), (296, -30), (356, -22), (236, 24), (356, 24)):
        drawing += rect(x - 15, mid + y - 5, 30, 10, CLAY, ' rx="3"')
    drawing += person(229, mid - 14, -1.57, WATER, 0.8) + person(243, mid - 14, -1.57, ACT, 0.8)
    drawing += person(349, mid + 15, 1.57, BRAND, 0.8) + you(363, mid + 15, 1.57, 0.85)
    for x, y, r in CARE_TREES:
        drawing += tree(x, mid + y, r, x in (462, 142, 196))
    if height > 200:
        drawing += back_gardens(mid)
    return drawing


def school(height: float) -> str:
    """A school, its playground with a game drawn on it, and a ring of children."""
    mid = height / 2
    drawing = ground(height) + rect(118, mid - 62, 300, 124, PAPER, ' rx="8"')
    drawing += roof(24, mid - 72, 62, 144, BRAND) + roof(86, mid - 72, 120, 40, BRAND, ' opacity=".82"')
    for i, columns in enumerate((1, 1, 2, 1, 2, 1)):
        for j in range(columns):
            drawing += f'<rect x="{150 + i * 19}" y="{mid + 20 + (j * 2 - columns + 1) * 9.5:.0f}" width="19" height="19" fill="none" stroke="{CLAY}" stroke-width="2"/>'  # noqa: E501
    drawing += person(140, mid + 30, 3.14, CLAY, 0.7) + ring((336, mid), 34, 9, size=0.68, empty=(6,))
    drawing += you(*seat((336, mid), 50, 6, 9), 0.75)
    for x, y, r in ((446, -56, 19), (454, 6, 14), (444, 60, 18), (10, -78, 12), (252, -76, 14), (300, -80, 10)):
        drawing += tree(x, mid + y, r, x in (446, 252))
    if height > 200:
        drawing += back_gardens(mid)
    return drawing


RIVER_TREES = (
    (40, -50, 22),
    (88, -62, 15),
    (132, -36, 13),
    (290, -66, 17),
    (420, 36, 23),
    (464, 58, 15),
    (300, 54, 17),
)


def river(height: float) -> str:
    """A river with a footbridge, reeds and ducks' rings on the water."""
    mid = height / 2
    flow = f"M-20 {mid + 44:.0f}C80 {mid - 20:.0f} 150 {mid + 66:.0f} 250 {mid + 6:.0f}"
    flow += f"S410 {mid - 70:.0f} 510 {mid - 10:.0f}"
    drawing = ground(height) + path(flow, WATER, 58, ' stroke-opacity=".28"')
    drawing += path(flow, WATER, 34, ' stroke-opacity=".5"')
    drawing += path(f"M206 -10C214 {mid - 50:.0f} 206 {mid + 70:.0f} 222 {height + 10:.0f}", PAPER, 16)
    drawing += "".join(rect(197, mid - 14 + k * 11, 26, 6, CLAY) for k in range(6))
    for x, y in ((330, -24), (96, 18)):
        drawing += "".join(
            circle(x, mid + y, r, "none", f' stroke="{PAPER}" stroke-width="1.75" opacity=".8"') for r in (5, 11)
        )
    for x, y, r in RIVER_TREES:
        drawing += tree(x, mid + y, r, (x + int(r)) % 3 == 0)
    drawing += tree(150, mid + 74, 13) + tree(30, mid + 80, 11, True) + tree(366, mid + 70, 12)
    if height > 200:
        drawing += back_gardens(mid)
    return drawing + you(209, mid - 40, 4.6, 0.95)


DRAWINGS: dict[str, Callable[[float], str]] = {
    "hall": hall,
    "street": street,
    "library": library,
    "park": park,
    "market": market,
    "housing": housing,
    "care": care,
    "school": school,
    "river": river,
}
