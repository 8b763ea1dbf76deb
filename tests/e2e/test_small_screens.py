"""What falls apart first on a phone: the menu, wide tables, long names."""

import pytest
from django.test import Client
from django.urls import path
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from config.urls import urlpatterns as site_urls
from engagement.testing.people import make_member
from home.demo.patterns import patterns
from tests.e2e.conftest import PageAt

urlpatterns = [path("demo/patterns/", patterns), *site_urls]
pytestmark = pytest.mark.urls(__name__)

ADDRESS = "a.member.with.a.very.long.address.indeed@department.of.long.names.example.org"


def sign_in(page: Page, site_url: str, **person: str) -> None:
    """Let this browser be somebody, without the form."""
    client = Client()
    client.force_login(make_member(**person))
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site_url}])


def sizes(page: Page) -> tuple[int, int]:
    """How high the header is, and how much wider than the screen the page."""
    height: int = page.evaluate("document.querySelector('.fm-header').offsetHeight")
    return height, page.evaluate("document.documentElement.scrollWidth - window.innerWidth")


@pytest.mark.parametrize("width", [320, 390])
def test_open_menu_lies_over_the_page(page_at: PageAt, site: LiveServer, width: int) -> None:
    page = page_at(width)
    sign_in(page, site.url, email=ADDRESS)
    page.goto("/demo/patterns/")
    before = sizes(page)

    page.get_by_text("Menu", exact=True).click()
    expect(page.locator(".fm-menu nav")).to_be_visible()

    assert page.locator(".fm-menu bdi").inner_text() == ADDRESS
    assert sizes(page) == before == (before[0], 0)
    box = page.locator(".fm-menu nav").bounding_box()
    assert box is not None
    assert (box["x"], box["width"]) == (0, width)


def test_menu_names_a_member_as_others_see_them(page_at: PageAt, site: LiveServer) -> None:
    page = page_at(390)
    sign_in(page, site.url, email=ADDRESS, name="Sunniva")
    page.goto("/demo/patterns/")
    page.get_by_text("Menu", exact=True).click()
    assert page.locator(".fm-menu bdi").inner_text() == "Sunniva"


def test_caption_of_a_wide_table_can_be_read_wherever_it_is_scrolled(page_at: PageAt) -> None:
    page = page_at(320)
    page.goto("/demo/patterns/")
    wrap = page.locator(".fm-table-wrap").first
    page.evaluate("document.querySelector('.fm-table-wrap td').style.minWidth = '60rem'")
    page.evaluate("document.querySelector('.fm-table-wrap caption span').textContent = 'Cars on a weekday '.repeat(9)")
    wrap.evaluate("wrap => wrap.scrollLeft = 300")

    outer, inner = wrap.bounding_box(), wrap.locator("caption span").bounding_box()
    assert outer is not None
    assert inner is not None
    assert (inner["x"] >= outer["x"], inner["x"] + inner["width"] <= outer["x"] + outer["width"]) == (True, True)


def test_long_name_of_a_site_leaves_room_for_the_menu(page_at: PageAt) -> None:
    page = page_at(320)
    page.goto("/demo/patterns/")
    page.evaluate(
        "document.querySelector('.fm-brandmark span').textContent = 'Llanfairpwllgwyngyllgogerychwyrndrobwll'"
    )
    assert sizes(page)[1] == 0
