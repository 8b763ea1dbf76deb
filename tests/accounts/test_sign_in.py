import logging
from collections.abc import Callable

import pytest
from axes.models import AccessAttempt
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from base.models import OutboxMessage
from engagement.accounts.models import Participant, User
from tests.accounts.factories import PASSWORD, UserFactory
from tests.accounts.pages import without_tokens

pytestmark = pytest.mark.django_db


def sign_in(client: Client, email: str, password: str = PASSWORD, **more: str) -> HttpResponse:
    return client.post(reverse("account_login"), {"login": email, "password": password, **more})


@pytest.fixture
def axes(settings: Settings) -> None:
    settings.AXES_ENABLED = True


@pytest.mark.parametrize("typed", ["sian@example.org", "SIAN@Example.Org", " sian@example.org "])
def test_sign_in_with_the_address_in_any_case(client: Client, typed: str) -> None:
    user = UserFactory(email="sian@example.org")
    response = sign_in(client, typed)
    assert (response.status_code, response.url) == (302, "/")
    assert client.session["_auth_user_id"] == str(user.pk)


def test_sign_in_ends_with_the_browser_unless_kept(client: Client) -> None:
    user = UserFactory()
    sign_in(client, user.email)
    assert client.session.get_expire_at_browser_close()

    kept = Client()
    sign_in(kept, user.email, remember="on")
    assert not kept.session.get_expire_at_browser_close()


def test_sign_in_before_confirming_sends_the_link_again(client: Client) -> None:
    user = UserFactory(confirmed=False)
    response = sign_in(client, user.email)
    assert response.url == reverse("account_email_verification_sent")
    assert OutboxMessage.objects.get().to == user.email
    assert "_auth_user_id" not in client.session


def test_sign_in_with_an_unknown_address_looks_like_a_wrong_password() -> None:
    UserFactory(email="known@example.org")
    pages = [
        without_tokens(sign_in(Client(), email, "a wrong password"), email)
        for email in ("known@example.org", "unknown@example.org")
    ]
    assert pages[0] == pages[1]


def test_sign_in_leads_back_to_where_one_came_from(client: Client) -> None:
    assert sign_in(client, UserFactory().email, next="/engage/").url == "/engage/"


def test_sign_in_stays_in_the_language_one_came_in(client: Client) -> None:
    user = UserFactory()
    assert client.post("/cy/account/login/", {"login": user.email, "password": PASSWORD}).url == "/cy/"
    assert client.post("/cy/account/logout/").url == "/cy/"


def test_sign_in_never_leads_to_another_site(client: Client) -> None:
    assert sign_in(client, UserFactory().email, next="https://elsewhere.example/").url == "/"


@pytest.mark.parametrize("email", ["known@example.org", "unknown@example.org"])
@pytest.mark.usefixtures("axes")
def test_five_wrong_passwords_lock_the_address_for_this_place(email: str) -> None:
    UserFactory(email="known@example.org")
    statuses = [sign_in(Client(), email.upper(), "a wrong password").status_code for _ in range(6)]
    assert statuses == [200, 200, 200, 200, 403, 403]

    locked = sign_in(Client(), email)
    assert locked.status_code == 403
    assert "Too many wrong passwords" in locked.content.decode()
    assert locked["Retry-After"] == "900"


@pytest.mark.usefixtures("axes")
def test_a_lock_holds_for_one_address_and_one_place() -> None:
    UserFactory(email="known@example.org")
    other = UserFactory()
    for _ in range(5):
        sign_in(Client(), "known@example.org", "a wrong password")

    assert sign_in(Client(), other.email).status_code == 302
    assert sign_in(Client(REMOTE_ADDR="192.0.2.7"), "known@example.org").status_code == 302


@pytest.mark.usefixtures("axes")
def test_a_lock_follows_the_client_behind_our_proxy(settings: Settings) -> None:
    settings.PROXY_COUNT = 1
    UserFactory(email="known@example.org")
    for _ in range(5):
        sign_in(Client(HTTP_X_FORWARDED_FOR="198.51.100.1"), "known@example.org", "a wrong password")

    assert sign_in(Client(HTTP_X_FORWARDED_FOR="203.0.113.9"), "known@example.org").status_code == 302
    assert sign_in(Client(HTTP_X_FORWARDED_FOR="198.51.100.1"), "known@example.org").status_code == 403


@pytest.mark.usefixtures("axes")
def test_a_new_password_opens_the_lock(client: Client, link_in_mail: Callable[[str], str]) -> None:
    user = UserFactory()
    for _ in range(5):
        sign_in(Client(), user.email, "a wrong password")
    client.post(reverse("account_reset_password"), {"email": user.email})
    form = client.get(link_in_mail(user.email), follow=True)
    client.post(form.redirect_chain[-1][0], {"password1": "seven loud geese"})
    assert sign_in(Client(), user.email, "seven loud geese").status_code == 302


@pytest.mark.usefixtures("axes")
def test_signing_in_forgets_wrong_passwords(client: Client) -> None:
    user = UserFactory()
    sign_in(client, user.email, "a wrong password")
    sign_in(client, user.email)
    assert AccessAttempt.objects.count() == 0


@pytest.mark.usefixtures("axes")
def test_wrong_passwords_leave_no_address_or_password_in_logs(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        sign_in(client, "sian@example.org", "a wrong password")
    stored = AccessAttempt.objects.get()
    assert "sian" not in caplog.text + stored.post_data
    assert "a wrong password" not in caplog.text + stored.post_data


def test_signing_out_takes_a_post(client: Client) -> None:
    client.force_login(UserFactory())
    client.get(reverse("account_logout"))
    assert "_auth_user_id" in client.session
    client.post(reverse("account_logout"))
    assert "_auth_user_id" not in client.session


def code_in_mail(address: str) -> str:
    lines = OutboxMessage.objects.filter(to=address).latest("pk").body.splitlines()
    return next(line for line in lines if 4 <= len(line) <= 12 and " " not in line and line != "Hello,")


def test_sign_in_with_a_code(client: Client) -> None:
    user = UserFactory()
    client.post(reverse("account_request_login_code"), {"email": user.email.upper()})
    client.post(reverse("account_confirm_login_code"), {"code": code_in_mail(user.email)})
    assert client.session["_auth_user_id"] == str(user.pk)


def test_asking_for_a_code_looks_the_same_for_an_unknown_address() -> None:
    UserFactory(email="known@example.org")
    answers = []
    for email in ("known@example.org", "unknown@example.org"):
        response = Client().post(reverse("account_request_login_code"), {"email": email}, follow=True)
        answers.append((response.redirect_chain, without_tokens(response, email)))
    assert answers[0] == answers[1]
    assert OutboxMessage.objects.count() == 2


def test_a_code_never_opens_an_account_that_only_wants_the_address(client: Client) -> None:
    stranger = UserFactory()
    stranger.emailaddress_set.create(email="sian@example.org")
    client.post(reverse("account_request_login_code"), {"email": "sian@example.org"})
    assert OutboxMessage.objects.get().subject == "No account at Folkmoot with this e-mail"


def test_password_reset_looks_the_same_for_an_unknown_address() -> None:
    UserFactory(email="known@example.org")
    answers = []
    for email in ("known@example.org", "unknown@example.org"):
        response = Client().post(reverse("account_reset_password"), {"email": email}, follow=True)
        answers.append((response.redirect_chain, without_tokens(response)))
    assert answers[0] == answers[1]
    assert OutboxMessage.objects.count() == 2


def test_password_reset_sets_the_new_one_and_confirms_the_address(
    client: Client, link_in_mail: Callable[[str], str]
) -> None:
    """Whoever was made a user by hand and follows the link needs no second mail."""
    user = UserFactory(confirmed=False, password="!")
    client.post(reverse("account_reset_password"), {"email": user.email})
    form = client.get(link_in_mail(user.email), follow=True)
    client.post(form.redirect_chain[-1][0], {"password1": "seven loud geese"})

    user.refresh_from_db()
    assert user.check_password("seven loud geese")
    assert sign_in(Client(), user.email, "seven loud geese").url == "/"
    assert Participant.objects.get(user=user).email == user.email


def test_password_reset_link_used_twice_says_so(client: Client, link_in_mail: Callable[[str], str]) -> None:
    user = UserFactory()
    client.post(reverse("account_reset_password"), {"email": user.email})
    link = link_in_mail(user.email)
    form = client.get(link, follow=True)
    client.post(form.redirect_chain[-1][0], {"password1": "seven loud geese"})

    assert "This link no longer works" in Client().get(link).content.decode()


def test_changing_the_password_asks_for_the_old_one_and_tells_by_mail(client: Client) -> None:
    user = UserFactory()
    client.force_login(user)
    url = reverse("account_change_password")
    wrong = client.post(url, {"oldpassword": "a wrong password", "password1": "seven loud geese"})
    assert list(wrong.context["form"].errors) == ["oldpassword"]

    assert client.post(url, {"oldpassword": PASSWORD, "password1": "seven loud geese"}).url == reverse("account_home")
    user.refresh_from_db()
    assert user.check_password("seven loud geese")
    assert OutboxMessage.objects.get().subject == "Your password was changed"


def test_changing_the_address_happens_when_the_new_one_is_confirmed(
    client: Client, link_in_mail: Callable[[str], str]
) -> None:
    user = UserFactory(email="old@example.org")
    client.force_login(user)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.post(reverse("account_email"), {"action_add": "1", "email": "New@example.org"})
    user.refresh_from_db()
    assert user.email == "old@example.org"

    client.post(link_in_mail("new@example.org"))
    user.refresh_from_db()
    assert user.email == "new@example.org"
    assert list(user.emailaddress_set.values_list("email", "verified")) == [("new@example.org", True)]
    assert Participant.objects.get(user=user).email == "new@example.org"
    told = OutboxMessage.objects.filter(to="old@example.org").order_by("pk").values_list("subject", flat=True)
    assert list(told) == ["Somebody wants to change your e-mail", "Your e-mail was changed"]


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("account_email", {"action_add": "1", "email": "new@example.org"}),
        ("mfa_activate_totp", {"code": "123456"}),
    ],
)
def test_what_signs_in_is_changed_only_by_someone_who_has_just_signed_in(
    client: Client, name: str, fields: dict[str, str]
) -> None:
    """A device left signed in is not enough."""
    client.force_login(UserFactory())
    assert client.post(reverse(name), fields).url.startswith(reverse("account_reauthenticate"))
    assert OutboxMessage.objects.count() == 0


def test_changing_to_an_address_of_another_member_looks_the_same(client: Client) -> None:
    client.force_login(UserFactory(email="own@example.org"))
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    UserFactory(email="known@example.org")
    answers = []
    for email in ("known@example.org", "unknown@example.org"):
        response = client.post(reverse("account_email"), {"action_add": "1", "email": email}, follow=True)
        answers.append((response.redirect_chain, without_tokens(response, email)))
    assert answers[0] == answers[1]
    assert OutboxMessage.objects.filter(to="own@example.org").count() == 2


def test_mail_is_in_the_language_its_reader_chose(client: Client) -> None:
    user: User = UserFactory()
    Participant.objects.create(user=user, language="cy")
    client.post(reverse("account_reset_password"), {"email": user.email})
    assert OutboxMessage.objects.get().language == "cy"
