"""Where one person has one contribution, the newest stands, whoever they turn out to be."""

import threading
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection
from django.test import Client

from base.guards import new_key
from engagement.accounts.services import participant_for_user, set_email
from engagement.core.services.contributing import join
from engagement.plugin import Contribution, ContributionState, MoveRefused, contribute, moderate, published_counts
from engagement.testing.confirming import confirm_by_mail
from engagement.testing.people import make_member, make_staff
from tests.sample_module.engagement_module import PostcardModule


@pytest.fixture(autouse=True)
def _one_each(monkeypatch):
    monkeypatch.setattr(PostcardModule, "one_each", True)


@pytest.fixture
def ballot(page, wall):
    """A wall for guests who confirm an address."""
    wall.audience = "confirmed"
    wall.save()
    return wall


def give(client, wall, text, email=""):
    return client.post(
        f"/engage/{wall.uuid}/pin/", {"text": text, "email": email, "idempotency_key": new_key()}, follow=True
    )


def standing(wall):
    return [row.postcard.text for row in wall.contributions.published()]


def test_member_changes_their_mind(client, ballot):
    client.force_login(make_member())
    for text in ("Yes", "No"):
        give(client, ballot, text)
    assert standing(ballot) == ["No"]
    assert sorted(ballot.contributions.values_list("state", flat=True)) == ["published", "withdrawn"]


def test_same_address_from_two_browsers_counts_once(ballot):
    for text in ("Yes", "No"):
        browser = Client()
        give(browser, ballot, text, email="ann@example.org")
        confirm_by_mail(browser, "ann@example.org")
    assert standing(ballot) == ["No"]
    assert published_counts([ballot])[ballot.pk] == (1, 1, 0)


def test_unconfirmed_takes_nobodys_place(ballot):
    first = Client()
    give(first, ballot, "Yes", email="ann@example.org")
    confirm_by_mail(first, "ann@example.org")
    give(Client(), ballot, "Forged", email="ann@example.org")
    assert standing(ballot) == ["Yes"]


def test_guest_who_becomes_a_member_has_one(client, ballot):
    guest = Client()
    give(guest, ballot, "As a guest", email="ann@example.org")
    confirm_by_mail(guest, "ann@example.org")
    member = make_member(email="someone@example.org")
    client.force_login(member)
    give(client, ballot, "As a member")
    set_email(member, "ann@example.org", confirmed=True)
    assert standing(ballot) == ["As a member"]
    assert participant_for_user(member).contributions.count() == 2


def test_joining_keeps_the_later_of_two(make_contribution, wall):
    people = [participant_for_user(make_member()) for _ in range(2)]
    for person, text in zip(people, ("Earlier", "Later"), strict=True):
        make_contribution(participant=person, text=text, is_only=True)
    join(kept=people[0], gone=people[1])
    assert standing(wall) == ["Later"]


def test_restoring_a_removed_one_is_refused_when_another_stands(client, ballot):
    client.force_login(make_member())
    give(client, ballot, "Removed")
    removed = Contribution.objects.get()
    moderator = make_staff("Moderators")
    moderate(contribution=removed, to="removed", by=moderator, reason="abuse")
    give(client, ballot, "Standing")
    with pytest.raises(MoveRefused):
        moderate(contribution=removed, to="published", by=moderator)
    assert standing(ballot) == ["Standing"]


def test_database_refuses_a_second_one(make_contribution):
    person = participant_for_user(make_member())
    make_contribution(participant=person, is_only=True)
    with pytest.raises(IntegrityError):
        make_contribution(participant=person, is_only=True)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_same_form_many_times_at_once_is_one_that_stands(wall):
    person, key, clients = participant_for_user(make_member()), uuid.uuid4(), 8
    start = threading.Barrier(clients)

    def send(_number):
        try:
            start.wait(timeout=10)
            given = {"activity": wall, "participant": person, "state": ContributionState.PUBLISHED, "language": "en"}
            return contribute(**given, retry_key=key, is_only=True)[0].pk
        finally:
            connection.close()

    with ThreadPoolExecutor(clients) as pool:
        keys = set(pool.map(send, range(clients)))
    assert len(keys) == 1
    assert list(wall.contributions.values_list("state", flat=True)) == ["published"]
