from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from config import oidc
from engagement.accounts.models import Participant, User
from engagement.accounts.roles import create_roles
from tests.accounts.factories import PASSWORD, GuestFactory, UserFactory
from tests.accounts.provider import CLIENT_ID, SECRET, Provider, running_provider

pytestmark = pytest.mark.django_db
LOGIN = "/account/oidc/staff/login/"


@pytest.fixture
def provider(settings: Settings) -> Iterator[Provider]:
    with running_provider() as provider:
        settings.SOCIALACCOUNT_PROVIDERS = oidc.providers(
            server_url=provider.url, client_id=CLIENT_ID, secret=SECRET, name="Wexbourne"
        )
        settings.OIDC_STAFF_GROUP = "Editors"
        create_roles()
        yield provider


def come_in(client: Client, start: str = LOGIN) -> HttpResponse:
    """Follows the link on the sign-in page to the provider and back, as a browser does."""
    there = client.get(start)
    back = requests.get(there.url, allow_redirects=False, timeout=5).headers["Location"]
    parts = urlsplit(back)
    return client.get(parts.path, {name: values[0] for name, values in parse_qs(parts.query).items()})


def groups_of(user: User) -> list[str]:
    return list(user.groups.values_list("name", flat=True))


@pytest.mark.usefixtures("provider")
def test_sign_in_page_offers_it_when_configured(client: Client) -> None:
    page = client.get(reverse("account_login") + "?next=/admin/pages/").content.decode()
    assert "Sign in with Wexbourne" in page
    assert f'href="{LOGIN}?process=login&amp;next=%2Fadmin%2Fpages%2F"' in page


def test_sign_in_page_does_not_offer_it_otherwise(client: Client) -> None:
    assert "oidc" not in client.get(reverse("account_login")).content.decode()
    assert client.get(LOGIN).status_code == 404


def test_new_colleague_comes_in_confirmed_and_in_the_group(client: Client, provider: Provider) -> None:
    assert come_in(client).url == "/admin/"
    user = User.objects.get()
    assert (user.email, user.get_full_name(), groups_of(user)) == ("rhian@council.example", "Rhian Pugh", ["Editors"])
    assert not user.has_usable_password()
    assert list(EmailAddress.objects.values_list("email", "verified", "primary")) == [(user.email, True, True)]
    assert client.get("/admin/").status_code == 200
    assert provider.asked["client_secret"] == SECRET
    assert len(provider.asked["code_verifier"]) > 40


@pytest.mark.usefixtures("provider")
def test_sign_in_leads_back_to_where_one_came_from(client: Client) -> None:
    assert come_in(client, f"{LOGIN}?process=login&next=/admin/pages/").url == "/admin/pages/"


@pytest.mark.usefixtures("provider")
def test_colleague_who_was_a_guest_is_joined(client: Client) -> None:
    GuestFactory(email="rhian@council.example", display_name="Rhian")
    come_in(client)
    client.get(reverse("account_home"))
    assert list(Participant.objects.values_list("user", "email", "display_name")) == [
        (User.objects.get().pk, "rhian@council.example", "Rhian")
    ]


@pytest.mark.usefixtures("provider")
def test_colleague_with_an_account_joins_it_and_the_group_once(client: Client) -> None:
    user = UserFactory(email="rhian@council.example")
    come_in(client)
    user.refresh_from_db()
    assert (User.objects.count(), groups_of(user), user.has_usable_password()) == (1, ["Editors"], True)

    user.groups.clear()
    come_in(Client())
    assert groups_of(user) == []


@pytest.mark.usefixtures("provider")
def test_account_that_someone_else_prepared_is_taken_from_them(client: Client) -> None:
    """A stranger signed up with a colleague's address, never confirmed it, and waits."""
    user = UserFactory(email="rhian@council.example", confirmed=False)
    come_in(client)
    user.refresh_from_db()
    assert not user.has_usable_password()
    assert client.session["_auth_user_id"] == str(user.pk)
    assert EmailAddress.objects.get().verified


@pytest.mark.usefixtures("provider")
def test_account_that_only_wants_the_address_is_not_joined(client: Client) -> None:
    stranger = UserFactory(email="stranger@example.org")
    EmailAddress.objects.create(user=stranger, email="rhian@council.example")
    come_in(client)
    assert User.objects.get(email="rhian@council.example").pk != stranger.pk
    assert groups_of(stranger) == []
    assert SocialAccount.objects.get().user.email == "rhian@council.example"


def test_colleague_without_an_address_gets_a_sentence(client: Client, provider: Provider) -> None:
    del provider.person["email"]
    response = come_in(client)
    assert (response.status_code, User.objects.count()) == (403, 0)
    assert "We do not know your e-mail" in response.content.decode()


def test_token_for_another_site_is_refused(client: Client, provider: Provider) -> None:
    provider.audience = "another site"
    response = come_in(client)
    assert "The sign-in did not work" in response.content.decode()
    assert User.objects.count() == 0


@pytest.mark.usefixtures("provider")
def test_answer_that_nobody_asked_for_is_refused(client: Client) -> None:
    response = client.get(f"{LOGIN}callback/", {"state": "made up", "code": "1"})
    assert "The sign-in did not work" in response.content.decode()
    assert User.objects.count() == 0


def test_provider_that_does_not_answer_gets_a_sentence(client: Client, settings: Settings) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = oidc.providers(
        server_url="http://127.0.0.1:9", client_id=CLIENT_ID, secret=SECRET, name=""
    )
    assert "The sign-in did not work" in client.get(LOGIN).content.decode()


@pytest.mark.usefixtures("provider")
def test_closed_account_stays_closed(client: Client) -> None:
    UserFactory(email="rhian@council.example", is_active=False)
    assert come_in(client).url == reverse("account_inactive")


@pytest.mark.usefixtures("provider")
def test_second_factor_is_asked_for_here_too(client: Client, settings: Settings) -> None:
    settings.STAFF_SECOND_FACTOR = True
    come_in(client)
    assert client.get("/admin/").url.split("?")[0] == reverse("mfa_activate_totp")


@pytest.mark.usefixtures("provider")
def test_group_that_is_not_there_stops_nobody(
    client: Client, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.OIDC_STAFF_GROUP = "Nobody"
    assert come_in(client).url == "/"
    assert "OIDC_STAFF_GROUP names no group" in caplog.text


def test_settings_without_an_address_switch_it_off() -> None:
    assert oidc.providers(server_url="", client_id="", secret="", name="") == {}


@pytest.mark.parametrize("missing", ["client_id", "secret"])
def test_settings_that_are_incomplete_stop_the_start(missing: str) -> None:
    given: dict[str, Any] = {"server_url": "https://id.example", "client_id": "a", "secret": "b", "name": ""}
    with pytest.raises(ImproperlyConfigured, match="OIDC_CLIENT_ID and OIDC_CLIENT_SECRET"):
        oidc.providers(**given | {missing: ""})


@pytest.mark.usefixtures("provider")
def test_other_members_still_use_their_password(client: Client) -> None:
    data = {"login": UserFactory().email, "password": PASSWORD}
    assert client.post(reverse("account_login"), data).url == "/"
