"""The guide shows the sample module as it is: every listing in it runs, because this one does."""

import os
import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "tests" / "sample_module"
GUIDE = (ROOT / "docs" / "writing-a-module.md").read_text()
LISTINGS = re.findall(r"```(?:python|django)\n(.*?)```", GUIDE, re.S)


@pytest.mark.parametrize("name", ["models.py", "engagement_module.py", "templates/sample_module/wall.html"])
def test_guide_shows_the_sample_module(name):
    source = (SAMPLE / name).read_text()
    shown = source.replace("tests.sample_module.", "greetings.").replace("sample_module/", "greetings/")
    shown = shown.replace("postcard", "greeting").replace("Postcard", "Greeting")
    listings = "\n".join(LISTINGS)
    missing = [line for line in shown.splitlines() if line.strip() and line not in listings.splitlines()]
    assert missing == []


def test_sample_module_stays_small():
    lines = sum(len(path.read_text().splitlines()) for path in SAMPLE.glob("*.py"))
    template = len((SAMPLE / "templates" / "sample_module" / "wall.html").read_text().splitlines())
    assert lines + template < 100


def test_module_of_the_guide_can_be_installed_beside_the_sample(tmp_path):
    """Written down to the letter, each listing into the file that its first line names."""
    files = defaultdict(str)
    for listing in LISTINGS:
        if named := re.match(r"# (\w+/\w+\.py)", listing):
            files[named[1]] += listing
    assert len(files) == 5
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "greetings.test_settings",
        "PYTHONPATH": os.pathsep.join([str(tmp_path), str(ROOT / "site")]),
    }
    command = [sys.executable, "-W", "ignore", "manage.py", "check"]
    result = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert result.returncode == 0, result.stderr
