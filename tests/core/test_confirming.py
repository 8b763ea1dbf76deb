"""A guest's post waits for their mail."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client

from base.mail import deliver_due
from base.models import BrandSettings, OutboxMessage
from engagement.accounts.guests import GUEST_COOKIE, GUEST_COOKIE_AGE
from engagement.accounts.models import Participant
from engagement.core.models import Confirmation
from engagement.core.services.confirming import ask_to_confirm, digest_of
from engagement.core.services.contributing import withdraw
from engagement.plugin import Contribution
from engagement.testing.clock import NOON, at
from engagement.testing.people import make_member


@pytest.fixture
def waiting(page, wall, make_contribution):
    """An unconfirmed contribution and the token of its mail."""
    author = Participant.objects.create(display_name="Nadia", language="en")
    contribution = make_contribution(state="unconfirmed", participant=author, text="Plant limes")
    with at(NOON):
        ask_to_confirm(contribution=contribution, email="Nadia@example.org", words="Plant limes")
        deliver_due(NOON, 10)
    [message] = mail.outbox
    assert "Plant limes" in message.body
    [token] = re.findall(r"/engage/confirm/([^/\s]+)/", message.body)
    return contribution, token


def press(client, token, **fields):
    return client.post(f"/engage/confirm/{token}/", fields, follow=True)


def newest_link():
    [token] = re.findall(r"/engage/confirm/([^/\s]+)/", OutboxMessage.objects.latest("pk").body)
    return token


def test_button_publishes_and_remembers_the_guest(client, waiting):
    contribution, token = waiting
    with at(NOON + timedelta(hours=1)):
        response = press(client, token)
    contribution.refresh_from_db()
    assert (contribution.state, contribution.participant.email) == ("published", "nadia@example.org")
    assert contribution.reference in response.content.decode()
    assert "fm_guest" in client.cookies


@pytest.mark.parametrize(("fields", "age"), [({}, ""), ({"remember": "1"}, GUEST_COOKIE_AGE)])
def test_guest_is_remembered_beyond_this_session_only_when_asked(client, waiting, fields, age):
    """The tablet may stand in a library."""
    _contribution, token = waiting
    with at(NOON):
        assert 'name="remember" value="1">' in client.get(f"/engage/confirm/{token}/").content.decode()
        press(client, token, **fields)
    assert client.cookies[GUEST_COOKIE]["max-age"] == age


@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_at_the_link_confirms_nothing(client, waiting, method):
    contribution, token = waiting
    with at(NOON):
        response = getattr(client, method)(f"/engage/confirm/{token}/")
    contribution.refresh_from_db()
    assert (response.status_code, contribution.state) == (200, "unconfirmed")


def test_held_activity_holds_after_confirming(client, wall, waiting):
    wall.moderation = "hold"
    wall.save()
    contribution, token = waiting
    with at(NOON):
        press(client, token)
    contribution.refresh_from_db()
    assert contribution.state == "pending"


def test_link_works_once(client, waiting):
    contribution, token = waiting
    with at(NOON):
        press(client, token)
        again = press(client, token)
    assert again.status_code == 200
    assert "already" in again.content.decode()
    assert contribution.changes.count() == 1


def test_link_that_has_done_its_work_says_so(client, waiting):
    """And leads to what was sent, where that can be read: tests/comments/test_thread.py."""
    contribution, token = waiting
    with at(NOON):
        press(client, token)
        again = client.get(f"/engage/confirm/{token}/").content.decode()
    assert "You have confirmed this already" in again
    assert contribution.reference in again


@pytest.mark.parametrize("was_confirmed", [False, True])
def test_link_to_what_was_withdrawn_says_so(client, waiting, was_confirmed):
    contribution, token = waiting
    with at(NOON):
        if was_confirmed:
            press(client, token)
        withdraw(contribution=Contribution.objects.get(pk=contribution.pk))
        response = client.get(f"/engage/confirm/{token}/")
    page = response.content.decode()
    assert (response.status_code, "<h1>You withdrew this</h1>" in page, contribution.reference in page) == (
        410,
        True,
        True,
    )
    assert [words for words in ("72 hours", "already", "Plant limes", 'name="again"') if words in page] == []


@pytest.mark.parametrize(("hours", "state"), [(71, "published"), (72, "unconfirmed")])
def test_link_expires_after_72_hours_and_the_words_are_kept(client, waiting, hours, state):
    contribution, token = waiting
    with at(NOON + timedelta(hours=hours)):
        response = press(client, token)
    contribution.refresh_from_db()
    assert contribution.state == state
    if state == "unconfirmed":
        assert response.status_code == 410
        assert contribution.reference in response.content.decode()


def test_received_in_time_may_be_confirmed_after_closing(client, wall, waiting):
    contribution, token = waiting
    wall.closes_at = NOON + timedelta(hours=1)
    wall.save()
    with at(NOON + timedelta(hours=2)):
        press(client, token)
    contribution.refresh_from_db()
    assert contribution.state == "published"


AFTER_FOUR_DAYS = NOON + timedelta(days=4)


def test_expired_link_offers_a_new_one_to_the_address_on_record(client, waiting):
    contribution, token = waiting
    with at(AFTER_FOUR_DAYS):
        shown = client.get(f"/engage/confirm/{token}/").content.decode()
        asked = press(client, token, again="1")
        assert (OutboxMessage.objects.latest("pk").to, asked.status_code) == ("Nadia@example.org", 200)
        assert client.get(f"/engage/confirm/{token}/").status_code == 404
        press(client, newest_link())
    contribution.refresh_from_db()
    assert ('name="again"' in shown, "Plant limes" in shown) == (True, True)
    assert "nadia@example.org" not in (shown + asked.content.decode()).lower()
    assert contribution.state == "published"


def test_a_new_link_is_not_offered_once_the_address_is_forgotten(client, waiting):
    _contribution, token = waiting
    with at(NOON + timedelta(days=17)):
        call_command("tidy")
        assert 'name="again"' not in client.get(f"/engage/confirm/{token}/").content.decode()
        assert press(client, token, again="1").status_code == 410
    assert OutboxMessage.objects.count() == 1


def test_a_new_link_does_not_open_what_closed_three_days_ago(client, wall, waiting):
    _contribution, token = waiting
    wall.closes_at = NOON + timedelta(hours=23)
    wall.save()
    with at(AFTER_FOUR_DAYS):
        assert press(client, token, again="1").status_code == 410
    assert OutboxMessage.objects.count() == 1


def test_links_for_one_contribution_are_limited(client, waiting):
    _contribution, token = waiting
    with at(AFTER_FOUR_DAYS):
        statuses = []
        for _ in range(4):
            statuses.append(press(client, token, again="1").status_code)
            token = newest_link()
    assert statuses == [200, 200, 200, 429]


def test_mails_to_one_mailbox_are_limited_whatever_causes_them(client, waiting):
    _contribution, token = waiting
    with at(AFTER_FOUR_DAYS):
        for number in range(8):
            browser = Client(REMOTE_ADDR=f"192.0.2.{number}")
            browser.post("/account/login/code/", {"email": f"nadia+{number}@example.org"})
        assert OutboxMessage.objects.count() == 9
        assert press(client, token, again="1").status_code == 429
    assert OutboxMessage.objects.count() == 9


def test_guests_words_in_the_mail_are_short_and_hold_no_link(make_contribution):
    contribution = make_contribution(state="unconfirmed")
    words = "Win at https://evil.example/x, www.evil.example or ann@evil.example. " + "x" * 5000
    ask_to_confirm(contribution=contribution, email="ann@example.org", words=words)
    body = OutboxMessage.objects.get().body
    assert "Win at https[:]//evil[.]example/x, www[.]evil[.]example or ann[at]evil[.]example. xxx" in body
    assert body.count("://") == 1
    assert 250 < body.count("x") < 450


def test_unknown_link_is_404_with_a_way_on(client, db):
    response = client.get("/engage/confirm/nothing-like-it/")
    assert (response.status_code, "Go to the home page" in response.content.decode()) == (404, True)
    assert press(client, "x" * 500).status_code == 404


def test_only_a_digest_of_the_token_is_kept_and_the_address_goes(client, waiting):
    _contribution, token = waiting
    confirmation = Confirmation.objects.get()
    assert confirmation.token_digest == digest_of(token)
    with at(NOON):
        press(client, token)
    confirmation.refresh_from_db()
    assert confirmation.email == ""


def test_tidying_forgets_addresses_two_weeks_after_their_link_expired(client, waiting):
    for days, kept in ((3 + 13, "nadia@example.org"), (3 + 14, "")):
        with at(NOON + timedelta(days=days)):
            call_command("tidy")
        assert Confirmation.objects.get().email.lower() == kept


def test_a_member_with_that_address_gets_the_contribution(client, waiting):
    from allauth.account.models import EmailAddress

    member = make_member(email="nadia@example.org")
    EmailAddress.objects.create(user=member, email=member.email, verified=True, primary=True)
    contribution, token = waiting
    with at(NOON):
        press(client, token)
    contribution.refresh_from_db()
    assert contribution.participant.user == member
    assert "fm_guest" not in client.cookies


def test_what_follows_is_shown_to_the_browser_that_pressed_only(client, waiting):
    contribution, token = waiting
    with at(NOON):
        press(client, token)
    assert Client().get(f"/engage/confirmed/{contribution.uuid}/").status_code == 404


def test_mail_and_page_name_the_site_the_page_and_who_is_shown(client, page, make_contribution):
    site = page.get_site()
    BrandSettings.objects.create(site=site, site_name="Wexbourne\nMoot", council_name="Wexbourne Council", phone="0123")
    author = Participant.objects.create(display_name="Nadia", language="en")
    contribution = make_contribution(state="unconfirmed", participant=author, text="Plant limes")
    with at(NOON):
        ask_to_confirm(contribution=contribution, email="nadia@example.org", words="Plant limes")
        deliver_due(NOON, 10)
        shown = client.get(f"/engage/confirm/{newest_link()}/").content.decode()
    [message] = mail.outbox
    assert message.subject == f"Confirm what you sent to “{page.title}” – Wexbourne Moot"
    assert message.message()["From"] == "Wexbourne Moot <no-reply@localhost>"
    assert message.from_email.endswith("<no-reply@localhost>")
    assert message.body.endswith("Wexbourne\nMoot\nWexbourne Council\n0123\n")
    assert f"to “{page.title}”:" in message.body
    assert (f"goes to “{page.title}”" in shown, "<bdi>Nadia</bdi>" in shown) == (True, True)


@pytest.mark.parametrize("change", ["unpublish", "delete"])
def test_confirming_after_the_page_is_gone_is_no_error(client, page, waiting, change):
    _contribution, token = waiting
    getattr(page, change)()
    with at(NOON):
        assert press(client, token).status_code == 200
    assert Contribution.objects.get().state == "published"
