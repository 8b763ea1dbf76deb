"""Every account page: it opens, in our frame, and holds to the rules of the house."""

import re
from typing import Any

import pytest
from allauth.account.adapter import get_adapter
from allauth.core import context
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client, RequestFactory
from django.urls import NoReverseMatch, reverse
from wagtail.models import Site

from base.models import BrandSettings, OutboxMessage
from engagement.accounts.models import Participant
from engagement.testing.clock import NOON, at
from tests.accounts.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

OPEN = [
    "account_login",
    "account_signup",
    "account_inactive",
    "account_email_verification_sent",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
    "account_request_login_code",
    "account_left",
    "socialaccount_login_cancelled",
]
MEMBERS = [
    "account_home",
    "account_email",
    "account_change_password",
    "account_logout",
    "account_reauthenticate",
    "account_leave",
    "mfa_index",
    "mfa_activate_totp",
]
SECOND_FACTOR = [
    "mfa_index",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_reauthenticate",
]


def hold_to_the_rules(page: str) -> None:
    assert page.count("<h1") == 1
    assert "style=" not in page
    assert not re.search(r"<script|\son\w+=", page)
    assert not re.search(r"<(input|select)(?![^>]*type=\"hidden\")(?![^>]*class=\"govuk)", page)
    assert not re.search(r"<button(?![^>]*class=)", page.split("<main")[1])


@pytest.mark.parametrize("name", OPEN)
def test_open_page(client: Client, name: str) -> None:
    response = client.get(reverse(name))
    assert response.status_code == 200
    hold_to_the_rules(response.content.decode())


def test_page_of_a_sign_in_that_failed_elsewhere(client: Client) -> None:
    response = client.get(reverse("socialaccount_login_error"))
    assert response.status_code == 401
    hold_to_the_rules(response.content.decode())


@pytest.mark.parametrize("path", ["confirm-email/unknown/", "password/reset/key/1-unknown/"])
def test_page_of_a_worn_out_link(client: Client, path: str) -> None:
    response = client.get(f"/account/{path}")
    assert "This link no longer works" in response.content.decode()
    hold_to_the_rules(response.content.decode())


@pytest.mark.parametrize("name", MEMBERS)
def test_page_for_members(client: Client, name: str) -> None:
    assert client.get(reverse(name)).url.startswith((reverse("account_login"), "/"))
    client.force_login(UserFactory())
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    response = client.get(reverse(name))
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    hold_to_the_rules(response.content.decode())


@pytest.mark.parametrize("name", SECOND_FACTOR)
def test_page_of_the_second_factor(client: Client, name: str) -> None:
    user = UserFactory()
    TOTP.activate(user, generate_totp_secret())
    RecoveryCodes.activate(user)
    client.force_login(user)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    response = client.get(reverse(name))
    assert response.status_code == 200
    hold_to_the_rules(response.content.decode())


def test_pages_in_the_middle_of_signing_in(client: Client) -> None:
    user = UserFactory()
    TOTP.activate(user, generate_totp_secret())
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    hold_to_the_rules(client.get(reverse("mfa_authenticate")).content.decode())

    other = Client()
    other.post(reverse("account_request_login_code"), {"email": "unknown@example.org"})
    hold_to_the_rules(other.get(reverse("account_confirm_login_code")).content.decode())


@pytest.mark.parametrize("path", ["3rdparty/", "3rdparty/signup/", "2fa/", "second-factor/webauthn/", "sessions/"])
def test_pages_that_make_no_sense_here_are_not_there(client: Client, path: str) -> None:
    client.force_login(UserFactory())
    assert client.get(f"/account/{path}").status_code == 404


def test_connecting_other_services_is_not_there() -> None:
    with pytest.raises(NoReverseMatch):
        reverse("socialaccount_connections")


def test_errors_stand_in_a_summary_and_at_the_field(client: Client) -> None:
    page = client.post(reverse("account_login"), {"login": "", "password": ""}).content.decode()
    assert '<a href="#id_login">' in page
    assert page.index("govuk-error-summary") < page.index("<h1")
    assert page.count("govuk-error-message") == 2
    hold_to_the_rules(page)


def test_a_page_of_allauth_without_a_template_of_ours_has_our_look(client: Client) -> None:
    """`verified_email_required` is not used here; another app may use the decorator one day."""
    from django.template.loader import render_to_string

    request = RequestFactory().get("/")
    request.user = UserFactory()
    page = render_to_string("account/verified_email_required.html", {}, request)
    assert '<div class="fm-form fm-flow">' in page
    hold_to_the_rules(page)


def test_your_account_keeps_name_and_language(client: Client) -> None:
    user = UserFactory()
    client.force_login(user)
    assert client.post(reverse("account_home"), {"display_name": " Siân ", "language": "cy"}).status_code == 302
    assert list(Participant.objects.values_list("display_name", "language")) == [("Siân", "cy")]


def test_your_account_offers_the_languages_of_the_site(client: Client) -> None:
    site = Site.objects.get(is_default_site=True)
    client.force_login(UserFactory())
    offered = r'<option value="(\w+)"[^>]*>([^<]+)<'
    every = [("en", "English"), ("cy", "Cymraeg"), ("bn", "বাংলা"), ("ar", "العربيّة")]
    assert re.findall(offered, client.get(reverse("account_home")).content.decode()) == every

    BrandSettings.objects.create(site=site, languages=["en", "ar"])
    assert re.findall(offered, client.get(reverse("account_home")).content.decode()) == [every[0], every[3]]


@pytest.mark.parametrize("data", [{"display_name": "x" * 61, "language": "en"}, {"language": "xx"}])
def test_your_account_says_what_is_wrong(client: Client, data: dict[str, str]) -> None:
    client.force_login(UserFactory())
    response = client.post(reverse("account_home"), data)
    assert response.status_code == 200
    assert "There is a problem" in response.content.decode()


def test_too_many_tries_get_a_page_in_our_words(client: Client) -> None:
    with at(NOON):
        statuses = [client.post(reverse("account_login"), {}).status_code for _ in range(31)]
        assert statuses == [200] * 30 + [429]
        assert "Too many tries" in client.post(reverse("account_login"), {}).content.decode()


MAILS: list[tuple[str, dict[str, Any]]] = [
    ("account/email/email_confirmation_signup", {"activate_url": "http://x/1"}),
    ("account/email/email_confirmation", {"activate_url": "http://x/1"}),
    ("account/email/account_already_exists", {"password_reset_url": "http://x/2", "signup_url": "http://x/3"}),
    ("account/email/unknown_account", {"signup_url": "http://x/3"}),
    ("account/email/password_reset_key", {"password_reset_url": "http://x/2"}),
    ("account/email/login_code", {"code": "ABC123"}),
    ("account/email/password_changed", {}),
    ("account/email/password_reset", {}),
    ("account/email/password_set", {}),
    ("account/email/email_changed", {"from_email": "old@example.org", "to_email": "new@example.org"}),
    ("account/email/email_deleted", {"deleted_email": "new@example.org"}),
    ("mfa/email/totp_activated", {}),
    ("mfa/email/totp_deactivated", {}),
    ("mfa/email/recovery_codes_generated", {}),
    ("socialaccount/email/account_connected", {}),
]


@pytest.mark.parametrize(("template", "values"), MAILS)
def test_mail(template: str, values: dict[str, Any]) -> None:
    request = RequestFactory().get("/")
    with context.request_context(request):
        get_adapter().send_mail(template, "sian@example.org", values)
    mail = OutboxMessage.objects.get()
    assert mail.subject
    assert mail.body.startswith("Hello,\n\n")
    assert mail.body.endswith("\n\nFolkmoot\n")
    assert [value for value in values.values() if "x/3" not in value and value not in mail.body] == []
    assert not re.search(r"\n\n\n|{|}|&amp;|!", mail.subject + mail.body)
