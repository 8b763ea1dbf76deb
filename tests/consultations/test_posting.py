"""Words for editors to post: the right length for each service, the right language, an address that counts."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale

from base.models import BrandSettings
from engagement.consultations.dating import pause
from engagement.consultations.enums import LinkSource
from engagement.consultations.pictures import words_of
from engagement.consultations.posting import MOST, cut, posts_for, short_post
from engagement.consultations.short_links import code_of, public_page
from engagement.testing.people import make_administrator

pytestmark = pytest.mark.usefixtures("noon")

LONG = "Should the market move to the river front and stay there for good, every Saturday and every feast day? " * 4


@pytest.fixture
def page(make):
    return make(title="Mill Lane", slug="mill-lane", question="Should it be quieter?")


def posts(rf, page):
    return {post.source: post.text for post in posts_for(public_page(page), rf.get("/"), timezone.now())}


def test_each_service_has_words_in_its_length_and_its_own_address(rf, page):
    found, short = posts(rf, page), f"http://testserver/s/{code_of(page)}"
    assert list(found) == [LinkSource.WHATSAPP, LinkSource.BLUESKY, LinkSource.X, LinkSource.FACEBOOK, LinkSource.MAIL]
    assert found[LinkSource.X] == f"Mill Lane\nOpen until Saturday 4 July, 11:59pm\n{short}/x"
    assert found[LinkSource.MAIL] == (
        f"Mill Lane\n\nShould it be quieter?\n\nOpen until Saturday 4 July, 11:59pm\n\n{short}/mail"
    )


def test_post_and_picture_promise_nothing_while_it_is_paused(rf, page):
    pause(page=page, reasons={"en": "The hall is flooded."}, by=None)
    found = posts(rf, page)
    assert found[LinkSource.X].split("\n")[1] == "Paused since Monday 15 June, 1pm"
    assert "Paused since Monday 15 June, 1pm" in found[LinkSource.MAIL]
    assert words_of(public_page(page), BrandSettings()).line == "Paused since Monday 15 June, 1pm"


def test_short_post_keeps_dates_and_address_whatever_the_title(rf, make):
    found = posts(rf, make(title=LONG[:255]))
    for source in (LinkSource.WHATSAPP, LinkSource.BLUESKY, LinkSource.X):
        lines = found[source].split("\n")
        assert len(found[source]) <= MOST
        assert lines[0].endswith("…")
        assert lines[1] == "Open until Saturday 4 July, 11:59pm"
        assert lines[2].endswith(f"/{source.value}")


@pytest.mark.parametrize(
    ("text", "most", "result"),
    [("one two", 7, "one two"), ("one two three", 9, "one two…"), ("abcdefgh", 5, "abcd…")],
)
def test_cut_ends_between_words(text, most, result):
    assert cut(text, most) == result
    assert len(result) <= most


def test_post_without_dates_has_no_empty_line():
    assert short_post("Title", "", "http://x") == "Title\nhttp://x"


def test_words_are_in_the_language_of_the_page_and_lead_to_it(rf, client, home, index, page):
    welsh = Locale.objects.create(language_code="cy")
    for original in (home, index, page):
        twin = original.copy_for_translation(welsh, copy_parents=True)
        if original == page:
            twin.title = "Lôn y Felin"
        twin.save_revision().publish()
    title, line, address = posts(rf, twin)[LinkSource.X].split("\n")
    assert title == "Lôn y Felin"
    assert "Open" not in line
    assert address.endswith("/x?lang=cy")
    assert client.get(address)["Location"].startswith("/cy/")


def panel(client, page):
    client.force_login(make_administrator())
    response = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    return BeautifulSoup(response.content, "html.parser").select_one(".consultation-standing")


def test_editor_copies_them_from_the_page(client, page, settings):
    settings.EMBED_FRAME_ANCESTORS = ["https://www.council.example"]
    page.title = "Not public yet"
    page.save_revision()
    found = {
        area["id"]: area.get_text() for area in panel(client, page).select(".consultation-posts textarea[readonly]")
    }
    assert list(found) == ["post-whatsapp", "post-bluesky", "post-x", "post-facebook", "post-mail", "post-card"]
    assert found["post-x"].startswith("Mill Lane\n")
    assert found["post-card"].startswith("<iframe ")


def test_draft_has_nothing_to_post(client, draft):
    assert panel(client, draft).select(".consultation-posts") == []


def test_new_addresses_are_in_no_list_of_pages(client, page):
    sitemap = client.get("/sitemap.xml").content.decode()
    assert page.url in sitemap
    for start in ("/s/", "/embed/", "/social/", "/poster/", ".json"):
        assert start not in sitemap
    assert "noindex" in client.get(reverse("poster", args=[page.translation_key])).content.decode()
