"""Batches of answers from elsewhere: what was chosen by mistake is put right everywhere, and only empty ones go."""

import csv
import io
from datetime import date
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.log_actions import registry as log_registry
from wagtail.models import ModelLogEntry

from engagement.comments.entering import CommentEntryForm
from engagement.comments.models import Discussion
from engagement.core.models import Batch
from engagement.core.queries import corrections_of
from engagement.core.services.batches import BatchRefused, delete_batch, edit_batch
from engagement.core.services.entering import enter_answer, take_out
from engagement.plugin import Activity, Contribution, published_counts
from engagement.testing.clock import noon  # noqa: F401
from engagement.testing.people import make_staff, make_staff_with
from tests.comments.factories import make_discussion, say

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

DAY = date(2026, 6, 12)
"""The frozen clock stands at 15 June."""


@pytest.fixture
def talk() -> Discussion:
    return make_discussion()


@pytest.fixture
def batch(talk: Discussion) -> Batch:
    return make_batch(talk)


@pytest.fixture
def staff(client: Client) -> Client:
    client.force_login(make_staff("Community managers"))
    return client


def make_batch(talk: Discussion, title: str = "Library box") -> Batch:
    return Batch.objects.create(activity=talk, title=title, channel="paper", received_on=DAY)


def fill(batch: Batch, *states: str) -> list[Contribution]:
    """One answer in each of these states, typed into a batch."""
    talk = Discussion.objects.get(pk=batch.activity_id)
    words = [f"Words {number}" for number, _state in enumerate(states)]
    said = zip(words, states, strict=True)
    return [say(talk, one, state=state, channel=batch.channel, batch=batch).contribution for one, state in said]


def screen(batch: Batch, name: str) -> str:
    return reverse(f"engagement_entry:{name}", args=[batch.pk])


def send(client: Client, batch: Batch, **changes: Any) -> Any:
    """Change some fields of the form and send it, as a browser does."""
    as_it_is = {"activity": batch.activity_id, "channel": batch.channel, "title": batch.title, "note": batch.note}
    data = {**as_it_is, "received_on": batch.received_on.isoformat(), **changes}
    return client.post(screen(batch, "edit"), data, follow=True)


def text(response: Any) -> str:
    return " ".join(BeautifulSoup(response.content, "html.parser").get_text(" ", strip=True).split())


def thread(talk: Discussion) -> str:
    return text(Client().get(f"/engage/{talk.uuid}/thread/"))


def channels(batch: Batch) -> set[str]:
    return set(batch.contributions.values_list("channel", flat=True))


# Editing


def test_every_field_of_an_empty_batch_can_be_changed(staff, batch):
    other = make_discussion(title="Another talk")
    response = send(
        staff, batch, activity=other.pk, channel="event", title="Market", received_on="2026-06-13", note="In the cellar"
    )
    assert "The batch is saved." in text(response)
    [saved] = Batch.objects.values_list("activity", "channel", "title", "received_on", "note")
    assert saved == (other.pk, "event", "Market", date(2026, 6, 13), "In the cellar")


def test_channel_changes_for_every_answer_of_the_batch_and_no_other(staff, talk, batch):
    fill(batch, "published", "pending", "hidden", "removed")
    fill(elsewhere := make_batch(talk, "Post"), "published")
    say(talk, "Online")
    send(staff, batch, channel="phone")
    batch.refresh_from_db()
    assert (batch.channel, channels(batch), channels(elsewhere)) == ("phone", {"phone"}, {"paper"})
    assert Contribution.objects.filter(channel="web").count() == 1


def test_channel_is_right_wherever_it_is_shown_or_counted(staff, talk, batch):
    [one, _other] = fill(batch, "published", "published")
    assert "By letter" in thread(talk)
    before = published_counts([talk])
    send(staff, batch, channel="phone", title="Calls")
    assert "By phone, received" in thread(talk)
    assert "By letter" not in thread(talk)
    assert published_counts([talk]) == before == {talk.pk: (2, 2, 2)}
    assert "2 phone" in text(staff.get(reverse("engagement_participation")))
    assert "phone · Calls" in text(staff.get(reverse("engagement_queue:detail", args=[one.uuid])))
    taken: Any = staff.get(reverse("engagement_comments:export", args=[talk.pk, "csv"]))
    rows = csv.DictReader(io.StringIO(b"".join(taken.streaming_content).decode("utf-8-sig")))
    assert [(row["channel"], row["batch"]) for row in rows] == [("phone", "Calls")] * 2


def test_what_came_as_a_file_stays_that_and_nothing_else_becomes_it(staff, talk, batch):
    imported = Batch.objects.create(activity=talk, title="Old site", channel="import", received_on=DAY)
    send(staff, imported, title="Older site", channel="paper")
    imported.refresh_from_db()
    assert (imported.title, imported.channel) == ("Older site", "import")
    send(staff, batch, channel="import")
    batch.refresh_from_db()
    assert batch.channel == "paper"


def test_each_answer_keeps_its_own_day(staff, batch):
    [one] = fill(batch, "published")
    send(staff, batch, received_on="2026-06-10")
    assert Contribution.objects.get().created_at == one.created_at


def test_edit_is_logged_with_what_was_changed_but_the_note(staff, batch):
    send(staff, batch, channel="phone", title="Calls", note="Mrs Smith has the key")
    [entry] = ModelLogEntry.objects.filter(action="engagement.batch_edit")
    assert entry.data == {"changes": {"channel": ["paper", "phone"], "title": ["Library box", "Calls"]}}
    assert entry.user is not None
    message = log_registry.get_formatter(entry).format_message(entry)
    assert message == "How the answers of a batch reached us was changed from “By letter” to “By phone”"
    assert list(corrections_of(Batch.objects.all())) == [entry]


def test_saving_what_is_there_already_is_not_logged(staff, batch):
    assert "The batch is saved." in text(send(staff, batch))
    assert not ModelLogEntry.objects.filter(action="engagement.batch_edit").exists()


@pytest.mark.parametrize("state", ["published", "removed"])
def test_batch_with_answers_stays_with_what_they_answer(staff, talk, batch, state):
    other = make_discussion(title="Another talk")
    fill(batch, state)
    options = BeautifulSoup(staff.get(screen(batch, "edit")).content, "html.parser").select("#id_activity option")
    assert [option["value"] for option in options] == [str(talk.pk)]
    response = send(staff, batch, activity=other.pk, title="Market")
    assert "Answers were typed in, so the batch stays with what they answer." in text(response)
    batch.refresh_from_db()
    assert (batch.activity_id, batch.title) == (talk.pk, "Library box")


def test_answer_typed_in_meanwhile_keeps_the_batch_where_it_is(batch):
    other = Activity.objects.get(pk=make_discussion().pk)
    fill(batch, "published")
    said = {"channel": "phone", "title": "Calls", "received_on": DAY, "note": ""}
    with pytest.raises(BatchRefused):
        edit_batch(batch=batch, activity=other, user=make_staff("Moderators"), **said)
    assert channels(batch) == {"paper"}


def test_title_can_be_mended_where_the_page_is_gone(staff):
    batch = make_batch(make_discussion(page=False))
    send(staff, batch, title="Market")
    assert Batch.objects.get().title == "Market"


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"title": " "}, "This field is required."),
        ({"channel": "web"}, "Select a valid choice."),
        ({"received_on": "2026-06-16"}, "This day is still to come."),
    ],
)
def test_mistake_gets_a_sentence_and_changes_nothing(staff, batch, sent, sentence):
    fill(batch, "published")
    assert sentence in text(send(staff, batch, **{"channel": "phone", **sent}))
    batch.refresh_from_db()
    assert (batch.channel, channels(batch)) == ("paper", {"paper"})


@pytest.mark.parametrize("method", ["get", "post"])
def test_editing_costs_the_same_queries_for_one_and_for_three(staff, batch, method):
    costs = []
    for more, channel in (1, "phone"), (2, "event"):
        fill(batch, *["published"] * more)
        data = {"activity": batch.activity_id, "channel": channel, "title": "Box", "received_on": "2026-06-12"}
        with CaptureQueriesContext(connection) as queries:
            getattr(staff, method)(screen(batch, "edit"), data)
        Batch.objects.update(title="Library box")
        costs.append(len(queries))
    assert costs[0] == costs[1]


# Typing in meanwhile


def answer_to(batch: Batch) -> CommentEntryForm:
    """A form that was filled in and checked, and not saved yet."""
    data = {"comment": "Close it.", "name": "", "language": "en", "received_on": "2026-06-12"}
    form = CommentEntryForm(data, batch=Batch.objects.get(pk=batch.pk))
    assert form.is_valid()
    return form


def test_answer_is_saved_with_the_channel_of_now(batch):
    form = answer_to(batch)
    Batch.objects.update(channel="phone")
    contribution, _is_new = enter_answer(form=form, user=make_staff("Moderators"))
    assert contribution.channel == "phone"


def test_answer_is_not_saved_for_what_the_batch_does_not_answer_any_more(batch):
    form = answer_to(batch)
    Batch.objects.update(activity=make_discussion())
    with pytest.raises(BatchRefused):
        enter_answer(form=form, user=make_staff("Moderators"))
    assert not Contribution.objects.exists()


def test_answer_is_not_saved_into_a_batch_that_is_gone(batch):
    form, user = answer_to(batch), make_staff("Moderators")
    delete_batch(batch=batch, user=user)
    with pytest.raises(BatchRefused):
        enter_answer(form=form, user=user)


# Deleting


def test_empty_batch_is_deleted_after_a_question(staff, batch):
    assert screen(batch, "delete") in staff.get(screen(batch, "batch")).content.decode()
    assert "Delete “Library box”?" in text(staff.get(screen(batch, "delete")))
    assert Batch.objects.exists()
    assert "“Library box” is deleted." in text(staff.post(screen(batch, "delete"), follow=True))
    assert not Batch.objects.exists()
    [entry] = ModelLogEntry.objects.filter(action="engagement.batch_delete")
    assert (entry.label, entry.deleted, entry.user is not None) == ("Library box", True, True)


@pytest.mark.parametrize("is_out", [False, True])
def test_batch_that_ever_had_answers_stays_and_says_why(staff, batch, is_out):
    [one] = fill(batch, "published")
    if is_out:
        take_out(contribution=one, user=make_staff("Moderators"))
    sentence = "This batch cannot be deleted: answers were typed in, and the record keeps them"
    asked = staff.get(screen(batch, "delete"))
    assert sentence in text(asked)
    assert "Delete it" not in text(asked)
    assert sentence in text(staff.get(screen(batch, "edit")))
    assert sentence in text(staff.post(screen(batch, "delete"), follow=True))
    assert screen(batch, "delete") not in staff.get(screen(batch, "batch")).content.decode()
    assert Batch.objects.get().contributions.get() == one


# Who may


@pytest.mark.parametrize("name", ["edit", "delete"])
@pytest.mark.parametrize(
    ("role", "may"),
    [(None, False), ("Editors", False), ("Moderators", True), ("Community managers", True), ("Analysts", False)],
)
def test_only_who_may_type_in_may_edit_or_delete(client, batch, name, role, may):
    if role:
        client.force_login(make_staff(role))
    before = Batch.objects.values().get()
    assert (client.get(screen(batch, name)).status_code == 200) == may
    assert Batch.objects.values().get() == before
    send(client, batch, title="Market") if name == "edit" else client.post(screen(batch, name))
    assert (Batch.objects.values().first() != before) == may


def test_the_right_to_type_in_is_enough(client, batch):
    client.force_login(make_staff_with("wagtailadmin.access_admin", "engagement.enter_contribution"))
    fill(batch, "published")
    send(client, batch, channel="event")
    assert channels(batch) == {"event"}


@pytest.mark.parametrize("name", ["edit", "delete"])
def test_form_of_another_site_changes_nothing(batch, name):
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_staff("Community managers"))
    data = {"activity": batch.activity_id, "channel": "phone", "title": "Market", "received_on": "2026-06-12"}
    assert client.post(screen(batch, name), data).status_code == 403
    assert Batch.objects.values_list("channel", "title").get() == ("paper", "Library box")


@pytest.mark.parametrize("name", ["batch", "edit", "delete"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_what_is_not_there_is_not_found(staff, batch, name, method):
    assert getattr(staff, method)(reverse(f"engagement_entry:{name}", args=[batch.pk + 1])).status_code == 404
    Activity.objects.update(module="uninstalled")
    assert getattr(staff, method)(screen(batch, name)).status_code == 404
    assert Batch.objects.get() == batch
