"""The guide shows the sample module as it is: every listing in it runs, because this one does."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "tests" / "sample_module"
GUIDE = (ROOT / "docs" / "writing-a-module.md").read_text()


@pytest.mark.parametrize("name", ["models.py", "engagement_module.py", "templates/sample_module/wall.html"])
def test_guide_shows_the_sample_module(name):
    source = (SAMPLE / name).read_text()
    shown = source.replace("tests.sample_module.", "postcards.").replace(
        "sample_module/wall.html", "postcards/wall.html"
    )
    listings = "\n".join(re.findall(r"```(?:python|django)\n(.*?)```", GUIDE, re.S))
    missing = [line for line in shown.splitlines() if line.strip() and line not in listings.splitlines()]
    assert missing == []


def test_sample_module_stays_small():
    lines = sum(len(path.read_text().splitlines()) for path in SAMPLE.glob("*.py"))
    template = len((SAMPLE / "templates" / "sample_module" / "wall.html").read_text().splitlines())
    assert lines + template < 100
