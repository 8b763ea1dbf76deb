"""A letter is typed in and stands in the talk; an outcome goes out by mail, and whoever wants no more mail says so."""

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from engagement.accounts.models import Participant
from engagement.consultations.models import ConsultationIndexPage, ConsultationPage, Telling
from engagement.consultations.telling import carry_on
from engagement.plugin import Channel, Contribution
from engagement.testing.consultations import entry
from tests.comments.factories import say
from tests.e2e.conftest import PageAt
from tests.e2e.talk import Talk, make_talk
from tests.e2e.test_life import let_it_close
from tests.e2e.visitor import faults, follow, heading, make_staff, sign_in, text_of

pytestmark = pytest.mark.django_db(transaction=True)
LETTER = "My mother cannot cross to the chemist."
ANN = "ann@example.org"


def test_letter_is_typed_in_and_stands_in_the_talk(page_at: PageAt, talk: Talk, site: LiveServer) -> None:
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

    resident = page_at(390, javascript=False)
    resident.goto(talk.url)
    said = resident.locator(".fm-comment", has_text=LETTER)
    expect(said).to_contain_text("By letter")
    expect(said).to_contain_text("A resident")
    assert "library box" not in text_of(resident)
    assert faults(resident) == []


@pytest.mark.parametrize(("width", "javascript"), [(390, False), (1280, True)])
def test_outcome_comes_by_mail_and_the_mail_can_be_stopped(
    page_at: PageAt, index: ConsultationIndexPage, width: int, javascript: bool
) -> None:
    talk = make_talk(index)
    author = Participant.objects.create(email=ANN, display_name="Ann", language="en")
    say(talk.discussion, LETTER, author=author)
    publish_answer(talk.page)

    page = page_at(width, javascript=javascript)
    page.goto("/demo/mail/")
    follow(page.locator("main li a"))
    assert LETTER in text_of(page)
    assert "A crossing at the chemist" in text_of(page)
    follow(page.locator("main a[href*='/account/answers/']").last)
    assert heading(page) == "Messages about what came of it"
    follow(page.get_by_role("button", name="Stop these messages"))
    assert heading(page) == "Done: we do not write to you about answers any more"
    assert not Participant.objects.get(email=ANN).wants_answers

    page.goto(f"{index.url}outcomes/")
    assert "Of 1 decision: 1 under way." in text_of(page)
    assert faults(page) == []
    follow(page.get_by_role("link", name="A crossing at the chemist"))
    assert "A crossing at the chemist" in text_of(page)


def publish_answer(page: ConsultationPage) -> None:
    """It has closed; what came of it is published, and everybody is told."""
    let_it_close(page)
    page.refresh_from_db()
    page.we_did = [entry(title="A crossing at the chemist")]
    page.save_revision().publish()
    for telling in Telling.objects.filter(finished_at=None):
        carry_on(telling.pk)
    call_command("deliver_mail", verbosity=0)
