"""The record of decisions in the admin."""

import csv
import io
from datetime import UTC, datetime, timedelta

import openpyxl
import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from engagement.core.models import StateChange
from engagement.moderation.models import Report
from engagement.moderation.queries import decisions, figures_of
from engagement.moderation.views.decisions import HEADINGS
from engagement.plugin import ContributionState, withdraw
from engagement.testing.people import make_staff
from tests.comments.factories import say
from tests.moderation.conftest import decide, send

pytestmark = pytest.mark.django_db
LOG = "/admin/reports/decisions/"


def said(response) -> str:
    return " ".join(BeautifulSoup(response.content, "html.parser").get_text(" ").split())


def body(response) -> bytes:
    return b"".join(response.streaming_content)


@pytest.fixture
def decided(moderator: Client, discussion) -> list[StateChange]:
    """A removal after three reports, a comment that was left after one, and an approval."""
    rude, fine = say(discussion, "Rude"), say(discussion, "Fine")
    held = say(discussion, "Held", state=ContributionState.PENDING)
    for comment in (rude, rude, rude, fine):
        send(Client(), comment)
    now = timezone.now()
    for hours, report in zip((1, 3, 9, 5), Report.objects.order_by("pk"), strict=True):
        Report.objects.filter(pk=report.pk).update(created_at=now - timedelta(hours=hours))
    decide(moderator, rude, to="removed", reason="abuse", note="=Third time.")
    decide(moderator, fine, to="leave")
    decide(moderator, held, to="published")
    return list(StateChange.objects.order_by("pk"))


def test_record_shows_what_why_and_by_whom(moderator: Client, decided) -> None:
    words = said(moderator.get(LOG))

    assert "published → removed" in words
    assert "it threatened or attacked a person" in words
    assert "Left as it was: published" in words
    assert "=Third time." in words
    assert "Priya Raman" in words
    assert decided[0].contribution.reference in words


def test_figures_stand_at_its_head_with_their_base(moderator: Client, decided) -> None:
    words = said(moderator.get(LOG))

    assert "3 decisions" in words
    assert "4 reports answered by them, 3 upheld" in words
    assert "4 hours from report to decision, median of 4 reports" in words


@pytest.mark.parametrize(("hours", "median"), [((), None), ((2,), 2), ((8, 2), 5), ((1, 9, 3), 3), ((1, 2, 4, 50), 3)])
def test_median_is_the_one_in_the_middle(moderator: Client, discussion, hours, median) -> None:
    comment = say(discussion)
    for _ in hours:
        send(Client(), comment)
    decide(moderator, comment, to="removed", reason="spam")
    for wait, report in zip(hours, Report.objects.all(), strict=True):
        at = report.decided_at - timedelta(hours=wait)
        Report.objects.filter(pk=report.pk).update(created_at=at)

    assert figures_of(decisions()).median == (None if median is None else timedelta(hours=median))


def test_withdrawing_and_confirming_are_no_decisions(moderator: Client, discussion) -> None:
    comment = say(discussion)
    withdraw(contribution=comment.contribution, by=make_staff("Moderators"))
    other = say(discussion, "Other").contribution
    StateChange.objects.create(contribution=other, from_state="unconfirmed", to_state="published")

    assert list(decisions()) == []
    assert "No decision matches." in said(moderator.get(LOG))


def test_record_is_narrowed_by_day_reason_and_colleague(moderator: Client, decided) -> None:
    StateChange.objects.filter(pk=decided[0].pk).update(at=datetime(2026, 1, 5, 12, 0, tzinfo=UTC))
    other = make_staff("Moderators", first_name="Win")
    StateChange.objects.filter(pk=decided[2].pk).update(by=other)

    def shown(query: str) -> list[int]:
        return sorted(change.pk for change in moderator.get(f"{LOG}?{query}").context["object_list"])

    assert shown("at_from=2026-01-01&at_to=2026-01-05") == [decided[0].pk]
    assert shown("reason=abuse") == [decided[0].pk]
    assert shown(f"by={other.pk}") == [decided[2].pk]
    assert shown("reason=zanzibar&at_from=x") == sorted(change.pk for change in decided)


def test_figures_are_those_of_what_is_listed(moderator: Client, decided) -> None:
    assert "3 reports answered by them, 3 upheld" in said(moderator.get(f"{LOG}?reason=abuse"))


def test_record_can_be_taken_away_and_harms_nobody(moderator: Client, decided) -> None:
    rows = list(csv.reader(io.StringIO(body(moderator.get(f"{LOG}?export=csv")).decode("utf-8-sig"))))

    assert rows[0] == HEADINGS
    assert [row[3:7] for row in rows[1:]] == [
        ["pending", "published", "", ""],
        ["published", "published", "", ""],
        ["published", "removed", "abuse", "'=Third time."],
    ]
    book = openpyxl.load_workbook(io.BytesIO(body(moderator.get(f"{LOG}?export=xlsx"))))
    assert [cell.value for cell in book.active[1]] == HEADINGS


def test_exports_name_no_reporter(moderator: Client, discussion) -> None:
    comment = say(discussion)
    send(Client(), comment, email="ann@example.org", words="Zanzibar")
    decide(moderator, comment, to="removed", reason="spam")
    manager = Client()
    manager.force_login(make_staff("Community managers"))

    for url in (f"{LOG}?export=csv", f"/admin/engagement/comments/export/{discussion.pk}/csv/"):
        text = body(manager.get(url)).decode()
        assert comment.contribution.reference in text
        assert "ann@example.org" not in text
        assert "Zanzibar" not in text


@pytest.mark.parametrize(
    ("role", "sees"), [("Editors", False), ("Moderators", True), ("Community managers", True), ("Analysts", True)]
)
def test_record_is_for_those_who_decide_or_report_on_it(db, role: str, sees: bool) -> None:
    desk = Client()
    desk.force_login(make_staff(role))

    assert (desk.get(LOG).status_code == 200) == sees
    assert (LOG in desk.get("/admin/").content.decode()) == sees


def test_colleague_who_left_stays_in_the_record_without_a_name(moderator: Client, decided) -> None:
    decided[0].by.delete()
    desk = Client()
    desk.force_login(make_staff("Analysts"))
    assert "a colleague who has left" in said(desk.get(LOG))


def test_record_costs_the_same_with_one_and_three(moderator: Client, discussion) -> None:
    costs = []
    for more in (1, 2):
        for number in range(more):
            comment = say(discussion, f"Number {number}")
            send(Client(), comment)
            decide(moderator, comment, to="leave")
        moderator.get(LOG)
        with CaptureQueriesContext(connection) as queries:
            moderator.get(LOG)
        costs.append(len(queries))
    assert costs[0] == costs[1]
