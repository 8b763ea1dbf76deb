"""Menu, footer, sitemap and robots.txt: what everybody may reach, in the visitor's language, at a fixed price."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from wagtail.models import Page, PageViewRestriction

from home.frame import frame_of
from home.models import HomePage, StandardPage
from tests.home.reading import words_of

MakePage = Callable[..., StandardPage]


def titles(name: str, language: str = "en", user: Any = None, page: Page | None = None) -> list[str]:
    request = RequestFactory().get("/")
    request.user = user or AnonymousUser()
    with translation.override(language):
        return [link.title for link in getattr(frame_of(request, page), name)]


def test_menu_and_footer_list_what_is_marked(make_page: MakePage) -> None:
    contact = make_page("Contact", show_in_menus=True)
    make_page("Rules", show_in_footer=True)
    make_page("Neither")
    contact.add_child(instance=StandardPage(title="Deeper", show_in_menus=True))
    assert titles("menu") == ["Contact"]
    assert titles("footer") == ["Rules"]


def test_translation_stands_in_for_its_original(make_page: MakePage, welsh_home: HomePage) -> None:
    contact = make_page("Contact", show_in_menus=True)
    make_page("How this works", show_in_menus=True)
    welsh = contact.copy_for_translation(welsh_home.locale)
    welsh.title = "Cysylltu"
    welsh.save_revision().publish()
    assert titles("menu", "cy") == ["Cysylltu", "How this works"]
    assert titles("menu", "en") == ["Contact", "How this works"]


def test_draft_translation_leaves_the_original(make_page: MakePage, welsh_home: HomePage) -> None:
    make_page("Contact", show_in_menus=True).copy_for_translation(welsh_home.locale)
    assert titles("menu", "cy") == ["Contact"]


@pytest.mark.parametrize("is_translation_restricted", [False, True])
def test_private_page_is_in_no_list(
    client: Client, make_page: MakePage, welsh_home: HomePage, is_translation_restricted: bool
) -> None:
    page = make_page("Staff room", show_in_menus=True, show_in_footer=True)
    welsh = page.copy_for_translation(welsh_home.locale)
    welsh.save_revision().publish()
    restricted = welsh if is_translation_restricted else page
    PageViewRestriction.objects.create(page=restricted, restriction_type="login")
    assert titles("menu") == []
    assert titles("footer") == []
    sitemap = words_of(client.get("/sitemap.xml"))
    assert "staff-room" not in sitemap
    assert "<loc>http://localhost/</loc>" in sitemap


def test_private_page_is_in_the_menu_of_those_who_may_see_it(make_page: MakePage, django_user_model: Any) -> None:
    page = make_page("Staff room", show_in_menus=True)
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    member = django_user_model.objects.create_user("member@example.org", "a long password")
    assert titles("menu", user=member) == ["Staff room"]


def test_frame_costs_one_query_however_long(make_page: MakePage, welsh_home: HomePage) -> None:
    for number in range(3):
        make_page(f"Page {number}", show_in_menus=True, show_in_footer=True)
    titles("menu")  # Wagtail keeps the roots of its sites in the cache
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    with CaptureQueriesContext(connection) as queries:
        frame = frame_of(request)
    assert (len(frame.menu), len(frame.footer), len(frame.languages)) == (3, 3, 2)
    assert len(queries) == 3  # one finds the site, which the request keeps, and one what is restricted


def test_restricted_page_is_not_named_around_the_question_for_its_password(client: Client, make_page: MakePage) -> None:
    page = make_page("Staff room", show_in_menus=True)
    PageViewRestriction.objects.create(page=page, restriction_type="password", password="heron")
    assert titles("menu", page=page) == []


def test_pages_in_every_language_are_in_the_sitemap(client: Client, welsh_home: HomePage) -> None:
    content = words_of(client.get("/sitemap.xml"))
    assert content.count("<loc>") == 2
    assert "<loc>http://localhost/cy/</loc>" in content


def test_robots_are_told_of_the_sitemap(client: Client, home: HomePage) -> None:
    response = client.get("/robots.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    lines = words_of(response).splitlines()
    assert lines[0] == "User-agent: *"
    assert "Disallow: /*/engage/" in lines
    assert lines[-1] == "Sitemap: http://testserver/sitemap.xml"


@pytest.mark.parametrize("path", ["/nowhere/", "/search/", "/account/login/"])
def test_other_pages_show_menu_and_footer(client: Client, make_page: MakePage, path: str) -> None:
    make_page("Contact", show_in_menus=True)
    make_page("Rules", show_in_footer=True)
    content = words_of(client.get(path))
    assert content.count('href="/contact/"') == 2
    assert content.count('href="/rules/"') == 1


def test_standard_page_shows_where_it_stands(client: Client, make_page: MakePage) -> None:
    make_page("Rules").add_child(instance=StandardPage(title="Appeals", lead="How to object."))
    content = words_of(client.get("/rules/appeals/"))
    assert '<li><a href="/">Home</a></li><li><a href="/rules/">Rules</a></li>' in content
    assert "How to object." in content
