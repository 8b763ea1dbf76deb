"""The card of a consultation in a page of another website: shown where it is allowed, nowhere else."""

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from engagement.consultations.embedding import HEIGHT
from tests.e2e.browser import Watch
from tests.e2e.conftest import PageAt
from tests.e2e.talk import Talk
from tests.e2e.visitor import complaints, faults

TITLE = "Market Square: should the weekly market move to the river front?"


class Quiet(SimpleHTTPRequestHandler):
    """Files of a folder, without a line on the console for each."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        pass

    def log_error(self, *args: object) -> None:
        pass


@pytest.fixture
def gazette(tmp_path: Path) -> Iterator[str]:
    """Another website, served from its own folder, on another host and port; its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def show(page: Page, gazette: str, folder: Path, lines: str) -> None:
    """Open a page of the other website that holds these lines."""
    article = f'<!doctype html><html lang="en"><title>Gazette</title><main><h1>News</h1>{lines}</main></html>'
    (folder / "news.html").write_text(article, encoding="utf-8")
    page.goto(f"{gazette}/news.html")


def lines_to_copy(page: Page, address: str) -> str:
    """What a resident finds under the consultation to paste elsewhere."""
    page.goto(address)
    page.get_by_text("Show it on your website").click()
    return page.input_value("#embed-snippet")


@pytest.mark.parametrize("width", [300, 1280])
def test_card_stands_in_an_allowed_website_and_opens_the_consultation(
    page_at: PageAt, talk: Talk, gazette: str, settings: Settings, tmp_path: Path, watch: Watch, width: int
) -> None:
    settings.EMBED_FRAME_ANCESTORS = [gazette]
    talk.page.title = TITLE
    talk.page.save_revision().publish()
    page = page_at(width)
    show(page, gazette, tmp_path, lines_to_copy(page, talk.page.url))
    frame = page.frame_locator("iframe")
    expect(frame.locator("h1")).to_contain_text("Market Square")
    inside = page.frames[1]
    inside.wait_for_load_state()
    assert inside.evaluate("document.documentElement.scrollHeight") <= HEIGHT
    assert inside.evaluate("document.cookie") == ""

    with page.expect_popup() as opened:
        frame.locator("a").click()
    assert opened.value.inner_text("h1").replace("\u00a0", " ") == TITLE
    assert set(watch.strangers) <= {f"{gazette}/news.html", f"{gazette}/favicon.ico"}
    watch.strangers.clear()


def test_card_is_refused_in_any_other_website(
    page_at: PageAt, talk: Talk, site: LiveServer, gazette: str, settings: Settings, tmp_path: Path, watch: Watch
) -> None:
    settings.EMBED_FRAME_ANCESTORS = ["https://www.council.example"]
    page = page_at(390)
    lines = lines_to_copy(page, talk.page.url)
    said = complaints(page)
    show(page, gazette, tmp_path, lines)
    page.wait_for_load_state("networkidle")
    assert any("frame-ancestors https://www.council.example" in line for line in said)
    assert page.frames[1].locator(".fm-embed").count() == 0
    watch.strangers.clear()


def test_nothing_is_wrong_with_the_card(page_at: PageAt, talk: Talk, settings: Settings) -> None:
    settings.EMBED_FRAME_ANCESTORS = ["*"]
    page = page_at(300)
    for width in (300, 390, 1280):
        page.set_viewport_size({"width": width, "height": HEIGHT})
        page.goto(f"/embed/{talk.page.translation_key}/")
        assert faults(page) == []
