from collections.abc import Iterator
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from axes.models import AccessAttempt
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from base.models import OutboxMessage
from engagement.accounts.guests import GUEST_COOKIE
from engagement.accounts.models import Participant, User
from engagement.accounts.services import OnlyAdministrator, erase_participant, participant_for_user
from engagement.accounts.signals import participant_erased
from tests.accounts.factories import PASSWORD, GuestFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def erasures() -> Iterator[list[tuple[int, bool]]]:
    seen: list[tuple[int, bool]] = []

    def note(participant: Participant, withdraw: bool, **kwargs: Any) -> None:
        seen.append((participant.pk, withdraw))

    participant_erased.connect(note)
    yield seen
    participant_erased.disconnect(note)


def leave(client: Client, user: User, words: str) -> HttpResponse:
    client.force_login(user)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client.post(reverse("account_leave"), {"words": words}, follow=True)


@pytest.mark.parametrize(("words", "withdraw"), [("keep", False), ("withdraw", True)])
def test_leaving_erases_the_person(
    client: Client, erasures: list[tuple[int, bool]], words: str, withdraw: bool
) -> None:
    user = UserFactory()
    participant = participant_for_user(user)
    response = leave(client, user, words)

    assert response.redirect_chain == [(reverse("account_left"), 302)]
    assert erasures == [(participant.pk, withdraw)]
    assert (User.objects.count(), EmailAddress.objects.count()) == (0, 0)
    participant.refresh_from_db()
    assert (participant.user, participant.email, participant.display_name, participant.language) == (None, None, "", "")
    assert str(participant) == "A former participant"
    assert "_auth_user_id" not in client.session
    assert response.client.cookies[GUEST_COOKIE].value == ""


def test_leaving_asks_for_the_password_first(client: Client) -> None:
    user = UserFactory()
    client.force_login(user)
    response = client.post(reverse("account_leave"), {"words": "keep"})
    assert response.url.startswith(reverse("account_reauthenticate"))
    assert User.objects.count() == 1


def test_leaving_page_opened_erases_nothing(client: Client) -> None:
    client.force_login(UserFactory())
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert client.get(reverse("account_leave")).status_code == 200
    assert User.objects.count() == 1


@pytest.mark.parametrize("words", ["", "all"])
def test_leaving_with_an_unknown_choice_asks_again(client: Client, words: str) -> None:
    response = leave(client, UserFactory(), words)
    assert list(response.context["form"].errors) == ["words"]
    assert User.objects.count() == 1


def test_the_only_administrator_cannot_leave(client: Client) -> None:
    user = User.objects.create_superuser("boss@example.org", PASSWORD)
    response = leave(client, user, "keep")
    assert "You are the only administrator" in response.content.decode()
    with pytest.raises(OnlyAdministrator):
        erase_participant(participant_for_user(user), by=user)
    assert Participant.objects.get().email == "boss@example.org"


def test_one_of_two_administrators_can_leave(client: Client) -> None:
    User.objects.create_superuser("other@example.org", PASSWORD)
    leave(client, User.objects.create_superuser("boss@example.org", PASSWORD), "keep")
    assert list(User.objects.values_list("email", flat=True)) == ["other@example.org"]


def test_erasing_forgets_mail_and_counted_sign_ins(client: Client) -> None:
    user = UserFactory(email="sian@example.org")
    AccessAttempt.objects.create(username="sian@example.org", ip_address="192.0.2.1", failures_since_start=1)
    client.post(reverse("account_reset_password"), {"email": "sian@example.org"})
    leave(client, user, "keep")
    assert list(OutboxMessage.objects.values_list("to", "body")) == [("", "")]
    assert AccessAttempt.objects.count() == 0


def test_erasing_a_guest(erasures: list[tuple[int, bool]]) -> None:
    guest = erase_participant(GuestFactory(), by=None, withdraw=True)
    assert (guest.email, guest.erased_at is None, erasures) == (None, False, [(guest.pk, True)])


def test_erasing_twice_tells_once(erasures: list[tuple[int, bool]]) -> None:
    guest = GuestFactory()
    first = erase_participant(guest, by=None)
    assert erase_participant(guest, by=None).erased_at == first.erased_at
    assert erasures == [(guest.pk, False)]


def test_erasing_that_fails_leaves_the_person() -> None:
    def fail(**kwargs: Any) -> None:
        raise RuntimeError("no")

    user = UserFactory()
    participant = participant_for_user(user)
    participant_erased.connect(fail)
    try:
        with pytest.raises(RuntimeError):
            erase_participant(participant, by=user)
    finally:
        participant_erased.disconnect(fail)
    participant.refresh_from_db()
    assert (participant.user, participant.email) == (user, user.email)


def test_erasing_by_staff_keeps_the_account() -> None:
    user = UserFactory()
    erase_participant(participant_for_user(user), by=UserFactory())
    assert User.objects.filter(pk=user.pk).exists()


def test_deleting_a_user_by_any_road_erases_the_person(erasures: list[tuple[int, bool]]) -> None:
    user = UserFactory()
    participant = participant_for_user(user)
    User.objects.filter(pk=user.pk).delete()
    participant.refresh_from_db()
    assert (participant.email, participant.erased_at is None) == (None, False)
    assert erasures == [(participant.pk, False)]
