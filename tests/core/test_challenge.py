"""Under attack strangers show that they are no robots: by a sum, or by e-mail. Nobody else is asked."""

import re
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail, signing
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks
from wagtail.models import ModelLogEntry, Site

from base.challenge import LASTS, new_challenge, use_proof, zero_bits
from base.guards import new_key
from base.models import OutboxMessage, ProtectionSettings, RateCount
from base.ratelimit import Limit
from base.timewords import moment_words
from engagement.accounts.guests import GUEST_COOKIE
from engagement.core import proving
from engagement.plugin import Contribution, Participant
from engagement.testing.clock import NOON, at
from engagement.testing.confirming import confirm_by_mail
from engagement.testing.people import make_member, make_staff
from tests.base.clients import in_threads

pytestmark = pytest.mark.django_db
BITS = 8


@pytest.fixture(autouse=True)
def easy(settings: Any) -> None:
    settings.CHALLENGE_BITS = BITS


def switch(mode: str) -> None:
    """As a manager does."""
    ProtectionSettings.objects.update_or_create(
        site=Site.objects.get(is_default_site=True), defaults={"challenge": mode}
    )


@pytest.fixture
def attack(page: Any) -> None:
    switch("on")


def pin(client: Client, wall: Any, text: str = "Every word of this stays", **more: Any) -> Any:
    data = {"text": text, "idempotency_key": new_key(), **more}
    return client.post(f"/engage/{wall.uuid}/pin/", data)


def fields_of(response: Any) -> dict[str, str]:
    """What the page of the challenge sends when its script or its button is pressed."""
    text = response.content.decode()
    return dict(re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"', text))


def solved(challenge: str, bits: int = BITS) -> str:
    return str(next(n for n in range(10**6) if zero_bits(f"{challenge}:{n}") >= bits))


def unsolved(challenge: str) -> str:
    return str(next(n for n in range(10**6) if zero_bits(f"{challenge}:{n}") < BITS))


def answered(fields: dict[str, str]) -> dict[str, str]:
    return {**fields, "proof_nonce": solved(fields["proof_challenge"])}


def send(client: Client, wall: Any, fields: dict[str, str]) -> Any:
    return client.post(f"/engage/{wall.uuid}/pin/", fields)


def test_stranger_is_asked_and_keeps_every_word(client: Client, wall: Any, attack: None) -> None:
    asked = pin(client, wall, "<b>“Words”</b>\r\nand more")
    text = asked.content.decode()
    assert (asked.status_code, Contribution.objects.count()) == (429, 0)
    assert asked["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    assert text.count("&lt;b&gt;“Words”&lt;/b&gt;") == 2
    assert "proof_challenge" in fields_of(asked)


def test_proof_lets_it_pass(client: Client, wall: Any, attack: None) -> None:
    assert send(client, wall, answered(fields_of(pin(client, wall)))).status_code == 302
    assert Contribution.objects.get().state == "published"


def member() -> Client:
    client = Client()
    client.force_login(make_member())
    return client


def guest() -> Client:
    client = Client()
    who = Participant.objects.create(email="guest@example.org")
    client.cookies[GUEST_COOKIE] = signing.get_cookie_signer(salt=GUEST_COOKIE + "engagement.accounts.guest").sign(
        str(who.uuid)
    )
    return client


@pytest.mark.parametrize(("who", "is_asked"), [(Client, True), (member, False), (guest, False)])
def test_those_we_know_are_not_asked(wall: Any, attack: None, who: Callable[[], Client], is_asked: bool) -> None:
    assert (pin(who(), wall).status_code == 429) == is_asked


def test_solved_challenge_is_spent(client: Client, wall: Any, attack: None) -> None:
    fields = answered(fields_of(pin(client, wall)))
    first = send(client, wall, fields)
    replayed = send(client, wall, {**fields, "text": "Other words", "idempotency_key": new_key()})
    again = send(client, wall, fields)
    assert [first.status_code, replayed.status_code, again.status_code] == [302, 429, 302]
    assert "The check had run out." in replayed.content.decode()
    assert Contribution.objects.count() == 1


def forged(fields: dict[str, str]) -> dict[str, str]:
    known = {**signing.loads(fields["proof_challenge"], salt="base.challenge"), "bits": 0}
    return {**fields, "proof_challenge": signing.dumps(known, salt="elsewhere"), "proof_nonce": "0"}


@pytest.mark.parametrize(
    "spoil",
    [
        lambda fields: {**fields, "proof_nonce": unsolved(fields["proof_challenge"])},
        lambda fields: {**fields, "proof_nonce": ""},
        lambda fields: {**fields, "proof_nonce": "x" * 99},
        lambda fields: {**fields, "proof_nonce": "²"},
        lambda fields: {**fields, "proof_nonce": "\x00"},
        lambda fields: {**fields, "proof_challenge": ""},
        lambda fields: {**fields, "proof_challenge": "\x00:ü"},
        lambda fields: {**fields, "proof_challenge": fields["proof_challenge"][:-1]},
        forged,
    ],
)
def test_what_is_no_proof_is_asked_again(wall: Any, attack: None, client: Client, spoil: Any) -> None:
    fields = answered(fields_of(pin(client, wall)))
    assert send(client, wall, spoil(fields)).status_code == 429
    assert Contribution.objects.count() == 0


def test_challenge_expires_and_counts_in_its_place_only() -> None:
    with at(NOON):
        first, second = new_challenge("here"), new_challenge("here")
        assert use_proof(first, solved(first), place="there") is False
        assert use_proof(first, solved(first), place="here") is True
        assert use_proof(first, solved(first), place="here") is False
    with at(NOON + timedelta(seconds=LASTS)):
        assert use_proof(second, solved(second), place="here") is False
    with at(NOON + timedelta(seconds=LASTS - 1)):
        assert use_proof(second, solved(second), place="here") is True


@pytest.mark.django_db(transaction=True)
def test_one_proof_used_by_many_at_once_counts_once() -> None:
    challenge = new_challenge("here")
    nonce = solved(challenge)
    assert in_threads(lambda: use_proof(challenge, nonce, place="here"), 12).count(True) == 1


# By e-mail


def test_guest_without_javascript_confirms_by_mail(
    client: Client, wall: Any, attack: None, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    fields = fields_of(pin(client, wall))
    with django_capture_on_commit_callbacks(execute=True):
        sent = send(client, wall, {**fields, "proof_by_mail": "1", "proof_email": "ann@example.org"})
    assert sent.status_code == 302
    assert Contribution.objects.get().state == "unconfirmed"
    assert [message.to for message in mail.outbox] == [["ann@example.org"]]
    confirm_by_mail(client, "ann@example.org")
    assert Contribution.objects.get().state == "published"
    assert pin(client, wall, "And another thing").status_code == 302


@pytest.mark.parametrize("address", ["", "ann", "ann@", "\x00@example.org"])
def test_address_that_is_none_is_asked_for_again(client: Client, wall: Any, attack: None, address: str) -> None:
    fields = fields_of(pin(client, wall))
    again = send(client, wall, {**fields, "proof_by_mail": "1", "proof_email": address})
    assert again.status_code == 429
    assert "Write your e-mail address in full" in again.content.decode()
    assert "Every word of this stays" in again.content.decode()
    assert Contribution.objects.count() == OutboxMessage.objects.count() == 0


def test_where_an_address_is_asked_for_the_challenge_comes_before_the_mail(
    client: Client, wall: Any, attack: None
) -> None:
    wall.audience = "confirmed"
    wall.save()
    asked = pin(client, wall, email="ann@example.org")
    assert (asked.status_code, OutboxMessage.objects.count()) == (429, 0)
    assert "proof_email" not in asked.content.decode()
    send(client, wall, answered(fields_of(asked)))
    assert OutboxMessage.objects.get().to == "ann@example.org"


def test_mail_without_a_proof_goes_the_slow_way(client: Client, wall: Any, attack: None) -> None:
    wall.audience = "confirmed"
    wall.save()

    def post(number: int, network: str) -> Any:
        fields = fields_of(pin(client, wall, f"Card {number}", email=f"victim{number}@example.org"))
        address = f"/engage/{wall.uuid}/pin/"
        return client.post(address, {**fields, "proof_by_mail": "1"}, REMOTE_ADDR=network)

    with at(NOON):
        answers = [post(number, "10.0.0.1").status_code for number in range(6)]
        elsewhere = post(7, "10.0.0.2").status_code
    assert (answers, elsewhere) == ([302] * 5 + [429], 302)
    assert OutboxMessage.objects.count() == Contribution.objects.count() == 6


def test_what_comes_by_mail_uses_up_nothing_of_those_who_prove(
    wall: Any, page: Any, attack: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two a network and the site: the slow lane lets more go, and what it refuses is counted nowhere else either."""
    monkeypatch.setattr("base.tiers.NETWORK_TIMES", 0.1)
    monkeypatch.setattr("base.tiers.SITE_TIMES", 0.1)
    with at(NOON):
        by_mail = [
            pin(Client(), wall, f"Card {number}", proof_by_mail="1", proof_email=f"ann{number}@example.org")
            for number in range(8)
        ]
        client = Client()
        proved = send(client, wall, answered(fields_of(pin(client, wall))))
    assert [response.status_code for response in by_mail] == [302] * 5 + [429] * 3
    assert "Card 7" in by_mail[-1].content.decode()
    assert (OutboxMessage.objects.count(), proved.status_code) == (5, 302)


# When


@contextmanager
def counting(capture: DjangoCaptureOnCommitCallbacks) -> Iterator[None]:
    with capture(execute=True):
        yield


@pytest.fixture
def low(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three posts in an activity, or five on the site, are an attack."""
    monkeypatch.setattr(proving, "ACTIVITY_ALARM", Limit("a", 600, 3))
    monkeypatch.setattr(proving, "SITE_ALARM", Limit("s", 600, 5))


def statuses(
    wall: Any, times: int, capture: DjangoCaptureOnCommitCallbacks, who: Callable[[], Client] = Client
) -> list[int]:
    found = []
    for _ in range(times):
        with counting(capture):
            found.append(pin(who(), wall, uuid.uuid4().hex).status_code)
    return found


def test_attack_on_an_activity_switches_it_on_for_half_an_hour(
    wall: Any, page: Any, low: None, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    capture = django_capture_on_commit_callbacks
    with at(NOON):
        assert statuses(wall, 5, capture) == [302, 302, 302, 429, 429]
    with at(NOON + timedelta(minutes=39, seconds=59)):
        assert statuses(wall, 1, capture) == [429]
    with at(NOON + timedelta(minutes=40)):
        assert statuses(wall, 1, capture) == [302]


def test_attack_goes_on_while_robots_only_knock(
    wall: Any, page: Any, low: None, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    capture = django_capture_on_commit_callbacks
    for minutes in (0, 20, 40, 60, 80):
        with at(NOON + timedelta(minutes=minutes)):
            found = statuses(wall, 4, capture)
    assert found == [429] * 4


def test_attack_goes_on_while_robots_come_by_mail(
    wall: Any, page: Any, low: None, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with at(NOON):
        statuses(wall, 3, django_capture_on_commit_callbacks)
    for minutes in (20, 40, 60):
        with at(NOON + timedelta(minutes=minutes)):
            for number in range(3):
                pin(Client(), wall, f"{minutes} {number}", proof_by_mail="1", proof_email=f"a{number}@example.org")
    with at(NOON + timedelta(minutes=99)):
        assert statuses(wall, 1, django_capture_on_commit_callbacks) == [429]


def test_members_are_no_attack(
    wall: Any, page: Any, low: None, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with at(NOON):
        assert statuses(wall, 9, django_capture_on_commit_callbacks, member) == [302] * 9
        assert statuses(wall, 1, django_capture_on_commit_callbacks) == [302]


def test_switched_off_nobody_is_asked_and_nothing_counted(
    wall: Any, page: Any, low: None, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    switch("off")
    with at(NOON):
        assert statuses(wall, 6, django_capture_on_commit_callbacks) == [302] * 6
    # Those of the network's and of the site's limit, and none of an alarm.
    assert RateCount.objects.count() == 2


def test_those_who_are_asked_use_up_no_limit(
    wall: Any, page: Any, attack: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("base.tiers.NETWORK_TIMES", 0.1)
    with at(NOON):
        assert [pin(Client(), wall).status_code for _ in range(6)] == [429] * 6
        client = Client()
        fields = answered(fields_of(pin(client, wall)))
        assert send(client, wall, fields).status_code == 302


def test_quiet_site_pays_a_post_the_same_every_time(
    wall: Any, page: Any, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    def cost(mode: str, number: int) -> int:
        switch(mode)
        with django_capture_on_commit_callbacks(execute=True):
            pin(Client(), wall, f"First {mode} {number}")
        client = Client()
        with CaptureQueriesContext(connection) as queries, django_capture_on_commit_callbacks(execute=True):
            pin(client, wall, f"Second {mode} {number}")
        return len([query for query in queries if "SAVEPOINT" not in query["sql"]])

    with at(NOON):
        off, quiet, later = cost("off", 1), cost("automatic", 1), cost("automatic", 2)
    assert quiet == later == off + 2


# Staff


def test_dashboard_says_that_it_is_on_since_when_and_why(
    client: Client,
    wall: Any,
    page: Any,
    low: None,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    client.force_login(make_staff("Community managers"))
    dashboard = reverse("wagtailadmin_home")
    assert "The check against robots is on" not in client.get(dashboard).content.decode()
    with at(NOON):
        statuses(wall, 4, django_capture_on_commit_callbacks)
        text = client.get(dashboard).content.decode().replace("\xa0", " ")
    assert "The check against robots is on" in text
    assert f"{wall.title}: at least 3 posts of people without an account in ten minutes." in text
    assert f"Since {moment_words(NOON)}." in text
    assert reverse("wagtailsettings:edit", args=["base", "protectionsettings"]) in text


@pytest.mark.parametrize(("role", "may"), [("Community managers", True), ("Moderators", False), ("Editors", False)])
def test_manager_switches_it_and_the_log_says_so(client: Client, page: Any, role: str, may: bool) -> None:
    user = make_staff(role)
    client.force_login(user)
    site = Site.objects.get(is_default_site=True)
    address = reverse("wagtailsettings:edit", args=["base", "protectionsettings", site.pk])
    with at(NOON):
        client.post(address, {"challenge": "on"})
    stored = ProtectionSettings.objects.filter(challenge="on").first()
    assert (stored is not None) == may
    if stored is not None:
        assert stored.switched_at == NOON
        assert ModelLogEntry.objects.filter(user=user, action="wagtail.edit").count() == 1
        text = client.get(reverse("wagtailadmin_home")).content.decode()
        assert "somebody has switched it on, and it stays on" in text
