"""Writing the questions of a survey in the admin: beginning, publishing, trying, and who may."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from base.publication import PublishRefused
from engagement.surveys.models import Draft, Response, Survey, SurveyDesign
from engagement.surveys.naming import error_beside
from engagement.testing.clock import at
from engagement.testing.people import make_administrator, make_member, make_staff
from tests.surveys.answering import WHILE_OPEN, place
from tests.surveys.factories import make_survey, options, page

pytestmark = pytest.mark.django_db

COLOUR = ("choice", {"label": "Which colour?", "code": "colour", "options": options("Red", "Blue")})
WHY = ("text", {"label": "Why ${colour}?", "code": "why", "show_if": "${colour} = 'red'"})


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def design_url(name: str, survey: Survey, query: str = "") -> str:
    return reverse(f"survey_design:{name}", args=[survey.pk]) + query


def edit_url(design: SurveyDesign) -> str:
    return reverse("wagtailsnippets_engagement_surveys_surveydesign:edit", args=[design.pk])


def test_questions_begin_with_a_starter():
    survey, client = Survey.objects.create(title="Gritting"), signed_in(make_staff("Editors"))
    assert "What do the questions begin with?" in client.get(design_url("questions", survey)).content.decode()
    response = client.post(design_url("questions", survey), {"starter": "poll"})
    design = survey.designs.get()
    assert response["Location"] == edit_url(design)
    assert (design.live, design.definition.questions[0].kind) == (False, "choice")
    assert client.get(edit_url(design)).status_code == 200
    assert client.get(design_url("questions", survey))["Location"] == edit_url(design)


def test_questions_of_another_survey_are_copied_with_their_codes():
    source, survey = make_survey(page(COLOUR), title="Source"), Survey.objects.create(title="Copy")
    signed_in(make_staff("Editors")).post(design_url("questions", survey), {"starter": "empty", "copy_of": source.pk})
    copied = survey.designs.get()
    assert (copied.title, [one.code for one in copied.definition.questions]) == ("Copy", ["colour"])
    assert not survey.versions.exists()


@pytest.mark.parametrize(
    ("who", "may"),
    [("member", False), ("Moderators", False), ("Analysts", False), ("Editors", True), ("Community managers", True)],
)
def test_who_may_write_questions(who, may):
    survey = make_survey()
    client = signed_in(make_member() if who == "member" else make_staff(who))
    addresses = [design_url("try", survey), edit_url(survey.designs.get()), design_url("questions", survey)]
    bodies = [client.get(address, follow=True).content.decode() for address in addresses]
    assert ["Which colour?" in body for body in bodies] == [may] * 3


def test_survey_on_a_page_takes_the_right_to_publish_that_page():
    with at(WHILE_OPEN):
        survey = place()
        other = make_staff("Editors")
        other.groups.get().page_permissions.all().delete()
        client = signed_in(other)
        assert client.get(edit_url(survey.designs.get())).status_code == 302
        assert client.get(design_url("try", survey)).status_code == 302


def test_published_questions_are_not_taken_from_under_who_answers():
    design = make_survey().designs.get()
    client = signed_in(make_administrator())
    address = reverse("wagtailsnippets_engagement_surveys_surveydesign:unpublish", args=[design.pk])
    client.post(address)
    design.refresh_from_db()
    assert design.live


def test_draft_is_tried_and_nothing_is_stored():
    survey, client = make_survey(page(COLOUR, code="one"), page(WHY, code="two")), signed_in(make_staff("Editors"))
    design = survey.designs.get()
    design.body[0].value["items"][0].value["label"] = "Which colour in the draft?"
    design.save_revision()
    assert "Which colour in the draft?" in client.get(design_url("try", survey)).content.decode()
    response = client.post(design_url("try", survey, "?page=one"), {"a-colour": "red", "shown": "colour"}, follow=True)
    assert "Why Red?" in response.content.decode()
    response = client.post(design_url("try", survey, "?page=two"), {"a-why": "Warm", "shown": "why"}, follow=True)
    assert "Warm" in response.content.decode()
    assert not Draft.objects.exists()
    assert not Response.objects.exists()
    assert "Warm" not in client.get(design_url("try", survey, "?again=1"), follow=True).content.decode()
    assert "Warm" not in client.get(design_url("try", survey, "?page=two"), follow=True).content.decode()


def test_preview_shows_every_page_whatever_its_condition():
    pages = page(COLOUR), page(WHY, show_if="${colour} = 'blue'")
    survey, client = make_survey(*pages, is_published=False), signed_in(make_administrator())
    design = survey.designs.get()
    request = client.get("/").wsgi_request
    html = design.make_preview_request(request, "").content.decode()
    assert "Which colour?" in html
    assert "Why …?" in html


def test_what_stands_in_the_way_is_named_beside_its_block():
    wrong = ("choice", {**COLOUR[1], "options": options("Red", "Blue", show_if="${nobody} = 1")})
    survey = make_survey(page(WHY), page(wrong, ("matrix", {"label": "Park", "rows": []})), is_published=False)
    design = survey.designs.get()
    error = error_beside(design.body, design.findings_in_the_way())
    first, second = error.block_errors[0].block_errors["items"], error.block_errors[1].block_errors["items"]
    assert "comes later" in str(first.block_errors[0].block_errors["label"])
    said = second.block_errors[0].block_errors["options"].block_errors[1].block_errors["label"]
    assert "There is no question “nobody”" in str(said)
    assert "label" in second.block_errors[1].block_errors


def test_survey_with_problems_is_not_published_on_any_road():
    survey = make_survey(page(("choice", {**COLOUR[1], "show_if": "${nobody} = 1"})), is_published=False)
    with pytest.raises(PublishRefused, match="There is no question “nobody” before this one"):
        survey.designs.get().get_latest_revision().publish()
    assert not survey.versions.exists()


def test_ways_are_listed_and_walked():
    survey, client = make_survey(page(COLOUR, code="one"), page(WHY, code="two")), signed_in(make_staff("Editors"))
    listed = client.get(design_url("ways", survey)).content.decode()
    assert "2 ways through it" in listed
    walked = client.get(design_url("try", survey, "?way=1"), follow=True).content.decode()
    other = client.get(design_url("try", survey, "?way=2"), follow=True).content.decode()
    assert ("checked" in walked) != ("checked" in other) or walked != other
    for odd in ("0", "99", "-1", "x", "9" * 20):
        assert client.get(design_url("try", survey, f"?way={odd}"), follow=True).status_code == 200


def test_ways_of_an_unsound_draft_say_what_to_mend():
    survey = make_survey(page(("choice", {**COLOUR[1], "show_if": "${nobody} = 1"})), is_published=False)
    client = signed_in(make_staff("Editors"))
    assert "To mend before it can be published" in client.get(design_url("ways", survey)).content.decode()
    assert client.get(design_url("try", survey))["Location"] == design_url("ways", survey)


def test_code_that_was_published_is_not_given_to_another_question():
    survey = make_survey(page(COLOUR))
    design = survey.designs.get()
    raw = list(design.body.raw_data)
    raw[0]["value"]["items"][0]["id"] = "another"
    design.body = raw
    with pytest.raises(PublishRefused):
        design.save_revision().publish()
    assert survey.versions.count() == 1


def test_new_survey_counts_answers_at_once():
    assert Survey(title="x").moderation == "at_once"
    assert Survey.objects.get(pk=make_survey(moderation="hold").pk).moderation == "hold"
