"""The state in words with dates. The clock stands at 15 June 2026, 1pm in London."""

from datetime import UTC, date, datetime, timedelta

import pytest

from engagement.consultations import words
from engagement.consultations.rules import Standing
from engagement.consultations.words import Stop
from engagement.plugin import Window
from engagement.testing.clock import NOON, at

pytestmark = pytest.mark.usefixtures("noon")

OPENS = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)
CLOSES = datetime(2026, 7, 4, 23, 0, tzinfo=UTC)
STANDING = Standing(Window(OPENS, CLOSES), answer_by=date(2026, 7, 31))
AFTER = datetime(2026, 7, 10, 12, 0, tzinfo=UTC)
LATE = datetime(2026, 8, 1, 12, 0, tzinfo=UTC)


def closing(moment):
    return Standing(Window(OPENS, moment), answer_by=date(2026, 7, 31))


@pytest.mark.parametrize(
    ("standing", "now", "sentence"),
    [
        (STANDING, datetime(2026, 5, 1, tzinfo=UTC), "Opens on Monday 1 June, 9am"),
        (STANDING, NOON, "19 days left: closes Saturday 4 July, 11:59pm"),
        (closing(NOON + timedelta(days=200)), NOON, "Closes Friday 1 January 2027, midday"),
        (closing(datetime(2026, 6, 16, 16, 0, tzinfo=UTC)), NOON, "Closes tomorrow, 5pm"),
        (closing(datetime(2026, 6, 15, 16, 0, tzinfo=UTC)), NOON, "Closes today, 5pm"),
        (closing(NOON + timedelta(minutes=12)), NOON, "12 minutes left"),
        (STANDING, AFTER, "Closed on Saturday 4 July. We answer by 31 July."),
        (Standing(Window(OPENS, CLOSES)), AFTER, "Closed on Saturday 4 July."),
        (STANDING, LATE, "We said we would answer by 31 July. It is late."),
        (Standing(withdrawn_on=date(2026, 6, 10)), NOON, "Withdrawn on Wednesday 10 June"),
        (Standing(), NOON, ""),
    ],
)
def test_status_line(standing, now, sentence):
    assert words.status_line(standing, now) == sentence


@pytest.mark.parametrize(
    ("standing", "now", "kind", "text"),
    [
        (STANDING, datetime(2026, 5, 1, tzinfo=UTC), "planned", "Starts 1 June"),
        (STANDING, NOON, "open", "Open until 4 July"),
        (closing(datetime(2026, 6, 22, 12, 0, tzinfo=UTC)), NOON, "soon", "Open until 22 June"),
        (closing(datetime(2026, 6, 19, 16, 0, tzinfo=UTC)), NOON, "soon", "Closes Friday"),
        (closing(datetime(2026, 6, 16, 16, 0, tzinfo=UTC)), NOON, "soon", "Closes tomorrow, 5pm"),
        (STANDING, AFTER, "closed", "Closed 4 July"),
        (Standing(withdrawn_on=date(2026, 6, 10)), NOON, "withdrawn", "Withdrawn"),
    ],
)
def test_tag_of_a_card(standing, now, kind, text):
    assert words.tag(standing, now) == words.Tag(kind, text)


@pytest.mark.parametrize(("days", "sentence"), [(13, "Opens in 13 days"), (1, "Opens tomorrow"), (0, "Opens today")])
def test_days_until(days, sentence):
    assert words.days_until_words(NOON + timedelta(days=days), NOON) == sentence


def timeline(now, *, published_at=datetime(2026, 5, 25, 9, 0, tzinfo=UTC), decision_on=None, standing=STANDING):
    return words.timeline(standing, now, published_at=published_at, decision_on=decision_on)


def test_timeline_has_four_stops():
    assert timeline(NOON) == [
        Stop("Plans published", "Monday 25 May", "done"),
        Stop("Open for your answers", "1 June to 4 July", "now"),
        Stop("Answers read and counted", "5 July to 31 July"),
        Stop("We answer you", "By Friday 31 July"),
    ]


@pytest.mark.parametrize(
    ("now", "marks"),
    [
        (datetime(2026, 5, 26, tzinfo=UTC), ["now", "", "", ""]),
        (NOON, ["done", "now", "", ""]),
        (AFTER, ["done", "done", "now", ""]),
        (LATE, ["done", "done", "now", ""]),
    ],
)
def test_timeline_marks_where_we_are(now, marks):
    assert [stop.state for stop in timeline(now)] == marks


def test_timeline_counts_until_the_decision_when_it_is_known():
    assert timeline(NOON, decision_on=date(2026, 7, 22))[2].when == "5 July to 22 July"


def test_timeline_says_late_for_the_answer():
    assert timeline(LATE)[3].when == "We said we would answer by 31 July. It is late."


def test_timeline_leaves_out_a_publication_after_the_opening():
    assert timeline(NOON, published_at=NOON)[0].title == "Open for your answers"


def test_timeline_of_one_that_was_withdrawn():
    standing = Standing(Window(OPENS, CLOSES), date(2026, 7, 31), withdrawn_on=date(2026, 6, 10))
    assert timeline(NOON, standing=standing) == [
        Stop("Plans published", "Monday 25 May", "done"),
        Stop("Withdrawn", "Wednesday 10 June", "now"),
    ]


def test_dates_of_another_year_say_it():
    with at(datetime(2027, 1, 5, tzinfo=UTC)):
        assert words.status_line(STANDING, LATE) == "We said we would answer by 31 July 2026. It is late."
