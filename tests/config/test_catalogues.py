"""What residents read is there in every language of the interface."""

import re
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from fnmatch import fnmatch
from functools import cache
from gettext import c2py
from pathlib import Path
from shutil import which

import polib
import pytest
from django import conf
from django.conf import settings
from django.contrib.humanize.templatetags.humanize import apnumber
from django.utils import dates, translation
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation.template import templatize

from base.forms import PublicForm
from base.password_form import PasswordForm
from base.timewords import moment_words, time_left_words
from config.paths import ROOT, SITE
from engagement.accounts.adapters import AccountAdapter, MFAAdapter, SocialAccountAdapter
from engagement.accounts.forms import AccountForm
from engagement.comments.forms import AddressForm, CommentForm, EditForm
from engagement.consultations.forms import ListingForm
from engagement.moderation.forms import ReportForm, SecondLookForm

LANGUAGES = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]

READ_BY_RESIDENTS = (
    "site/templates/*",
    "engagement/accounts/*.py",
    "engagement/comments/*.py",
    "engagement/consultations/*.py",
    "engagement/core/*.py",
    "engagement/moderation/*.py",
    "engagement/surveys/*.py",
    "home/*.py",
    "search/*.py",
    "site/base/*.py",
    "site/config/settings/*.py",
)
READ_BY_STAFF = (
    "site/templates/base/admin/*",
    "site/templates/base/brand_preview.html",
    "site/templates/base/mail/*",
    "site/templates/base/panels/*",
    "site/templates/base/widgets/*",
    "site/templates/demo/*",
    "site/templates/engagement/admin/*",
    "site/templates/engagement/comments/admin/*",
    "site/templates/engagement/moderation/admin/*",
    "site/templates/engagement/surveys/admin/*",
    "site/templates/*/panels/*",
    "site/templates/*/demo/*",
    "site/templates/wagtailadmin/*",
    "*/admin_forms.py",
    "*/admin_views.py",
    "*/archive.py",
    "*/archiving.py",
    "*/dating.py",
    "*/art/names.py",
    "*/attacks.py",
    "*/batches.py",
    "*/blocks.py",
    "*/blocks/*.py",
    "*/brand.py",
    "*/chooser.py",
    "*/columns.py",
    "*/entering.py",
    "*/entries.py",
    "*/gate.py",
    "*/consultations/warnings.py",
    "*/marks.py",
    "*/middleware.py",
    "*/models.py",
    "*/models/*.py",
    "*/panels.py",
    "*/reports.py",
    "*/rewording.py",
    "*/rewording_views.py",
    "*/translation_memory.py",
    "*/translator_views.py",
    "*/unfinished_translations.py",
    "*/telling_examples.py",
    "*/telling_views.py",
    "*/telling_forms.py",
    "*/viewsets.py",
    "*/wagtail_hooks.py",
    "*/widgets.py",
    "engagement/consultations/evidence/*.py",
    "engagement/surveys/expressions/*.py",
    "engagement/surveys/commanding.py",
    "engagement/surveys/designing_forms.py",
    "engagement/surveys/engagement_module.py",
    "engagement/surveys/exporting/*.py",
    "engagement/surveys/importing/*.py",
    "engagement/surveys/management/*.py",
    "engagement/surveys/paths/*.py",
    "engagement/surveys/services/importing.py",
    "engagement/surveys/starters.py",
    "engagement/surveys/views/designing.py",
    "engagement/surveys/views/figures.py",
    "engagement/surveys/xlsform/*.py",
    "site/templates/engagement/surveys/codebook.html",
    "site/templates/engagement/surveys/preview.html",
    "site/templates/engagement/surveys/trial*.html",
    "site/templates/engagement/surveys/widgets/*",
    "engagement/surveys/views/words.py",
    "site/templates/engagement/consultations/evidence/*",
    "engagement/comments/views/waiting.py",
    "engagement/core/forms.py",
    "engagement/core/host_pages.py",
    "engagement/core/views/queue.py",
    "engagement/core/views/reports.py",
    "engagement/moderation/sources.py",
    "engagement/moderation/views/decisions.py",
)
"""Exceptions from the above: help texts, panels and reports of the admin."""

ALSO_READ_BY_RESIDENTS = (
    "engagement/accounts/middleware.py",
    "engagement/accounts/models.py",
    "engagement/surveys/engagement_module.py",
)
"""Exceptions from the exceptions."""

SOURCES = ("engagement", "home", "search", "site")
KEYWORDS = (
    *("gettext_noop", "gettext_lazy", "ngettext_lazy:1,2", "pgettext:1c,2", "npgettext:1c,2,3"),
    *("pgettext_lazy:1c,2", "npgettext_lazy:1c,2,3"),
)
"""Those of Django's makemessages."""

FORMS_FOR_RESIDENTS = (
    AccountForm,
    AddressForm,
    CommentForm,
    EditForm,
    ListingForm,
    PasswordForm,
    ReportForm,
    SecondLookForm,
)

PLACEHOLDER = re.compile(r"%\(\w+\)[.\d]*[sdf]|%[sd]|\{\w*\}")
MARKUP = re.compile(r"</?\w+|\b(?:href|src)=\"[^\"]*\"")


def matches(name: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatch(name, pattern) for pattern in patterns)


def is_for_residents(name: str) -> bool:
    is_meant = matches(name, READ_BY_RESIDENTS) and not matches(name, READ_BY_STAFF)
    return is_meant or matches(name, ALSO_READ_BY_RESIDENTS)


Text = tuple[str | None, str]
"""A context, if there is one, and the English."""


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[Text]]:
    """What stands in the code for residents, by file; gettext reads it as `make messages` does."""
    tree = tmp_path_factory.mktemp("texts")
    files = [path for top in SOURCES for path in (ROOT / top).rglob("*") if path.suffix in (".py", ".html", ".txt")]
    names = [name for path in files if is_for_residents(name := path.relative_to(ROOT).as_posix())]
    for name in names:
        text = (ROOT / name).read_text()
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        (tree / name).write_text(text if name.endswith(".py") else templatize(text, origin=name))
    catalogue = tree / "all.pot"
    options = [
        "--language=Python",
        "--from-code=UTF-8",
        f"--output={catalogue}",
        *(f"--keyword={key}" for key in KEYWORDS),
    ]
    subprocess.run(["xgettext", *options, *names], cwd=tree, check=True, capture_output=True)
    found: dict[str, set[Text]] = {}
    for entry in polib.pofile(str(catalogue)):
        for name, _line in entry.occurrences:
            found.setdefault(name, set()).add((entry.msgctxt, entry.msgid))
    return found


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


def tokens(text: str) -> Counter[str]:
    """What must be the same in every language: placeholders and markup."""
    return Counter(PLACEHOLDER.findall(text) + MARKUP.findall(text))


def numbers_of_forms(language: str) -> dict[int, list[int]]:
    """The first numbers of each plural form."""
    rule = catalogue(language).metadata["Plural-Forms"]
    form_of = c2py(rule.split("plural=")[1].rstrip(";"))
    numbers: dict[int, list[int]] = {}
    for number in range(1000):
        numbers.setdefault(form_of(number), []).append(number)
    return numbers


def is_faithful(entry: polib.POEntry, language: str) -> bool:
    """Whether every form has the placeholders and markup of one of the English forms.

    A form for a single number may say it in words ("two days") and leave out one placeholder.
    """
    wanted = [tokens(text) for text in (entry.msgid, entry.msgid_plural) if text]
    if not entry.msgid_plural:
        return not entry.msgstr or tokens(entry.msgstr) in wanted
    numbers = numbers_of_forms(language)
    return all(
        tokens(text) in wanted or (len(numbers[form]) == 1 and says_its_number(tokens(text), wanted[-1]))
        for form, text in entry.msgstr_plural.items()
        if text
    )


def says_its_number(given: Counter[str], wanted: Counter[str]) -> bool:
    """Whether one named placeholder alone is missing; those without a name are counted by Python and must stay."""
    missing = list((wanted - given).elements())
    return given <= wanted and len(missing) == 1 and missing[0].startswith("%(")


def of_public_forms() -> Iterator[str | Promise]:
    """What Django's fields say by themselves when something is wrong with a form for residents."""
    for form in {*FORMS_FOR_RESIDENTS, *forms_below(PublicForm)}:
        for field in getattr(form, "base_fields", {}).values():
            yield from field.error_messages.values()
            yield from (validator.message for validator in field.validators if hasattr(validator, "message"))


def forms_below(form: type) -> Iterator[type]:
    for child in form.__subclasses__():
        yield child
        yield from forms_below(child)


NOT_USED_HERE = ("phone", "username")
"""Ways of allauth to sign in that we do not offer."""


def of_accounts() -> Iterator[str | Promise]:
    """What allauth says by itself."""
    for adapter in (AccountAdapter, MFAAdapter, SocialAccountAdapter):
        for key, message in adapter.error_messages.items():
            if not any(word in key for word in NOT_USED_HERE):
                yield message


def of_calendars() -> Iterator[str | Promise]:
    yield from dates.WEEKDAYS.values()
    yield from dates.MONTHS.values()


@pytest.mark.skipif(which("xgettext") is None, reason="gettext is not installed")
@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_residents_read_was_collected(language: str, texts: dict[str, set[Text]]) -> None:
    """Otherwise `make messages` was forgotten, and the tests below know nothing of what is new."""
    known = {(entry.msgctxt, entry.msgid) for entry in catalogue(language)}

    assert {name: missing for name, found in texts.items() if (missing := found - known)} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_residents_read_is_translated(language: str) -> None:
    missing = [entry.msgid for entry in read_by_residents(language) if not all(words(entry)) or entry.fuzzy]

    assert missing == []


@pytest.mark.parametrize("source", [of_public_forms, of_accounts, of_calendars])
@pytest.mark.parametrize("language", LANGUAGES)
def test_words_of_packages_are_translated(language: str, source: Callable[[], Iterator[str | Promise]]) -> None:
    """By their own catalogue or, where that is missing or has gaps, by ours: then `base/borrowed.py` names them."""
    with translation.override("en"):
        english = {str(message): message for message in source() if str(message)}
    with translation.override(language):
        missing = {words for words, message in english.items() if str(message) == words}

    assert missing == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_left_to_be_looked_at(language: str) -> None:
    assert [entry.msgid for entry in catalogue(language) if entry.fuzzy] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_placeholders_and_markup(language: str) -> None:
    assert [entry.msgid for entry in catalogue(language) if not is_faithful(entry, language)] == []


@pytest.mark.parametrize(
    ("words", "is_right"),
    [
        (["%(count)s", "one", "two", "%(count)s", "%(count)s", "%(count)s"], True),
        (["%(count)s", "one", "two", "few", "%(count)s", "%(count)s"], False),
        (["%(count)s", "%(name)s", "two", "%(count)s", "%(count)s", "%(count)s"], False),
    ],
)
def test_only_a_form_of_one_number_may_say_it_in_words(words: list[str], is_right: bool) -> None:
    entry = polib.POEntry(msgid="%(count)s day", msgid_plural="%(count)s days", msgstr_plural=dict(enumerate(words)))

    assert is_faithful(entry, "ar") is is_right


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


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ar", ["الأحد 21 مارس 2021، الظهر", "باقٍ يومان", "باقٍ 3 أيام", "باقٍ 11 يومًا", "باقٍ 100 يوم"]),
        ("bn", ["রবিবার, 21 মার্চ 2021, দুপুর 12টা", "2 দিন বাকি", "3 দিন বাকি", "11 দিন বাকি", "100 দিন বাকি"]),
    ],
)
def test_days_are_said_and_counted_in_words_of_the_language(language: str, words: list[str]) -> None:
    moment = datetime(2021, 3, 21, 12, tzinfo=UTC)

    with translation.override(language):
        left = [time_left_words(moment + timedelta(days=days), moment) for days in (2, 3, 11, 100)]
        assert [moment_words(moment), *left] == words


def test_small_numbers_are_of_the_gender_of_pages_and_ways() -> None:
    with translation.override("ar"):
        assert [apnumber(number) for number in (3, 8, 10)] == ["ثلاث", "ثماني", 10]


@pytest.mark.parametrize("language", ["en", *LANGUAGES])
def test_figures_are_written_alike_in_every_language(language: str) -> None:
    """A page mixes them with figures that people wrote: "1.234" must never be more than one and a bit."""
    with translation.override(language):
        assert [number_format(1234, force_grouping=True), number_format(1.2, 1)] == ["1,234", "1.2"]
