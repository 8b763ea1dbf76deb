"""What people wrote, as staff read it, and taking something out of it."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import ModelLogEntry

from engagement.plugin import Contribution, row_text, with_rows
from engagement.surveys.models import Redaction, Response, Survey
from engagement.surveys.reading import answers_of, shared_answers_of
from engagement.surveys.redacting import redactions_of, text_of_answer
from engagement.surveys.services.redacting import drop_outdated, redact, undo_redaction
from engagement.surveys.written import PER_PAGE, Asked, slice_of
from engagement.testing.clock import NOON
from engagement.testing.people import make_staff
from tests.surveys.factories import make_survey, options, page
from tests.surveys.responding import respond

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

MORE = ("long_text", {"label": "Dear ${name|neighbour}, what else?", "code": "more"})
NAME = ("text", {"label": "Your name", "code": "name"})
OTHER = {"label": "Other", "code": "else", "asks_more": True}
WAY = ("choice", {"label": "How do you come?", "code": "way", "options": [*options("Bus"), OTHER]})
MAIL = ("email", {"label": "E-mail", "code": "mail"})
HOSTILE = "<script>alert(1)</script>\n\"'><img src=x onerror=alert(2)> {{ 7*7 }} \u202eabc"


def asks_words(**settings: Any) -> Survey:
    return make_survey(page(NAME, MORE, WAY, MAIL), **settings)


def address(survey: Survey, code: str = "more", response: Response | None = None) -> str:
    if response is not None:
        return reverse("engagement_results:redact", args=[survey.pk, code, response.pk])
    return reverse("engagement_results:words", args=[survey.pk, code])


def read(client: Client, url: str) -> BeautifulSoup:
    response = client.get(url)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser").main


def words_of(soup: Any) -> str:
    return " ".join(soup.get_text(" ").split())


def quotes(soup: BeautifulSoup) -> list[str]:
    return [words_of(quote) for quote in soup.select("blockquote")]


@pytest.fixture
def moderator(client: Client) -> Client:
    client.force_login(make_staff("Moderators"))
    return client


@pytest.fixture
def analyst() -> Client:
    client = Client()
    client.force_login(make_staff("Analysts"))
    return client


# Reading


def test_newest_words_stand_first_with_reference_and_what_may_be_done_with_them(moderator):
    survey = asks_words()
    for days, words in ((2, "First"), (0, "Third"), (1, "Second")):
        respond(survey, at=NOON - timedelta(days=days), more=words, publishing="no", channel="paper")
    respond(survey, name="Nothing to say")
    respond(survey, more="Waits", state="pending")
    respond(survey, more="Hidden", state="hidden")
    soup = read(moderator, address(survey))
    assert quotes(soup) == ["Third", "Second", "First"]
    newest = Response.objects.get(answers__more="Third")
    about = words_of(soup.select_one(f"#answer-{newest.pk} .fms-about"))
    reference = newest.contribution.reference
    assert about == (
        f"{reference} · Monday 15 June, 1pm · paper · Permission: Do not publish my words · Redact {reference}"
    )


def test_words_beside_an_answer_have_a_list_of_their_own(moderator):
    survey = asks_words()
    respond(survey, way="else", way_other="On a mule")
    respond(survey, way="bus", way_other="Not kept")
    assert quotes(read(moderator, address(survey, "way_other"))) == ["On a mule"]


@pytest.mark.parametrize("code", ["mail", "way", "more_other", "nothing", "%00", "a" * 300, "more'--"])
def test_what_is_not_answered_in_words_has_no_list(moderator, code):
    survey = asks_words()
    respond(survey, mail="a@example.org", way="bus")
    assert moderator.get(address(survey, "more").replace("/more/", f"/{code}/")).status_code in (400, 404)


@pytest.mark.parametrize(("privacy", "is_shown"), [("named", True), ("confidential", False), ("anonymous", False)])
def test_name_of_the_author_stands_only_where_people_were_told_so(moderator, privacy, is_shown):
    survey = asks_words(privacy=privacy)
    respond(survey, more="Words", person="Rhiannon Unforgettable")
    assert ("Rhiannon" in words_of(read(moderator, address(survey)))) is is_shown


def test_order_of_anonymous_words_tells_nothing_of_time(moderator):
    survey = asks_words(privacy="anonymous")
    for number in range(12):
        respond(survey, at=NOON - timedelta(minutes=number), more=f"{number}")
    by_key = [one.answers["more"] for one in Response.objects.order_by("pk")]
    soup = read(moderator, address(survey))
    assert quotes(soup) == by_key
    assert "Monday 15 June" in words_of(soup)
    assert "1pm" not in words_of(soup)
    assert "12:" not in words_of(soup)


def test_words_are_filtered_by_day_channel_and_permission(moderator):
    survey = asks_words()
    respond(survey, at=NOON - timedelta(days=1), more="Yesterday", publishing="name")
    respond(survey, more="Paper", channel="paper", publishing="words")
    respond(survey, more="Not asked")
    respond(survey, more="No", publishing="no")
    expected = {
        "since=2026-06-15": {"Paper", "Not asked", "No"},
        "until=2026-06-14": {"Yesterday"},
        "channel=paper": {"Paper"},
        "publishing=yes": {"Yesterday", "Paper"},
        "publishing=no": {"No"},
        "publishing=unasked": {"Not asked"},
        "publishing=yes&channel=web&until=2026-06-14": {"Yesterday"},
        "publishing=no&channel=paper": set(),
        "publishing=maybe": {"Yesterday", "Paper", "Not asked", "No"},
        "since=never&channel=paper": {"Yesterday", "Paper", "Not asked", "No"},
        "after=nothing": {"Yesterday", "Paper", "Not asked", "No"},
        f"after={uuid4()}": {"Yesterday", "Paper", "Not asked", "No"},
    }
    for query, found in expected.items():
        soup = read(moderator, f"{address(survey)}?{query}")
        assert set(quotes(soup)) == found, query
        is_wrong = "Something here cannot be read" in words_of(soup)
        assert is_wrong is ("maybe" in query or "never" in query), query


@pytest.mark.parametrize("privacy", ["confidential", "anonymous"])
def test_pages_follow_each_other_both_ways_and_lose_nothing(moderator, privacy):
    survey = asks_words(privacy=privacy)
    many = 2 * PER_PAGE + 7
    for number in range(many):
        # Some at the same moment: what stands beside each other in time stands in one order all the same.
        respond(survey, at=NOON - timedelta(minutes=number // 4), more=f"{number}", channel="web")
    other = asks_words()
    respond(other, more="Elsewhere")
    url, forth = address(survey), []
    soup = read(moderator, f"{url}?channel=web")
    while True:
        forth.append(quotes(soup))
        following = [link for link in soup.select(".fms-pages a") if "Next page" in link]
        if not following:
            break
        assert "channel=web" in following[0]["href"]
        soup = read(moderator, url + following[0]["href"])
    assert [len(one) for one in forth] == [PER_PAGE, PER_PAGE, 7]
    assert sorted(int(one) for page in forth for one in page) == list(range(many))
    back = [quotes(soup)]
    while previous := [link for link in soup.select(".fms-pages a") if "Previous page" in link]:
        soup = read(moderator, url + previous[0]["href"])
        back.append(quotes(soup))
    assert back == forth[::-1]


def test_page_goes_on_where_it_stopped_while_others_write():
    survey = asks_words()
    for number in range(PER_PAGE + 2):
        respond(survey, at=NOON - timedelta(minutes=number + 1), more=f"{number}")
    first = slice_of(survey, Asked("more"))
    respond(survey, more="New")
    second = slice_of(survey, Asked("more", after=first.lines[-1].response.pk))
    assert [one.text for one in second.lines] == [f"{PER_PAGE}", f"{PER_PAGE + 1}"]


def test_hostile_words_are_text(moderator):
    survey = asks_words()
    response = respond(survey, more=HOSTILE)
    for url in (address(survey), address(survey, "more", response)):
        content = moderator.get(url).content.decode()
        assert "<script>alert(1)" not in content
        assert "<img src=x" not in content
        assert words_of(BeautifulSoup(content, "html.parser").blockquote) == " ".join(HOSTILE.split())


def test_list_says_that_it_is_empty(moderator):
    survey = asks_words()
    assert "Nobody has written anything here yet." in words_of(read(moderator, address(survey)))
    assert "Nobody wrote anything that fits." in words_of(read(moderator, f"{address(survey)}?channel=paper"))


@pytest.mark.parametrize("privacy", ["named", "confidential", "anonymous"])
def test_list_takes_as_many_queries_for_one_answer_as_for_three(moderator, privacy):
    def queries(survey: Survey) -> int:
        moderator.get(address(survey))
        with CaptureQueriesContext(connection) as captured:
            moderator.get(address(survey))
        return len(captured)

    one, three = asks_words(privacy=privacy), asks_words(privacy=privacy)
    for survey, times in ((one, 1), (three, 3)):
        for number in range(times):
            written = respond(survey, more=f"{number}", person=f"{number}")
            redact(response=written, code="more", text="[...]", reason="Names", by=make_staff("Moderators"))
    assert queries(one) == queries(three)


# Taking something out


def test_words_are_redacted_and_what_was_written_stays(moderator, analyst):
    survey = asks_words()
    response = respond(survey, more="Mr Hughes of number 14 shouts.")
    url = address(survey, "more", response)
    sent = moderator.post(url, {"text": "[name] shouts.", "reason": "Names a neighbour"})
    assert sent["Location"] == f"{address(survey)}#answer-{response.pk}"
    response.refresh_from_db()
    assert response.answers["more"] == "Mr Hughes of number 14 shouts."
    redaction = Redaction.objects.get()
    assert (redaction.question, redaction.text, redaction.reason) == ("more", "[name] shouts.", "Names a neighbour")
    assert redaction.by is not None
    for client in (moderator, analyst):
        soup = read(client, address(survey))
        assert quotes(soup) == ["[name] shouts."]
        assert "Redacted Names a neighbour" in words_of(soup)
        assert "Hughes" not in soup.get_text()
    soup = read(moderator, url)
    assert quotes(soup) == ["Mr Hughes of number 14 shouts."]
    assert soup.select_one("[name=text]").get_text().strip() == "[name] shouts."
    assert "Redacted by" in words_of(soup)


def test_redaction_is_changed_and_undone_and_everything_is_logged(moderator):
    survey = asks_words()
    response = respond(survey, more="Mr Hughes shouts.")
    url = address(survey, "more", response)
    moderator.post(url, {"text": "[name] shouts.", "reason": "Names a neighbour"})
    moderator.post(url, {"text": "", "reason": "All of it"})
    soup = read(moderator, address(survey))
    assert quotes(soup) == ["Nothing is shown"]
    assert Redaction.objects.count() == 1
    moderator.post(url, {"undo": "1"})
    assert quotes(read(moderator, address(survey))) == ["Mr Hughes shouts."]
    assert not Redaction.objects.exists()
    logged = ModelLogEntry.objects.filter(action__startswith="surveys.").order_by("pk")
    reference = response.contribution.reference
    assert [(one.action, one.data) for one in logged] == [
        ("surveys.redact", {"reference": reference, "question": "more", "reason": "Names a neighbour"}),
        ("surveys.redact", {"reference": reference, "question": "more", "reason": "All of it"}),
        ("surveys.unredact", {"reference": reference, "question": "more"}),
    ]
    assert all(one.object_id == str(survey.pk) and one.user is not None for one in logged)


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"text": "[name] shouts.", "reason": ""}, "Say in a few words why you take something out."),
        ({"text": "[name] shouts.", "reason": " \t\n"}, "Say in a few words why you take something out."),
        ({"text": "Mr Hughes shouts.", "reason": "Why"}, "This is what was written."),
        ({"text": " Mr  Hughes\nshouts. ", "reason": "Why"}, "This is what was written."),
        ({"text": "[name]", "reason": "x" * 301}, "301"),
        ({}, "Say in a few words why you take something out."),
    ],
)
def test_redaction_without_a_reason_or_a_change_is_refused_and_nothing_typed_is_lost(moderator, sent, sentence):
    survey = asks_words()
    response = respond(survey, more="Mr Hughes shouts.")
    url = address(survey, "more", response)
    answer = moderator.post(url, {"csrfmiddlewaretoken": "x", **sent})
    assert answer.status_code == 200
    soup = BeautifulSoup(answer.content, "html.parser").main
    assert sentence in words_of(soup)
    assert " ".join(soup.select_one("[name=text]").get_text().split()) == " ".join(sent.get("text", "").split())
    assert not Redaction.objects.exists()
    assert quotes(soup) == ["Mr Hughes shouts."]


def test_answers_of_other_surveys_and_questions_are_not_found(moderator):
    survey, other = asks_words(), asks_words()
    response, elsewhere = respond(survey, more="Words"), respond(other, more="Words", name="Ann")
    for url in (
        address(survey, "more", elsewhere),
        address(survey, "name", response),
        address(survey, "mail", response),
        address(survey, "more", Response(pk=UUID(int=0))),
    ):
        assert moderator.get(url).status_code == 404
        assert moderator.post(url, {"text": "", "reason": "Why"}).status_code == 404
    assert not Redaction.objects.exists()


def test_service_asks_for_a_reason_and_for_words():
    survey = asks_words()
    response = respond(survey, more="Words")
    for code, reason in (("more", " "), ("name", "Why")):
        with pytest.raises(ValueError, match="a redaction needs"):
            redact(response=response, code=code, text="", reason=reason, by=None)
    assert undo_redaction(response=response, code="more", by=None) is False
    assert not ModelLogEntry.objects.filter(action="surveys.unredact").exists()


# Wherever it leaves


def test_text_of_an_answer_is_what_others_may_read():
    survey = asks_words()
    response = respond(survey, more="Mr Hughes", way="else", way_other="A mule", name="Ann")
    redact(response=response, code="more", text="[name]", reason="Why", by=None)
    redact(response=response, code="way_other", text="", reason="Why", by=None)
    assert [text_of_answer(response, code) for code in ("more", "way_other", "name", "mail")] == [
        "[name]",
        "",
        "Ann",
        "",
    ]


def test_redactions_of_many_responses_take_one_query(django_assert_num_queries):
    survey = asks_words()
    responses = [respond(survey, more=f"{number}", name="Ann") for number in range(3)]
    redact(response=responses[0], code="more", text="[0]", reason="Why", by=None)
    redact(response=responses[2], code="more", text="", reason="Why", by=None)
    redact(response=respond(survey, more="Not asked for"), code="more", text="[...]", reason="Why", by=None)
    with django_assert_num_queries(1):
        found = redactions_of(responses)
    assert found == {responses[0].pk: {"more": "[0]"}, responses[2].pk: {"more": ""}}


def test_answers_in_words_leave_out_what_was_taken_out_and_keep_their_way():
    more = ("text", {"label": "Why?", "code": "why", "show_if": "${name} = 'Ann'"})
    survey = make_survey(page(NAME, WAY, more))
    response = respond(survey, name="Ann", way="else", way_other="Mr Hughes drives me", why="Because")
    redact(response=response, code="name", text="[name]", reason="Why", by=None)
    redact(response=response, code="way_other", text="[name] drives me", reason="Why", by=None)
    response = Response.objects.get()
    assert [one.words for one in shared_answers_of(response)] == ["[name]", "Other: [name] drives me", "Because"]
    assert [one.words for one in answers_of(response)] == ["Ann", "Other: Mr Hughes drives me", "Because"]
    [(contribution, row)] = with_rows(Contribution.objects.select_related("activity"))
    text = row_text(contribution, row)
    assert "[name] drives me" in text
    assert "Hughes" not in text


def test_rows_of_the_queue_take_as_many_queries_for_one_as_for_three(django_assert_num_queries):
    survey = asks_words()
    for number in range(3):
        response = respond(survey, more=f"{number}")
        redact(response=response, code="more", text="[...]", reason="Why", by=None)
    given = list(Contribution.objects.select_related("activity"))
    answers_of(response)
    for some in (given[:1], given):
        with django_assert_num_queries(2):
            assert all("[...]" in row_text(*pair) for pair in with_rows(some))


def test_redaction_of_words_that_were_written_anew_goes():
    survey = asks_words()
    response = respond(survey, more="Mr Hughes", name="Ann")
    for code in ("more", "name"):
        redact(response=response, code=code, text="[name]", reason="Why", by=None)
    before = dict(response.answers)
    response.answers = {"more": "Nobody", "name": "Ann"}
    drop_outdated(response=response, before=before)
    assert list(response.redactions.values_list("question", flat=True)) == ["name"]
