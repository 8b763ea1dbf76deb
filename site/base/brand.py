"""Colours of a brand, and whether people can read them.

Source: WCAG 2.2, "relative luminance" and "contrast ratio", https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio. The least
ratios are those of success criteria 1.4.3 (text) and 1.4.11 (edges and marks). Which pairs occur: LOOK §2 and the style
sheets in `static/css/`.
"""

import hashlib
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

TEXT = 4.5
EDGE = 3.0

DEFAULTS = {
    "brand": "#17564b",
    "brand_deep": "#0d3a33",
    "brand_tint": "#e6f0e9",
    "brand_line": "#b3cfc0",
    "act": "#7d2a66",
    "act_deep": "#5e1b4c",
    "act_tint": "#f7ebf4",
    "on_brand": "#ffffff",
    "signal": "#ffcd38",
    "signal_tint": "#fff5d1",
}
"""The ten colours that a brand may change, as in the block THEME of static/css/tokens.css (a test compares them)."""

FIXED = {
    "ink": "#1c2724",
    "ink_soft": "#4b5954",
    "paper": "#ffffff",
    "ground": "#f6f6f1",
    "edge": "#6e7b75",
    "visited": "#54407f",
    "water_tint": "#e4eff5",
}
"""Those colours of the product that meet a brand's colours."""

HEX = re.compile(r"#[0-9a-f]{6}")

NAMES = {
    "brand": _("main colour"),
    "brand_deep": _("main colour, deep"),
    "brand_tint": _("open ground"),
    "brand_line": _("contour lines"),
    "act": _("taking part"),
    "act_deep": _("taking part, pressed"),
    "act_tint": _("your own words"),
    "on_brand": _("text on colour"),
    "signal": _("signal"),
    "signal_tint": _("signal, light"),
    "ink": _("black of the text"),
    "ink_soft": _("grey of the text"),
    "paper": _("white of the page"),
    "ground": _("grey of quiet panels"),
    "edge": _("edge of form fields"),
    "visited": _("links already visited"),
    "water_tint": _("ground of official answers"),
}
"""What the form calls each colour."""


@dataclass(frozen=True)
class Pair:
    """Two colours that meet on a page: names of the upper and the lower one, the least ratio, and where they meet."""

    upper: str
    lower: str
    least: float
    where: Any

    def field(self, own: Mapping[str, str]) -> str:
        """The colour to mend: of those the brand may change, one that it did change, else the upper one."""
        own = own_colours({**DEFAULTS, **own})
        names = [name for name in (self.upper, self.lower) if name in DEFAULTS]
        return next((name for name in names if name in own), names[0])

    def ratio(self, colours: Mapping[str, str]) -> float:
        return contrast(colours[self.upper], colours[self.lower])


PAIRS = (
    Pair("ink", "brand_tint", TEXT, _("Text at the top of a page")),
    Pair("ink_soft", "brand_tint", TEXT, _("Small text at the top of a page")),
    Pair("ink", "act_tint", TEXT, _("Text in an answer that was chosen")),
    Pair("ink", "signal", TEXT, _("Text on the tag for closing soon")),
    Pair("ink", "signal_tint", TEXT, _("Text in a notice")),
    Pair("brand", "paper", TEXT, _("Links in the text")),
    Pair("brand", "ground", TEXT, _("Links in a quiet panel")),
    Pair("brand", "brand_tint", TEXT, _("Links at the top of a page")),
    Pair("brand", "signal_tint", TEXT, _("Links in a notice")),
    Pair("brand", "water_tint", TEXT, _("Links in an official answer")),
    Pair("brand_deep", "brand_tint", TEXT, _("Links under the pointer")),
    Pair("visited", "brand_tint", TEXT, _("Visited links at the top of a page")),
    Pair("on_brand", "brand", TEXT, _("Text on the tag for what is open")),
    Pair("on_brand", "brand_deep", TEXT, _("Text at the foot of the page")),
    Pair("on_brand", "act", TEXT, _("Text on the main button")),
    Pair("on_brand", "act_deep", TEXT, _("Text on the main button when it is pressed")),
    Pair("act_deep", "act_tint", TEXT, _("Text on the tag for what is yours")),
    Pair("act", "paper", EDGE, _("Edge of an answer that was chosen")),
    Pair("act", "act_tint", EDGE, _("Mark of an answer that was chosen")),
    Pair("act", "brand_tint", EDGE, _("The main button at the top of a page")),
    Pair("edge", "brand_tint", EDGE, _("Edge of form fields at the top of a page")),
    Pair("signal", "brand", EDGE, _("The dot on the tag for what is open")),
    Pair("signal", "brand_deep", EDGE, _("The ring around what has the focus, at the foot of the page")),
    Pair("signal", "ink", EDGE, _("The ring around what has the focus")),
)


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb`, from 0 (black) to 1 (white)."""
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, from 1 (the same) to 21 (black on white)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def all_colours(own: Mapping[str, str]) -> dict[str, str]:
    """Every colour that meets another: the brand's own, defaults where it has none, and the fixed ones."""
    return FIXED | DEFAULTS | dict(own)


def unreadable_pairs(own: Mapping[str, str]) -> list[Pair]:
    """The pairs below their least ratio, in the order of PAIRS."""
    colours = all_colours(own)
    return [pair for pair in PAIRS if pair.ratio(colours) < pair.least]


def refusal(pair: Pair, own: Mapping[str, str]) -> str:
    """A sentence that names the pair, its ratio and the least it needs."""
    return gettext(
        "%(where)s would be hard to see: “%(upper)s” on “%(lower)s” has a contrast of %(ratio)s to 1, not %(least)s."
    ) % {
        "where": pair.where,
        "upper": NAMES[pair.upper],
        "lower": NAMES[pair.lower],
        "ratio": shown_ratio(pair.ratio(all_colours(own))),
        "least": number_format(pair.least, 1),
    }


def refusals(pairs: Sequence[Pair], own: Mapping[str, str]) -> list[str]:
    """A sentence for the worst of these pairs, and one that counts the others."""
    colours = all_colours(own)
    worst = min(pairs, key=lambda pair: pair.ratio(colours) / pair.least)
    others = len(pairs) - 1
    sentences = [refusal(worst, own)]
    if others:
        more = ngettext(
            "%(count)s more pair is too close; the preview lists it.",
            "%(count)s more pairs are too close; the preview lists them.",
            others,
        )
        sentences.append(more % {"count": others})
    return sentences


def shown_ratio(ratio: float) -> str:
    """Two places, rounded down, so that nothing that fails looks as if it passed."""
    return number_format(math.floor(ratio * 100) / 100, 2)


def own_colours(colours: Mapping[str, str]) -> dict[str, str]:
    """Only the colours that differ from the default."""
    return {name: colours[name] for name in DEFAULTS if colours[name] != DEFAULTS[name]}


def style_sheet(own: Mapping[str, str]) -> str:
    """A style sheet that sets these colours over the tokens.

    Raises:
        ValueError: a name is not one of the ten, or a colour is not `#rrggbb`.
    """
    for name, colour in own.items():
        if name not in DEFAULTS or not HEX.fullmatch(colour):
            raise ValueError(f"{name}: {colour}")
    return ":root{" + "".join(f"--fm-{name.replace('_', '-')}:{colour};" for name, colour in own.items()) + "}\n"


def fingerprint(own: Mapping[str, str]) -> str:
    """Twelve characters that change when the style sheet changes."""
    return hashlib.sha256(style_sheet(own).encode()).hexdigest()[:12]
