"""Telling others: links, address, words to post, and what other services show beside a link."""

import re
from io import BytesIO
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.contrib.staticfiles import finders
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image
from wagtail.models import PageViewRestriction, Site

from base.art.social import SIZE, social
from base.models import BrandSettings
from engagement.consultations.enums import LinkSource
from engagement.consultations.models import ConsultationPage, ShortLinkCount
from engagement.consultations.pictures import picture_address
from engagement.consultations.sharing import sharing_context
from engagement.consultations.short_links import code_of
from engagement.testing.people import make_administrator

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
    assert context["share_picture"] == "http://testserver/static/img/social.png"
    assert quote(context["share_address"], safe="") in context["share_links"][2].url


def test_address_and_words_can_be_copied(soup):
    assert soup.select_one("#share-address[readonly]")["value"] == ADDRESS
    assert soup.select_one("#share-text[readonly]").get_text() == TEXT


def test_head_says_what_other_services_show(soup, page):
    said = {tag["property"]: tag["content"] for tag in soup.select("meta[property^=og]")}
    assert said["og:title"] == TITLE
    assert said["og:description"] == "Should it + how?"
    assert said["og:url"] == ADDRESS
    assert re.fullmatch(rf"http://testserver/social/{page.translation_key}\.png\?v=[0-9a-f]{{12}}", said["og:image"])
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


def picture(client, page, language=""):
    response = client.get(f"{language}/social/{page.translation_key}.png")
    assert (response.status_code, response["Content-Type"]) == (200, "image/png")
    return Image.open(BytesIO(response.content))


def test_picture_of_a_page_has_the_same_size_and_says_its_title(client, make):
    first, second = (picture(client, make(title=title)) for title in ("Mill Lane", "Night buses"))
    assert first.size == second.size == SIZE
    assert first.convert("RGB").tobytes() != second.convert("RGB").tobytes()


def test_picture_is_in_the_colours_of_the_site(client, page):
    before = picture(client, page).convert("RGB").getpixel((600, 620))
    BrandSettings.objects.create(site=Site.objects.get(), brand_deep="#400020")
    assert before == (13, 58, 51)
    assert picture(client, page).convert("RGB").getpixel((600, 620)) == (64, 0, 32)


def test_address_of_the_picture_changes_with_what_it_shows(rf, page):
    def address():
        return picture_address(ConsultationPage.objects.get(pk=page.pk), rf.get("/"))

    first = address()
    assert address() == first
    page.title = "Mill Lane at last"
    page.save_revision().publish()
    assert address() != first


@pytest.mark.parametrize("kind", ["login", "password", "groups"])
def test_picture_of_what_is_not_for_everybody_is_not_there(client, page, kind):
    PageViewRestriction.objects.create(page=page, restriction_type=kind, password="secret")
    client.force_login(make_administrator())
    assert client.get(f"/social/{page.translation_key}.png").status_code == 404


def test_title_in_a_script_without_a_face_has_the_picture_without_words(client, make):
    page = make(title="お知らせ", slug="notice")
    response = client.get(f"/social/{page.translation_key}.png")
    assert (response.status_code, response["Location"]) == (302, "http://testserver/static/img/social.png")


def test_picture_costs_little_and_is_drawn_once(client, page):
    cache.clear()
    with CaptureQueriesContext(connection) as captured:
        first = client.get(f"/social/{page.translation_key}.png").content
    assert len(captured) <= 6
    assert client.get(f"/social/{page.translation_key}.png").content == first
