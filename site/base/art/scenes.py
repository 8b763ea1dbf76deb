"""Pictures that stand alone: the mark, the home page's ring, the empty ring, the path that ends, the footer's hill."""

from base.art.contours import contours
from base.art.kit import BRAND, CLAY, INK, LINE, PAPER, SIGNAL, circle, path, ring, seat, tree, you

HOME_TREES = (
    *((340, 170, 15), (366, 150, 11), (800, 462, 17), (832, 440, 12), (816, 418, 10), (352, 520, 12), (800, 150, 14)),
    *((826, 166, 10), (590, 590, 13), (616, 604, 9), (560, 70, 10)),
)


def mark() -> str:
    """48 by 48: nine seats in a ring, one bright."""
    drawing = circle(24, 24, 24, BRAND)
    for i in range(9):
        x, y, _angle = seat((24, 24), 14, i, 9)
        drawing += circle(x, y, 3.6 if i == 2 else 3, SIGNAL if i == 2 else "var(--fm-on-brand)")
    return drawing


def home() -> str:
    """900 by 660: the open place in the ring, and the person walking to it."""
    centre = (560.0, 330.0)
    lines = "".join(f'<path d="{line}"/>' for line in contours(centre, first=150, step=36, count=13, seed=7))
    clearing = contours(centre, first=143, step=1, count=1, seed=7)[0]
    drawing = f'<g fill="none" stroke="{LINE}" stroke-width="2">{lines}</g><path d="{clearing}" fill="{PAPER}"/>'
    drawing += "".join(tree(x, y, r, (x + y) % 2 == 0) for x, y, r in HOME_TREES)
    return drawing + ring(centre, 94, 13, size=1.75, empty=(9,)) + you(*seat(centre, 150, 9, 13), 1.9)


def empty() -> str:
    """160 by 160: dashed seats, one bright."""
    drawing = circle(80, 80, 76, PAPER)
    for i in range(9):
        x, y, _angle = seat((80, 80), 46, i, 9)
        if i == 2:
            drawing += circle(x, y, 10, SIGNAL, f' stroke="{INK}" stroke-width="2.5"')
        else:
            drawing += circle(x, y, 9, "none", f' stroke="{BRAND}" stroke-width="2.5" stroke-dasharray="4 4"')
    return drawing


def lost() -> str:
    """320 by 300: a path that ends."""
    lines = "".join(
        f'<path d="{line}"/>' for line in contours((160, 150), first=24, step=17, count=9, seed=31, stretch=1.15)
    )
    way = path("M22 262C70 236 58 196 102 190s70 22 96-12", CLAY, 4, ' stroke-dasharray="2 11" stroke-linecap="round"')
    return f'<g fill="none" stroke="{LINE}" stroke-width="2">{lines}</g>{way}' + you(214, 168, -0.6, 1.25)


def foot() -> str:
    """500 by 300: contours in the current colour."""
    lines = contours((330, 150), first=30, step=26, count=9, seed=17, stretch=1.4, knots=12)
    return f'<path d="{"".join(lines)}" fill="none" stroke="currentColor" stroke-width="2"/>'
