"""Dates, times, files and names in words."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone, translation
from django.utils.safestring import SafeString, mark_safe

from base import timewords
from base.templatetags import ui

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is Monday 2 March 2026, half past nine, in London."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2026, 3, 21, 23, 59, tzinfo=UTC), "Saturday 21 March, 11:59pm"),
        (datetime(2026, 3, 21, 17, 0, tzinfo=UTC), "Saturday 21 March, 5pm"),
        (datetime(2026, 3, 21, 12, 0, tzinfo=UTC), "Saturday 21 March, midday"),
        (datetime(2026, 3, 21, 0, 0, tzinfo=UTC), "Saturday 21 March, midnight"),
        (datetime(2026, 7, 1, 8, 5, tzinfo=UTC), "Wednesday 1 July, 9:05am"),
        (datetime(2027, 1, 4, 9, 0, tzinfo=UTC), "Monday 4 January 2027, 9am"),
    ],
)
def test_when_says_moment_in_london_time(moment: datetime, words: str) -> None:
    assert ui.when(moment) == words


def test_when_says_closing_at_midnight_as_the_evening_before() -> None:
    assert ui.when(datetime(2026, 3, 22, 0, 0, tzinfo=UTC), "end") == "Saturday 21 March, 11:59pm"


@pytest.mark.parametrize(
    ("style", "words"), [("", "Saturday 21 March"), ("day", "Saturday 21 March"), ("short", "21 March")]
)
def test_when_says_day(style: str, words: str) -> None:
    assert ui.when(date(2026, 3, 21), style) == words


def test_when_without_value_says_nothing() -> None:
    assert (ui.when(None), ui.moment(None), ui.ago(None), ui.time_left(None)) == ("", "", "", "")


def test_when_in_welsh_names_welsh_days() -> None:
    with translation.override("cy"):
        assert ui.when(date(2026, 3, 21)) == "dydd Sadwrn 21 Mawrth"


@pytest.mark.parametrize(
    ("closes_at", "words"),
    [
        (NOW, "Closed"),
        (NOW + timedelta(seconds=20), "1 minute left"),
        (NOW + timedelta(minutes=12), "12 minutes left"),
        (datetime(2026, 3, 2, 17, 0, tzinfo=UTC), "Closes today, 5pm"),
        (datetime(2026, 3, 3, 0, 0, tzinfo=UTC), "Closes today, 11:59pm"),
        (datetime(2026, 3, 3, 17, 0, tzinfo=UTC), "Closes tomorrow, 5pm"),
        (datetime(2026, 3, 4, 0, 0, tzinfo=UTC), "Closes tomorrow, 11:59pm"),
        (datetime(2026, 3, 21, 23, 59, tzinfo=UTC), "19 days left"),
    ],
)
def test_time_left_counts_days_of_the_calendar(closes_at: datetime, words: str) -> None:
    assert ui.time_left(closes_at) == words


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (NOW, "just now"),
        (NOW - timedelta(minutes=1), "1 minute ago"),
        (NOW - timedelta(hours=2, minutes=5), "2 hours ago"),
        (NOW - timedelta(hours=14), "yesterday at 7:30pm"),
        (NOW - timedelta(days=3), "Friday"),
        (NOW - timedelta(days=22), "8 February"),
        (NOW - timedelta(days=400), "26 January 2025"),
    ],
)
def test_ago_is_shortest_for_the_newest(moment: datetime, words: str) -> None:
    assert ui.ago(moment) == words


def test_period_goes_from_day_to_day() -> None:
    assert timewords.period_words(date(2026, 2, 8), date(2026, 3, 21)) == "8 February to 21 March"


def test_moment_is_marked_as_time() -> None:
    moment = datetime(2026, 3, 21, 17, 0, tzinfo=UTC)

    assert ui.moment(moment) == '<time datetime="2026-03-21T17:00:00+00:00">Saturday 21 March, 5pm</time>'


@pytest.mark.parametrize(
    ("name", "words"),
    [("plan.pdf", "PDF"), ("counts.XLSX", "Spreadsheet"), ("letter.docx", "Text document"), ("odd.dwg", "DWG")],
)
def test_file_type_is_what_people_call_it(name: str, words: str) -> None:
    assert ui.file_type(name) == words


@pytest.mark.parametrize(
    ("size", "words"),
    [(None, ""), (1, "1 KB"), (40_200, "40 KB"), (1_200_000, "1.2 MB"), (3_000_000, "3 MB")],
)
def test_file_size_is_rounded(size: int | None, words: str) -> None:
    assert ui.file_size(size) == words


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("Mill Lane: a quieter street", "Mill Lane: a\u00a0quieter street"),
        ("a b c d", "a\u00a0b c\u00a0d"),
        ("It is so", "It\u00a0is so"),
        ("nothing here", "nothing here"),
    ],
)
def test_bind_short_words_holds_a_short_word_to_the_next(text: str, bound: str) -> None:
    assert ui.bind_short_words(text) == bound


def test_bind_short_words_leaves_tags_alone() -> None:
    bound = ui.bind_short_words(mark_safe('<a href="a b">in a park</a>'))

    assert (bound, isinstance(bound, SafeString)) == ('<a href="a b">in\u00a0a park</a>', True)


def test_bind_short_words_does_not_make_text_safe() -> None:
    assert isinstance(ui.bind_short_words("a <b>"), SafeString) is False
    assert isinstance(ui.bind_short_words(mark_safe("no short words <b>")), SafeString)
    assert type(ui.bind_short_words("no short words <b>")) is str


@pytest.mark.parametrize(("name", "letter"), [("nadia", "N"), ("نادية", "ن"), ("“Élan”", "É"), ("", "?"), ("…", "?")])
def test_initial_is_the_first_letter(name: str, letter: str) -> None:
    assert ui.initial(name) == letter


def test_initial_tint_is_the_same_for_the_same_name() -> None:
    assert ui.initial_tint(" Nadia") == ui.initial_tint("nadia")


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("cy", "ltr"), ("xx", "ltr")])
def test_direction_follows_the_script(language: str, direction: str) -> None:
    assert ui.direction(language) == direction
