"""Finishing later by account or link, and a copy of what was sent."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from engagement.plugin import Participant
from engagement.surveys.models import Draft, QuotaCount, Response
from engagement.testing.clock import at
from engagement.testing.people import make_member
from tests.surveys.answering import WHILE_OPEN, Visitor, place, url
from tests.surveys.factories import options, page
from tests.surveys.test_privacy import link_in

pytestmark = pytest.mark.django_db

COLOUR = ("choice", {"label": "Which colour?", "code": "colour", "options": options("Red", "Blue")})
WHY = ("text", {"label": "Why?", "code": "why"})


@pytest.fixture(autouse=True)
def _open() -> Any:
    with at(WHILE_OPEN):
        yield


def two_pages(**settings: Any) -> Any:
    return place(page(COLOUR, code="one"), page(WHY, code="two"), **settings)


def ask_for_link(visitor: Visitor, capture: Any) -> str:
    visitor.get(url(visitor.survey, "later"))
    with capture(execute=True):
        visitor.send(email="ann@example.org")
    assert "A link is on its way" in visitor.text
    return link_in(mail.outbox[-1].body)


@pytest.mark.parametrize("audience", ["everyone", "confirmed"])
def test_link_goes_on_in_another_browser_once(audience, django_capture_on_commit_callbacks):
    survey = two_pages(audience=audience)
    first = Visitor(survey).start().send(colour="red")
    link = ask_for_link(first, django_capture_on_commit_callbacks)
    other = Visitor(survey).get(link)
    assert Draft.objects.get().resume_digest
    other.send()
    assert other.page == "check"
    assert "Red" in other.text
    assert Participant.objects.filter(email="ann@example.org").exists() == (audience == "confirmed")
    assert "This link has been used" in Visitor(survey).get(link).text
    assert (Draft.objects.get().resume_digest, Draft.objects.get().resume_email) == ("", "")


def test_link_of_a_guest_proves_the_address(django_capture_on_commit_callbacks):
    survey = two_pages(audience="confirmed")
    link = ask_for_link(Visitor(survey).start().send(colour="red"), django_capture_on_commit_callbacks)
    other = Visitor(survey).get(link).send()
    assert not other.form.find("input", {"name": "email"})
    other.press("Send my answers")
    assert Response.objects.get().contribution.state == "published"


def test_link_is_too_old_after_two_weeks(django_capture_on_commit_callbacks):
    survey = two_pages()
    link = ask_for_link(Visitor(survey).start().send(colour="red"), django_capture_on_commit_callbacks)
    with at(WHILE_OPEN + timedelta(days=15)):
        assert "is too old" in Visitor(survey).get(link).text


def test_second_link_ends_the_first(django_capture_on_commit_callbacks):
    survey = two_pages()
    visitor = Visitor(survey).start().send(colour="red")
    first = ask_for_link(visitor, django_capture_on_commit_callbacks)
    second = ask_for_link(visitor, django_capture_on_commit_callbacks)
    assert "This link has been used" in Visitor(survey).get(first).text
    assert "Go on with your answers" in Visitor(survey).get(second).text


def test_stranger_who_signs_in_keeps_both_drafts_answers():
    survey, client, member = two_pages(), Client(), make_member()
    elsewhere = Client()
    elsewhere.force_login(member)
    Visitor(survey, elsewhere).start().send(colour="blue").send(why="Cold")
    with at(WHILE_OPEN + timedelta(minutes=1)):
        Visitor(survey, client).start().send(colour="red")
        client.force_login(member)
        Visitor(survey, client).get(url(survey, "check"))
    draft = Draft.objects.get()
    assert draft.answers == {"colour": "red", "why": "Cold"}
    assert draft.participant is not None


def test_drafts_of_another_person_are_out_of_reach():
    survey, member = two_pages(audience="members"), make_member()
    client, other = Client(), Client()
    client.force_login(member)
    other.force_login(make_member())
    Visitor(survey, client).start().send(colour="red")
    key = Draft.objects.get().pk
    assert "Red" not in Visitor(survey, other).get(url(survey, "check", f"?draft={key}")).text
    other.post(url(survey, "answer", "?page=two"), {"draft": str(key), "a-why": "Mine now", "shown": "why"})
    assert Draft.objects.get(pk=key).answers == {"colour": "red"}


def test_copy_goes_to_who_has_just_answered(django_capture_on_commit_callbacks):
    visitor = Visitor(two_pages()).start().send(colour="red").send(why="See http://spam.example.org now")
    visitor.press("Send my answers", publishing="no")
    with django_capture_on_commit_callbacks(execute=True):
        visitor.press("Send me a copy", email="ann@example.org")
    assert "A copy is on its way to ann@example.org" in visitor.text
    [message] = mail.outbox
    assert visitor.reference in message.body
    assert "Which colour?\nRed" in message.body
    assert "http://spam" not in message.body


def test_copy_is_for_nobody_else_and_for_no_anonymous_response():
    survey = two_pages(privacy="anonymous")
    visitor = Visitor(survey).start().send(colour="red").send().press("Send my answers")
    assert "Send me a copy" not in visitor.text
    for client in (visitor.client, Client()):
        client.post(url(survey, "copy"), {"email": "ann@example.org"})
    assert mail.outbox == []


# Places


def limited(limit: int = 1) -> Any:
    asked = {"label": "Which day?", "code": "day", "options": [*options("Monday", limit=limit), *options("Friday")]}
    return place(page(("choice", asked), WHY, code="one"))


def test_option_is_full_when_so_many_have_chosen_it():
    survey = limited()
    Visitor(survey).start().send(day="monday").press("Send my answers")
    late = Visitor(survey).start().send(day="monday")
    assert late.errors == ["“Monday” is taken: no more people can choose it. Choose another answer"]
    assert late.send(day="friday").page == "check"


def test_place_that_is_taken_while_somebody_checks_is_told_and_nothing_is_lost():
    survey = limited()
    slow = Visitor(survey).start().send(day="monday", why="Early")
    Visitor(survey).start().send(day="monday").press("Send my answers")
    slow.press("Send my answers", publishing="no")
    assert "“Monday” is taken" in slow.text
    assert slow.form.find("input", {"name": "a-why"})["value"] == "Early"
    assert QuotaCount.objects.get(option="monday").taken == 1


def test_changing_another_answer_keeps_the_place_and_withdrawing_gives_it_back():
    survey = limited()
    visitor = Visitor(survey).start().send(day="monday").press("Send my answers")
    visitor.press("Change my answers").send(day="monday", why="Now with words").press(
        "Send my answers", publishing="no"
    )
    assert visitor.page == "done"
    assert QuotaCount.objects.get(option="monday").taken == 1
    visitor.press("Change my answers").send(day="friday").press("Send my answers", publishing="no")
    assert QuotaCount.objects.get(option="monday").taken == 0
