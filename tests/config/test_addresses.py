"""Every public form that takes an e-mail answers the same, whether we know the address or not."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Site

from base.guards import KEY_FIELD, new_key
from base.models import OutboxMessage, ProtectionSettings, RateCount
from engagement.plugin import Audience
from engagement.testing.clock import NOON, at
from tests.accounts.factories import PASSWORD, GuestFactory, UserFactory
from tests.comments.conftest import url
from tests.comments.factories import make_discussion

pytestmark = pytest.mark.django_db

KNOWN: dict[str, Callable[[str], Any]] = {
    "member": lambda email: UserFactory(email=email),
    "member who has not confirmed": lambda email: UserFactory(email=email, confirmed=False),
    "guest": lambda email: GuestFactory(email=email, display_name="", language=""),
}
CHANCE = re.compile(
    r"\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b|\b[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}\b|"
    r'(?<=name="csrfmiddlewaretoken" value=")\w+|(?<=name="proof_challenge" value=")[^"]+'
)
"""What differs from one request to the next: keys, references and tokens."""


def sign_up(email: str) -> Any:
    return Client().post(reverse("account_signup"), {"email": email, "password1": PASSWORD}, follow=True)


def sign_in(email: str) -> Any:
    return Client().post(reverse("account_login"), {"login": email, "password": "a wrong password"}, follow=True)


def reset(email: str) -> Any:
    return Client().post(reverse("account_reset_password"), {"email": email}, follow=True)


def ask_for_code(email: str) -> Any:
    return Client().post(reverse("account_request_login_code"), {"email": email}, follow=True)


def change(email: str) -> Any:
    client = Client()
    client.force_login(UserFactory())
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client.post(reverse("account_email"), {"action_add": "1", "email": email}, follow=True)


def comment(email: str) -> Any:
    discussion = make_discussion(audience=Audience.CONFIRMED)
    data = {"comment": "Close it.", "name": "Ann", "email": email, KEY_FIELD: new_key()}
    return Client().post(url(discussion, "post"), data, follow=True)


def send_again(email: str) -> Any:
    discussion = make_discussion(audience=Audience.CONFIRMED)
    client = Client()
    data = {"comment": "Close it.", "name": "Ann", "email": "wrong@example.org", KEY_FIELD: new_key()}
    sent = client.post(url(discussion, "post"), data)["Location"]
    return client.post(sent, {"email": email}, follow=True)


def confirm_instead_of_a_proof(email: str) -> Any:
    discussion = make_discussion(audience=Audience.EVERYONE)
    ProtectionSettings.objects.update_or_create(
        site=Site.objects.get(is_default_site=True), defaults={"challenge": "on"}
    )
    data = {"comment": "Close it.", "name": "Ann", KEY_FIELD: new_key(), "proof_by_mail": "1", "proof_email": email}
    return Client().post(url(discussion, "post"), data, follow=True)


FORMS: dict[Callable[[str], Any], int] = {
    sign_up: 1,
    sign_in: 0,
    reset: 1,
    ask_for_code: 1,
    change: 1,
    comment: 1,
    send_again: 1,
    confirm_instead_of_a_proof: 1,
}
"""Each form, and how many mails go to the address."""

TOLERANCE = {sign_up: 13, reset: 2, ask_for_code: 2, sign_in: 2, change: 2}
"""By how many statements a known address may differ. Signing up makes an account for an unknown one, in thirteen short
statements; what takes long, the hash of the password, happens once in either case."""


NUMBERED = re.compile(r"mill-lane-\d+|Mill Lane \d+|member\d+@")
"""What the factories count up."""


def answer(form: Callable[[str], Any], email: str) -> tuple[Any, int]:
    """All that a stranger sees of the answer, and the statements it took."""
    cache.clear()
    RateCount.objects.all().delete()
    with CaptureQueriesContext(connection) as captured:
        response = form(email)
    statements = len([query for query in captured if "SAVEPOINT" not in query["sql"]])

    def cleaned(text: str) -> str:
        return NUMBERED.sub("…", CHANCE.sub("…", text.replace(email, "…")))

    headers = {name: value for name, value in response.headers.items() if name != "X-Request-ID"}
    cookies = {name: (cookie["max-age"], cookie["path"]) for name, cookie in response.client.cookies.items()}
    chain = [(cleaned(address), status) for address, status in response.redirect_chain]
    return (response.status_code, chain, headers, cookies, cleaned(response.content.decode())), statements


@pytest.mark.parametrize("known", KNOWN)
@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
def test_known_and_unknown_addresses_are_indistinguishable(form: Callable[[str], Any], known: str) -> None:
    # Of one length, so that the pages are: what is typed is shown.
    first, unknown, address = (f"{name}@example.org" for name in ("first", "fresh", "known"))
    with at(NOON):
        answer(form, first)
        KNOWN[known](address)
        (seen_of_unknown, cost_of_unknown), (seen_of_known, cost_of_known) = (
            answer(form, email) for email in (unknown, address)
        )
    assert seen_of_known == seen_of_unknown
    mails = [OutboxMessage.objects.filter(to=email).count() for email in (unknown, address)]
    assert mails == [FORMS[form]] * 2
    assert abs(cost_of_known - cost_of_unknown) <= TOLERANCE.get(form, 0)
