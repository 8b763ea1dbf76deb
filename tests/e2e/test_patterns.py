"""The pattern page in a real browser: accessible, within its width, within the site, with and without mirroring."""

import gzip

import pytest
from django.urls import path
from playwright.sync_api import Page, expect

from config.urls import urlpatterns as site_urls
from home.demo.patterns import patterns
from tests.e2e.browser import axe
from tests.e2e.conftest import PageAt

urlpatterns = [path("demo/patterns/", patterns), *site_urls]
pytestmark = pytest.mark.urls(__name__)


def complaints(page: Page) -> list[str]:
    """What the browser's console says from now on: refusals of the content security policy, missing files."""
    found: list[str] = []
    page.on("console", lambda message: found.append(message.text) if message.type in {"error", "warning"} else None)
    return found


@pytest.mark.parametrize("query", ["", "?dir=rtl", "?lang=ar"])
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_pattern_page_is_accessible_and_fits(page_at: PageAt, width: int, query: str) -> None:
    page = page_at(width)
    said = complaints(page)

    page.goto(f"/demo/patterns/{query}")
    page.wait_for_load_state("networkidle")

    assert said == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert axe(page) == []


def test_error_summary_has_the_focus_without_javascript(page_at: PageAt) -> None:
    page = page_at(390, javascript=False)

    page.goto("/demo/patterns/")

    expect(page.locator(".govuk-error-summary")).to_be_focused()


def test_menu_opens_on_a_phone_without_javascript(page_at: PageAt) -> None:
    page = page_at(390, javascript=False)
    page.goto("/demo/patterns/")
    entry = page.get_by_role("link", name="Sign in").locator("visible=true")
    expect(entry).to_have_count(0)

    page.get_by_text("Menu", exact=True).click()

    expect(entry).to_have_count(1)


@pytest.mark.parametrize("address", ["/demo/patterns/", "/demo/patterns/?lang=ar"])
def test_page_weighs_less_than_150_kilobytes(page_at: PageAt, address: str) -> None:
    """Everything a first visit fetches, text compressed as a server sends it."""
    page = page_at(1280)
    bodies: dict[str, bytes] = {}
    page.on("response", lambda response: bodies.update({response.url: response.body()}))

    page.goto(address)
    page.wait_for_load_state("networkidle")

    weight = sum(len(body) if url.endswith(".woff2") else len(gzip.compress(body)) for url, body in bodies.items())
    assert weight < 150_000
