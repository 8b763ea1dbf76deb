"""Telling others: links, address, words to post, and what other services show beside a link."""

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.contrib.staticfiles import finders
from PIL import Image

from base.art.social import SIZE, social

pytestmark = pytest.mark.usefixtures("noon")

ADDRESS = "http://localhost/have-your-say/mill-lane/"
TITLE = "Mill & Lane: “quieter”?"
TEXT = f"{TITLE}\n\nShould it + how?\n\n19 days left: closes Saturday 4 July, 11:59pm\n\n{ADDRESS}"


@pytest.fixture
def soup(client, make):
    make(title=TITLE, slug="mill-lane", question="Should it + how?")
    return BeautifulSoup(client.get("/have-your-say/mill-lane/").content, "html.parser")


def test_links_carry_title_and_address_whatever_the_letters(soup):
    links = {a.get_text(strip=True): urlsplit(a["href"]) for a in soup.select(".fm-share .fm-chips a")}
    asked = {name: {key: value[0] for key, value in parse_qs(url.query).items()} for name, url in links.items()}
    assert asked == {
        "E-mail": {"subject": TITLE, "body": TEXT},
        "WhatsApp": {"text": f"{TITLE} {ADDRESS}"},
        "Facebook": {"u": ADDRESS},
        "Bluesky": {"text": f"{TITLE} {ADDRESS}"},
        "X": {"text": TITLE, "url": ADDRESS},
    }
    assert {url.scheme for url in links.values()} == {"mailto", "https"}
    assert "+" not in links["E-mail"].query


def test_address_and_words_can_be_copied(soup):
    assert soup.select_one("#share-address[readonly]")["value"] == ADDRESS
    assert soup.select_one("#share-text[readonly]").get_text() == TEXT


def test_head_says_what_other_services_show(soup):
    said = {tag["property"]: tag["content"] for tag in soup.select("meta[property^=og]")}
    assert said["og:title"] == TITLE
    assert said["og:description"] == "Should it + how?"
    assert said["og:url"] == ADDRESS
    assert said["og:image"] == "http://testserver/static/img/social.png"
    assert soup.select_one('link[rel="canonical"]')["href"] == ADDRESS


def test_nothing_of_other_services_is_loaded(soup):
    loaded = [tag.get("src") or tag.get("href") for tag in soup.select("script, img, iframe, link[rel=stylesheet]")]
    assert [address for address in loaded if address and not address.startswith("/")] == []


def test_picture_has_the_size_that_is_said_and_is_light():
    path = Path(finders.find("img/social.png"))
    with Image.open(path) as picture:
        assert (picture.size, picture.format) == (SIZE, "PNG")
    assert path.stat().st_size < 60_000
    assert social().size == SIZE
