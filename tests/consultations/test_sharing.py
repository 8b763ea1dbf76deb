"""Telling others: links, address, words to post, and what other services show beside a link."""

from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.contrib.staticfiles import finders
from PIL import Image

from base.art.social import SIZE, social
from engagement.consultations.enums import LinkSource
from engagement.consultations.models import ShortLinkCount
from engagement.consultations.sharing import sharing_context
from engagement.consultations.short_links import code_of

pytestmark = pytest.mark.usefixtures("noon")

ADDRESS = "http://localhost/have-your-say/mill-lane/"
TITLE = "Mill & Lane: “quieter”?"
WORDS = f"{TITLE}\n\nShould it + how?\n\n19 days left: closes Saturday 4 July, 11:59pm"
TEXT = f"{WORDS}\n\n{ADDRESS}"


@pytest.fixture
def page(make):
    return make(title=TITLE, slug="mill-lane", question="Should it + how?")


@pytest.fixture
def soup(client, page):
    return BeautifulSoup(client.get("/have-your-say/mill-lane/").content, "html.parser")


def test_links_carry_title_and_counted_address_whatever_the_letters(soup, page):
    short = f"http://testserver/s/{code_of(page)}"
    links = {a.get_text(strip=True): urlsplit(a["href"]) for a in soup.select(".fm-share .fm-chips a")}
    asked = {name: {key: value[0] for key, value in parse_qs(url.query).items()} for name, url in links.items()}
    assert asked == {
        "E-mail": {"subject": TITLE, "body": f"{WORDS}\n\n{short}/mail"},
        "WhatsApp": {"text": f"{TITLE} {short}/whatsapp"},
        "Facebook": {"u": f"{short}/facebook"},
        "Bluesky": {"text": f"{TITLE} {short}/bluesky"},
        "X": {"text": TITLE, "url": f"{short}/x"},
    }
    assert {url.scheme for url in links.values()} == {"mailto", "https"}
    assert "+" not in links["E-mail"].query


def test_every_link_that_is_followed_counts_its_service(client, soup, page):
    sources = (LinkSource.MAIL, LinkSource.WHATSAPP, LinkSource.FACEBOOK, LinkSource.BLUESKY, LinkSource.X)
    for source in sources:
        assert client.get(f"/s/{code_of(page)}/{source.value}").status_code == 302
    assert set(ShortLinkCount.objects.values_list("source", "count")) == {(source.value, 1) for source in sources}


def test_draft_that_was_never_public_is_shared_by_its_own_address(rf, draft):
    context = sharing_context(draft, rf.get("/"), "")
    assert "/s/" not in context["share_links"][1].url
    assert quote(context["share_address"], safe="") in context["share_links"][2].url


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
