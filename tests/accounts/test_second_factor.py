import base64
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, hotp_value, yield_hotp_counters_from_time
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from engagement.accounts.models import User
from tests.accounts.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
ADMIN_ADDRESSES = ["/admin/", "/admin/pages/", "/admin/api/main/pages/", "/admin/jsi18n/", "/admin/account/"]


@pytest.fixture(autouse=True)
def required(settings: Settings) -> None:
    settings.STAFF_SECOND_FACTOR = True


def code_for(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return f"{hotp_value(secret, counter):06d}"


def sign_in(client: Client, user: User, code: str = "") -> Any:
    response = client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    return client.post(reverse("mfa_authenticate"), {"code": code}) if code else response


@pytest.mark.parametrize("address", ADMIN_ADDRESSES)
def test_staff_without_one_are_sent_to_set_it_up(client: Client, editor: User, address: str) -> None:
    client.force_login(editor)
    assert client.get(address).url.split("?")[0] == reverse("mfa_activate_totp")


@pytest.mark.parametrize("address", ADMIN_ADDRESSES)
@pytest.mark.parametrize("headers", [{"x-requested-with": "XMLHttpRequest"}, {"accept": "application/json"}])
def test_staff_without_one_get_no_data_by_script(
    client: Client, editor: User, address: str, headers: dict[str, str]
) -> None:
    client.force_login(editor)
    assert client.get(address, headers=headers).status_code == 403


def test_staff_without_one_cannot_post(client: Client, editor: User) -> None:
    client.force_login(editor)
    assert client.post("/admin/pages/add/wagtailcore/page/1/", {}).status_code == 403


def test_administrators_are_staff_too(client: Client) -> None:
    client.force_login(User.objects.create_superuser("boss@example.org", PASSWORD))
    assert client.get("/admin/").status_code == 302


def test_staff_come_in_without_one_when_the_setting_is_off(client: Client, editor: User, settings: Settings) -> None:
    settings.STAFF_SECOND_FACTOR = False
    client.force_login(editor)
    assert client.get("/admin/").status_code == 200


def test_residents_are_not_asked(client: Client) -> None:
    user = UserFactory()
    assert sign_in(client, user).url == "/"
    assert client.get(reverse("account_home")).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_staff_set_it_up_and_come_in(client: Client, editor: User) -> None:
    sign_in(client, editor)
    asked = client.get("/admin/", follow=True)
    assert asked.redirect_chain[-1][0].startswith(reverse("account_reauthenticate"))
    page = client.post(asked.redirect_chain[-1][0], {"password": PASSWORD}, follow=True)
    form = page.context["form"]
    done = client.post(reverse("mfa_activate_totp"), {"code": code_for(form.secret)})
    assert done.url == reverse("mfa_view_recovery_codes")
    assert client.get("/admin/").status_code == 200


def test_picture_to_scan_is_data_and_has_no_inline_style(client: Client, editor: User) -> None:
    client.force_login(editor)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    assert 'src="data:image/svg+xml;base64,' in page
    assert "style=" not in page
    assert "<script" not in page
    svg = base64.b64decode(page.split("base64,")[1].split('"')[0]).decode()
    assert "<path" in svg


def test_staff_with_one_show_it_when_they_sign_in(client: Client, editor: User) -> None:
    secret = generate_totp_secret()
    TOTP.activate(editor, secret)
    assert sign_in(client, editor).url == reverse("mfa_authenticate")
    assert client.get("/admin/").status_code == 302
    client.post(reverse("mfa_authenticate"), {"code": code_for(secret)})
    assert client.get("/admin/").status_code == 200


def test_a_session_older_than_the_second_factor_has_to_show_it(client: Client, editor: User) -> None:
    sign_in(client, editor)
    secret = generate_totp_secret()
    TOTP.activate(editor, secret)
    asked = client.get("/admin/")
    assert asked.url == f"{reverse('mfa_reauthenticate')}?next=%2Fadmin%2F"
    back = client.post(asked.url, {"code": code_for(secret)})
    assert back.url == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_recovery_code_opens_the_admin(client: Client, editor: User) -> None:
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    TOTP.activate(editor, generate_totp_secret())
    codes = RecoveryCodes.activate(editor)
    sign_in(client, editor, codes.get_unused_codes()[0])
    assert client.get("/admin/").status_code == 200


def test_ten_wrong_codes_stop_further_tries(client: Client, editor: User) -> None:
    from django.core.cache import cache

    secret = generate_totp_secret()
    TOTP.activate(editor, secret)
    sign_in(client, editor)
    for _ in range(10):
        cache.clear()
        client.post(reverse("mfa_authenticate"), {"code": "x"})
    cache.clear()
    response = client.post(reverse("mfa_authenticate"), {"code": code_for(secret)})
    assert response.context["form"].errors["code"] == ["There were too many tries. Wait 15 minutes, then try again."]


def test_secret_is_not_readable_in_the_database(editor: User, settings: Settings) -> None:
    secret = generate_totp_secret()
    TOTP.activate(editor, secret)
    assert secret not in str(Authenticator.objects.get(type="totp").data)

    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "a new key", [settings.SECRET_KEY]
    assert Authenticator.objects.get(type="totp").wrap().validate_code(code_for(secret))


def test_switching_it_off_shuts_the_admin_again(client: Client, editor: User) -> None:
    secret = generate_totp_secret()
    TOTP.activate(editor, secret)
    sign_in(client, editor, code_for(secret))
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.post(reverse("mfa_deactivate_totp"))
    assert client.get("/admin/").url.split("?")[0] == reverse("mfa_activate_totp")


def test_keys_in_hardware_are_off(client: Client) -> None:
    client.force_login(UserFactory())
    assert client.get("/account/second-factor/webauthn/").status_code == 404
