"""The bar of languages above every page: each leads to what the visitor looks at, in that language."""

from collections.abc import Callable

from django.http import HttpRequest
from django.test import RequestFactory
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Page

from base.models import BrandSettings
from home.frame import frame_of
from home.models import HomePage, StandardPage

MakePage = Callable[..., StandardPage]


def links(request: HttpRequest, page: Page | None = None) -> list[tuple[str, str, bool]]:
    return [(link.code, link.url, link.current) for link in frame_of(request, page).languages]


def test_page_leads_to_its_translation(make_page: MakePage, welsh_home: HomePage, rf: RequestFactory) -> None:
    rules = make_page("Rules")
    rules.copy_for_translation(welsh_home.locale).save_revision().publish()
    assert links(rf.get("/rules/"), rules) == [("en", "/rules/", True), ("cy", "/cy/rules/", False)]


def test_page_without_translation_leads_to_that_languages_home(
    make_page: MakePage, welsh_home: HomePage, rf: RequestFactory
) -> None:
    assert links(rf.get("/rules/"), make_page("Rules")) == [("en", "/rules/", True), ("cy", "/cy/", False)]


def test_form_leads_to_itself_in_the_other_language(welsh_home: HomePage, rf: RequestFactory) -> None:
    assert links(rf.get("/account/login/?next=/x/")) == [
        ("en", "/account/login/?next=/x/", True),
        ("cy", "/cy/account/login/?next=/x/", False),
    ]


def test_answer_to_a_post_leads_to_the_other_languages_home(welsh_home: HomePage, rf: RequestFactory) -> None:
    assert links(rf.post("/account/login/"))[1] == ("cy", "/cy/", False)


def test_site_of_one_language_has_no_bar(home: HomePage, rf: RequestFactory) -> None:
    BrandSettings.objects.create(site=home.get_site(), languages=["en"])
    assert links(rf.get("/"), home) == []


def test_page_without_a_request_has_no_frame(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        assert frame_of(None).languages == []
