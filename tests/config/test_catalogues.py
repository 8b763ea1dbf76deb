"""What residents read is there in every language of the interface."""

import re
import subprocess
from datetime import UTC, datetime, timedelta
from fnmatch import fnmatch
from functools import cache
from pathlib import Path
from shutil import which

import polib
import pytest
from django import conf
from django.utils import translation

from base.timewords import moment_words, time_left_words
from config.paths import ROOT, SITE

LANGUAGES = ["cy"]

READ_BY_RESIDENTS = (
    "site/templates/*",
    "engagement/accounts/*.py",
    "engagement/comments/*.py",
    "engagement/consultations/*.py",
    "engagement/core/*.py",
    "home/*.py",
    "search/*.py",
    "site/base/*.py",
    "site/config/settings/*.py",
)
READ_BY_STAFF = (
    "site/templates/base/brand_preview.html",
    "site/templates/base/mail/*",
    "site/templates/base/panels/*",
    "site/templates/base/widgets/*",
    "site/templates/demo/*",
    "site/templates/engagement/admin/*",
    "site/templates/*/panels/*",
    "site/templates/*/demo/*",
    "site/templates/wagtailadmin/*",
    "*/admin_forms.py",
    "*/art/names.py",
    "*/blocks.py",
    "*/blocks/*.py",
    "*/brand.py",
    "*/chooser.py",
    "*/columns.py",
    "*/gate.py",
    "*/middleware.py",
    "*/models.py",
    "*/models/*.py",
    "*/panels.py",
    "*/viewsets.py",
    "*/wagtail_hooks.py",
    "*/widgets.py",
    "engagement/core/forms.py",
    "engagement/core/host_pages.py",
    "engagement/core/views/queue.py",
    "engagement/core/views/reports.py",
)
"""Exceptions from the above: help texts, panels and reports of the admin."""

ALSO_READ_BY_RESIDENTS = ("engagement/accounts/middleware.py", "engagement/accounts/models.py")
"""Exceptions from the exceptions."""

PLACEHOLDER = re.compile(r"%\(\w+\)[.\d]*[sdf]|%[sd]|\{\w*\}")
MARKUP = re.compile(r"</?\w+|\b(?:href|src)=\"[^\"]*\"")


def matches(name: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatch(name, pattern) for pattern in patterns)


def is_for_residents(name: str) -> bool:
    is_meant = matches(name, READ_BY_RESIDENTS) and not matches(name, READ_BY_STAFF)
    return is_meant or matches(name, ALSO_READ_BY_RESIDENTS)


def source(language: str) -> Path:
    return SITE / "locale" / language / "LC_MESSAGES" / "django.po"


@cache
def catalogue(language: str) -> polib.POFile:
    return polib.pofile(str(source(language)))


def read_by_residents(language: str) -> list[polib.POEntry]:
    return [entry for entry in catalogue(language) if any(is_for_residents(name) for name, _line in entry.occurrences)]


def words(entry: polib.POEntry) -> list[str]:
    """The translation, all plural forms of it."""
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def tokens(text: str) -> list[str]:
    """What must be the same in every language: placeholders and markup."""
    return sorted(PLACEHOLDER.findall(text) + MARKUP.findall(text))


def is_faithful(entry: polib.POEntry) -> bool:
    """Whether every form has the placeholders and markup of one of the English forms."""
    wanted = [tokens(text) for text in (entry.msgid, entry.msgid_plural) if text]
    return all(tokens(text) in wanted for text in words(entry) if text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_residents_read_is_translated(language: str) -> None:
    missing = [entry.msgid for entry in read_by_residents(language) if not all(words(entry)) or entry.fuzzy]

    assert missing == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_placeholders_and_markup(language: str) -> None:
    assert [entry.msgid for entry in catalogue(language) if not is_faithful(entry)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_plural_forms_are_those_of_django(language: str) -> None:
    """Ours are laid over Django's, and share its words for numbers of things."""
    django = polib.pofile(str(Path(conf.__file__).parent / "locale" / language / "LC_MESSAGES" / "django.po"))

    assert catalogue(language).metadata["Plural-Forms"] == django.metadata["Plural-Forms"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.skipif(which("msgfmt") is None, reason="gettext is not installed")
def test_gettext_finds_no_fault(language: str) -> None:
    command = ["msgfmt", "--check", "--output-file=-", str(source(language))]

    checked = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)

    assert (checked.returncode, checked.stderr) == (0, b"")


def test_days_are_said_in_welsh() -> None:
    moment = datetime(2021, 3, 21, 12, tzinfo=UTC)

    with translation.override("cy"):
        said = [moment_words(moment), *(time_left_words(moment + timedelta(days=days), moment) for days in (2, 3, 8))]

    assert said == ["dydd Sul 21 Mawrth 2021, hanner dydd", "2 ddiwrnod ar ôl", "3 diwrnod ar ôl", "8 diwrnod ar ôl"]
