"""We asked, you said, we did: what stops it, what it shows, what it says beside each comment."""

import uuid
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale

from base.publication import PublishRefused
from engagement.comments.models import Discussion
from engagement.consultations.enums import ConsultationState
from engagement.consultations.models import ConsultationPage
from engagement.consultations.plan import Milestone, milestones_of
from engagement.plugin import Answer, Contribution, ContributionState, Timetable, moderate
from engagement.testing.clock import NOON, at
from engagement.testing.consultations import entry, theme
from engagement.testing.people import make_administrator
from tests.comments.factories import say
from tests.core.test_door import pin

pytestmark = pytest.mark.usefixtures("noon")

DAY = timedelta(days=1)
OVER = {"opens_at": NOON - 60 * DAY, "closes_at": NOON - 5 * DAY, "answer_by": (NOON + 9 * DAY).date()}


@pytest.fixture
def talk(db):
    return Discussion.objects.create(title="How do you use Mill Lane?", audience="everyone", moderation="at_once")


@pytest.fixture
def closed(make, talk):
    """A consultation that has closed and waits for its answer, with a talk."""
    return make(under=(talk,), **OVER)


def answer(page, *entries, said=()):
    page.we_did, page.you_said = [*entries], [*said]
    page.save_revision().publish()
    return ConsultationPage.objects.get(pk=page.pk)


def look(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def texts(soup, selector):
    return [" ".join(found.get_text(" ").split()) for found in soup.select(selector)]


def problems(page, *entries, said=()):
    page.we_did, page.you_said = [*entries], [*said]
    return [(problem.field, str(problem.message)) for problem in page.publish_problems()]


# What stops it


def test_answer_is_refused_while_people_can_answer(consultation):
    sentence = "People can still answer. Publish this once the consultation has closed."
    assert problems(consultation, entry(), said=[theme()]) == [("you_said", sentence), ("we_did", sentence)]
    with pytest.raises(PublishRefused):
        consultation.save_revision().publish()


def test_answer_scheduled_for_after_closing_is_no_problem(consultation):
    consultation.go_live_at = consultation.closes_at
    assert problems(consultation, entry()) == []


@pytest.mark.parametrize(
    ("changes", "sentences"),
    [
        ({}, []),
        ({"title": " "}, ["Decision 1: Say in one line what was decided."]),
        ({"status": ""}, ["Decision 1: Choose how far it has come."]),
        ({"status": "not_done"}, ["Decision 1: Say why it is not done. People see it beside what they asked for."]),
        ({"status": "not_done", "why_not": "There is no money."}, []),
        ({"day": None}, ["Decision 1: Give the day."]),
        ({"decided_by": ""}, ["Decision 1: Say who decided."]),
    ],
)
def test_entry_lacks(closed, changes, sentences):
    assert problems(closed, entry(**changes)) == [("we_did", sentence) for sentence in sentences]


def test_reference_is_understood_as_people_type_it(closed, talk):
    one, other = say(talk).contribution, say(talk).contribution
    typed = f"{one.reference.lower()};\n {other.reference.replace('-', ' ')}"
    assert problems(closed, entry(references=typed)) == []


def test_bad_references_are_named(client, closed, talk, wall, make):
    make(title="Another", under=(wall,))
    pin(client, wall, "Elsewhere")
    elsewhere = Contribution.objects.get(activity=wall.pk)
    hidden = say(talk).contribution
    moderate(contribution=hidden, to=ContributionState.HIDDEN, by=make_administrator())
    found = problems(closed, entry(references=f"nonsense, {elsewhere.reference}, {hidden.reference}"))
    assert found == [
        ("we_did", "Nothing was given under the reference “nonsense”. Look it up in the list of contributions."),
        (
            "we_did",
            f"“{elsewhere.reference}” was not given to this consultation. Only its own contributions can be linked.",
        ),
        ("we_did", f"“{hidden.reference}” is not public. Only what everybody can read can be linked."),
    ]


def test_what_was_linked_and_is_hidden_since_stops_no_publication(closed, talk):
    given = say(talk).contribution
    page = answer(closed, entry(references=given.reference))
    moderate(contribution=given, to=ContributionState.HIDDEN, by=make_administrator())
    assert page.publish_problems() == []


# When it was answered


def test_outcome_keeps_the_moment_of_its_first_publication(closed):
    page = answer(closed, entry())
    with at(NOON + DAY):
        page = answer(page, entry(title="Other words"))
        assert page.public_state() == ConsultationState.OUTCOME
        page = answer(page)
        assert page.public_state() == ConsultationState.CLOSED
        page = answer(page, entry())
    assert Timetable.objects.get(host_key=page.translation_key).outcome_at == NOON
    assert page.standing.outcome_at == NOON


def test_all_languages_agree(closed):
    welsh = closed.copy_for_translation(Locale.objects.create(language_code="cy"), copy_parents=True)
    welsh.save_revision().publish()
    answer(closed, entry())
    welsh = ConsultationPage.objects.get(pk=welsh.pk)
    assert (welsh.public_state(), welsh.standing.outcome_at) == (ConsultationState.OUTCOME, NOON)


def test_summary_alone_is_what_we_heard(client, closed):
    page = answer(closed, said=[theme()])
    assert page.standing.answer == Answer.FEEDBACK
    soup = look(client, page.url)
    assert texts(soup, ".fm-hero__status") == ["What we heard Read what people said. We answer by 24 June."]
    assert texts(soup, ".fm-chain h2") == ["We asked Open 16 April to 10 June", "You said"]


# What it shows


def test_page_says_what_was_asked_said_and_done(client, closed, talk):
    given = say(talk, "Lorries **really** shake the house").contribution
    page = answer(
        closed,
        entry(references=given.reference),
        entry(title="Bus 14 moves", status="not_done", why_not="The street is too narrow."),
        said=[theme()],
    )
    soup = look(client, page.url)
    assert texts(soup, ".fm-hero__status") == ["Outcome We have answered, on Monday 15 June"]
    assert [one.split(" Open")[0] for one in texts(soup, ".fm-chain h2")][:2] == ["We asked", "You said"]
    assert texts(soup, ".fm-said h3") == ["Lorries are kept out", "Bus 14 moves"]
    assert texts(soup, ".fm-said .fm-meta")[0] == "Streets committee, Wednesday 10 June"
    assert texts(soup, ".fm-theme__did") == [
        "We are doing this.",
        "We do not do this, and here is why. The street is too narrow.",
    ]
    assert texts(soup, ".fm-led li") == [f"“Lorries **really** shake the house” {given.reference}"]
    assert soup.select_one(".fm-led a")["href"] == given.comment.get_absolute_url()
    assert texts(soup, ".fm-time li b")[-1] == "We have answered"


def test_list_and_feed_say_that_it_is_answered(client, closed):
    answer(closed, entry())
    soup = look(client, "/have-your-say/?state=answered")
    assert texts(soup, ".fm-card .fm-status") == ["Answered 15 June"]
    assert texts(soup, ".fm-tabs [aria-current]") == ["Answered (1)"]
    feed = client.get("/have-your-say/feed/").content.decode()
    assert f"urn:uuid:{closed.translation_key}:en:outcome" in feed
    assert "We have answered, on Monday 15 June." in feed


def test_plan_says_when_it_was_answered_in_place_of_the_promise(closed):
    page = answer(closed, entry())
    [*_others, last] = milestones_of(page.standing, NOON)
    assert last == Milestone("answered", NOON.date(), "We have answered, on Monday 15 June")


@pytest.mark.parametrize("state", [ContributionState.HIDDEN, ContributionState.REMOVED])
def test_what_was_taken_away_is_linked_nowhere(client, closed, talk, state):
    given = say(talk, "Words that go").contribution
    page = answer(closed, entry(references=given.reference))
    moderate(contribution=given, to=state, reason="abuse", by=make_administrator())
    soup = look(client, page.url)
    assert soup.select(".fm-led") == []
    assert given.reference not in str(soup)
    assert look(client, f"/engage/{talk.uuid}/thread/").select(".fm-comment__came") == []


def test_each_linked_comment_says_what_came_of_it(client, closed, talk):
    first = say(talk, "The first")
    reply = say(talk, "The reply", to=first)
    say(talk, "Nothing came of this")
    page = answer(closed, entry(references=f"{first.contribution.reference}, {reply.contribution.reference}"))
    soup = look(client, f"/engage/{talk.uuid}/thread/")
    assert texts(soup, ".fm-comment__came") == ["What came of this: Lorries are kept out"] * 2
    [key] = [block.id for block in page.we_did]
    assert texts(soup, "aside .fm-panel p") == ["We have answered, on Monday 15 June."]
    assert soup.select_one(".fm-comment__came a")["href"] == f"{page.url}#outcome-{key}"
    assert len(look(client, page.url).select(f"#outcome-{key}")) == 1


def test_a_linked_comment_in_another_language_is_kept_as_written(client, closed, talk, monkeypatch):
    given = say(talk, "Mae’r lôn yn brysur").contribution
    Contribution.objects.filter(pk=given.pk).update(language="cy")
    answer(closed, entry(references=given.reference))
    first = str(look(client, f"/engage/{talk.uuid}/thread/").select_one(".fm-comment"))
    assert "What came of this" in first
    assert 'lang="cy"' in first
    monkeypatch.setattr("base.pure._write", lambda *_args: "written again")
    assert str(look(client, f"/engage/{talk.uuid}/thread/").select_one(".fm-comment")) == first


def test_linked_comments_cost_the_same_for_one_and_three(client, closed, talk):
    said = [say(talk, f"Comment {number}").contribution.reference for number in range(3)]

    def cost(references):
        page = answer(closed, *(entry(references=one) for one in references))
        counts = []
        for address in (page.url, f"/engage/{talk.uuid}/thread/"):
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            counts.append(len(queries))
        return counts

    assert cost(said[:1]) == cost(said)


def test_outcome_of_a_withdrawn_consultation_does_not_count(closed):
    page = answer(closed, entry())
    page.withdrawn_on, page.withdrawn_reason = NOON.date(), "The grant was lost."
    page.save_revision().publish()
    assert page.public_state() == ConsultationState.WITHDRAWN


def test_entries_keep_their_address_when_edited(closed):
    key = str(uuid.uuid4())
    page = answer(closed, {**entry(), "id": key})
    page = answer(page, {**page.we_did.raw_data[0], "value": {**entry()["value"], "title": "Other words"}})
    assert [block.id for block in page.we_did] == [key]
