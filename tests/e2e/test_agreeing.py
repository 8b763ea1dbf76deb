"""Agreeing with others: somebody we know presses once and again; a stranger signs in and comes back to the comment."""

import pytest
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from engagement.comments.models import Comment
from engagement.testing.people import make_member
from tests.comments.factories import say
from tests.e2e.conftest import PageAt
from tests.e2e.talk import Talk
from tests.e2e.visitor import faults, follow, heading, sign_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(("width", "javascript"), [(390, True), (1280, False)])
def test_member_agrees_and_takes_it_back(
    page_at: PageAt, talk: Talk, site: LiveServer, width: int, javascript: bool
) -> None:
    comment = say(talk.discussion, name="Nadia")
    page = page_at(width, javascript=javascript)
    page.goto(talk.url)
    follow(page.get_by_role("link", name="I agree with Nadia"))
    assert heading(page) == "Do you agree with Nadia?"

    sign_in(page, make_member(name="Tomos"), site.url)
    page.reload()
    follow(page.get_by_role("button", name="I agree"))
    pressed = page.get_by_role("button", name="I agree with Nadia", pressed=True)
    expect(pressed).to_be_visible()
    expect(page.get_by_text("1 person agrees")).to_be_visible()
    assert faults(page) == []

    follow(pressed)
    expect(page.get_by_role("button", name="I agree with Nadia", pressed=False)).to_be_visible()
    assert Comment.objects.get(pk=comment.pk).supporters == 0
