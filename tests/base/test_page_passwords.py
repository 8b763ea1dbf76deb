"""The passwords of pages and of documents: how they are asked for, and that they cannot be guessed at leisure."""

from datetime import UTC, datetime

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.documents import get_document_model
from wagtail.models import Collection, CollectionViewRestriction, Locale, Page, PageViewRestriction, Site

from engagement.testing.clock import at
from home.models import HomePage, StandardPage

MORNING = datetime(2026, 11, 20, 9, tzinfo=UTC)
BOTH = pytest.mark.parametrize("kind", ["address", "documents_address"])


@pytest.fixture
def page(db: None) -> StandardPage:
    home = Page.objects.get(depth=1).add_child(instance=HomePage(title="Wexbourne", slug="wexbourne"))
    Site.objects.update_or_create(is_default_site=True, defaults={"hostname": "localhost", "root_page": home})
    return home.add_child(instance=StandardPage(title="Mill Lane"))


@pytest.fixture
def address(page: StandardPage) -> str:
    made = PageViewRestriction.objects.create(page=page, restriction_type="password", password="open sesame")
    return f"/_util/authenticate_with_password/{made.pk}/{page.pk}/"


@pytest.fixture
def documents_address(db: None) -> str:
    made = CollectionViewRestriction.objects.create(
        collection=Collection.get_first_root_node(), restriction_type="password", password="open sesame"
    )
    return f"/documents/authenticate_with_password/{made.pk}/"


def guess(client: Client, address: str, password: str = "wrong", ip: str = "203.0.113.1") -> int:
    return client.post(address, {"password": password, "return_url": "/"}, REMOTE_ADDR=ip).status_code


@BOTH
def test_guesses_are_limited_for_each_client(client: Client, request: pytest.FixtureRequest, kind: str) -> None:
    address = request.getfixturevalue(kind)
    with at(MORNING):
        assert {guess(client, address) for _ in range(10)} == {200}
        assert guess(client, address, "open sesame") == 429
        answer = client.post(address, {"password": "open sesame", "return_url": "/"}, REMOTE_ADDR="203.0.113.2")
        assert answer.status_code == 302 or b"The password is right" in answer.content


def test_guesses_of_many_clients_are_limited_together(client: Client, address: str) -> None:
    with at(MORNING):
        statuses = [guess(client, address, ip=f"203.0.113.{number}") for number in range(101)]
    assert statuses == [200] * 100 + [429]


def test_page_that_another_page_closes_is_not_told(client: Client, page: StandardPage, address: str) -> None:
    """Otherwise the form would show the title of any page."""
    other = page.get_parent().add_child(instance=StandardPage(title="Secret plans"))
    assert client.get(address).status_code == 200
    assert client.get(address.replace(f"/{page.pk}/", f"/{other.pk}/")).status_code == 404
    page.unpublish()
    assert client.get(address).status_code == 404


def test_page_asks_in_our_frame_without_a_word_of_itself(client: Client, page: StandardPage, address: str) -> None:
    """Neither here nor where its translation is: an address is made of a title."""
    welsh = Locale.objects.get_or_create(language_code="cy")[0]
    translation = page.copy_for_translation(welsh, copy_parents=True)
    translation.slug = "lon-y-felin"
    translation.save_revision().publish()

    for shown in (client.get(page.url), client.get(address), client.post(address, {"return_url": page.url})):
        content = shown.content.decode()
        assert "Password required - Folkmoot</title>" in content
        assert '<meta name="robots" content="noindex">' in content
        assert '<a href="/">Go to the home page</a>' in content
        assert 'rel="canonical"' not in content
        assert "Mill Lane" not in content
        assert "felin" not in content.lower()
    assert '<a href="/cy/" lang="cy"' in client.get(page.url).content.decode()
    assert '<a href="/mill-lane/" lang="en"' in client.get(page.url).content.decode()


def test_document_asks_in_our_frame_without_its_title(client: Client, documents_address: str) -> None:
    document = get_document_model().objects.create(
        title="Secret plans", file=ContentFile("Words", name="plans.txt"), collection=Collection.get_first_root_node()
    )

    for shown in (client.get(document.url), client.get(documents_address)):
        content = shown.content.decode()
        assert "Password required - Folkmoot</title>" in content
        assert "You need a password to access this document." in content
        assert f'action="{documents_address}"' in content
        assert "Secret plans" not in content


@BOTH
@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Fill in “Password”"),
        ("wrong", "The password you have entered is not correct. Please try again."),
    ],
)
def test_wrong_password_is_said_in_the_summary_and_at_the_field(
    client: Client, request: pytest.FixtureRequest, kind: str, typed: str, said: str
) -> None:
    content = client.post(request.getfixturevalue(kind), {"password": typed, "return_url": "/back/"}).content.decode()
    assert "<title>Error: Password required" in content
    assert f'<li><a href="#id_password">{said}</a></li>' in content
    assert content.count(said) == 2
    assert 'value="/back/"' in content


@BOTH
def test_form_that_was_opened_by_its_own_address_leads_home(
    client: Client, request: pytest.FixtureRequest, kind: str
) -> None:
    address = request.getfixturevalue(kind)
    assert 'name="return_url" value="/"' in client.get(address).content.decode()


def test_right_password_leads_to_the_page(client: Client, page: StandardPage, address: str) -> None:
    response = client.post(address, {"password": "open sesame", "return_url": page.url}, follow=True)
    assert "Mill Lane" in response.content.decode()


@pytest.fixture
def welsh_page(page: StandardPage, address: str) -> StandardPage:
    """Wagtail gives a translation the password of its original."""
    welsh = Locale.objects.get_or_create(language_code="cy")[0]
    translation = page.copy_for_translation(welsh, copy_parents=True)
    translation.save_revision().publish()
    return translation


def test_password_of_all_languages_is_asked_once(
    client: Client, page: StandardPage, address: str, welsh_page: StandardPage
) -> None:
    assert welsh_page.view_restrictions.get().password == "open sesame"
    guess(client, address, "open sesame")
    for shown in (page, welsh_page):
        assert "<h1>Mill Lane</h1>" in client.get(shown.url).content.decode()


def test_wrong_password_opens_no_language(
    client: Client, page: StandardPage, address: str, welsh_page: StandardPage
) -> None:
    guess(client, address)
    for shown in (page, welsh_page):
        assert "Mill Lane" not in client.get(shown.url).content.decode()


def test_other_password_in_the_line_is_asked_and_told(
    client: Client, page: StandardPage, address: str, welsh_page: StandardPage
) -> None:
    told = "This page has a second password."
    other = welsh_page.view_restrictions.get()
    other.password = "abracadabra"
    other.save()
    assert told not in client.get(page.url).content.decode()
    guess(client, address, "open sesame")
    content = client.get(page.url).content.decode()
    assert told in content
    assert f"/_util/authenticate_with_password/{other.pk}/" in content
    assert "Mill Lane" not in content
    guess(client, address.replace(f"/{page.view_restrictions.get().pk}/", f"/{other.pk}/"), "abracadabra")
    assert "<h1>Mill Lane</h1>" in client.get(page.url).content.decode()
