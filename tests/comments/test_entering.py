"""Letters, calls and notes of events, typed in by staff: who may, what becomes of them, that every total has them."""

import csv
import io
import uuid
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from base.guards import KEY_FIELD
from engagement.accounts.services import participant_for_user
from engagement.comments.models import Comment, Discussion
from engagement.consultations.models import ConsultationIndexPage
from engagement.core.models import Batch
from engagement.core.services.contributing import TooLate, moderate
from engagement.core.services.entering import may_correct
from engagement.plugin import (
    Channel,
    Contribution,
    ContributionState,
    Participant,
    StateChange,
    Timetable,
    published_counts,
    words_digest,
)
from engagement.testing.clock import NOON, at, noon  # noqa: F401
from engagement.testing.consultations import CLOSES, make_consultation, make_index
from engagement.testing.people import make_member, make_staff, make_staff_with
from tests.comments.factories import make_discussion, page_of, say

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

LAST_DAY = date(2026, 7, 4)
"""Of the consultations of the tests; the frozen clock stands at 15 June."""


@pytest.fixture
def index() -> ConsultationIndexPage:
    return make_index()


@pytest.fixture
def talk(index: ConsultationIndexPage) -> Discussion:
    discussion = Discussion.objects.create(title="Talk", audience="everyone", moderation="hold", max_length=200)
    make_consultation(index, under=(discussion,), late_until=date(2026, 7, 10))
    return Discussion.objects.get(pk=discussion.pk)


@pytest.fixture
def batch(talk: Discussion) -> Batch:
    return Batch.objects.create(
        activity=talk, title="Library box", channel=Channel.PAPER, received_on=date(2026, 6, 12)
    )


@pytest.fixture
def staff(client: Client) -> Client:
    client.force_login(make_staff("Community managers"))
    return client


def screen(batch: Batch) -> str:
    return reverse("engagement_entry:batch", args=[batch.pk])


def type_in(client: Client, batch: Batch, words: str = "Close it to lorries.", **more: str) -> Any:
    """Fill in the form for the next answer and send it, as a browser does."""
    data = {
        "comment": words,
        "language": "en",
        "received_on": batch.received_on.isoformat(),
        KEY_FIELD: str(uuid.uuid4()),
        **more,
    }
    return client.post(screen(batch), data, follow=True)


def text(response: Any) -> str:
    """What can be read, with plain spaces for those that keep a line together."""
    return " ".join(BeautifulSoup(response.content, "html.parser").get_text(" ", strip=True).split())


def thread(discussion: Discussion) -> str:
    return text(Client().get(f"/engage/{discussion.uuid}/thread/"))


# Typing in


def test_letter_is_public_with_how_and_when_it_came(staff, talk, batch):
    response = type_in(staff, batch, name="Nadia")
    one = Contribution.objects.get()
    assert (one.channel, one.state, one.batch, one.language) == ("paper", "published", batch, "en")
    assert timezone.localdate(one.created_at) == date(2026, 6, 12)
    assert f"Saved as {one.reference}. Write this on the paper." in text(response)
    assert "Nadia By letter, received 12 June link to the comment by Nadia Close it to lorries." in thread(talk)
    assert Comment.objects.get().is_official is False


@pytest.mark.parametrize(
    ("channel", "words"), [("phone", "By phone, received 12 June"), ("event", "At an event, received 12 June")]
)
def test_other_ways_are_said_too(staff, talk, batch, channel, words):
    Batch.objects.update(channel=channel)
    type_in(staff, batch)
    assert words in thread(talk)


def test_person_typed_in_is_nobody_with_an_address(staff, batch):
    type_in(staff, batch, name="Nadia", email="nadia@example.org")
    person = Participant.objects.get(contributions__isnull=False)
    assert (person.display_name, person.user, person.email, person.is_known) == ("Nadia", None, None, False)


@pytest.mark.parametrize("letter", [".", "a", "0"])
def test_letter_without_end_is_refused_for_its_length(staff, batch, letter):
    response = type_in(staff, batch, letter * 200_000 + "@")
    assert "Shorten it by 180,001 characters" in text(response)
    assert Contribution.objects.count() == 0


def test_form_can_hold_an_answer_for_a_moderator(staff, talk, batch):
    type_in(staff, batch, hold="on")
    assert Contribution.objects.get().state == ContributionState.PENDING
    assert "lorries" not in thread(talk)


def test_who_may_not_moderate_has_what_they_type_read_first(client, batch):
    client.force_login(make_staff_with("wagtailadmin.access_admin", "engagement.enter_contribution"))
    type_in(client, batch)
    assert Contribution.objects.get().state == ContributionState.PENDING


def test_long_letter_is_taken_whole(staff, batch):
    words = "Lorries wake us. " * 100
    type_in(staff, batch, words)
    assert Comment.objects.get().comment == words.strip()


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"comment": " "}, "Type in what the person said."),
        ({"comment": "Write to ann@example.org"}, "There is an e-mail address in the words"),
        ({"comment": "Ring me on 01632 960 147"}, "There is a phone number in the words"),
        ({"received_on": ""}, "Give the day on which it arrived"),
        ({"received_on": "2026-06-16"}, "This day is still to come."),
        ({"same_as": "4K7P-WX2Q"}, "There is no answer with this reference."),
        ({"language": "tlh"}, "Select a valid choice."),
    ],
)
def test_mistake_gets_a_sentence_and_loses_nothing(staff, batch, sent, sentence):
    response = type_in(staff, batch, **{"comment": "Close it.", "name": "Nadia", **sent})
    assert Contribution.objects.count() == 0
    assert sentence in text(response)
    soup = BeautifulSoup(response.content, "html.parser")
    assert soup.find(id="id_name")["value"] == "Nadia"
    assert soup.find(id="id_comment").get_text().strip() == sent.get("comment", "Close it.").strip()


def test_form_sent_twice_is_one_answer_with_one_reference(staff, batch):
    key = str(uuid.uuid4())
    people = Participant.objects.count()
    for _ in range(2):
        response = type_in(staff, batch, **{KEY_FIELD: key})
    assert Contribution.objects.count() == 1
    assert f"saved once, as {Contribution.objects.get().reference}" in text(response)
    assert Participant.objects.count() == people + 1


def test_same_words_in_one_batch_are_asked_about(staff, batch):
    type_in(staff, batch)
    first = Contribution.objects.get()
    response = type_in(staff, batch)
    assert Contribution.objects.count() == 1
    assert f"The same words are in this batch already, as {first.reference}." in text(response)
    type_in(staff, batch, are_two="on")
    assert Contribution.objects.count() == 2


@pytest.mark.parametrize("words", ["close it, to lorries", "Close  it to lorries!"])
def test_same_words_with_other_marks_are_asked_about(staff, batch, words):
    type_in(staff, batch)
    assert "The same words are in this batch already" in text(type_in(staff, batch, words))
    assert Contribution.objects.count() == 1


def test_same_words_in_another_batch_are_another_answer(staff, talk, batch):
    type_in(staff, batch)
    other = Batch.objects.create(activity=talk, title="Calls", channel="phone", received_on=date(2026, 6, 13))
    type_in(staff, other)
    assert Contribution.objects.count() == 2


def test_batch_asks_no_more_queries_for_three_answers(staff, batch):
    costs = []
    for more in (1, 2):
        for number in range(more):
            type_in(staff, batch, f"Words {more} {number}")
        with CaptureQueriesContext(connection) as queries:
            assert staff.get(screen(batch)).status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1]


# Correcting

STAMPED = {"language": "en", "received_on": "2026-06-12"}


def answer(contribution: Contribution, name: str = "answer") -> str:
    return reverse(f"engagement_entry:{name}", args=[contribution.uuid])


def test_mistyped_words_are_corrected_under_the_same_reference(staff, talk, batch):
    type_in(staff, batch, "Close it to lories.", name="Nadja")
    before = Contribution.objects.get()
    form = BeautifulSoup(staff.get(answer(before)).content, "html.parser")
    assert form.find(id="id_comment").get_text().strip() == "Close it to lories."
    staff.post(answer(before), {**STAMPED, "comment": "Close it to lorries.", "name": "Nadia"})
    after = Contribution.objects.get()
    assert (after.reference, after.created_at, after.state) == (before.reference, before.created_at, before.state)
    assert "Nadia By letter, received 12 June link to the comment by Nadia Close it to lorries." in thread(talk)


def test_corrected_words_are_known_by_what_they_say_now(staff, talk, batch):
    type_in(staff, batch, "Close it to lories.")
    one = Contribution.objects.get()
    staff.post(answer(one), {**STAMPED, "comment": "Close it to lorries.", "name": ""})
    one.refresh_from_db()
    assert one.words_digest == words_digest(talk, "Close it to lorries.")
    assert (one.edits, one.edited_at) == (0, None)
    type_in(staff, batch, "Close it to lories.")
    assert Contribution.objects.count() == 2
    assert f"in this batch already, as {one.reference}." in text(type_in(staff, batch, "Close it to lorries"))


def test_public_words_are_not_changed_unread(client, batch):
    comment = say(Discussion.objects.get(), channel="paper", batch=batch)
    helper = make_staff_with("wagtailadmin.access_admin", "engagement.enter_contribution")
    assert not may_correct(contribution=comment.contribution, user=helper)
    client.force_login(helper)
    client.post(answer(comment.contribution), {**STAMPED, "comment": "Open it.", "name": ""})
    assert Comment.objects.get().comment == "Close it to lorries."


def test_what_was_mistyped_is_taken_out_with_a_reason(staff, talk, batch):
    type_in(staff, batch)
    one = Contribution.objects.get()
    assert "Close it to lorries." in text(staff.get(answer(one, "take_out")))
    staff.post(answer(one, "take_out"))
    one.refresh_from_db()
    assert (one.state, one.changes.get().reason) == ("removed", "mistyped")
    assert "taken down here because it was typed in by mistake" in thread(talk)
    assert published_counts([talk])[talk.pk] == (0, 0, 0)


@pytest.mark.parametrize("name", ["answer", "take_out"])
def test_what_was_given_online_is_nobodys_to_correct(staff, talk, name):
    assert staff.get(answer(say(talk).contribution, name)).status_code == 404


# The same person


def test_same_person_is_counted_once(staff, talk, batch):
    type_in(staff, batch, "First letter", name="Nadia")
    first = Contribution.objects.get()
    type_in(staff, batch, "Second letter", same_as=first.reference.lower().replace("-", " "))
    assert published_counts([talk])[talk.pk] == (2, 1, 2)


def test_nobody_is_made_the_owner_of_an_accounts_words(staff, talk, batch):
    member = participant_for_user(make_member())
    online = say(talk, author=member)
    response = type_in(staff, batch, same_as=online.contribution.reference)
    assert "This one was given online, and belongs to its author." in text(response)
    assert Contribution.objects.count() == 1


# What arrives after closing


@pytest.mark.parametrize(
    ("day", "late_until", "state", "marked"),
    [
        (LAST_DAY, None, "published", False),
        (LAST_DAY + timedelta(days=1), date(2026, 7, 10), "published", True),
        (date(2026, 7, 10), date(2026, 7, 10), "published", True),
        (date(2026, 7, 11), date(2026, 7, 10), "removed", False),
        (LAST_DAY + timedelta(days=1), None, "removed", False),
    ],
)
def test_late_rule_decides(staff, index, batch, day, late_until, state, marked):
    talk = Discussion.objects.create(title="Another", audience="everyone", moderation="at_once")
    make_consultation(index, title="Another question", under=(talk,), late_until=late_until)
    batch = Batch.objects.create(activity=talk, title="Post", channel="paper", received_on=day)
    with at(CLOSES + timedelta(days=20)):
        staff.force_login(make_staff("Community managers"))
        type_in(staff, batch, **({"is_not_counted": "on"} if state == "removed" else {}))
        one = Contribution.objects.get()
        assert one.state == state
        assert ("after closing" in thread(talk)) == marked
        assert published_counts([talk])[talk.pk].contributions == (state == "published")
        assert ("lorries" in thread(talk)) == (state == "published")
        rows = list(csv.DictReader(io.StringIO(export(staff, batch))))
    arrival = {("published", False): "in_time", ("published", True): "late"}.get((state, marked), "too_late")
    assert [(row["arrival"], row["batch"], row["state"]) for row in rows] == [(arrival, "Post", state)]


def export(client: Client, batch: Batch) -> str:
    response: Any = client.get(reverse("engagement_entry:export", args=[batch.pk, "csv"]))
    return b"".join(response.streaming_content).decode("utf-8-sig")


def test_staff_are_told_before_they_save_what_does_not_count(staff, talk):
    batch = Batch.objects.create(activity=talk, title="Post", channel="paper", received_on=date(2026, 7, 20))
    with at(CLOSES + timedelta(days=20)):
        staff.force_login(make_staff("Moderators"))
        assert "What arrives by Friday 10 July is counted and marked as late" in text(staff.get(screen(batch)))
        response = type_in(staff, batch)
        assert Contribution.objects.count() == 0
        assert "Answers counted if they arrived by Friday 10 July, and this one came later." in text(response)
        response = type_in(staff, batch, is_not_counted="on")
        assert "Kept on record as" in text(response)
        detail = text(staff.get(reverse("engagement_queue:detail", args=[Contribution.objects.get().uuid])))
        assert "paper · Post · too late to be counted" in detail
    change = StateChange.objects.get()
    assert (change.to_state, change.reason, change.by is not None) == ("removed", "late", True)


def test_staff_are_asked_about_what_came_before_the_opening(staff, talk, batch):
    Timetable.objects.update(opens_at=NOON - timedelta(days=2))
    for day, is_asked in ((NOON - timedelta(days=3), True), (NOON - timedelta(days=2), False)):
        response = type_in(staff, batch, f"Words of {day:%d}", received_on=day.date().isoformat())
        assert ("People can answer here from" in text(response)) == is_asked
    assert Contribution.objects.count() == 1
    type_in(staff, batch, "Words of an early bird", received_on="2026-06-01", is_early="on")
    assert Contribution.objects.published().count() == 2


def test_batch_is_for_what_stands_on_a_public_page_which_is_named(staff, talk):
    twin = make_discussion(title=talk.title)
    gone = make_discussion(page=False, title="Gone")
    form = staff.get(reverse("engagement_entry:add")).content.decode()
    for one in (talk, twin):
        assert f"{one.title}, on the page “{page_of(one).title}”" in form
    assert "Gone" not in form
    data = {"activity": gone.pk, "channel": "paper", "title": "Post", "received_on": "2026-06-12", "note": ""}
    staff.post(reverse("engagement_entry:add"), data)
    assert not Batch.objects.exists()


@pytest.fixture
def late_letter(talk: Discussion, staff: Client) -> Iterator[Contribution]:
    """Recorded as too late; the clock stands after closing."""
    batch = Batch.objects.create(activity=talk, title="Post", channel="paper", received_on=date(2026, 7, 20))
    with at(CLOSES + timedelta(days=20)):
        staff.force_login(make_staff("Community managers"))
        type_in(staff, batch, is_not_counted="on")
        yield Contribution.objects.get()


def test_too_late_is_never_approved(staff, talk, late_letter):
    decision = {"contributions": late_letter.pk, "to": "published", "reason": "", "note": ""}
    queue = f"{reverse('engagement_queue:index')}?state=removed"
    assert f"{late_letter.reference} arrived too late to be counted" in text(staff.post(queue, decision, follow=True))
    detail = BeautifulSoup(
        staff.get(reverse("engagement_queue:detail", args=[late_letter.uuid])).content, "html.parser"
    )
    assert "published" not in [option["value"] for option in detail.select("#id_to option")]
    assert "It arrived too late to be counted, so it cannot be approved." in detail.get_text(" ")
    assert detail.find("a", href=answer(late_letter)) is not None
    with pytest.raises(TooLate):
        moderate(contribution=late_letter, to=ContributionState.PUBLISHED, by=make_staff("Moderators"))
    late_letter.refresh_from_db()
    assert late_letter.state == "removed"
    assert published_counts([talk])[talk.pk] == (0, 0, 0)
    assert "lorries" not in thread(talk)


def test_mistyped_day_is_corrected_and_the_answer_counts(staff, talk, late_letter):
    listed = BeautifulSoup(staff.get(screen(late_letter.batch)).content, "html.parser")
    assert listed.find("a", href=answer(late_letter)) is not None
    assert listed.find("a", href=answer(late_letter, "take_out")) is not None
    form = BeautifulSoup(staff.get(answer(late_letter)).content, "html.parser")
    assert form.find(id="id_received_on")["value"] == "2026-07-20"
    sent = {"comment": "Close it to lorries.", "name": "", "language": "en", "received_on": "2026-07-20"}
    staff.post(answer(late_letter), {**sent, "name": "Nadia"})
    late_letter.refresh_from_db()
    assert late_letter.state == "removed"
    Discussion.objects.update(moderation="at_once")
    staff.post(answer(late_letter), {**sent, "received_on": "2026-07-02"})
    late_letter.refresh_from_db()
    assert (late_letter.state, timezone.localdate(late_letter.created_at)) == ("published", date(2026, 7, 2))
    assert published_counts([talk])[talk.pk] == (1, 1, 1)
    assert "received 2 July link to" in thread(talk)


def test_day_that_turns_out_too_late_takes_the_answer_off(staff, talk, late_letter):
    one = say(talk, "On time?", channel="paper", batch=late_letter.batch).contribution
    Contribution.objects.filter(pk=one.pk).update(created_at=CLOSES - timedelta(days=2))
    sent = {"comment": "On time?", "name": "", "language": "en", "received_on": "2026-07-21"}
    response = staff.post(answer(one), sent)
    assert "this one came later" in text(response)
    one.refresh_from_db()
    assert one.state == "published"
    staff.post(answer(one), {**sent, "is_not_counted": "on"})
    one.refresh_from_db()
    assert (one.state, one.changes.first().reason) == ("removed", "late")


def test_too_late_and_mistyped_is_taken_out_for_good(staff, late_letter):
    staff.post(answer(late_letter, "take_out"))
    late_letter.refresh_from_db()
    assert (late_letter.state, late_letter.changes.first().reason) == ("removed", "mistyped")
    assert not may_correct(contribution=late_letter, user=make_staff("Moderators"))


def test_late_rows_cost_the_same_queries_for_one_and_for_three(staff, late_letter):
    costs = []
    staff.get(screen(late_letter.batch))  # what is asked once only
    for more in (0, 2):
        for number in range(more):
            type_in(staff, late_letter.batch, f"Words {number}", is_not_counted="on")
        with CaptureQueriesContext(connection) as queries:
            assert staff.get(screen(late_letter.batch)).status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_page_says_the_rule_near_its_dates(client, talk, index):
    [page] = [page.specific for page in index.get_children()]
    assert "Letters count if they arrive by Friday 10 July" in text(client.get(page.url))
    make_consultation(index, title="Strict", slug="strict")
    assert "Letters that arrive later do not count" in text(client.get(f"{index.url}strict/"))


def test_late_day_before_closing_is_not_published(index):
    page = make_consultation(index, title="Strict", slug="strict")
    page.late_until = LAST_DAY
    assert [problem.field for problem in page.publish_problems()] == ["late_until"]


def test_late_rule_is_the_same_in_every_language(index):
    assert "late_until" in {field.field_name for field in make_consultation(index).override_translatable_fields}


# Every total


def test_every_total_has_them_and_all_agree(staff, talk, batch, index):
    for number in range(3):
        say(talk, f"Online {number}", name=f"Person {number}")
    for number in range(2):
        type_in(staff, batch, f"By post {number}")
    calls = Batch.objects.create(activity=talk, title="Calls", channel="phone", received_on=date(2026, 6, 13))
    type_in(staff, calls, "By telephone")
    type_in(staff, calls, "Held back", hold="on")

    sentence = "6 comments from 6 people, 3 by letter, by telephone or at events."
    [page] = [page.specific for page in index.get_children()]
    assert sentence in thread(talk)
    assert sentence in text(staff.get(page.url))
    assert "6 people have taken part." in text(staff.get(f"{index.url}?state=all"))

    report: Any = staff.get(reverse("engagement_participation") + "?export=csv")
    [row] = csv.DictReader(io.StringIO(b"".join(report.streaming_content).decode("utf-8-sig")))
    by_channel = {name.removeprefix("by_"): int(value) for name, value in row.items() if name.startswith("by_")}
    assert (row["published"], row["waiting"], sum(by_channel.values())) == ("6", "1", 6)
    assert {name: count for name, count in by_channel.items() if count} == {"web": 3, "paper": 2, "phone": 1}
    assert "3 web, 2 paper, 1 phone" in text(staff.get(reverse("engagement_participation")))

    taken: Any = staff.get(reverse("engagement_comments:export", args=[talk.pk, "csv"]))
    rows = list(csv.DictReader(io.StringIO(b"".join(taken.streaming_content).decode("utf-8-sig"))))
    public = [row for row in rows if row["state"] == "published"]
    assert sorted(row["channel"] for row in public) == ["paper", "paper", "phone", "web", "web", "web"]
    assert {row["batch"] for row in public} == {"", "Library box", "Calls"}
    assert "Library box" in text(staff.get(reverse("engagement_queue:index") + "?state=published"))


# Who may


@pytest.mark.parametrize(
    ("role", "may"), [("Editors", False), ("Moderators", True), ("Community managers", True), ("Analysts", False)]
)
def test_screen_and_its_links_are_for_those_who_may(client, batch, role, may):
    client.force_login(make_staff(role))
    place = reverse("engagement_entry:index")
    assert (client.get(place).status_code == 200) == may
    assert (place in client.get("/admin/").content.decode()) == may
    begin = f"{reverse('engagement_entry:add')}?activity={batch.activity_id}"
    assert (begin in client.get(reverse("engagement_comments:index")).content.decode()) == may


def test_batch_is_begun_for_what_can_be_typed_in(staff, talk):
    add = reverse("engagement_entry:add")
    offered = BeautifulSoup(staff.get(f"{add}?activity={talk.pk}").content, "html.parser").select("#id_activity option")
    assert [(option["value"], option.has_attr("selected")) for option in offered] == [("", False), (str(talk.pk), True)]
    data = {"activity": talk.pk, "channel": "event", "title": "Market day", "received_on": "2026-06-13", "note": ""}
    assert staff.post(add, {**data, "received_on": "2026-06-16"}).status_code == 200
    response = staff.post(add, data)
    batch = Batch.objects.get()
    assert response["Location"] == screen(batch)
    assert (batch.channel, batch.created_by is not None) == ("event", True)


def test_batches_cost_the_same_queries_for_one_and_for_three(staff, talk):
    costs = []
    for more in (1, 2):
        for number in range(more):
            Batch.objects.create(activity=talk, title=f"Box {number}", channel="paper", received_on=date(2026, 6, 1))
        with CaptureQueriesContext(connection) as queries:
            assert staff.get(reverse("engagement_entry:index")).status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1]
