"""A moderator, with the rights of that role and no others, decides in the queue and answers for the council."""

import pytest
from playwright.sync_api import Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from engagement.plugin import ContributionState
from tests.comments.factories import say
from tests.e2e.conftest import PageAt
from tests.e2e.talk import Talk
from tests.e2e.visitor import faults, follow, make_staff, sign_in, text_of

pytestmark = pytest.mark.django_db(transaction=True)
KIND = "Move the bins, please. Nobody can pass with a pram."
RUDE = "Whoever drew this is a fool."
REPLY = "That is no way to talk."
ANSWER = "The bins move in May."


@pytest.fixture
def desk(page_at: PageAt, talk: Talk, site: LiveServer) -> Page:
    """The moderator at the start of the admin."""
    page = page_at(1280)
    sign_in(page, make_staff("Moderators", first_name="Priya", last_name="Raman"), site.url)
    page.goto("/admin/")
    return page


def open_queue(page: Page) -> None:
    """Through the menu."""
    page.get_by_role("button", name="Engagement").click()
    follow(page.locator("a[href='/admin/engagement/given/']").first)


def row_of(page: Page, words: str) -> Locator:
    """The box to tick beside these words; a reply names what it answers below its own words."""
    return page.locator("tr", has=page.locator(".fmq-words > p:first-child", has_text=words)).locator(
        "td input[type=checkbox]"
    )


def decide(page: Page, words: str, decision: str, reason: str = "") -> None:
    """Tick the row with these words and decide on it."""
    row_of(page, words).check()
    page.select_option("[name=to]", decision)
    page.select_option("[name=reason]", reason)
    follow(page.get_by_role("button", name="Decide", exact=True))


@pytest.mark.parametrize(("width", "javascript"), [(390, True), (390, False), (1280, True), (1280, False)])
def test_moderator_approves_answers_and_removes(
    page_at: PageAt, desk: Page, talk: Talk, width: int, javascript: bool
) -> None:
    rude = say(talk.discussion, RUDE, name="Colin")
    say(talk.discussion, REPLY, to=rude, name="Win")
    say(talk.discussion, KIND, state=ContributionState.PENDING)
    open_queue(desk)
    decide(desk, KIND, "published")
    assert "Nothing waits" in text_of(desk)

    desk.goto("/admin/engagement/given/?state=published")
    decide(desk, RUDE, "removed")
    assert "Say why it is removed" in text_of(desk)
    assert row_of(desk, RUDE).is_checked()
    decide(desk, RUDE, "removed", "abuse")
    assert dict(talk.said())[RUDE] == ContributionState.REMOVED

    desk.goto(talk.url)
    follow(desk.locator("li", has_text=KIND).get_by_role("link", name="Reply"))
    desk.fill("[name=comment]", ANSWER)
    desk.check("[name=is_official]")
    desk.check("[name=pinned]")
    follow(desk.locator("main form:has([name=comment]) button"))
    assert dict(talk.said())[ANSWER] == ContributionState.PUBLISHED

    visitor = page_at(width, javascript=javascript)
    visitor.goto(talk.url)
    said = text_of(visitor)
    assert RUDE not in said
    assert REPLY in said
    assert KIND in said
    [gone] = [" ".join(line.split()) for line in visitor.locator(".fm-gone").all_inner_texts()]
    assert gone.startswith("A comment was taken down here because")
    assert "Official answer" in said
    assert "Streets team" in said
    assert faults(visitor) == []
    visitor.goto(talk.page.url)
    assert ANSWER in text_of(visitor)
    assert RUDE not in text_of(visitor)
    assert faults(visitor) == []


def test_decision_comes_to_a_phone_once_something_is_ticked(page_at: PageAt, talk: Talk, site: LiveServer) -> None:
    for number in range(30):
        say(talk.discussion, f"{KIND} {number}", state=ContributionState.PENDING)
    page = page_at(390)
    sign_in(page, make_staff("Moderators"), site.url)
    page.goto("/admin/engagement/given/")
    form, button = page.locator(".fmq-decide"), page.get_by_role("button", name="Decide", exact=True)
    expect(form).not_to_be_in_viewport()

    boxes = page.locator("td input[type=checkbox]")
    boxes.nth(0).check()
    boxes.nth(1).check()

    expect(form).to_be_in_viewport(ratio=1)
    expect(button).to_be_hidden()
    page.select_option("[name=to]", "published")
    expect(page.locator("[name=reason]")).to_be_hidden()
    page.select_option("[name=to]", "removed")
    expect(page.locator("[name=reason]")).to_be_visible()
    expect(button).to_be_in_viewport(ratio=1)
    page.select_option("[name=reason]", "spam")
    follow(button)
    assert "2 contributions removed" in text_of(page)


def test_queue_cannot_be_reached_by_a_resident(page_at: PageAt, talk: Talk) -> None:
    page = page_at(390)
    page.goto("/admin/engagement/given/")
    assert "/account/login/" in page.url or "/admin/login/" in page.url
