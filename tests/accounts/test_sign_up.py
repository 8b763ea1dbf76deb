from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import hashers
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from base.models import OutboxMessage
from engagement.accounts.models import Participant, User
from engagement.testing.clock import NOON, at
from tests.accounts.factories import PASSWORD, GuestFactory, UserFactory
from tests.accounts.pages import without_tokens

pytestmark = pytest.mark.django_db
LinkInMail = Callable[[str], str]


def sign_up(client: Client, email: str, **more: str) -> HttpResponse:
    return client.post(reverse("account_signup"), {"email": email, "password1": PASSWORD, **more}, follow=True)


def test_sign_up_with_a_name_makes_an_unconfirmed_account(client: Client) -> None:
    sign_up(client, "Sian@Example.org", display_name="Siân")

    user = User.objects.get()
    assert user.email == "sian@example.org"
    assert list(EmailAddress.objects.values_list("email", "verified")) == [("sian@example.org", False)]
    assert list(Participant.objects.values_list("user", "display_name", "email")) == [(user.pk, "Siân", None)]
    assert "_auth_user_id" not in client.session


def test_sign_up_asks_for_one_password_only(client: Client) -> None:
    form = client.get(reverse("account_signup")).context["form"]
    assert list(form.fields) == ["display_name", "email", "password1"]


def test_sign_up_link_opened_confirms_nothing(client: Client, link_in_mail: LinkInMail) -> None:
    sign_up(client, "sian@example.org")
    link = link_in_mail("sian@example.org")

    assert client.get(link).status_code == 200
    assert client.head(link).status_code == 200
    assert not EmailAddress.objects.get().verified


def test_sign_up_link_posted_confirms_and_signs_in_the_same_browser(client: Client, link_in_mail: LinkInMail) -> None:
    sign_up(client, "sian@example.org")
    client.post(link_in_mail("sian@example.org"))

    assert EmailAddress.objects.get().verified
    assert client.session["_auth_user_id"] == str(User.objects.get().pk)
    assert Participant.objects.get().email == "sian@example.org"


def test_sign_up_link_posted_elsewhere_confirms_but_signs_nobody_in(client: Client, link_in_mail: LinkInMail) -> None:
    sign_up(client, "sian@example.org")
    other = Client()
    other.post(link_in_mail("sian@example.org"))

    assert EmailAddress.objects.get().verified
    assert "_auth_user_id" not in other.session


@pytest.mark.parametrize("existing", [{}, {"confirmed": False}], ids=["confirmed", "unconfirmed"])
def test_sign_up_with_a_known_address_looks_the_same(existing: dict[str, bool]) -> None:
    UserFactory(email="known@example.org", **existing)
    answers = {}
    for email in ("known@example.org", "unknown@example.org"):
        response = sign_up(Client(), email)
        answers[email] = (response.redirect_chain, response.status_code, without_tokens(response, email))

    assert answers["known@example.org"] == answers["unknown@example.org"]
    assert sorted(OutboxMessage.objects.values_list("to", flat=True)) == ["known@example.org", "unknown@example.org"]
    assert User.objects.filter(email="known@example.org").count() == 1


def test_sign_up_with_a_known_address_takes_as_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashing a password is what takes time: it must happen once, known or not."""
    UserFactory(email="known@example.org")
    encoded: list[str] = []
    encode = hashers.MD5PasswordHasher.encode
    monkeypatch.setattr(
        hashers.MD5PasswordHasher,
        "encode",
        lambda self, password, salt: encoded.append(password) or encode(self, password, salt),
    )
    counts = []
    for email in ("known@example.org", "unknown@example.org"):
        encoded.clear()
        sign_up(Client(), email)
        counts.append(len(encoded))

    assert counts == [1, 1]


def test_sign_up_in_another_case_makes_no_second_account(client: Client) -> None:
    UserFactory(email="known@example.org")
    sign_up(client, "KNOWN@example.ORG")
    assert User.objects.count() == 1


def test_sign_up_with_a_poor_password_keeps_what_was_typed(client: Client) -> None:
    response = client.post(
        reverse("account_signup"), {"email": "sian@example.org", "password1": "short", "display_name": "Siân"}
    )
    assert response.status_code == 200
    assert list(response.context["form"].errors) == ["password1"]
    assert 'value="Siân"' in response.content.decode()
    assert User.objects.count() == 0


def test_sign_up_of_a_former_guest_joins_them(client: Client, link_in_mail: LinkInMail) -> None:
    guest = GuestFactory(email="sian@example.org", display_name="Siân")
    sign_up(client, "sian@example.org")
    client.post(link_in_mail("sian@example.org"))

    kept = Participant.objects.get()
    assert (kept.user, kept.email, kept.display_name) == (User.objects.get(), "sian@example.org", "Siân")
    assert kept.pk != guest.pk


def test_confirming_an_address_removes_those_who_only_claimed_it(client: Client, link_in_mail: LinkInMail) -> None:
    claimed = UserFactory(email="sian@example.org", confirmed=False)
    owner = UserFactory(email="old@example.org")
    client.force_login(owner)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.post(reverse("account_email"), {"action_add": "1", "email": "sian@example.org"})
    client.post(link_in_mail("sian@example.org"))

    owner.refresh_from_db()
    assert owner.email == "sian@example.org"
    assert not User.objects.filter(pk=claimed.pk).exists()


def test_someone_wanting_to_change_to_an_address_does_not_keep_its_owner_out(
    client: Client, link_in_mail: LinkInMail
) -> None:
    stranger = UserFactory(email="stranger@example.org")
    EmailAddress.objects.create(user=stranger, email="sian@example.org")
    sign_up(client, "sian@example.org")
    client.post(link_in_mail("sian@example.org"))

    assert EmailAddress.objects.get(email="sian@example.org").user == User.objects.get(email="sian@example.org")


def test_account_mails_to_one_address_are_limited(client: Client) -> None:
    url = reverse("account_request_login_code")
    for email in ("nobody@example.org", UserFactory(email="ann@example.org").email):
        statuses = []
        for number in range(10):
            cache.clear()
            typed = email if number % 2 else email.replace("@", f"+{number}@")
            browser = Client(REMOTE_ADDR=f"192.0.2.{number}")
            statuses.append(browser.post(url, {"email": typed}).status_code)
        assert statuses == [302] * 8 + [429] * 2
        assert OutboxMessage.objects.filter(to__startswith=email[:3]).count() == 8


@pytest.mark.parametrize(("hours", "mails"), [(1, 3), (5, 8)])
def test_one_place_cuts_nobody_off_from_their_account(hours: int, mails: int) -> None:
    urls = [reverse("account_request_login_code"), reverse("account_reset_password")]
    email = UserFactory().email
    for hour in range(hours):
        with at(NOON + timedelta(hours=hour)):
            for number in range(8):
                cache.clear()
                Client().post(urls[number % 2], {"email": email})
            assert OutboxMessage.objects.count() == min(mails, 3 * (hour + 1))
            cache.clear()
    owner = Client(REMOTE_ADDR="203.0.113.1")
    with at(NOON + timedelta(hours=hours - 1)):
        assert [owner.post(url, {"email": email}).status_code for url in urls] == [302] * 2
    assert OutboxMessage.objects.filter(to=email).count() == mails + 2


def test_account_mail_costs_one_statement_for_all_its_limits() -> None:
    with CaptureQueriesContext(connection) as queries:
        Client().post(reverse("account_request_login_code"), {"email": "nobody@example.org"})
    assert len([query for query in queries if "base_ratecount" in query["sql"]]) == 1


def test_account_mails_from_one_place_are_limited() -> None:
    url = reverse("account_request_login_code")
    statuses = []
    for number in range(61):
        cache.clear()
        statuses.append(Client().post(url, {"email": f"resident{number}@example.org"}).status_code)
    assert statuses == [302] * 60 + [429]
    elsewhere = Client(REMOTE_ADDR="203.0.113.1")
    assert elsewhere.post(url, {"email": "resident@example.org"}).status_code == 302


@pytest.mark.parametrize("is_known", [False, True])
def test_page_after_signing_up_names_the_address(client: Client, is_known: bool) -> None:
    if is_known:
        UserFactory(email="sian@example.org")
    sign_up(client, "sian@example.org")
    page = client.get(reverse("account_email_verification_sent")).content.decode()
    assert "We have sent a mail to <bdi>sian@example.org</bdi>" in page


def test_name_to_show_holds_nothing_that_turns_what_follows(client: Client) -> None:
    sign_up(client, "sian@example.org", display_name="Si\u202ean\u2066\x07 of\tMill")
    assert Participant.objects.get().display_name == "Sian of Mill"
