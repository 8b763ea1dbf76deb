"""What waits for an answer: whatever residents said and nobody answered, until it is answered or needs no answer."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from bench.evidence import say as crowd
from engagement.comments.models import Comment, Discussion
from engagement.comments.rules import overdue_before
from engagement.comments.services import settle, unsettle
from engagement.comments.waiting import conversations, figures, waiting_comments
from engagement.plugin import Answer, Contribution, ContributionState, Moderation, Timetable, moderate
from engagement.testing.clock import at
from engagement.testing.people import make_member, make_staff
from tests.comments.factories import make_discussion, page_of, say
from tests.comments.test_editing import change
from tests.comments.test_thread import answered, read

pytestmark = pytest.mark.django_db

SCREEN = "/admin/engagement/answers/"
MONDAY = datetime.fromisoformat("2027-03-01T10:00:00+00:00")


@pytest.fixture
def moderator(client: Client) -> Client:
    client.force_login(make_staff("Moderators"))
    return client


def waiting(**changes: Any) -> list[int]:
    """The conversations that wait, the oldest first."""
    return [one["thread_id"] for one in conversations(waiting_comments(**changes))]


def ticks(page: str) -> list[int]:
    return [int(box["value"]) for box in BeautifulSoup(page, "html.parser").select("input[name=conversations]")]


def send(client: Client, *comments: Comment, show: str = "waiting", **more: str) -> Any:
    return client.post(f"{SCREEN}?show={show}", {"conversations": [c.pk for c in comments], **more}, follow=True)


# What waits


def test_public_words_of_residents_wait_until_the_council_answers(discussion: Discussion) -> None:
    first, second = say(discussion), say(discussion)
    reply = say(discussion, to=second)
    answered(discussion)
    assert waiting() == [first.pk, second.pk]
    answered(discussion, parent=reply)
    assert (waiting(), waiting(discussion=make_discussion())) == ([first.pk], [])


@pytest.mark.parametrize("state", [state for state in ContributionState if state != ContributionState.PUBLISHED])
def test_what_is_not_public_waits_for_nothing(discussion: Discussion, state: ContributionState) -> None:
    comment = say(discussion)
    reply = say(discussion, to=comment)
    Contribution.objects.filter(pk=reply.contribution_id).update(state=state)
    assert [(one["thread_id"], one["number"]) for one in conversations(waiting_comments())] == [(comment.pk, 1)]
    Contribution.objects.filter(pk=comment.contribution_id).update(state=state)
    assert waiting() == []


def test_reply_below_what_was_taken_down_waits_still(discussion: Discussion) -> None:
    comment = say(discussion)
    reply = say(discussion, to=comment)
    moderate(contribution=comment.contribution, to=ContributionState.HIDDEN, by=None)
    assert [(one["thread_id"], one["first"]) for one in conversations(waiting_comments())] == [(comment.pk, reply.pk)]


def test_answer_that_was_hidden_is_none(discussion: Discussion) -> None:
    comment = say(discussion)
    answer = answered(discussion, parent=comment)
    assert waiting() == []
    moderate(contribution=answer.contribution, to=ContributionState.HIDDEN, by=None)
    assert waiting() == [comment.pk]


def test_what_stands_on_no_live_page_cannot_be_answered_and_does_not_wait(discussion: Discussion) -> None:
    say(discussion)
    say(make_discussion(page=False))
    assert len(waiting()) == 1
    page_of(discussion).unpublish()
    assert waiting() == []


def test_longest_waiting_stands_first_whenever_it_was_written_down(discussion: Discussion) -> None:
    now = timezone.now()
    late, early = (say(discussion, received_at=now - timedelta(days=days)) for days in (1, 3))
    assert waiting() == [early.pk, late.pk]


@pytest.mark.parametrize(
    ("values", "waits"),
    [
        ({"closes_at": MONDAY}, True),
        ({"closes_at": MONDAY, "answer": Answer.FEEDBACK}, True),
        ({"closes_at": MONDAY, "answer": Answer.OUTCOME}, False),
        ({"closes_at": MONDAY + timedelta(days=2), "answer": Answer.OUTCOME}, True),
        ({"closes_at": None, "answer": Answer.OUTCOME}, True),
        ({"closes_at": MONDAY, "archived_on": MONDAY.date()}, False),
        ({"withdrawn_on": MONDAY.date()}, False),
    ],
)
def test_nobody_waits_where_it_is_over(discussion: Discussion, values: dict[str, Any], waits: bool) -> None:
    comment = say(discussion)
    Timetable.objects.filter(host_key=discussion.placement.host_key).update(**values)
    with at(MONDAY + timedelta(days=1)), CaptureQueriesContext(connection) as queries:
        assert (waiting(), figures(timezone.now()).number) == ([comment.pk] if waits else [], int(waits))
    assert len(queries) == 2


# What needs no answer


@pytest.mark.skipif(connection.vendor != "sqlite", reason="counts the steps of SQLite")
def test_ten_times_as_many_take_about_ten_times_the_work(discussion: Discussion) -> None:
    """Found by going through all that is public for each comment, it would be a hundred times."""
    crowd(discussion, range(100))
    few = steps_of(lambda: figures(timezone.now()))
    crowd(discussion, range(100, 1_000))
    assert figures(timezone.now()).number == 900  # each tenth of the crowd is taken down
    assert steps_of(lambda: figures(timezone.now())) < 20 * few


def steps_of(ask: Any) -> int:
    """How many hundred instructions SQLite carries out for what is asked."""
    counted = []
    connection.connection.set_progress_handler(lambda: counted.append(1), 100)
    try:
        ask()
    finally:
        connection.connection.set_progress_handler(None, 100)
    return len(counted)


def test_conversation_that_needs_no_answer_waits_again_when_somebody_adds_to_it(discussion: Discussion) -> None:
    staff = make_staff("Moderators")
    comment = say(discussion)
    say(discussion, to=comment)
    settle(conversation=comment, by=staff)
    assert waiting() == []
    reply = say(discussion, "And who pays?", to=comment)
    assert [(one["thread_id"], one["first"]) for one in conversations(waiting_comments())] == [(comment.pk, reply.pk)]
    settle(conversation=comment, by=staff)
    assert waiting() == []
    unsettle(conversation=comment, by=staff)
    unsettle(conversation=comment, by=staff)
    assert waiting() == [comment.pk]
    actions = ModelLogEntry.objects.filter(action__startswith="engagement.").order_by("pk")
    assert [(entry.action, entry.user) for entry in actions] == [
        ("engagement.settle", staff),
        ("engagement.settle", staff),
        ("engagement.unsettle", staff),
    ]


def test_what_was_held_meanwhile_was_not_meant(discussion: Discussion) -> None:
    staff = make_staff("Moderators")
    comment = say(discussion)
    held = say(discussion, to=comment, state=ContributionState.PENDING)
    settle(conversation=comment, by=staff)
    moderate(contribution=held.contribution, to=ContributionState.PUBLISHED, by=staff)
    assert waiting() == [comment.pk]


def test_what_came_after_the_screen_was_made_was_not_meant(moderator: Client) -> None:
    with at(MONDAY):
        moderator.force_login(make_staff("Moderators"))
        discussion = make_discussion()
        comment = say(discussion)
        until = BeautifulSoup(read(moderator, SCREEN), "html.parser").select_one("[name=until]")
    assert until is not None
    with at(MONDAY + timedelta(minutes=5)):
        say(discussion, to=comment)
    with at(MONDAY + timedelta(minutes=10)):
        send(moderator, comment, until=str(until["value"]))
        assert waiting() == [comment.pk]
        send(moderator, comment, until="")
        assert waiting() == []


@pytest.mark.parametrize(
    "until", ["", "x", "2027-03-01", "2027-13-01T10:00:00Z", "2027-03-01T10:00:00", "2999-01-01T00:00:00Z"]
)
def test_moment_of_the_screen_may_be_garbled(moderator: Client, discussion: Discussion, until: str) -> None:
    comment = say(discussion)
    send(moderator, comment, until=until)
    comment.refresh_from_db()
    assert comment.settled_at is not None
    assert comment.settled_at <= timezone.now()


# The numbers


@pytest.mark.parametrize(
    ("received", "is_overdue"),
    [
        ("2027-03-01T10:00:00+00:00", False),  # Monday, looked at a week later to the minute
        ("2027-03-01T09:59:00+00:00", True),
        ("2027-02-26T10:00:00+00:00", True),
        ("2027-03-06T10:00:00+00:00", False),
    ],
)
def test_five_working_days_are_too_long(received: str, is_overdue: bool) -> None:
    now = MONDAY + timedelta(days=7)
    moment = datetime.fromisoformat(received)
    assert (moment < overdue_before(now)) == is_overdue
    with at(now):
        say(make_discussion(), received_at=moment)
        assert figures(now) == (1, moment, int(is_overdue))


def test_weekend_is_no_time_to_wait() -> None:
    assert overdue_before(MONDAY) == MONDAY - timedelta(days=7)
    saturday = MONDAY + timedelta(days=5)
    assert overdue_before(saturday) == overdue_before(saturday + timedelta(days=1))


def test_nothing_waits_is_no_number(discussion: Discussion) -> None:
    assert figures(timezone.now()) == (0, None, 0)


# The screen


def test_screen_says_who_where_and_how_long_and_leads_to_the_answer(moderator: Client) -> None:
    with at(MONDAY):
        discussion = make_discussion(title="Talk about Mill Lane", team="Streets team")
        comment = say(discussion, "Where do lorries turn?", name="Nadia")
        say(discussion, to=comment)
    with at(MONDAY + timedelta(days=8)):
        moderator.force_login(make_staff("Moderators"))
        page = read(moderator, SCREEN)
        words = " ".join(BeautifulSoup(page, "html.parser").get_text().split())
        for said in (
            "Where do lorries turn?",
            "Nadia",
            "1 more comment waits in this conversation.",
            "Talk about Mill Lane",
            f"on “{page_of(discussion).title}”",
            "Streets team",
            "Has waited for 1 week, 1 day",
            "Too long",
            "1 has waited too long: more than 5 working days.",
        ):
            assert said in words, said
        thread = f"/engage/{discussion.uuid}/thread/"
        answer = f"{thread}?reply={comment.contribution.uuid}&official=1#composer"
        links = [link["href"] for link in BeautifulSoup(page, "html.parser").select("td.fmq-words a")]
        assert links[:2] == [answer, comment.get_absolute_url()]
        form = BeautifulSoup(read(moderator, answer.partition("#")[0]), "html.parser")
        assert form.select_one("input[name=is_official][checked]") is not None
        assert form.select_one(f"input[name=reply][value='{comment.contribution.uuid}']") is not None
        plain = BeautifulSoup(read(moderator, f"{thread}?reply={comment.contribution.uuid}"), "html.parser")
        assert plain.select_one("input[name=is_official][checked]") is None


def test_ticked_ones_go_to_the_other_list_and_back(moderator: Client, discussion: Discussion) -> None:
    one, other = say(discussion), say(discussion)
    assert ticks(read(moderator, SCREEN)) == [one.pk, other.pk]
    said = send(moderator, one).content.decode()
    assert ("1 needs no answer." in said, ticks(said)) == (True, [other.pk])
    settled = read(moderator, f"{SCREEN}?show=settled")
    assert (ticks(settled), str(Comment.objects.get(pk=one.pk).settled_by) in settled) == ([one.pk], True)
    said = send(moderator, one, show="settled").content.decode()
    assert ("1 waits for an answer again." in said, waiting()) == (True, [one.pk, other.pk])


def test_no_tick_is_a_sentence(moderator: Client, discussion: Discussion) -> None:
    comment = say(discussion)
    reply = say(discussion, to=comment)
    assert "Tick at least one conversation." in send(moderator).content.decode()
    send(moderator, reply)
    for garbled in ("x", "0", "9" * 18, "9" * 30):
        assert "Tick at least" in moderator.post(SCREEN, {"conversations": [garbled]}).content.decode()
    assert waiting() == [comment.pk]


def test_one_discussion_at_a_time(moderator: Client, discussion: Discussion) -> None:
    say(discussion, "Here")
    other = make_discussion(title="Elsewhere")
    say(other, "There")
    page = read(moderator, f"{SCREEN}?discussion={other.uuid}")
    assert ("There" in page, ">Here<" in page) == (True, False)
    for garbled in ("x", "0", "9" * 30):
        assert len(ticks(read(moderator, f"{SCREEN}?discussion={garbled}&p=x&show=x"))) == 2


def test_many_are_paged_at_constant_cost(moderator: Client, discussion: Discussion) -> None:
    def cost(address: str) -> int:
        read(moderator, address)
        with CaptureQueriesContext(connection) as queries:
            read(moderator, address)
        return len(queries)

    first = say(discussion)
    alone = cost(SCREEN)
    rest = [say(make_discussion()) for _time in range(2)]
    assert cost(SCREEN) == alone
    settle(conversation=first, by=None)
    alone = cost(f"{SCREEN}?show=settled")
    for comment in rest:
        settle(conversation=comment, by=None)
    assert cost(f"{SCREEN}?show=settled") == alone
    for _time in range(51):
        say(discussion)
    assert [len(ticks(read(moderator, f"{SCREEN}?p={number}"))) for number in (1, 2)] == [50, 1]


@pytest.mark.parametrize(
    ("role", "may"),
    [("Moderators", True), ("Community managers", True), ("Editors", False), ("Analysts", False), ("member", False)],
)
def test_those_who_answer_see_list_menu_and_panel(client: Client, discussion: Discussion, role: str, may: bool) -> None:
    comment = say(discussion)
    client.force_login(make_member() if role == "member" else make_staff(role))
    assert (client.get(SCREEN).status_code == 200) == may
    client.post(SCREEN, {"conversations": [comment.pk]})
    assert (waiting() == []) == may
    unsettle(conversation=comment, by=None)
    home = client.get(reverse("wagtailadmin_home")).content.decode()
    assert ("1 conversation waits for an answer" in home, SCREEN in home) == (may, may)


def test_edited_words_wait_from_when_they_were_given(client: Client) -> None:
    with at(MONDAY):
        comment = say(make_discussion(moderation=Moderation.HOLD))
        change(comment)
        assert waiting() == []
    with at(MONDAY + timedelta(hours=1)):
        moderate(contribution=comment.contribution, to=ContributionState.PUBLISHED, by=None)
        assert figures(timezone.now()).oldest == MONDAY
