"""The card of a consultation on other websites: what it says, who may show it, and what it never shows."""

from datetime import UTC, date, datetime

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from wagtail.models import Locale, PageViewRestriction

from config import env
from engagement.consultations.dating import pause
from engagement.consultations.models import ShortLink
from engagement.testing.clock import at
from engagement.testing.people import make_administrator
from tests.core.test_door import pin

pytestmark = pytest.mark.usefixtures("noon")

PAPER = "https://www.gazette.example"


@pytest.fixture(autouse=True)
def allowed(settings):
    settings.EMBED_FRAME_ANCESTORS = [PAPER, "https://*.council.example"]


@pytest.fixture
def page(make, wall):
    return make(title="Mill & Lane", slug="mill-lane", under=(wall,))


def get(client, page, language=""):
    return client.get(f"{language}/embed/{page.translation_key}/")


def read(response):
    return BeautifulSoup(response.content, "html.parser")


def lines(response):
    return [" ".join(tag.get_text(" ").split()) for tag in read(response).select("main > *")]


def test_card_says_how_it_stands_and_leads_to_the_page(client, page, wall):
    pin(client, wall, text="Yes")
    response = get(client, page)
    assert lines(response) == [
        "Folkmoot",
        "Mill & Lane",
        "Open",
        "19 days left: closes Saturday 4 July, 11:59pm",
        "1 person has taken part. We answer by 31 July.",
        "Have your say (opens in a new tab)",
    ]
    [link] = read(response).select("a")
    code = ShortLink.objects.get().code
    assert (link["href"], link["target"], link["rel"]) == (
        f"http://testserver/s/{code}/card?lang=en",
        "_blank",
        ["noopener"],
    )


def test_card_of_what_is_paused_invites_nobody(client, page):
    pause(page=page, reasons={"en": "The hall is flooded."}, by=None)
    assert lines(get(client, page))[2:] == [
        "Open Paused",
        "Paused since Monday 15 June, 1pm",
        "We answer by 31 July.",
        "Read more (opens in a new tab)",
    ]


@pytest.mark.parametrize(
    ("when", "changes", "state", "words"),
    [
        (datetime(2026, 5, 1, tzinfo=UTC), {}, "Planned", "Read what is planned"),
        (datetime(2026, 7, 3, 12, tzinfo=UTC), {}, "Closing soon", "Have your say"),
        (datetime(2026, 7, 6, tzinfo=UTC), {}, "Closed, waiting for an answer", "Read more"),
        (datetime(2026, 6, 15, 11, tzinfo=UTC), {"withdrawn_on": date(2026, 6, 10)}, "Withdrawn", "Read more"),
    ],
)
def test_card_keeps_to_the_state_of_the_moment(client, make, when, changes, state, words):
    page = make(**changes, **({"withdrawn_reason": "No money."} if changes else {}))
    with at(when):
        said = lines(get(client, page))
    assert said[2] == state
    assert said[-1] == f"{words} (opens in a new tab)"


def test_only_named_websites_may_show_it_and_it_may_do_nothing_there(client, page):
    response = get(client, page)
    policy = dict(part.split(" ", 1) for part in response["Content-Security-Policy"].split("; "))
    assert policy["frame-ancestors"] == f"{PAPER} https://*.council.example"
    assert {policy[name] for name in ("script-src", "connect-src", "form-action", "base-uri")} == {"'none'"}
    assert policy["default-src"] == policy["style-src"] == "'self'"
    assert not response.has_header("X-Frame-Options")
    assert response["Cache-Control"] == "private, no-cache"
    assert response.cookies == {}
    assert read(response).select("script, form, iframe, [style]") == []


def test_every_other_page_stays_out_of_frames(client, page):
    for path in (page.url, f"/poster/{page.translation_key}/"):
        response = client.get(path)
        assert response["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in response["Content-Security-Policy"]


@pytest.mark.parametrize("kind", ["login", "password", "groups"])
def test_what_is_not_for_everybody_is_told_to_nobody(client, page, kind):
    PageViewRestriction.objects.create(page=page, restriction_type=kind, password="secret")
    client.force_login(make_administrator())
    response = get(client, page)
    assert response.status_code == 404
    assert lines(response)[1:] == [
        "This consultation is not here",
        "It was taken down, or it is not for everybody.",
    ]
    assert "Mill" not in response.content.decode()


@pytest.mark.parametrize("kind", ["login", "groups"])
def test_page_for_some_offers_no_lines_to_copy(client, page, kind):
    PageViewRestriction.objects.create(page=page, restriction_type=kind)
    client.force_login(make_administrator())
    html = client.get(page.url).content.decode()
    assert "Words to post" in html
    assert "embed-snippet" not in html


def test_what_was_taken_down_or_never_was_says_so_in_the_frame(client, page, draft):
    page.unpublish()
    for missing in (page, draft):
        response = get(client, missing)
        assert response.status_code == 404
        assert PAPER in response["Content-Security-Policy"]
    assert client.get("/embed/mill-lane/").status_code == 404


def test_card_is_the_same_for_somebody_signed_in(client, page):
    stranger = get(client, page)
    client.force_login(make_administrator())
    staff = get(client, page)
    assert (staff.content, staff["Cache-Control"]) == (stranger.content, "private, no-cache")


def test_without_the_setting_there_is_no_card_and_no_lines_to_copy(client, page, settings):
    settings.EMBED_FRAME_ANCESTORS = []
    response = get(client, page)
    assert (response.status_code, response["X-Frame-Options"]) == (404, "DENY")
    assert "embed-snippet" not in client.get(page.url).content.decode()


def test_lines_to_copy_hold_address_and_title(client, page):
    snippet = read(client.get(page.url)).select_one("#embed-snippet").get_text()
    [frame] = BeautifulSoup(snippet, "html.parser").select("iframe")
    assert frame["src"] == f"http://testserver/embed/{page.translation_key}/"
    assert frame["title"] == "Mill & Lane"
    assert client.get(frame["src"]).status_code == 200


def test_card_is_in_the_language_of_its_address(client, home, index, page):
    arabic = Locale.objects.create(language_code="ar")
    for original in (home, index, page):
        twin = original.copy_for_translation(arabic, copy_parents=True)
        if original == page:
            twin.title = "شارع ميل"
        twin.save_revision().publish()
    response = get(client, page, "/ar")
    soup = read(response)
    assert (soup.html["dir"], soup.html["lang"], soup.h1.get_text()) == ("rtl", "ar", "شارع ميل")
    assert soup.select_one("main a")["href"].endswith("/card?lang=ar")
    with override("ar"):
        snippet = read(client.get(twin.url)).select_one("#embed-snippet").get_text()
    assert f"http://testserver/ar/embed/{page.translation_key}/" in snippet


def test_card_without_a_translation_is_wholly_in_the_first_language(client, page):
    response = get(client, page, "/cy")
    assert (read(response).html["lang"], response["Content-Language"]) == ("en", "en")
    assert lines(response)[2] == "Open"


def test_card_costs_the_same_however_much_there_is(client, make, page, wall):
    def cost():
        with CaptureQueriesContext(connection) as captured:
            assert get(client, page).status_code == 200
        return len(captured)

    pin(client, wall, text="Yes")
    cost()
    first = cost()
    for number in range(2):
        make(title=f"Other {number}")
        pin(client, wall, text=f"Yes {number}")
    assert cost() == first <= 7


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("", []),
        ("https://www.example.org, http://localhost:8000", ["https://www.example.org", "http://localhost:8000"]),
        ("https://*.example.org", ["https://*.example.org"]),
        ("*", ["*"]),
    ],
)
def test_setting_names_websites(monkeypatch, text, result):
    monkeypatch.setenv("EMBED_FRAME_ANCESTORS", text)
    assert env.origins("EMBED_FRAME_ANCESTORS", []) == result


@pytest.mark.parametrize(
    "text",
    ["www.example.org", "https://a.example; script-src *", "https://a.example/path", "'self'", "javascript:x"],
)
def test_setting_that_is_no_website_stops_the_start(monkeypatch, text):
    monkeypatch.setenv("EMBED_FRAME_ANCESTORS", text)
    with pytest.raises(ImproperlyConfigured, match="EMBED_FRAME_ANCESTORS must list websites"):
        env.origins("EMBED_FRAME_ANCESTORS", [])
