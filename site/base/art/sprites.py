"""Write the two sprite files: `icons.svg` (on every page) and `plates.svg` (where a picture is shown)."""

import sys
from pathlib import Path

from base.art import scenes
from base.art.icons import ICONS
from base.art.plates import DRAWINGS

SIZES = {"plate": (480, 180), "wide": (480, 340)}


def group(name: str, content: str) -> str:
    """One drawing, to be referred to as `#name`."""
    return f'<g id="{name}">{content}</g>\n'


def sheet(drawings: dict[str, str]) -> str:
    """A file of drawings; shows nothing by itself."""
    groups = "".join(group(name, content) for name, content in drawings.items())
    return f'<svg xmlns="http://www.w3.org/2000/svg"><defs>\n{groups}</defs></svg>\n'


def icons() -> str:
    """The text of `icons.svg`."""
    small = {f"i-{name}": content for name, content in ICONS.items()}
    return sheet(
        {**small, "mark": scenes.mark(), "empty": scenes.empty(), "lost": scenes.lost(), "foot": scenes.foot()}
    )


def plates() -> str:
    """The text of `plates.svg`."""
    drawings = {
        f"{slug}-{size}": draw(height) for slug, draw in DRAWINGS.items() for size, (_width, height) in SIZES.items()
    }
    return sheet({**drawings, "home": scenes.home()})


def favicon() -> str:
    """The text of `favicon.svg`, which stands alone and so names its colours."""
    mark = scenes.mark()
    for name, colour in {"brand": "#17564b", "signal": "#ffcd38", "on-brand": "#ffffff"}.items():
        mark = mark.replace(f"var(--fm-{name})", colour)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48">{mark}</svg>\n'


SHEETS = {"icons.svg": icons, "plates.svg": plates, "favicon.svg": favicon}


def write(folder: Path) -> None:
    """Draw every sheet into `folder`."""
    for name, draw in SHEETS.items():
        (folder / name).write_text(draw(), encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
