"""What everybody sees of the results: what was made public, when the survey says so, and nothing else."""

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from wagtail.models import Locale

from base.guards import KEY_FIELD, new_key
from engagement.plugin import Contribution, action_url
from engagement.surveys.models import Survey, SurveyDesign
from engagement.surveys.services.releasing import release
from engagement.testing.clock import NOON, at
from engagement.testing.consultations import CLOSES, OPENS, make_consultation, make_index
from engagement.testing.people import make_administrator
from tests.surveys.factories import make_survey, options, page
from tests.surveys.responding import respond

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

COLOUR = ("choice", {"label": "Which colour?", "code": "colour", "options": options("Red", "Blue")})
SECRET = ("choice", {"label": "How do you vote?", "code": "vote", "options": options("Left", "Right")})
WORDS = ("long_text", {"label": "What else, ${name|neighbour}?", "code": "more"})
NAME = ("text", {"label": "Your name", "code": "name"})
WAY = (
    "choice",
    {
        "label": "How?",
        "code": "way",
        "options": [*options("Bus"), {"label": "Other", "code": "else", "asks_more": True}],
    },
)
STATES = {"scheduled": OPENS - timedelta(hours=1), "open": NOON, "closed": CLOSES + timedelta(hours=1)}


@pytest.fixture
def index() -> Any:
    return make_index()


def placed(index: Any, *items: Any, public: tuple[str, ...] = ("colour",), **changes: Any) -> Survey:
    """A survey on a public page with some answers, of which these questions are public."""
    survey = make_survey(page(*(items or (COLOUR, SECRET, NAME, WORDS))), **{"results_shown": "open", **changes})
    make_consultation(index, under=(survey,), slug=f"page-{survey.pk}")
    for code in public:
        release(survey=survey, codes=[code], is_public=True, by=None)
    return Survey.objects.get(pk=survey.pk)


def read(client: Client, survey: Survey, action: str = "results", language: str = "en") -> BeautifulSoup:
    with translation.override(language):
        response = client.get(action_url(survey, action))
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser").main


def words_of(soup: Any) -> str:
    return " ".join(soup.get_text(" ").split())


def send(client: Client, survey: Survey, **answers: str) -> None:
    """Answer a survey of one page as a browser does."""
    client.post(action_url(survey, "start"))
    client.post(action_url(survey, "answer"), {f"a-{code}": value for code, value in answers.items()})
    check = client.get(action_url(survey, "check"))
    form = BeautifulSoup(check.content, "html.parser").select_one("main form")
    draft = form.select_one("[name=draft]")["value"]
    client.post(form["action"], {KEY_FIELD: new_key(), "draft": draft, "publishing": "no"})


# When


SEEN = {
    ("never", "scheduled"): "",
    ("never", "open"): "",
    ("never", "closed"): "",
    ("answered", "scheduled"): "a",
    ("answered", "open"): "a",
    ("answered", "closed"): "na",
    ("open", "scheduled"): "na",
    ("open", "open"): "na",
    ("open", "closed"): "na",
    ("closed", "scheduled"): "",
    ("closed", "open"): "",
    ("closed", "closed"): "na",
}
"""Setting × state: whether those see it who have not answered (n), and those who have (a)."""


@pytest.mark.parametrize(("shown", "state"), SEEN)
@pytest.mark.parametrize("privacy", ["confidential", "anonymous"])
def test_results_are_seen_by_whom_the_table_says(index, shown, state, privacy):
    survey = placed(index, COLOUR, SECRET, results_shown=shown, privacy=privacy)
    answered, other = Client(), Client()
    send(answered, survey, colour="red", vote="left")
    assert Contribution.objects.count() == 1
    with at(STATES[state]):
        seen = "".join(
            letter
            for letter, client in (("n", other), ("a", answered))
            if read(client, survey).select(".fm-figures") or "What people said" in words_of(read(client, survey))
        )
        pages = [words_of(read(client, survey)) for client in (other, answered)]
    assert seen == SEEN[shown, state]
    assert all("How do you vote" not in text and "Left" not in text for text in pages)


@pytest.mark.parametrize(
    ("shown", "sentence"),
    [
        ("never", "The results are not shown here"),
        ("answered", "Results are shown once you have answered"),
        ("closed", "Results are shown once it has closed"),
    ],
)
def test_who_does_not_see_them_reads_why(client, index, shown, sentence):
    survey = placed(index, results_shown=shown)
    respond(survey, colour="red")
    soup = read(client, survey)
    assert words_of(soup.h2).replace("\u00a0", " ") == sentence
    assert not soup.select(".fm-figures, .fm-nums")


@pytest.mark.parametrize("privacy", ["confidential", "anonymous"])
def test_who_waits_for_the_results_is_asked_to_answer_once(index, privacy):
    survey = placed(index, COLOUR, results_shown="closed", privacy=privacy)
    client, start = Client(), action_url(survey, "start")
    assert start in links(read(client, survey))
    send(client, survey, colour="red")
    assert start not in links(read(client, survey))


def test_who_answers_more_than_once_has_answered(index):
    survey = placed(index, COLOUR, results_shown="answered", is_repeatable=True)
    client = Client()
    send(client, survey, colour="red")
    assert read(client, survey).select(".fm-figures")
    assert not read(Client(), survey).select(".fm-figures")


def test_pause_is_no_closing(client, index):
    survey = placed(index, results_shown="closed")
    respond(survey, colour="red")
    timetable = survey.placement.timetable
    timetable.paused_at = NOON - timedelta(hours=1)
    timetable.save()
    assert not read(client, survey).select(".fm-figures")


# What


def test_page_says_what_is_public_with_its_base(client, index):
    survey = placed(index)
    for colour, channel in (("red", "web"), ("red", "paper"), ("blue", "phone"), (None, "event")):
        respond(survey, colour=colour, channel=channel, vote="left", more="Secret words", name="Rhiannon")
    respond(survey, colour="blue", state="pending")
    soup = read(client, survey)
    assert words_of(soup.h1) == "Results: Colours"
    nums = [words_of(one) for one in soup.select(".fm-nums p")]
    assert nums == ["4 people answered", "3 of them on paper, by telephone or at an event"]
    [section] = soup.select(".fm-result")
    assert words_of(section.select_one(".fm-lead")) == "Most chose “Red” (66.7%)."
    assert [words_of(row) for row in section.select("tr")] == ["Answer People Share", "Red 2 66.7%", "Blue 1 33.3%"]
    assert words_of(section.select_one(".fm-base")) == "Shown to 4, answered by 3."
    text = words_of(soup).replace("\u00a0", " ")
    assert "People choose to take part, so this does not speak for everybody who lives here." in text
    assert "Counted on Monday 15 June, 1pm." in text
    for private in ("How do you vote", "Left", "Secret words", "Rhiannon", "What else", "Your name"):
        assert private not in text


def test_words_are_never_shown_whatever_is_written_into_the_settings(client, index):
    survey = placed(index, COLOUR, NAME, WORDS, WAY, ("email", {"label": "E-mail", "code": "mail"}))
    Survey.objects.update(public_questions=["more", "name", "mail", "way", "way_other", "gone", "colour"])
    respond(survey, more="Secret words", name="Rhiannon", mail="a@example.org", way="else", way_other="Secret skates")
    text = words_of(read(client, survey))
    assert "Other" in text
    for private in ("Secret", "Rhiannon", "example.org", "E-mail", "What else"):
        assert private not in text


def test_rows_of_a_matrix_are_public_one_by_one(client, index):
    lines = [{"label": "It is clean", "code": "clean"}, {"label": "It is quiet", "code": "still"}]
    street = ("matrix", {"label": "The street", "options": options("Bad", "Good"), "rows": lines})
    survey = placed(index, street, public=("clean",))
    respond(survey, clean="bad", still="good")
    text = words_of(read(client, survey))
    assert "It is clean" in text
    assert "It is quiet" not in text


def test_half_a_postcode_is_public_at_most(client, index):
    survey = placed(index, ("postcode", {"label": "Your postcode", "code": "pc"}), public=("pc",))
    respond(survey, pc="WX4 2LN")
    text = words_of(read(client, survey))
    assert "WX4" in text
    assert "2LN" not in text


def test_hostile_labels_and_answers_are_text(client, index):
    hostile = "<script>alert(1)</script>{{ 7*7 }}\" onload='x"
    answers = [{"label": hostile, "code": "red"}, *options("Blue")]
    survey = placed(index, ("choice", {"label": hostile, "code": "colour", "options": answers}))
    respond(survey, colour="red")
    response = client.get(action_url(survey, "results"))
    assert b"<script>alert" not in response.content
    soup = BeautifulSoup(response.content, "html.parser").main
    assert words_of(soup.select_one(".fm-result h2")) == hostile
    assert words_of(soup.select_one("tbody th")) == hostile


def test_question_that_went_is_shown_and_marked(client, index):
    survey = placed(index, COLOUR, SECRET)
    respond(survey, colour="red", vote="left")
    design = survey.designs.get()
    del design.body[0].value["items"][0]
    design.save_revision().publish()
    assert "Which colour? Not asked any more" in words_of(read(client, survey))


def test_quick_poll_says_what_is_not_offered_any_more(client, index):
    colours = {"label": "Which colour?", "code": "colour", "options": options("Red", "Blue", "Green")}
    survey = placed(index, ("choice", colours))
    respond(survey, colour="red")
    design = survey.designs.get()
    del design.body[0].value["items"][0].value["options"][0]
    design.save_revision().publish()
    response = client.get(f"{action_url(survey, 'start')}?results={survey.uuid}")
    bars = [words_of(bar) for bar in BeautifulSoup(response.content, "html.parser").select(".fm-bars li")]
    assert bars == ["Red Not offered any more 100% (1)", "Blue 0% (0)", "Green 0% (0)"]


# What people said


def say(survey: Survey, words: str, language: str = "en", *, is_published: bool = True) -> None:
    """Write what people said into the design of a language, as the analyst does."""
    design = SurveyDesign.objects.filter(survey=survey, locale__language_code=language).first()
    if design is None:
        locale = Locale.objects.get_or_create(language_code=language)[0]
        design = survey.designs.get().copy_for_translation(locale)
        design.live = False
        design.save()
    design.findings = f"<p>{words}</p>"
    revision = design.save_revision()
    if is_published:
        revision.publish()


def test_what_people_said_stands_above_the_figures_in_the_language_of_whoever_reads(client, index):
    survey = placed(index)
    respond(survey, colour="red")
    say(survey, "They like red.")
    soup = read(client, survey)
    headings = [words_of(one) for one in soup.select("h2")]
    assert headings == ["What people said", "Which colour?"]
    assert "They like red." in words_of(soup)
    assert "They like red." in words_of(read(client, survey, language="cy"))
    say(survey, "Coch sydd orau.", "cy")
    assert "Coch sydd orau." in words_of(read(client, survey, language="cy"))
    assert "They like red." in words_of(read(client, survey))


def test_what_nobody_has_published_is_not_said(client, index):
    survey = placed(index)
    respond(survey, colour="red")
    say(survey, "They like red.", is_published=False)
    assert "They like red." not in words_of(read(client, survey))


@pytest.mark.parametrize("shown", ["never", "closed", "answered"])
def test_what_people_said_waits_as_the_figures_do(client, index, shown):
    survey = placed(index, results_shown=shown)
    respond(survey, colour="red")
    say(survey, "They like red.")
    assert "They like red." not in words_of(read(client, survey))


def test_words_alone_are_results_too(client, index):
    survey = placed(index, public=())
    respond(survey, colour="red")
    say(survey, "They like red.")
    text = words_of(read(client, survey))
    assert "They like red." in text
    assert "No figures are public yet" not in text
    assert action_url(survey, "results") in str(read(client, survey, "start"))


# Nothing to show


def test_empty_states(client, index):
    survey = placed(index)
    assert "Nobody has answered yet" in words_of(read(client, survey))
    quiet = placed(index, public=())
    respond(quiet, colour="red")
    assert "No figures are public yet" in words_of(read(client, quiet)).replace("\u00a0", " ")
    unpublished = make_survey(is_published=False)
    make_consultation(index, under=(unpublished,), slug="unpublished")
    assert "The questions are not ready yet" in words_of(read(client, unpublished))


def test_results_are_shut_with_their_page(client, index):
    survey = placed(index)
    assert client.get(action_url(survey, "results")).status_code == 200
    survey.placement.delete()
    assert client.get(action_url(survey, "results")).status_code == 404


# The way there


def links(soup: Any) -> list[str]:
    return [link["href"] for link in soup.select("a")]


def test_first_page_leads_to_the_results_or_says_when(client, index):
    survey = placed(index, results_shown="closed")
    url = action_url(survey, "results")
    soup = read(client, survey, "start")
    assert "Results are shown once it has closed." in words_of(soup)
    assert url not in links(soup)
    with at(STATES["closed"]):
        soup = read(client, survey, "start")
    assert "See the results" in words_of(soup)
    assert url in links(soup)
    at_once = placed(index, results_shown="open")
    assert action_url(at_once, "results") in links(read(client, at_once, "start"))


@pytest.mark.parametrize("changes", [{"results_shown": "never"}, {"public": ()}])
def test_first_page_says_nothing_where_there_is_nothing(client, index, changes):
    survey = placed(index, **changes)
    for moment in STATES.values():
        with at(moment):
            soup = read(client, survey, "start")
        assert action_url(survey, "results") not in links(soup)
        assert "Results are shown" not in words_of(soup)


def test_last_page_leads_to_the_results(index):
    client, survey = Client(), placed(index, COLOUR, results_shown="answered")
    assert action_url(survey, "results") not in links(read(client, survey, "start"))
    send(client, survey, colour="red")
    soup = read(client, survey, "done")
    assert action_url(survey, "results") in links(soup)
    later = placed(index, COLOUR, results_shown="closed")
    send(client, later, colour="red")
    assert action_url(later, "results") not in links(read(client, later, "done"))


def test_staff_sees_no_more_than_others_here(client, index):
    survey = placed(index, results_shown="closed")
    respond(survey, colour="red", vote="left")
    client.force_login(make_administrator())
    assert not read(client, survey).select(".fm-figures")


# Speed


def test_page_takes_as_many_queries_for_one_response_and_question_as_for_three(client, index):
    def queries(survey: Survey) -> int:
        read(client, survey)
        with CaptureQueriesContext(connection) as captured:
            read(client, survey)
        return len(captured)

    one = placed(index, COLOUR)
    respond(one, colour="red")
    three = placed(index, COLOUR, SECRET, WAY, public=("colour", "vote", "way"))
    for _number in range(3):
        respond(three, colour="red", vote="left", way="bus")
    design = three.designs.get()
    design.title = "Another version"
    design.save_revision().publish()
    assert queries(one) == queries(three)
