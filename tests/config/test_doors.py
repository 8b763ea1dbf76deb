"""There is one way to sign in."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.contrib.auth.views import LoginView
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import get_document_model
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction, Site

from engagement.testing.people import make_member
from home.models import HomePage, StandardPage


def callbacks(patterns: list[Any], before: str = "/") -> Iterator[tuple[str, Any]]:
    """Every address of the site without arguments, with its view."""
    for pattern in patterns:
        address = before + str(pattern.pattern).strip("^$")
        if isinstance(pattern, URLResolver):
            yield from callbacks(pattern.url_patterns, address)
        elif isinstance(pattern, URLPattern):
            yield address, pattern.callback


def sign_in_addresses(patterns: list[Any]) -> list[str]:
    return [address for address, view in callbacks(patterns) if is_sign_in(view)]


def is_sign_in(view: Any) -> bool:
    while view is not None:
        if issubclass(getattr(view, "view_class", object), LoginView):
            return True
        view = getattr(view, "__wrapped__", None)
    return False


def test_search_for_ways_to_sign_in_finds_wagtails_own() -> None:
    assert sign_in_addresses(wagtailadmin_urls.urlpatterns) == ["/login/"]


@pytest.mark.django_db
def test_every_other_way_to_sign_in_is_a_redirect(client: Client) -> None:
    """A form of Django's or Wagtail's own knows nothing of second factors and confirmed addresses."""
    addresses = [*sign_in_addresses(get_resolver().url_patterns), "/_util/login/", "/cy/_util/login/"]

    reachable = [address for address in addresses if client.get(address).status_code != 302]

    assert reachable == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("next_page", "leads_to"),
    [
        ("/mill-lane/", "/account/login/?next=/mill-lane/"),
        ("https://example.org/", "/account/login/"),
        ("//example.org", "/account/login/"),
        ("", "/account/login/"),
    ],
)
def test_wagtails_front_door_leads_to_ours_and_back_to_this_site_only(
    client: Client, next_page: str, leads_to: str
) -> None:
    assert client.get("/_util/login/", {"next": next_page})["Location"] == leads_to


@pytest.mark.django_db
def test_wagtails_front_door_takes_no_password(client: Client) -> None:
    response = client.post("/_util/login/", {"username": "a@example.org", "password": "x"})

    assert response["Location"] == "/account/login/"


@pytest.fixture
def group(db: None) -> Group:
    return Group.objects.create(name="Panel")


@pytest.fixture
def panel_page(group: Group) -> str:
    home = Page.objects.get(depth=1).add_child(instance=HomePage(title="Wexbourne", slug="wexbourne"))
    Site.objects.update_or_create(is_default_site=True, defaults={"hostname": "localhost", "root_page": home})
    page = home.add_child(instance=StandardPage(title="For the panel"))
    PageViewRestriction.objects.create(page=page, restriction_type="groups").groups.add(group)
    return str(page.url)


@pytest.fixture
def panel_document(group: Group) -> str:
    collection = Collection.get_first_root_node().add_child(name="For the panel")
    CollectionViewRestriction.objects.create(collection=collection, restriction_type="groups").groups.add(group)
    file = ContentFile("Minutes", name="minutes.txt")
    return str(get_document_model().objects.create(title="Minutes", collection=collection, file=file).url)


PANEL = pytest.mark.parametrize("kind", ["panel_page", "panel_document"])


@PANEL
def test_stranger_to_a_group_signs_in_and_comes_back(
    client: Client, group: Group, request: pytest.FixtureRequest, kind: str
) -> None:
    address = request.getfixturevalue(kind)
    member = make_member(email="panel@example.org")
    member.groups.add(group)

    sign_in = client.get(address, follow=True).redirect_chain[-1][0]
    assert sign_in == f"/account/login/?next={address}"
    client.force_login(member)
    assert client.get(sign_in, follow=True).redirect_chain == [(address, 302)]


@PANEL
def test_member_outside_a_group_is_told_so(client: Client, request: pytest.FixtureRequest, kind: str) -> None:
    """To sign in would only lead them back."""
    address = request.getfixturevalue(kind)
    client.force_login(make_member())

    response = client.get(address, follow=True)
    assert response.status_code == 403
    assert "Your account does not open this page." in response.content.decode()
