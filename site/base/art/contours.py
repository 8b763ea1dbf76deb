"""Contour lines: noisy closed curves around one summit, spacing growing outward."""

import math
import random
from collections.abc import Sequence
from functools import lru_cache

Point = tuple[float, float]


def closed_curve(points: Sequence[Point]) -> str:
    """SVG path data of a smooth closed curve through the points (a Catmull-Rom spline as Bézier segments).

    Numbers are whole and relative; `s` lets the renderer mirror the first control point, which is what the spline asks
    for anyway. Both keep the text about half as long.
    """
    count = len(points)
    ends = [(round(x), round(y)) for x, y in points]
    path = f"M{ends[0][0]} {ends[0][1]}"
    for i in range(count):
        before, here, there, after = (points[(i + k) % count] for k in (-1, 0, 1, 2))
        x, y = ends[i]
        second = (there[0] - (after[0] - here[0]) / 6 - x, there[1] - (after[1] - here[1]) / 6 - y)
        numbers = [*second, ends[(i + 1) % count][0] - x, ends[(i + 1) % count][1] - y]
        if i == 0:
            numbers = [here[0] + (there[0] - before[0]) / 6 - x, here[1] + (there[1] - before[1]) / 6 - y, *numbers]
        path += ("c" if i == 0 else "s") + joined(numbers)
    return path + "z"


def joined(numbers: Sequence[float]) -> str:
    """Whole numbers with a space only where a minus sign does not part them already."""
    text = ""
    for number in numbers:
        word = str(round(number))
        text += word if not text or word.startswith("-") else f" {word}"
    return text


def contours(
    centre: Point, *, first: float, step: float, count: int, seed: int, stretch: float = 1.25, knots: int = 14
) -> list[str]:
    """Path data of `count` contour lines around `centre`, in the units of the drawing."""
    rnd = random.Random(seed)  # noqa: S311 - a drawing, not a secret
    amounts = [rnd.uniform(0.5, 1.2) for _ in range(3)]
    phases = [rnd.uniform(0, 2 * math.pi) for _ in range(3)]
    lines = []
    for i in range(count):
        radius, noise = first + step * i * (1 + 0.045 * i), 0.03 + 0.017 * i
        points = []
        for angle in (2 * math.pi * k / knots for k in range(knots)):
            wave = (
                amounts[0] * math.sin(2 * angle + phases[0])
                + amounts[1] * math.sin(3 * angle + phases[1] + 0.12 * i)
                + 0.5 * amounts[2] * math.sin(5 * angle + phases[2])
            )
            r = radius * (1 + noise * wave)
            points.append((centre[0] + stretch * r * math.cos(angle), centre[1] + r * math.sin(angle)))
        lines.append(closed_curve(points))
    return lines


@lru_cache(maxsize=1024)
def hill(seed: int) -> str:
    """Path data of a page's own hill, for a drawing of 900 by 420."""
    rnd = random.Random(seed)  # noqa: S311 - a drawing, not a secret
    centre = (rnd.uniform(610, 710), rnd.uniform(110, 240))
    return "".join(contours(centre, first=30, step=30, count=11, seed=seed, stretch=1.5, knots=12))
