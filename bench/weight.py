"""What a page weighs on its way to a new visitor: everything a browser loads, compressed, pictures apart."""

import gzip
import urllib.request

from playwright.sync_api import Response, sync_playwright

PACKED = ("font/", "application/font", "application/zip")


def transferred(response: Response) -> int:
    """Bytes on the way: as the server packed it, else as a proxy in front would with gzip."""
    content_type = response.headers.get("content-type", "")
    with urllib.request.urlopen(response.url) as plain:
        body = plain.read()
    return len(body) if content_type.startswith(PACKED) or response.url.endswith(".woff2") else len(gzip.compress(body))


def kilobytes(url: str, *, chromium: str, flags: list[str]) -> float:
    """The weight of the page at url in units of 1,000 bytes, as Chromium loads it at a phone's width."""
    responses: list[Response] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=flags)
        page = browser.new_page(viewport={"width": 390, "height": 844})
        page.on("response", lambda response: responses.append(response))  # noqa: PLW0108 Playwright marks the function
        page.goto(url, wait_until="networkidle")
        kept = [item for item in responses if item.request.resource_type != "image" and item.ok]
        total = sum(transferred(item) for item in kept)
        browser.close()
    return total / 1000
