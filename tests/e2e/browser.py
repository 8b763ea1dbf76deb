"""A real browser for the journeys: the system's Chromium, watched for requests that leave the site."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Request, sync_playwright

NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
# No sandbox, because containers run as root; nothing in the background, because the tests watch the network.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
HEIGHTS = {390: 844, 1280: 900}
AXE = files("axe_playwright_python").joinpath("axe.min.js")
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def chromium() -> str:
    """The path of a Chromium. Without one the test is skipped, or fails with REQUIRE_ALL=1."""
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if path:
        return path
    reason = f"no Chromium: none of {', '.join(NAMES)} is installed and CHROMIUM is not set"
    if os.environ.get("REQUIRE_ALL") == "1":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


@contextmanager
def running_browser() -> Iterator[Browser]:
    """A headless Chromium, ended afterwards."""
    path = chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


def axe(page: Page) -> list[dict[str, Any]]:
    """The faults axe-core finds on the page as it stands: rule, what is wrong, and the elements' markup.

    The page's own Content-Security-Policy stays in force; axe comes in through the debugging protocol.
    """
    page.evaluate(AXE.read_text(encoding="utf-8"))
    result = page.evaluate("tags => axe.run(document, {runOnly: tags})", AXE_TAGS)
    return [
        {"rule": fault["id"], "help": fault["help"], "nodes": [node["html"] for node in fault["nodes"]]}
        for fault in result["violations"]
    ]


class Watch:
    """Remembers every address asked for that does not belong to the site."""

    def __init__(self, site: str) -> None:
        self.host = urlsplit(site).netloc
        self.strangers: list[str] = []

    def see(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in {"data", "blob", "about"} and parts.netloc != self.host:
            self.strangers.append(request.url)
