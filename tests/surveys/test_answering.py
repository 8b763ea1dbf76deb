"""The way through a survey in a browser: pages, errors, the check, sending, and coming back."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from engagement.plugin import Contribution
from engagement.surveys.models import Draft, Response, Tally
from engagement.surveys.rules import DRAFT_KEPT, RESPONSES
from engagement.testing.clock import at
from engagement.testing.consultations import CLOSES
from engagement.testing.people import make_member
from tests.surveys.answering import WHILE_OPEN, Visitor, place, url
from tests.surveys.factories import options, page

pytestmark = pytest.mark.django_db

COLOUR = (
    "choice",
    {"label": "Which colour?", "code": "colour", "options": options("Red", "Blue"), "is_required": True},
)
BOTH = page(COLOUR, ("text", {"label": "Name", "code": "name"}), code="one")
WHY = ("long_text", {"label": "Why ${colour}?", "code": "why"})
CARS = ("number", {"label": "How many cars?", "code": "cars", "show_if": "${drives} = 'yes'"})
DRIVES = ("yes_no", {"label": "Do you drive?", "code": "drives"})


@pytest.fixture(autouse=True)
def _open() -> Any:
    with at(WHILE_OPEN):
        yield


def test_pages_are_answered_checked_and_sent():
    survey = place(page(COLOUR, code="one"), page(WHY, code="two"), privacy="named")
    visitor = Visitor(survey).start()
    assert visitor.page == "one" or "Which colour?" in visitor.text
    visitor.send(colour="red")
    assert (visitor.page, "Why Red?" in visitor.text) == ("two", True)
    visitor.send(why="It is\r\nwarm")
    assert visitor.page == "check"
    assert "Red" in visitor.text
    visitor.send(publishing="words", name="Ann")
    assert visitor.page == "done"
    response = Response.objects.get()
    assert visitor.reference == response.contribution.reference
    assert response.answers == {"colour": "red", "why": "It is\nwarm"}
    assert (response.publishing, str(response.contribution.participant)) == ("words", "Ann")
    assert not Draft.objects.exists()


def test_answer_that_is_needed_is_asked_for_and_the_others_are_stored():
    survey = place(BOTH)
    visitor = Visitor(survey).start().send(name="Ann")
    assert visitor.errors == ["Choose an answer to “Which colour”"]
    assert Draft.objects.get().answers == {"name": "Ann"}
    assert visitor.form.find("input", {"name": "a-name"})["value"] == "Ann"


def test_what_cannot_be_read_is_shown_again_as_it_was_typed():
    survey = place(
        page(("number", {"label": "How many?", "code": "many"}), ("date", {"label": "When?", "code": "when"}))
    )
    visitor = Visitor(survey).start().send(many="a few", when__day="31", when__month="2", when__year="2026")
    assert visitor.errors == ["Write a number, such as 1200 or 12.5", "There is no such day. Write it like 27 3 2026"]
    assert visitor.form.find("input", {"name": "a-many"})["value"] == "a few"
    assert visitor.form.find("input", {"name": "a-when:day"})["value"] == "31"


def test_question_that_an_answer_brings_up_is_shown_on_the_same_page():
    survey = place(page(DRIVES, CARS, code="one"))
    visitor = Visitor(survey).start()
    assert "How many cars?" not in visitor.text
    visitor.send(drives="yes")
    assert "How many cars?" in visitor.text
    visitor.send(drives="yes", cars="2")
    assert visitor.page == "check"
    visitor.send()
    assert Response.objects.get().answers == {"drives": "yes", "cars": "2"}


def test_going_back_and_changing_the_way_keeps_and_leaves_out():
    survey = place(page(DRIVES, code="one"), page(CARS, code="two"), page(("text", {"label": "End", "code": "end"})))
    visitor = Visitor(survey).start().send(drives="yes").send(cars="2").send(end="x")
    visitor.get(url(survey, "answer", "?page=one&back=check")).send(drives="no")
    assert visitor.page == "check"
    assert Draft.objects.get().answers == {"drives": "no", "cars": "2", "end": "x"}
    visitor.send(publishing="no")
    assert Response.objects.get().answers == {"drives": "no", "end": "x"}


def test_change_from_the_check_that_opens_a_needed_question_leads_there():
    needed = (
        "number",
        {**CARS[1], "is_required": True},
    )
    survey = place(page(DRIVES, code="one"), page(needed, code="two"))
    visitor = Visitor(survey).start().send(drives="no")
    assert visitor.page == "check"
    visitor.get(url(survey, "answer", "?page=one&back=check")).send(drives="yes")
    assert visitor.page == "two"


def test_check_with_a_missing_answer_leads_to_it():
    survey = place(page(COLOUR, code="one"), page(WHY, code="two"))
    visitor = Visitor(survey).start()
    assert visitor.get(url(survey, "check")).page == "one"


def test_constraint_is_held_against_the_answer():
    asked = {"label": "Age", "code": "age", "constraint": ". >= 16", "constraint_message": "You must be 16."}
    visitor = Visitor(place(page(("number", asked)))).start().send(age="12")
    assert visitor.errors == ["You must be 16."]
    assert visitor.send(age="16").page == "check"


def test_options_are_ranked_with_buttons():
    rank = ("ranking", {"label": "Best?", "code": "best", "options": options("A", "B", "C")})
    visitor = Visitor(place(page(rank))).start()
    visitor.send(move="best:c:up").send(move="best:a:up").send(move="best:a:up")
    assert Draft.objects.get().answers == {"best": ["a", "c"]}
    visitor.send(move="best:c:down")
    assert Draft.objects.get().answers == {"best": ["a"]}
    visitor.send(**{"best__b": "2", "best__a": "1"})
    assert Draft.objects.get().answers == {"best": ["a", "b"]}


def test_matrix_asks_in_every_line():
    matrix = ("matrix", {
        "label": "The park",
        "rows": [{"label": "Clean", "code": "clean"}, {"label": "Safe", "code": "safe"}],
        "options": options("Yes", "No"),
        "is_required": True,
    })  # fmt: skip
    visitor = Visitor(place(page(matrix))).start().send(clean="yes")
    assert visitor.errors == ["Choose an answer to “Safe”"]
    assert visitor.send(clean="yes", safe="no").page == "check"


def test_words_beside_other():
    asked = {"label": "How?", "code": "how", "options": [*options("Bus"), *options("Other", asks_more=True)]}
    visitor = Visitor(place(page(("choices", asked)))).start().send(how=["bus", "other"], how_other="Skates")
    assert "Other: Skates" in visitor.text
    visitor.send(publishing="no")
    assert Response.objects.get().answers == {"how": ["bus", "other"], "how_other": "Skates"}


# Coming back


def test_draft_goes_on_in_the_same_browser_and_nowhere_else():
    survey = place(page(COLOUR, code="one"), page(WHY, code="two"))
    visitor = Visitor(survey).start().send(colour="red")
    assert "Go on" in Visitor(survey, visitor.client).get(url(survey, "start")).text
    assert "Go on" not in Visitor(survey).get(url(survey, "start")).text


def test_draft_of_a_member_goes_on_elsewhere():
    survey, member = place(page(COLOUR, code="one"), page(WHY, code="two"), audience="members"), make_member()
    first, second = Client(), Client()
    first.force_login(member)
    second.force_login(member)
    Visitor(survey, first).start().send(colour="red")
    visitor = Visitor(survey, second).get(url(survey, "answer"))
    assert Draft.objects.count() == 1
    assert visitor.form.find("input", {"value": "red"}).has_attr("checked")


def test_session_that_ended_loses_nothing_that_was_typed():
    survey = place(page(COLOUR, code="one"), page(WHY, code="two"))
    visitor = Visitor(survey).start().send(colour="red")
    visitor.client.session.flush()
    visitor.send(why="Because")
    assert Draft.objects.get().answers == {"colour": "red", "why": "Because"}
    assert visitor.page == "check"


def test_draft_that_is_gone_begins_anew_with_what_was_typed():
    survey = place(page(COLOUR, code="one"), page(WHY, code="two"))
    visitor = Visitor(survey).start().send(colour="red")
    Draft.objects.all().delete()
    visitor.send(why="Because")
    assert Draft.objects.get().answers == {"why": "Because"}
    assert visitor.page == "one"


def test_two_tabs_write_to_one_draft():
    survey = place(page(COLOUR, code="one"), page(WHY, code="two"))
    one = Visitor(survey).start()
    two = Visitor(survey, one.client).get(url(survey, "answer", "?page=two"))
    one.send(colour="red")
    two.send(why="Because")
    assert Draft.objects.get().answers == {"colour": "red", "why": "Because"}


def test_second_tab_learns_that_the_answers_were_sent():
    survey = place(BOTH)
    one = Visitor(survey).start().send(colour="red")
    two = Visitor(survey, one.client).get(url(survey, "check"))
    one.send()
    two.send()
    assert Response.objects.count() == 1
    assert f"Your reference is {one.reference}" in two.text


def test_same_form_twice_gives_the_same_reference():
    visitor = Visitor(place(BOTH)).start().send(colour="red")
    data = {field["name"]: field.get("value", "") for field in visitor.form.find_all("input", type="hidden")}
    address = visitor.form["action"]
    references = []
    for _ in range(2):
        visitor.response = visitor.client.post(address, data, follow=True)
        references.append(visitor.reference)
    assert references[0] == references[1] != ""
    assert Response.objects.count() == 1


def test_answers_are_changed_until_it_closes():
    visitor = Visitor(place(BOTH)).start().send(colour="red").send()
    first = visitor.reference
    visitor.press("Change my answers")
    visitor.send(colour="blue").send()
    assert visitor.reference != first
    assert Response.objects.filter(contribution__state="published").get().answers == {"colour": "blue"}
    assert Contribution.objects.get(reference=first).state == "withdrawn"
    counts = dict(Tally.objects.values_list("cell", "count"))
    assert (counts["red"], counts["blue"], counts[RESPONSES]) == (0, 1, 1)


def test_survey_without_changes_offers_none():
    survey = place(BOTH, allows_changes=False)
    visitor = Visitor(survey).start().send(colour="red").send()
    assert "Change my answers" not in visitor.text
    visitor.client.post(url(survey, "change"))
    assert not Draft.objects.exists()


def test_one_person_has_one_response_unless_the_survey_takes_several():
    for is_repeatable, many in ((False, 1), (True, 2)):
        survey, client = place(BOTH, is_repeatable=is_repeatable, audience="members"), Client()
        client.force_login(make_member())
        for colour in ("red", "blue"):
            Visitor(survey, client).start().send(colour=colour).send()
        assert Contribution.objects.filter(activity=survey, state="published").count() == many


def test_organisation_says_its_name():
    survey = place(BOTH, takes_organisations=True)
    visitor = Visitor(survey).get(url(survey, "start")).send(behalf="organisation")
    assert visitor.errors == ["Write the name of the organisation, or choose “For myself”"]
    visitor.send(behalf="organisation", organisation="Mill Lane Traders").send(colour="red").send()
    assert Response.objects.get().organisation == "Mill Lane Traders"


def test_closing_while_somebody_types_keeps_what_was_typed():
    visitor = Visitor(place(BOTH, page(WHY))).start().send(colour="red")
    with at(CLOSES):
        visitor.send(why="Because it is warm")
    assert visitor.response.status_code == 403
    assert "Because it is warm" in visitor.text


def test_survey_that_was_never_published_says_so():
    survey = place(is_published=False)
    assert "The questions are not ready yet" in Visitor(survey).get(url(survey, "start")).text


def test_version_that_was_begun_is_finished():
    survey = place(BOTH, page(WHY, code="two"))
    visitor = Visitor(survey).start().send(colour="red")
    design = survey.designs.get()
    design.body = list(design.body.raw_data)[:1]
    design.save_revision().publish()
    assert survey.versions.count() == 2
    assert visitor.send(why="Because").page == "check"
    visitor.send(publishing="no")
    assert Response.objects.get().version.number == 1
    assert Visitor(survey).start().send(colour="red").page == "check"


def test_old_drafts_are_forgotten(client):
    from django.core.management import call_command

    survey = place(BOTH)
    Visitor(survey).start()
    for moment, many in ((WHILE_OPEN + timedelta(days=1), 1), (WHILE_OPEN + DRAFT_KEPT + timedelta(days=1), 0)):
        with at(moment):
            call_command("tidy", verbosity=0)
        assert Draft.objects.count() == many
