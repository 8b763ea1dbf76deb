from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.models import AnonymousUser
from django.core import signing
from django.db import IntegrityError, connection, transaction
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from engagement.accounts.guests import GUEST_COOKIE, GUEST_COOKIE_AGE, forget_guest, participant_in, remember_guest
from engagement.accounts.models import Participant, User
from engagement.accounts.services import claim_address, confirm_guest, join_participants, participant_for_user
from engagement.accounts.signals import participants_joined
from tests.accounts.factories import GuestFactory, UserFactory

pytestmark = pytest.mark.django_db


def request_of(user: User | None = None, cookies: dict[str, Any] | None = None) -> HttpRequest:
    request = RequestFactory().get("/")
    request.user = user or AnonymousUser()
    request.COOKIES = {name: getattr(cookie, "value", cookie) for name, cookie in (cookies or {}).items()}
    return request


def remembered(participant: Participant, *, for_long: bool = True) -> dict[str, Any]:
    response = HttpResponse()
    remember_guest(response, participant, for_long=for_long)
    return dict(response.cookies)


@pytest.fixture
def joins() -> Iterator[list[tuple[str, str, bool]]]:
    """Who was joined: the names of both, and whether it was inside a transaction."""
    seen: list[tuple[str, str, bool]] = []

    def note(kept: Participant, gone: Participant, **kwargs: Any) -> None:
        seen.append((str(kept), str(gone), connection.in_atomic_block))

    participants_joined.connect(note)
    yield seen
    participants_joined.disconnect(note)


def test_participant_for_user_is_made_once() -> None:
    user = UserFactory()
    assert participant_for_user(user) == participant_for_user(user)
    assert list(Participant.objects.values_list("user", "email")) == [(user.pk, user.email)]


def test_participant_for_user_of_an_unconfirmed_address_has_none() -> None:
    assert participant_for_user(UserFactory(confirmed=False)).email is None


def test_participant_in_a_request_of_a_stranger_is_nobody() -> None:
    assert participant_in(request_of()) is None


def test_participant_in_a_request_of_a_member_wins_over_the_cookie() -> None:
    user = UserFactory()
    request = request_of(user, remembered(GuestFactory()))
    assert participant_in(request) == participant_for_user(user)


def test_participant_in_a_request_of_a_remembered_guest() -> None:
    guest = GuestFactory()
    assert participant_in(request_of(cookies=remembered(guest))) == guest


def test_participant_in_is_looked_up_once(django_assert_num_queries: Callable[..., Any]) -> None:
    request = request_of(cookies=remembered(GuestFactory()))
    with django_assert_num_queries(1):
        participant_in(request)
        participant_in(request)


def test_participant_in_follows_a_sign_in_within_the_request() -> None:
    request = request_of(cookies=remembered(GuestFactory()))
    participant_in(request)
    request.user = UserFactory()
    assert participant_in(request) == participant_for_user(request.user)


@pytest.mark.parametrize("value", ["", "x", "a:b:c", "\x00", "1" * 5000])
def test_participant_in_a_request_with_a_forged_cookie_is_nobody(value: str) -> None:
    assert participant_in(request_of(cookies={GUEST_COOKIE: value})) is None


def test_participant_in_a_request_with_a_signed_uuid_of_another_purpose_is_nobody() -> None:
    value = signing.get_cookie_signer(salt="other").sign(str(GuestFactory().uuid))
    assert participant_in(request_of(cookies={GUEST_COOKIE: value})) is None


def test_guest_cookie_is_hidden_from_scripts_and_lasts_a_year() -> None:
    cookie = remembered(GuestFactory())[GUEST_COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", GUEST_COOKIE_AGE)
    assert bool(cookie["secure"]) == django_settings.SESSION_COOKIE_SECURE


def test_guest_cookie_of_a_shared_device_ends_with_the_browser() -> None:
    guest = GuestFactory()
    cookies = remembered(guest, for_long=False)
    assert (cookies[GUEST_COOKIE]["max-age"], cookies[GUEST_COOKIE]["expires"]) == ("", "")
    assert participant_in(request_of(cookies=cookies)) == guest


def test_guest_cookie_ends_when_the_guest_becomes_a_member() -> None:
    guest = GuestFactory()
    cookies = remembered(guest)
    guest.user = UserFactory()
    guest.save()
    assert participant_in(request_of(cookies=cookies)) is None


def test_members_are_never_remembered_by_cookie() -> None:
    assert remembered(participant_for_user(UserFactory())) == {}


def test_forgetting_a_guest_ends_the_cookie_and_what_the_session_knew() -> None:
    guest = GuestFactory()
    request, response = request_of(cookies=remembered(guest)), HttpResponse()
    request.session = {"engagement_mine": ["1"], "other": "x"}
    assert participant_in(request) == guest
    forget_guest(request, response)
    assert response.cookies[GUEST_COOKIE]["max-age"] == 0
    assert (participant_in(request), request.session) == (None, {"other": "x"})


def test_confirm_guest_of_a_new_address_keeps_them() -> None:
    guest = GuestFactory(email=None)
    assert confirm_guest(guest, "Sian@Example.org") == guest
    assert list(Participant.objects.values_list("email", flat=True)) == ["sian@example.org"]


def test_confirm_guest_twice_changes_nothing(joins: list[Any]) -> None:
    guest = GuestFactory(email=None)
    confirm_guest(guest, "sian@example.org")
    assert confirm_guest(guest, "sian@example.org") == guest
    assert joins == []


def test_confirm_guest_of_an_earlier_guest_joins_them(joins: list[Any]) -> None:
    earlier = GuestFactory(email="sian@example.org", display_name="Siân")
    assert confirm_guest(GuestFactory(email=None, display_name="S."), "SIAN@example.org") == earlier
    assert joins == [("Siân", "S.", True)]
    assert list(Participant.objects.values_list("email", "display_name")) == [("sian@example.org", "Siân")]


def test_confirm_guest_of_a_member_joins_them(joins: list[Any]) -> None:
    member = participant_for_user(UserFactory(email="sian@example.org"))
    kept = confirm_guest(GuestFactory(email=None, display_name="S."), "sian@example.org")
    assert (kept, kept.display_name) == (member, "S.")
    assert len(joins) == 1


def test_confirm_guest_of_an_account_that_never_confirmed_keeps_them_apart() -> None:
    """Anyone can sign up with any address; only the mailbox shows whose it is."""
    claimed = participant_for_user(UserFactory(email="sian@example.org", confirmed=False))
    guest = GuestFactory(email=None)
    assert confirm_guest(guest, "sian@example.org") == guest
    assert claimed != guest


def test_confirm_guest_of_another_address_is_refused() -> None:
    with pytest.raises(ValueError, match="another address"):
        confirm_guest(GuestFactory(email="tomos@example.org"), "sian@example.org")


def test_confirm_guest_who_was_joined_meanwhile_says_so() -> None:
    guest = GuestFactory(email=None)
    Participant.objects.all().delete()
    with pytest.raises(Participant.DoesNotExist):
        confirm_guest(guest, "sian@example.org")


def test_joining_that_fails_leaves_both() -> None:
    def fail(**kwargs: Any) -> None:
        raise RuntimeError("no")

    participants_joined.connect(fail)
    try:
        with pytest.raises(RuntimeError):
            join_participants(kept=GuestFactory(), gone=GuestFactory())
    finally:
        participants_joined.disconnect(fail)
    assert Participant.objects.count() == 2


def test_joining_someone_to_themselves_changes_nothing(joins: list[Any]) -> None:
    guest = GuestFactory()
    assert join_participants(kept=guest, gone=guest) == guest
    assert joins == []


def test_claiming_an_address_takes_it_from_a_member_who_moved_on() -> None:
    old = participant_for_user(UserFactory())
    Participant.objects.filter(pk=old.pk).update(email="sian@example.org")
    new = claim_address(participant_for_user(UserFactory(confirmed=False)), "sian@example.org")
    old.refresh_from_db()
    assert (new.email, old.email) == ("sian@example.org", None)


@pytest.mark.parametrize("model", [User, Participant])
def test_addresses_are_lower_case_in_the_database(model: type[Model]) -> None:
    """Also when something writes past the model, as an import would."""
    model.objects.bulk_create([model(email="Sian@Example.ORG")])
    assert list(model.objects.values_list("email", flat=True)) == ["sian@example.org"]
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {model._meta.db_table} SET email = 'Sian@example.org'")


def test_user_is_found_by_natural_key_in_any_case() -> None:
    user = UserFactory(email="sian@example.org")
    assert User.objects.get_by_natural_key("SIAN@example.org") == user


def test_superuser_from_the_command_line_can_sign_in_before_mail_works() -> None:
    user = User.objects.create_superuser("Boss@example.org", "three quiet herons")
    assert list(user.emailaddress_set.values_list("email", "verified")) == [("boss@example.org", True)]
