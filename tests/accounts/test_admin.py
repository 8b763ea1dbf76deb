from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from engagement.accounts.models import Participant, User
from engagement.accounts.services import participant_for_user
from tests.accounts.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
USERS = "wagtailusers_users"


@pytest.fixture
def boss(client: Client) -> User:
    user = User.objects.create_superuser("boss@example.org", PASSWORD)
    client.force_login(user)
    return user


def test_admin_asks_strangers_to_sign_in_and_lets_staff_through(client: Client, editor: User) -> None:
    first = client.get("/admin/pages/", follow=True)
    assert first.redirect_chain[-1][0] == f"{reverse('account_login')}?next=/admin/pages/"
    data = {"login": editor.email, "password": PASSWORD, "next": "/admin/pages/"}
    assert client.post(reverse("account_login"), data, follow=True).redirect_chain[0] == ("/admin/pages/", 302)


def test_admin_tells_residents_so_and_does_not_go_in_circles(client: Client) -> None:
    client.force_login(UserFactory())
    for address in ("/admin/", "/admin/pages/", "/admin/login/?next=/admin/", "/admin/api/main/pages/"):
        response = client.get(address)
        assert response.status_code == 403
        assert "may not open it" in response.content.decode()


def test_admin_has_no_second_sign_in(client: Client) -> None:
    assert client.post("/admin/login/", {"username": "x", "password": "y"}).url.startswith(reverse("account_login"))
    assert client.get("/admin/password_reset/").status_code == 404


def test_admin_entrance_leads_to_no_other_site(client: Client, editor: User) -> None:
    client.force_login(editor)
    assert client.get("/admin/login/?next=https://elsewhere.example/").url == "/admin/"


def test_staff_land_in_the_admin_after_signing_in(client: Client, editor: User) -> None:
    response = client.post(reverse("account_login"), {"login": editor.email, "password": PASSWORD})
    assert response.url == "/admin/"


@pytest.mark.usefixtures("boss")
def test_create_a_user_with_an_e_mail_only(client: Client, link_in_mail: Callable[[str], str]) -> None:
    """An invitation: no password set, so they choose one through the link."""
    group = Group.objects.get(name="Editors")
    response = client.post(reverse(f"{USERS}:add"), {"email": "New@Example.org", "groups": [group.pk]})
    assert response.status_code == 302, response.context["form"].errors
    user = User.objects.get(email="new@example.org")
    assert (user.has_usable_password(), list(user.groups.all())) == (False, [group])
    assert list(user.emailaddress_set.values_list("verified", flat=True)) == [False]

    invited = Client()
    invited.post(reverse("account_reset_password"), {"email": "new@example.org"})
    form = invited.get(link_in_mail("new@example.org"), follow=True)
    invited.post(form.redirect_chain[-1][0], {"password1": "seven loud geese"})
    data = {"login": "new@example.org", "password": "seven loud geese"}
    assert invited.post(reverse("account_login"), data).url == "/admin/"


@pytest.mark.usefixtures("boss")
def test_create_a_user_twice_says_so(client: Client) -> None:
    UserFactory(email="known@example.org")
    response = client.post(reverse(f"{USERS}:add"), {"email": "KNOWN@example.org"})
    assert response.context["form"].errors["email"] == [
        "Someone with this e-mail is here already. Look for them in the list of users."
    ]


@pytest.mark.usefixtures("boss")
def test_changing_the_address_of_a_user_asks_its_owner_to_confirm(client: Client) -> None:
    user = UserFactory(email="old@example.org")
    participant = participant_for_user(user)
    client.post(reverse(f"{USERS}:edit", args=[user.pk]), {"email": "new@example.org", "is_active": "on"})

    user.refresh_from_db()
    assert user.email == "new@example.org"
    assert list(user.emailaddress_set.values_list("email", "verified")) == [("new@example.org", False)]
    participant.refresh_from_db()
    assert (participant.user, participant.email) == (user, None)


@pytest.mark.usefixtures("boss")
def test_changing_the_name_of_a_user_keeps_the_address_confirmed(client: Client) -> None:
    user = UserFactory()
    data = {"email": user.email, "first_name": "Siân", "is_active": "on"}
    client.post(reverse(f"{USERS}:edit", args=[user.pk]), data)
    user.refresh_from_db()
    assert user.first_name == "Siân"
    assert user.emailaddress_set.get().verified


@pytest.mark.usefixtures("boss")
def test_list_of_users_shows_name_and_e_mail(client: Client) -> None:
    UserFactory(email="sian@example.org", first_name="Siân", last_name="Bevan")
    page = client.get(reverse(f"{USERS}:index")).content.decode()
    assert "Siân Bevan" in page
    assert "sian@example.org" in page
    assert "E-mail" in page
    assert "Username" not in page


@pytest.mark.usefixtures("boss")
def test_deleting_a_user_in_the_admin_erases_the_person(client: Client) -> None:
    user = UserFactory()
    participant = participant_for_user(user)
    client.post(reverse(f"{USERS}:delete", args=[user.pk]))
    assert not User.objects.filter(pk=user.pk).exists()
    assert Participant.objects.get(pk=participant.pk).erased_at
