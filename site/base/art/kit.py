"""The parts of every picture, in plan view: person, you, ring, tree, roof. All return SVG text."""

import math

BRAND, LINE, TINT, DEEP = (f"var(--fm-{name})" for name in ("brand", "brand-line", "brand-tint", "brand-deep"))
SIGNAL, PAPER, INK = (f"var(--fm-{name})" for name in ("signal", "paper", "ink"))
WATER, CLAY, ACT = (f"var(--fm-{name})" for name in ("water", "clay", "act"))
SHOULDERS = (BRAND, CLAY, WATER, BRAND, ACT)


def n(value: float) -> str:
    """A number with at most one decimal."""
    return f"{value:.1f}".removesuffix(".0")


def rect(x: float, y: float, width: float, height: float, fill: str, more: str = "") -> str:  # noqa: PLR0917
    """A filled rectangle."""
    return f'<rect x="{n(x)}" y="{n(y)}" width="{n(width)}" height="{n(height)}" fill="{fill}"{more}/>'


def circle(x: float, y: float, r: float, fill: str, more: str = "") -> str:
    """A filled circle."""
    return f'<circle cx="{n(x)}" cy="{n(y)}" r="{n(r)}" fill="{fill}"{more}/>'


def path(data: str, stroke: str, width: float, more: str = "") -> str:
    """An unfilled line."""
    return f'<path d="{data}" fill="none" stroke="{stroke}" stroke-width="{n(width)}"{more}/>'


def person(x: float, y: float, angle: float, shoulders: str, size: float = 1) -> str:
    """Somebody seen from above, looking along `angle` (radians, 0 looks to the left): shoulders behind, head before."""
    return (
        f'<g transform="translate({n(x)} {n(y)}) rotate({math.degrees(angle):.0f}) scale({size})">'
        f'<ellipse cx="2" rx="5.5" ry="11.5" fill="{shoulders}"/>'
        f'<circle cx="-1" r="5.5" fill="{DEEP}" stroke="{PAPER}" stroke-width="1.5"/></g>'
    )


def you(x: float, y: float, angle: float, size: float = 1) -> str:
    """The bright one: you. Always with an ink rim, so that it shows on light ground."""
    return (
        f'<g transform="translate({n(x)} {n(y)}) rotate({math.degrees(angle):.0f}) scale({size})">'
        f'<ellipse cx="2" rx="6" ry="12" fill="{SIGNAL}" stroke="{INK}" stroke-width="2"/>'
        f'<circle cx="-1" r="5.5" fill="{INK}"/></g>'
    )


def seat(centre: tuple[float, float], radius: float, index: int, count: int) -> tuple[float, float, float]:
    """Where seat `index` of a ring is, and the angle at which someone on it looks to the middle."""
    angle = 2 * math.pi * index / count - math.pi / 2
    return centre[0] + radius * math.cos(angle), centre[1] + radius * math.sin(angle), angle


def ring(
    centre: tuple[float, float],
    radius: float,
    count: int,
    *,
    size: float = 1,
    empty: tuple[int, ...] = (),
    bright: int | None = None,
) -> str:
    """People in a ring, with places left free and perhaps you among them."""
    drawing = ""
    for i in range(count):
        if i == bright:
            drawing += you(*seat(centre, radius, i, count), size * 1.12)
        elif i not in empty:
            drawing += person(*seat(centre, radius, i, count), SHOULDERS[(i * 2 + i // 3) % 5], size)
    return drawing


def tree(x: float, y: float, r: float, dark: bool = False) -> str:
    """A tree from above: crown and the light on it."""
    crown, light = (BRAND, LINE) if dark else (LINE, TINT)
    return circle(x, y, r, crown) + circle(x - r * 0.25, y - r * 0.25, r * 0.38, light)


def roof(x: float, y: float, width: float, height: float, fill: str, more: str = "") -> str:  # noqa: PLR0917
    """A house from above: its roof with the ridge along the longer side."""
    ridge = f"M{n(x)} {n(y + height / 2)}h{n(width)}" if width >= height else f"M{n(x + width / 2)} {n(y)}v{n(height)}"
    return rect(x, y, width, height, fill, f' rx="3"{more}') + path(ridge, TINT, 2)
