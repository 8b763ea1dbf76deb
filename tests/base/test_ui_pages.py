"""The frame of every page, the error pages and the pattern page."""

import re
from typing import Any

import pytest
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.test import Client, RequestFactory
from django.urls import path
from django.utils import translation
from wagtail.models import Page, Site

from base.templatetags import navigation
from config.urls import urlpatterns as site_urls
from home.demo.patterns import patterns
from tests.accounts.factories import UserFactory


def told(request: HttpRequest) -> HttpResponse:
    messages.error(request, "Nothing was <b>saved</b>")
    messages.success(request, "We have your answers")
    return render(request, "404.html")


urlpatterns = [path("demo/patterns/", patterns), path("told/", told), *site_urls]
pytestmark = pytest.mark.urls(__name__)


def text_of(response: Any) -> str:
    return response.content.decode()


@pytest.mark.django_db
def test_unknown_address_is_a_page_with_a_way_on(client: Client) -> None:
    response = client.get("/nowhere/at/all/")

    assert response.status_code == 404
    assert "This path does not lead anywhere" in text_of(response)


@pytest.mark.parametrize("code", [400, 500, 503])
def test_page_of_a_fault_needs_neither_database_nor_context(code: int) -> None:
    """Without the mark `django_db` a query would fail this test."""
    from django.template.loader import get_template

    html = get_template(f"{code}.html").render()

    assert (html.count("<h1>"), f"({code})" in html) == (1, True)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "language", "direction"),
    [("", "en", "ltr"), ("?dir=rtl", "en", "rtl"), ("?lang=ar", "ar", "rtl"), ("?lang=xx", "en", "ltr")],
)
def test_pattern_page_turns_round(client: Client, query: str, language: str, direction: str) -> None:
    response = client.get(f"/demo/patterns/{query}")

    assert response.status_code == 200
    assert f'<html lang="{language}" dir="{direction}">' in text_of(response)


@pytest.mark.django_db
def test_pattern_page_has_every_id_once(client: Client) -> None:
    ids = re.findall(r'\sid="([^"]+)"', text_of(client.get("/demo/patterns/")))

    assert len(ids) == len(set(ids))


@pytest.mark.django_db
def test_title_of_a_page_with_errors_begins_with_error(client: Client) -> None:
    assert "<title>Error: Patterns - " in text_of(client.get("/demo/patterns/"))


@pytest.mark.django_db
def test_visitor_may_sign_in(client: Client) -> None:
    html = text_of(client.get("/nowhere/"))

    assert ("Sign in" in html, "Sign out" in html) == (True, False)


@pytest.mark.django_db
def test_member_signs_out_by_a_form(client: Client) -> None:
    client.force_login(UserFactory(first_name="Tomos"))

    html = text_of(client.get("/nowhere/"))

    form = re.search(r'<form method="post" action="/account/logout/">(.*?)</form>', html, re.DOTALL)
    assert form is not None
    assert ("csrfmiddlewaretoken" in form[1], "Sign out" in form[1], "<bdi>Tomos</bdi>" in html) == (True, True, True)


@pytest.mark.django_db
def test_messages_are_told_by_kind_and_escaped(client: Client) -> None:
    html = text_of(client.get("/told/"))

    assert '<div class="fm-banner fm-banner--error" role="alert">' in html
    assert "Nothing was &lt;b&gt;saved&lt;/b&gt;" in html
    assert '<div class="fm-banner" role="status">' in html


def test_trail_leads_from_home_to_the_parent(rf: RequestFactory, db: None) -> None:
    home = Site.objects.get(is_default_site=True).root_page
    section = home.add_child(instance=Page(title="Have your say", slug="say", locale=home.locale))
    child = section.add_child(instance=Page(title="Mill Lane", slug="mill-lane", locale=home.locale))

    trail = navigation.page_trail({"request": rf.get("/say/mill-lane/")}, child)  # type: ignore[arg-type]

    assert trail == [{"title": "Home", "url": "/"}, {"title": "Have your say", "url": "/say/"}]


@pytest.mark.parametrize(
    ("url", "at", "current"),
    [
        ("/say/", "/say/", "page"),
        ("/say/", "/say/mill-lane/", "true"),
        ("/say/", "/saying/", ""),
        ("/", "/say/", ""),
        ("http://localhost/say/", "/say/", "page"),
    ],
)
def test_menu_marks_where_we_are(url: str, at: str, current: str) -> None:
    assert navigation.currency(url, at) == current


def test_component_status_has_a_word_for_every_state() -> None:
    from django.template.loader import render_to_string

    states = ["planned", "open", "soon", "closed", "feedback", "outcome", "withdrawn"]
    with translation.override("en"):
        words = [
            re.sub("<[^>]+>", "", render_to_string("components/status.html", {"state": s})).strip() for s in states
        ]

    assert (len(set(words)), "" in words) == (7, False)
