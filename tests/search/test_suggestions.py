"""Titles while somebody types: of pages that they may see, and few."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from home.models import HomePage, StandardPage


def suggested(client: Client, query: str, path: str = "/search/suggest/", **more: Any) -> list[str]:
    response = client.get(path, {"q": query, **more})
    assert response.status_code == 200
    return response.json()["titles"]


@pytest.mark.parametrize("typed", ["mi", "mill", "Mill L", "lane mi", "MILL LANE", " mill ", 'mill"', "mill-la"])
def test_beginning_of_a_title_brings_it(client: Client, make_page: Any, typed: str) -> None:
    make_page("Mill Lane")
    assert suggested(client, typed) == ["Mill Lane"]


@pytest.mark.parametrize("typed", ["", "m", "ill", "quieter", "submarine", "mill x"])
def test_anything_else_brings_nothing(client: Client, make_page: Any, typed: str) -> None:
    make_page("Mill Lane", lead="A quieter street")
    assert suggested(client, typed) == []


def test_accents_need_not_be_typed(client: Client, make_page: Any) -> None:
    make_page("Tŷ Gwyn")
    assert suggested(client, "ty g") == suggested(client, "tŷ") == ["Tŷ Gwyn"]


def test_there_are_eight_at_most_and_each_once(client: Client, make_page: Any) -> None:
    for number in range(10):
        make_page(f"Mill {number}", slug=f"mill-{number}")
        make_page("Mill 1", slug=f"again-{number}")
    assert len(set(suggested(client, "mill"))) == len(suggested(client, "mill")) <= 8


def test_number_is_said(client: Client, make_page: Any) -> None:
    make_page("Mill Lane")
    assert client.get("/search/suggest/", {"q": "mill"}).json()["status"].startswith("1 suggestion.")
    assert client.get("/search/suggest/", {"q": "submarine"}).json()["status"] == ""


def test_draft_is_not_suggested(client: Client, make_page: Any) -> None:
    make_page("Mill Lane", live=False)
    assert suggested(client, "mill") == []


@pytest.mark.parametrize("kind", ["login", "password", "groups"])
def test_private_page_what_is_below_it_and_its_translation_are_not_suggested(
    client: Client, make_page: Any, welsh_home: HomePage, kind: str
) -> None:
    page = make_page("Mill Lane")
    page.add_child(instance=StandardPage(title="Mill Lane drawings"))
    twin = page.copy_for_translation(welsh_home.locale)
    twin.save_revision().publish()
    PageViewRestriction.objects.create(page=twin, restriction_type=kind, password="mill")
    assert suggested(client, "mill") == suggested(client, "mill", "/cy/search/suggest/") == []


def test_page_of_another_site_is_not_suggested(client: Client, home: HomePage) -> None:
    home.get_parent().add_child(instance=HomePage(title="Other borough", slug="other"))
    assert suggested(client, "oth") == []


def test_visitors_language_comes_first_and_each_page_once(client: Client, make_page: Any, welsh_home: HomePage) -> None:
    page = make_page("Mill Lane")
    make_page("Mill Allotments")
    twin = page.copy_for_translation(welsh_home.locale)
    twin.title = "Mill Lane yn Gymraeg"
    twin.save_revision().publish()
    assert suggested(client, "mill", "/cy/search/suggest/") == ["Mill Lane yn Gymraeg", "Mill Allotments"]


def test_suggestions_are_held_to_a_part_of_the_site(client: Client, make_page: Any) -> None:
    make_page("Mill Lane")
    hub = make_page("Hub")
    hub.add_child(instance=StandardPage(title="Mill in the hub"))
    assert suggested(client, "mill", **{"in": hub.pk}) == ["Mill in the hub"]


def test_three_queries_are_enough(client: Client, make_page: Any) -> None:
    make_page("Mill Lane")
    suggested(client, "mill")
    with CaptureQueriesContext(connection) as queries:
        suggested(client, "mill")
    assert len(queries) <= 3


def test_nobody_else_keeps_them(client: Client, home: HomePage) -> None:
    assert "private" in client.get("/search/suggest/", {"q": "mill"})["Cache-Control"]


def test_only_reading_is_possible(client: Client, home: HomePage) -> None:
    assert client.post("/search/suggest/", {"q": "mill"}).status_code == 405
