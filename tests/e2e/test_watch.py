"""The watch over the network, on which every other journey relies."""

import pytest

from tests.e2e.browser import Watch, axe
from tests.e2e.conftest import PageAt


@pytest.mark.parametrize("width", [390, 1280])
def test_page_stays_within_the_site(page_at: PageAt, width: int) -> None:
    page = page_at(width)

    response = page.goto("/health/live")

    assert response is not None
    assert response.status == 200


def test_watch_sees_a_request_to_another_host(page_at: PageAt, watch: Watch) -> None:
    page = page_at(390)
    page.route("https://elsewhere.example/*", lambda route: route.abort())
    page.set_content('<img src="https://elsewhere.example/pixel.png" alt="">')
    page.wait_for_load_state("networkidle")

    assert watch.strangers == ["https://elsewhere.example/pixel.png"]
    watch.strangers.clear()


def test_axe_names_an_image_without_text(page_at: PageAt) -> None:
    page = page_at(390)
    page.set_content("<html lang=en><title>A page</title><main><h1>A page</h1><img src='data:,'></main>")

    assert [fault["rule"] for fault in axe(page)] == ["image-alt"]
