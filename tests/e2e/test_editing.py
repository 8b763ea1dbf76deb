"""One's own words are mended, with and without JavaScript; long conversations open and close without any."""

import pytest
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from engagement.accounts.services import participant_for_user
from engagement.comments.models import Comment
from engagement.comments.rules import FOLDED_ABOVE
from engagement.testing.people import make_member
from tests.comments.factories import say
from tests.e2e.conftest import PageAt
from tests.e2e.talk import Talk
from tests.e2e.visitor import faults, follow, heading, sign_in

pytestmark = pytest.mark.django_db(transaction=True)
WIDTHS = pytest.mark.parametrize(("width", "javascript"), [(390, True), (1280, False)])


@WIDTHS
def test_author_mends_a_comment_that_is_read_again(
    page_at: PageAt, talk: Talk, site: LiveServer, width: int, javascript: bool
) -> None:
    member = make_member(name="Tomos")
    say(talk.discussion, "Lorys turn at the pub.", author=participant_for_user(member))
    page = page_at(width, javascript=javascript)
    sign_in(page, member, site.url)
    page.goto(talk.url)
    follow(page.get_by_role("link", name="Edit your comment"))
    assert heading(page) == "Change your words"
    expect(page.get_by_text("leaves the page until somebody has read your new words")).to_be_visible()

    words = page.get_by_label("Your comment")
    expect(words).to_have_value("Lorys turn at the pub.")
    words.fill("Ring me on 01632 960 233.")
    left = page.get_by_text("Characters left: 1,975")
    expect(left).to_be_visible(visible=javascript)
    follow(page.get_by_role("button", name="Save my changes"))
    expect(page.get_by_text("Your changes are not saved yet")).to_be_visible()
    expect(page.get_by_label("Your comment")).to_have_value("Ring me on 01632 960 233.")
    assert faults(page) == []

    page.get_by_label("Your comment").fill("Lorries turn at the pub.")
    follow(page.get_by_role("button", name="Save my changes"))
    expect(page.get_by_text("We have your changes.")).to_be_visible()
    expect(page.get_by_text("Only you can see this.")).to_be_visible()
    assert faults(page) == []
    assert talk.said() == [("Lorries turn at the pub.", "pending")]


def test_count_turns_and_is_spoken_after_a_pause(page_at: PageAt, talk: Talk, site: LiveServer) -> None:
    talk.discussion.max_length = 100
    talk.discussion.save()
    page = page_at(390)
    sign_in(page, make_member(), site.url)
    page.goto(talk.url)
    page.get_by_label("Your comment").fill("x" * 103)
    expect(page.locator(".fm-count--over")).to_have_text("Characters too many: 3")
    expect(page.get_by_role("status").filter(has_text="Characters too many: 3")).to_be_attached()
    page.get_by_label("Your comment").fill("é\r\n\r\n\r\n\r\nx  ")
    expect(page.locator(".fm-count")).to_have_text("Characters left: 96")


@WIDTHS
def test_long_conversation_opens_by_keyboard_and_by_link(
    page_at: PageAt, talk: Talk, width: int, javascript: bool
) -> None:
    root = say(talk.discussion, "Where do lorries turn?", name="Nadia")
    for number in range(FOLDED_ABOVE + 1):
        say(talk.discussion, f"Reply {number}", to=root, name="Win")
    page = page_at(width, javascript=javascript)
    page.goto(talk.url)
    last = page.get_by_text(f"Reply {FOLDED_ABOVE}", exact=True)
    expect(last).to_be_hidden()
    summary = page.locator("summary", has_text=f"{FOLDED_ABOVE + 1} replies to Nadia")
    summary.focus()
    page.keyboard.press("Enter")
    expect(last).to_be_visible()
    assert faults(page) == []
    page.keyboard.press("Enter")
    expect(last).to_be_hidden()

    comment = Comment.objects.select_related("contribution__activity").get(comment=f"Reply {FOLDED_ABOVE}")
    page.goto(comment.get_absolute_url())
    expect(last).to_be_visible()
    expect(page.get_by_text("Where do lorries turn?")).to_be_visible()
