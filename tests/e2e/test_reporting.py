"""A resident reports a comment without JavaScript; a moderator decides; author and reporter are told."""

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from engagement.moderation.models import Report, SecondLook
from tests.comments.factories import make_participant, say
from tests.e2e.conftest import PageAt
from tests.e2e.talk import Talk
from tests.e2e.visitor import faults, follow, heading, last_link, make_staff, send, sign_in, text_of

pytestmark = pytest.mark.django_db(transaction=True)
RUDE = "Whoever drew this is a fool."
AUTHOR, REPORTER = "colin@example.org", "ann@example.org"


@pytest.fixture
def desk(page_at: PageAt, talk: Talk, site: LiveServer) -> Page:
    """The moderator's browser."""
    page = page_at(1280)
    sign_in(page, make_staff("Moderators", first_name="Priya", last_name="Raman"), site.url)
    return page


def report(page: Page, talk: Talk) -> None:
    """From the comment to the acknowledgement, with one mistake on the way."""
    page.goto(talk.url)
    follow(page.locator("li", has_text=RUDE).get_by_role("link", name="Report"))
    assert heading(page) == "Report this to the moderators"
    assert RUDE in text_of(page)
    send(page, "Send the report", words="He means my neighbour.", email=REPORTER)
    assert "Choose why you report it" in text_of(page)
    assert faults(page) == []
    assert page.input_value("main [name=words]") == "He means my neighbour."
    page.check("main [value=abuse]")
    send(page, "Send the report")
    assert heading(page) == "Thank you, we have your report"


@pytest.mark.parametrize(("width", "javascript"), [(390, False), (390, True), (1280, False), (1280, True)])
def test_report_is_decided_told_and_contested(
    page_at: PageAt, desk: Page, talk: Talk, width: int, javascript: bool
) -> None:
    say(talk.discussion, RUDE, author=make_participant("Colin", email=AUTHOR))
    resident = page_at(width, javascript=javascript)
    report(resident, talk)
    assert Report.objects.get().reference in text_of(resident)

    desk.goto("/admin/")
    follow(desk.get_by_role("link", name="1 was reported"))
    assert "1 report: Threats or harassment" in text_of(desk)
    desk.locator("tr", has_text=RUDE).get_by_role("checkbox").check()
    desk.select_option("[name=to]", "removed")
    desk.select_option("[name=reason]", "abuse")
    follow(desk.get_by_role("button", name="Decide", exact=True))
    assert "Nobody asks you to look at anything." in text_of(desk)

    resident.reload()
    assert heading(resident) == "We have looked at your report"
    assert "because it threatened or attacked a person" in text_of(resident)

    author = page_at(width, javascript=javascript)
    author.goto(last_link(AUTHOR))
    assert heading(author) == "Ask us to look again"
    send(author, "Ask for a second look", words="I meant the plan.")
    assert heading(author) == "We have your request"
    assert SecondLook.objects.get().words == "I meant the plan."

    desk.goto("/admin/engagement/given/?marked=second-look")
    desk.locator("tr", has_text=RUDE).get_by_role("checkbox").check()
    desk.select_option("[name=to]", "published")
    follow(desk.get_by_role("button", name="Decide", exact=True))
    author.reload()
    assert heading(author) == "We have looked again"
    follow(author.get_by_role("link", name="See your words"))
    assert RUDE in text_of(author)
    desk.goto("/admin/reports/decisions/")
    assert "1 report answered by them, 1 upheld" in text_of(desk)


def test_analyst_reads_the_record(page_at: PageAt, talk: Talk, site: LiveServer) -> None:
    page = page_at(390)
    sign_in(page, make_staff("Analysts"), site.url)
    page.goto("/admin/reports/decisions/")
    assert "No decision matches." in text_of(page)
