"""What the sources of the theme promise: no inline code, no other host, one source of each token, nothing physical."""

import hashlib
import json
import re
from pathlib import Path

import pytest
from django.conf import settings

from base.art.icons import ICONS

STATIC = Path(settings.STATICFILES_DIRS[0])
TEMPLATES = Path(settings.TEMPLATES[0]["DIRS"][0])
ROOT = TEMPLATES.parent.parent
PUBLIC_TEMPLATES = [
    path
    for folder in (TEMPLATES, ROOT / "home", ROOT / "search", ROOT / "engagement")
    for path in sorted(folder.rglob("*.html"))
    if not {"mail", "email"} & set(path.parts)
]
STYLES = sorted((STATIC / "css").glob("*.css"))


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", PUBLIC_TEMPLATES, ids=name)
def test_template_has_no_inline_code(path: Path) -> None:
    found = re.findall(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=[\"']|javascript:", path.read_text())

    assert found == []


@pytest.mark.parametrize("path", PUBLIC_TEMPLATES, ids=name)
def test_template_uses_icons_that_exist(path: Path) -> None:
    used = re.findall(r"{% icon [\"']([a-z]+)[\"']", path.read_text())

    assert [icon for icon in used if icon not in ICONS] == []


@pytest.mark.parametrize("path", sorted((TEMPLATES / "components").glob("*.html")), ids=name)
def test_component_says_which_variables_it_takes(path: Path) -> None:
    start = path.read_text()

    assert (start.startswith("{% comment %}"), "ariables" in start.partition("{% endcomment %}")[0]) == (True, True)


@pytest.mark.parametrize("path", STYLES, ids=name)
def test_style_sheet_knows_no_left_and_right(path: Path) -> None:
    sides = "left|right|top|bottom"
    boxes = rf"(?<!safe-area-)\b(?:margin|padding|border|inset)-(?:{sides})"
    physical = rf"{boxes}|[\s;{{](?:{sides}|width|height)\s*:"

    assert re.findall(physical, path.read_text()) == []


@pytest.mark.parametrize("path", STYLES, ids=name)
def test_style_sheet_asks_no_other_host(path: Path) -> None:
    assert re.findall(r"https?://|@import|url\(//", path.read_text()) == []


@pytest.mark.parametrize("path", [path for path in STYLES if path.name != "tokens.css"], ids=name)
def test_token_is_set_in_one_place(path: Path) -> None:
    assert re.findall(r"--fm-[a-z0-9-]+\s*:", path.read_text()) == []


def test_token_used_is_a_token_set() -> None:
    known = set(re.findall(r"(--fm-[a-z0-9-]+)\s*:", (STATIC / "css/tokens.css").read_text()))
    used = {token for path in STYLES for token in re.findall(r"var\((--fm-[a-z0-9-]+)", path.read_text())}

    assert used - known == set()


def test_vendored_file_is_as_listed() -> None:
    vendor = STATIC / "vendor"
    listed = {file: entry["sha256"] for file, entry in json.loads((vendor / "VENDOR.json").read_text()).items()}
    found = {
        str(path.relative_to(vendor)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in vendor.rglob("*")
        if path.is_file() and path.name not in {"VENDOR.json", "NOTICES.md"}
    }

    assert found == listed


def test_font_of_a_token_is_vendored() -> None:
    css = STATIC / "css"
    urls = re.findall(r"url\(([^)]+)\)", (css / "tokens.css").read_text())

    assert [url for url in urls if not (css / url).resolve().is_file()] == []
