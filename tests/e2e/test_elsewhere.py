"""Staff type in an answer, put right the way it came, and it stands in the talk with that."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from engagement.plugin import Channel, Contribution
from tests.e2e.conftest import PageAt
from tests.e2e.talk import Talk
from tests.e2e.visitor import faults, follow, make_staff, sign_in, text_of

pytestmark = pytest.mark.django_db(transaction=True)
LETTER = "My mother cannot cross to the chemist."


def test_answer_stands_in_the_talk_with_the_way_it_came(page_at: PageAt, talk: Talk, site: LiveServer) -> None:
    desk = page_at(1280)
    sign_in(desk, make_staff("Community managers"), site.url)
    desk.goto("/admin/engagement/elsewhere/")
    follow(desk.get_by_role("link", name="Begin a batch"))
    desk.select_option("[name=activity]", str(talk.discussion.pk))
    desk.fill("[name=title]", "Letters of the library box")
    desk.fill("[name=received_on]", timezone.localdate().isoformat())
    follow(desk.get_by_role("button", name="Begin typing"))
    desk.fill("[name=comment]", LETTER)
    follow(desk.get_by_role("button", name="Save and type the next"))
    expect(desk.locator("main [name=comment]")).to_have_value("")
    assert LETTER in text_of(desk)
    assert Contribution.objects.get().channel == Channel.PAPER

    follow(desk.get_by_role("link", name="Edit the batch"))
    desk.select_option("[name=channel]", Channel.PHONE)
    follow(desk.get_by_role("button", name="Save"))
    assert Contribution.objects.get().channel == Channel.PHONE

    resident = page_at(390, javascript=False)
    resident.goto(talk.url)
    said = resident.locator(".fm-comment", has_text=LETTER)
    expect(said).to_contain_text("By phone")
    expect(said).to_contain_text("A resident")
    assert "library box" not in text_of(resident)
    assert faults(resident) == []
