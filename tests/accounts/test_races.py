"""Two requests at once. On SQLite one waits for the other; on PostgreSQL they really meet."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client
from django.urls import reverse

from engagement.accounts.models import Participant, User
from engagement.accounts.services import claim_address, confirm_guest, participant_for_user
from tests.accounts.factories import PASSWORD, GuestFactory, UserFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """Runs the calls at the same moment, each with its own connection; raises what any of them raised."""
    barrier = Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        try:
            connection.ensure_connection()
            barrier.wait()
            return call()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return [future.result() for future in [pool.submit(run, call) for call in calls]]


def test_participant_for_user_at_once_is_one() -> None:
    user = UserFactory()
    found = at_once(*[lambda: participant_for_user(user)] * 8)
    assert len({participant.pk for participant in found}) == 1
    assert Participant.objects.count() == 1


def test_confirm_guests_of_one_address_at_once_leaves_one() -> None:
    guests = [GuestFactory(email=None) for _ in range(6)]
    at_once(*[lambda guest=guest: confirm_guest(guest, "sian@example.org") for guest in guests])
    assert list(Participant.objects.values_list("email", flat=True)) == ["sian@example.org"]


def test_member_and_guest_confirm_one_address_at_once() -> None:
    for number in range(5):
        email = f"sian{number}@example.org"
        user = UserFactory(email=email)
        Participant.objects.create(user=user)
        guest = GuestFactory(email=None)
        at_once(
            lambda user=user, email=email: claim_address(participant_for_user(user), email),
            lambda guest=guest, email=email: confirm_guest(guest, email),
        )
        assert list(Participant.objects.filter(email=email).values_list("user", flat=True)) == [user.pk]
    assert Participant.objects.count() == 5


def test_sign_ups_with_one_address_at_once_make_one_account() -> None:
    def sign_up() -> int:
        data = {"email": "sian@example.org", "password1": PASSWORD}
        return Client().post(reverse("account_signup"), data).status_code

    assert at_once(*[sign_up] * 6) == [302] * 6
    assert User.objects.count() == 1
