"""Short addresses: where they lead, what is counted, what is told; and the poster that carries one."""

import re

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Locale, PageViewRestriction

from engagement.consultations.enums import LinkSource
from engagement.consultations.models import ShortLink, ShortLinkCount
from engagement.consultations.services import count_visit, give_short_link
from engagement.consultations.short_links import counts_by_source, qr_path
from engagement.testing.people import make_administrator

pytestmark = pytest.mark.usefixtures("noon")


@pytest.fixture
def page(make):
    return make(title="Mill Lane", slug="mill-lane")


@pytest.fixture
def link(page):
    return ShortLink.objects.get(translation_key=page.translation_key)


def test_publishing_gives_one_address_that_stays(page, link):
    page.save_revision().publish()
    assert give_short_link(translation_key=page.translation_key) == link
    assert re.fullmatch("[2-9a-z]{6}", link.code)


def test_draft_has_none(draft):
    assert ShortLink.objects.count() == 0


@pytest.mark.parametrize(
    ("end", "source"),
    [
        ("", "other"),
        ("/poster", "poster"),
        ("/leaflet", "leaflet"),
        ("/nonsense", "other"),
        ("/Poster", "poster"),
        ("/", "other"),
        ("/leaflet/", "leaflet"),
    ],
)
def test_visit_leads_on_and_is_counted(client, link, end, source):
    response = client.get(f"/s/{link.code}{end}")
    assert (response.status_code, response["Location"]) == (302, "/have-your-say/mill-lane/")
    assert list(ShortLinkCount.objects.values_list("source", "count")) == [(source, 1)]
    assert response.cookies == {}
    assert client.get(f"/s/{link.code.upper()}").status_code == 302


def test_looking_without_reading_is_not_counted(client, link):
    assert client.head(f"/s/{link.code}").status_code == 302
    assert client.post(f"/s/{link.code}").status_code == 405
    assert not ShortLinkCount.objects.exists()


@pytest.mark.parametrize(
    ("user_agent", "count"),
    [
        ("Mozilla/5.0 (Linux; Android 9; CUBOT KING KONG Build/PPR1) Chrome/120.0 Mobile Safari/537.36", 1),
        ("", 1),
        ("facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)", 0),
        ("WhatsApp/2.23.20.0", 0),
        ("Twitterbot/1.0", 0),
        ("TelegramBot (like TwitterBot)", 0),
        ("Slackbot-LinkExpanding 1.0", 0),
        ("Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)", 0),
    ],
)
def test_programs_that_show_links_are_led_on_and_not_counted(client, link, user_agent, count):
    response = client.get(f"/s/{link.code}/x", headers={"user-agent": user_agent})
    assert response.status_code == 302
    assert ShortLinkCount.objects.count() == count


def test_visits_of_a_day_are_one_row(link):
    for source in (LinkSource.POSTER, LinkSource.OTHER, LinkSource.POSTER, LinkSource.POSTER):
        count_visit(link=link, source=source)
    assert ShortLinkCount.objects.count() == 2
    assert counts_by_source(link.translation_key) == [("Poster", 3), ("Typed in, or elsewhere", 1)]


@pytest.mark.parametrize("kind", ["login", "password", "groups"])
def test_address_of_what_is_closed_tells_nothing(client, page, link, kind):
    PageViewRestriction.objects.create(page=page, restriction_type=kind, password="secret")
    assert client.get(f"/s/{link.code}").status_code == 404
    assert client.get(reverse("poster", args=[page.translation_key])).status_code == 404
    assert not ShortLinkCount.objects.exists()


def test_address_of_what_was_taken_down_tells_nothing(client, page, link):
    page.unpublish()
    assert client.get(f"/s/{link.code}").status_code == 404
    assert client.get("/s/zzzzzz").status_code == 404
    assert client.get("/s/a-code-that-is-much-too-long-to-be-one").status_code == 404


def test_address_leads_to_the_language_of_the_visitor(client, home, index, page, link):
    welsh = Locale.objects.create(language_code="cy")
    for original in (home, index, page):
        original.copy_for_translation(welsh, copy_parents=True).save_revision().publish()
    assert ShortLink.objects.count() == 1
    response = client.get(f"/s/{link.code}", headers={"accept-language": "cy"})
    assert response["Location"].startswith("/cy/")
    assert client.get(f"/s/{link.code}", headers={"accept-language": "fr"})["Location"] == "/have-your-say/mill-lane/"
    assert client.get(f"/s/{link.code}?lang=cy")["Location"].startswith("/cy/")
    for nonsense in ("xx", "", "c" * 5000, "%00", "../cy"):
        assert client.get(f"/s/{link.code}?lang={nonsense}")["Location"] == "/have-your-say/mill-lane/"


# The poster


def look(client, page):
    return BeautifulSoup(client.get(reverse("poster", args=[page.translation_key])).content, "html.parser")


def test_poster_says_what_when_and_where(client, page, link):
    soup = look(client, page)
    assert soup.h1.get_text() == "Mill Lane"
    assert soup.select_one(".fm-poster__when").get_text() == "Open until Saturday 4 July, 11:59pm"
    assert soup.select_one(".fm-poster__address").get_text() == f"testserver/s/{link.code}"
    assert "01632 960 147" in soup.get_text()
    assert soup.select_one("svg path")["d"] == qr_path(f"http://testserver/s/{link.code}/poster")[0]


def test_page_leads_to_its_poster(client, page):
    soup = BeautifulSoup(client.get(page.url).content, "html.parser")
    assert soup.select_one(f'.fm-share a[href="/poster/{page.translation_key}/"]')


def test_poster_costs_little(client, page):
    look(client, page)
    with CaptureQueriesContext(connection) as captured:
        look(client, page)
    assert len(captured) <= 6


def test_qr_code_has_its_three_corners_and_a_quiet_zone():
    path, side = qr_path("http://localhost/s/abcdef")
    dark = {(int(x), int(y)) for x, y in re.findall(r"M(\d+) (\d+)h", path)}
    assert {min(x for x, _y in dark), min(y for _x, y in dark)} == {4}
    for left, top in ((4, 4), (side - 11, 4), (4, side - 11)):
        ring = {(left + i, top + j) for i in range(7) for j in range(7) if 0 in (i, j) or 6 in (i, j)}
        assert ring <= dark
        assert (left + 1, top + 1) not in dark


# The report


def test_editor_reads_the_address_and_the_counts(client, page, link):
    count_visit(link=link, source=LinkSource.LETTER)
    client.force_login(make_administrator())
    response = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    standing = BeautifulSoup(response.content, "html.parser").select_one(".consultation-standing")
    assert f"http://testserver/s/{link.code}" in standing.get_text()
    assert [(term.get_text(), term.find_next("dd").get_text()) for term in standing.select("dt")] == [("Letter", "1")]
