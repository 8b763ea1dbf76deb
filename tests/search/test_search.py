"""The search page: finds what may be seen, survives what may be typed."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from home.models import HomePage, StandardPage

MakePage = Callable[..., StandardPage]


def titles(client: Client, query: str, path: str = "/search/", **more: Any) -> list[str]:
    response = client.get(path, {"q": query, **more})
    assert response.status_code == 200
    return [page.title for page in response.context["pages"].object_list]


def test_page_with_every_word_is_found(client: Client, make_page: MakePage) -> None:
    make_page("Mill Lane", lead="A quieter street")
    make_page("Corn Street", lead="A market")
    assert titles(client, "quieter mill") == ["Mill Lane"]


def test_text_of_the_body_is_found(client: Client, make_page: MakePage) -> None:
    body = [{"type": "text", "value": "<p>Wheelbarrows are welcome.</p>"}]
    make_page("Allotments", body=body)
    assert titles(client, "wheelbarrows") == ["Allotments"]


def test_some_of_the_words_are_enough_when_no_page_has_all(client: Client, make_page: MakePage) -> None:
    make_page("Mill Lane")
    response = client.get("/search/", {"q": "mill submarine"})
    assert [page.title for page in response.context["pages"].object_list] == ["Mill Lane"]
    assert "Nothing has all of these words" in response.content.decode()


def test_draft_is_not_found(client: Client, make_page: MakePage) -> None:
    make_page("Mill Lane", live=False)
    assert titles(client, "mill") == []


@pytest.mark.parametrize("kind", ["login", "password", "groups"])
def test_private_page_and_what_is_below_it_is_not_found(client: Client, make_page: MakePage, kind: str) -> None:
    page = make_page("Mill Lane")
    page.add_child(instance=StandardPage(title="Mill Lane drawings"))
    PageViewRestriction.objects.create(page=page, restriction_type=kind, password="mill")
    assert titles(client, "mill") == []


def test_private_page_is_found_by_a_member(client: Client, make_page: MakePage, django_user_model: Any) -> None:
    page = make_page("Mill Lane")
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    client.force_login(django_user_model.objects.create_user("member@example.org", "a long password"))
    assert titles(client, "mill") == ["Mill Lane"]


def test_page_of_another_site_is_not_found(client: Client, home: HomePage) -> None:
    home.get_parent().add_child(instance=HomePage(title="Other borough", slug="other"))
    assert titles(client, "borough") == []


def test_translation_takes_the_place_of_its_original(client: Client, make_page: MakePage, welsh_home: HomePage) -> None:
    page = make_page("Mill Lane")
    make_page("Mill Street")
    translated = page.copy_for_translation(welsh_home.locale)
    translated.title = "Mill Lane yn Gymraeg"
    translated.save_revision().publish()
    assert titles(client, "mill", "/cy/search/") == ["Mill Lane yn Gymraeg", "Mill Street"]
    assert sorted(titles(client, "mill")) == ["Mill Lane", "Mill Street"]


@pytest.mark.parametrize(
    "query",
    ['"', "'", "\x00", "mill\x00", "(" * 5000, "mill AND", "NOT", "*", "mill*", "a:b", "%s %d", "^", "-", "NEAR(", "\\",
     "{title} : x", "&!|", "<script>", "😀", "ঢাকা", "؟", " ", "", "_", "mill & lane", "\ud800", "12:30"],
)  # fmt: skip
def test_whatever_is_typed_gets_a_page(client: Client, make_page: MakePage, query: str) -> None:
    make_page("Mill Lane")
    response = client.get("/search/", {"q": query.encode("utf-8", "surrogatepass")})
    assert response.status_code == 200
    assert "<script>" not in response.content.decode()


def test_long_query_is_cut_and_says_so(client: Client, make_page: MakePage) -> None:
    make_page("Mill Lane")
    response = client.get("/search/", {"q": "mill " * 200_000})
    assert [page.title for page in response.context["pages"].object_list] == ["Mill Lane"]
    assert "That was long" in response.content.decode()


@pytest.mark.parametrize("number", ["99", "0", "-1", "x", "", "9" * 400])
def test_unknown_page_number_shows_a_page(client: Client, make_page: MakePage, number: str) -> None:
    make_page("Mill Lane")
    assert titles(client, "mill", page=number) == ["Mill Lane"]


def test_long_list_goes_over_pages(client: Client, make_page: MakePage) -> None:
    for number in range(12):
        make_page(f"Mill {number}")
    assert len(titles(client, "mill")) == 10
    assert len(titles(client, "mill", page=2)) == 2
    assert "?q=mill&amp;page=2" in client.get("/search/", {"q": "mill"}).content.decode()


def test_page_is_kept_out_of_other_searches(client: Client, home: HomePage) -> None:
    assert '<meta name="robots" content="noindex">' in client.get("/search/").content.decode()


def test_nothing_found_says_what_to_do(client: Client, make_page: MakePage) -> None:
    make_page("Have your say", show_in_menus=True)
    content = client.get("/search/", {"q": "submarine"}).content.decode()
    assert "Nothing matches “submarine”" in content
    assert 'href="/have-your-say/"' in content


def test_queries_do_not_grow_with_results(client: Client, make_page: MakePage) -> None:
    make_page("Mill 1")
    titles(client, "mill")  # Wagtail keeps the roots of its sites in the cache
    with CaptureQueriesContext(connection) as one:
        titles(client, "mill")
    make_page("Mill 2")
    make_page("Mill 3")
    with CaptureQueriesContext(connection) as three:
        titles(client, "mill")
    assert len(three) == len(one)
