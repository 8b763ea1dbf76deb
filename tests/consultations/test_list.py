"""The list: filters, counts, order, empty states, feed, cards."""

from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageViewRestriction

from engagement.consultations import queries
from engagement.consultations.enums import ListTab
from engagement.consultations.models import Subject
from engagement.plugin import Contribution, Participant
from engagement.testing.clock import NOON
from engagement.testing.people import make_administrator
from tests.sample_module.models import PostcardWall

pytestmark = pytest.mark.usefixtures("noon")

DAY = timedelta(days=1)


def window(start, end):
    """Dates in days from now, with an answer a week after closing."""
    closes = NOON + end * DAY
    return {"opens_at": NOON + start * DAY, "closes_at": closes, "answer_by": (closes + 7 * DAY).date()}


OPEN, PLANNED, CLOSED = window(-10, 30), window(5, 40), window(-60, -5)


def look(client, query=""):
    response = client.get(f"/have-your-say/{query}")
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def texts(soup, selector):
    return [" ".join(found.get_text(" ").split()) for found in soup.select(selector)]


def titles(soup):
    return texts(soup, ".fm-card h3")


@pytest.fixture
def three(make):
    """One consultation in each state."""
    make(title="Mill Lane", **OPEN)
    make(title="Corn Street market", place="Upper Wen", **PLANNED)
    make(title="Library hours", **CLOSED)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Mill Lane"]),
        ("?state=open", ["Mill Lane"]),
        ("?state=planned", ["Corn Street market"]),
        ("?state=closed", ["Library hours"]),
        ("?state=all", ["Mill Lane", "Corn Street market", "Library hours"]),
        ("?state=all&q=upper+wen", ["Corn Street market"]),
        ("?state=all&q=LIBRARY", ["Library hours"]),
        ("?state=nonsense", ["Mill Lane"]),
        ("?page=nonsense", ["Mill Lane"]),
        ("?page=99", ["Mill Lane"]),
        ("?subject=nonsense", ["Mill Lane"]),
        ("?subject=%00&q=%00&state=%00&page=%00", ["Mill Lane"]),
        ("?q=" + "x" * 500, ["Mill Lane"]),
    ],
)
def test_list_shows_what_was_asked_for(client, three, query, found):
    assert titles(look(client, query)) == found


def test_tabs_count_with_their_base(client, three):
    soup = look(client)
    assert texts(soup, ".fm-tabs a") == ["Open now (1)", "Coming up (1)", "Closed (1)", "Answered (0)", "All (3)"]
    assert texts(soup, ".fm-tabs [aria-current]") == ["Open now (1)"]
    assert "1 of 3 consultations" in soup.get_text()


def test_tabs_keep_the_other_filters(client, three, index):
    Subject.objects.create(name="Streets", slug="streets", locale=index.locale)
    links = [a["href"] for a in look(client, "?q=lane+%26+co&subject=streets").select(".fm-tabs a")]
    assert links == [
        "?q=lane+%26+co&subject=streets",
        "?state=planned&q=lane+%26+co&subject=streets",
        "?state=closed&q=lane+%26+co&subject=streets",
        "?state=answered&q=lane+%26+co&subject=streets",
        "?state=all&q=lane+%26+co&subject=streets",
    ]


def test_subject_filters_and_is_kept_by_the_search(client, make, index):
    streets = Subject.objects.create(name="Streets", slug="streets", locale=index.locale)
    make(title="Mill Lane", subject=streets, **OPEN)
    make(title="Park", **OPEN)
    soup = look(client, "?subject=streets")
    assert titles(soup) == ["Mill Lane"]
    assert texts(soup, ".fm-chips [aria-current]") == ["Streets"]
    assert soup.select_one("form input[name=subject]")["value"] == "streets"


def test_open_is_sorted_by_closing_and_closed_by_newest(client, make):
    for name, end in (("later", 30), ("soon", 3), ("between", 9)):
        make(title=name, **window(-10, end))
    for name, end in (("older", -20), ("newest", -2)):
        make(title=name, **window(-60, end))
    assert titles(look(client)) == ["soon", "between", "later"]
    assert titles(look(client, "?state=closed")) == ["newest", "older"]


def test_long_list_comes_in_pages_that_keep_the_filters(client, make):
    for number in range(13):
        make(title=f"Consultation {number:02}", **window(-10, 10 + number))
    assert len(titles(look(client, "?q=consultation"))) == 12
    soup = look(client, "?q=consultation&page=2")
    assert titles(soup) == ["Consultation 12"]
    assert [a["href"] for a in soup.select(".fm-pager a")] == ["?q=consultation&page=1"]


def test_what_was_typed_is_shown_as_text(client, three):
    assert look(client, "?q=<script>alert(1)</script>").find_all("script") == []


# Nothing to show


@pytest.mark.parametrize(
    ("query", "title", "link"),
    [
        ("", "Nothing is open just now", None),
        ("?state=planned", "Nothing is announced just now", None),
        ("?state=closed", "Nothing waits for an answer just now", None),
        ("?state=all", "Nothing has been asked yet", None),
        ("?q=skate+park", "Nothing matches “skate park”", "?state=all"),
    ],
)
def test_empty_list_says_what_would_be_here(client, index, query, title, link):
    soup = look(client, query)
    assert texts(soup, ".fm-empty h3") == [title]
    assert [a["href"] for a in soup.select(".fm-empty a")] == ([link] if link else [])


@pytest.mark.parametrize(
    ("dates", "query", "title", "link"),
    [
        (PLANNED, "", "Nothing is open just now", "?state=planned"),
        (CLOSED, "", "Nothing is open just now", "?state=closed"),
        (OPEN, "?state=planned", "Nothing is announced just now", "?"),
        (CLOSED, "?q=ferrygate", "Nothing is open just now for “ferrygate”", "?state=all&q=ferrygate"),
    ],
)
def test_empty_tab_points_to_the_next_full_one(client, make, dates, query, title, link):
    make(**dates)
    soup = look(client, query)
    assert texts(soup, ".fm-empty h3") == [title]
    assert [a["href"] for a in soup.select(".fm-empty a")] == [link]


# Who may see what


def restrict(page, kind):
    PageViewRestriction.objects.create(page=page, restriction_type=kind, password="secret")


@pytest.mark.parametrize("kind", ["login", "password", "groups"])
def test_restricted_consultation_stays_out_of_list_counts_and_feed(client, make, kind):
    restrict(make(title="Mill Lane", **OPEN), kind)
    soup = look(client)
    assert (titles(soup), texts(soup, ".fm-tabs a")[4]) == ([], "All (0)")
    assert items(client) == []


def test_feed_leaves_out_what_needs_a_login_also_for_those_signed_in(client, make):
    restrict(make(title="Mill Lane", **OPEN), "login")
    client.force_login(make_administrator())
    assert titles(look(client)) == ["Mill Lane"]
    assert items(client) == []


def test_feed_of_a_restricted_list_is_closed(client, index):
    restrict(index, "login")
    assert client.get("/have-your-say/feed/").status_code == 302


def test_draft_stays_out(client, draft):
    assert titles(look(client, "?state=all")) == []
    assert items(client) == []


# The feed


def items(client):
    response = client.get("/have-your-say/feed/")
    assert (response.status_code, response["Content-Type"]) == (200, "application/rss+xml; charset=utf-8")
    return ElementTree.fromstring(response.content).findall("./channel/item")


def test_sign_that_xml_does_not_know_costs_nobody_the_feed(client, make):
    page = make(title="Mill Lane", slug="mill-lane", **OPEN)
    Page.objects.filter(pk=page.pk).update(title="Mill\x0b \ufffeLane")
    [item] = items(client)
    assert item.findtext("title") == "Mill Lane"


def test_feed_has_absolute_addresses_and_says_the_dates(client, make):
    make(title="Mill Lane", slug="mill-lane", **OPEN)
    [item] = items(client)
    assert item.findtext("title") == "Mill Lane"
    assert item.findtext("link") == "http://localhost/have-your-say/mill-lane/"
    assert item.findtext("description") == (
        "30 days left: closes Wednesday 15 July, 1pm. "
        "Should we stop through traffic? None of the three layouts has been chosen."
    )


def test_list_names_its_feed(client, index):
    [link] = look(client).select('link[type="application/rss+xml"]')
    assert link["href"] == "/have-your-say/feed/"


# Cards and numbers


def give(wall, *, participant=None, state="published"):
    return Contribution.objects.create(activity=wall, participant=participant, state=state, language="en")


def card_of(page):
    [card] = queries.cards_for([page], NOON)
    return card


def test_card_says_all_in_short(make, wall):
    page = make(title="Mill Lane", slug="mill-lane", under=(wall,), **OPEN)
    assert card_of(page) == queries.ConsultationCard(
        title="Mill Lane",
        url="/have-your-say/mill-lane/",
        lead="Should we stop through traffic? None of the three layouts has been chosen.",
        state="open",
        tag_kind="open",
        status_words="Open until 15 July",
        plate="street",
        activities=[queries.Bit("chat", "Postcard wall"), queries.Bit("pin", "Ferrygate")],
        took_part="We answer by 22 July.",
    )


def test_card_counts_each_person_once_and_only_what_is_published(make, wall):
    other = PostcardWall.objects.create(title="Another")
    page = make(under=(wall, other), **OPEN)
    person = Participant.objects.create(language="en")
    for activity in (wall, wall, other):
        give(activity, participant=person)
    give(wall)
    give(wall, participant=Participant.objects.create(language="en"), state="pending")
    assert card_of(page).took_part == "2 people have taken part. We answer by 22 July."


def test_card_of_one_that_is_planned_counts_the_days(make):
    assert card_of(make(**PLANNED)).activities[0] == queries.Bit("cal", "Opens in 5 days")


def test_card_says_when_the_answer_is_late(make):
    page = make(opens_at=NOON - 60 * DAY, closes_at=NOON - 30 * DAY, answer_by=date(2026, 6, 1))
    assert card_of(page).took_part == "We said we would answer by 1 June. It is late."


def cost(work):
    with CaptureQueriesContext(connection) as captured:
        work()
    return len(captured)


def test_cards_cost_the_same_for_one_and_three(make, index):
    for number in range(3):
        make(title=f"C{number}", under=(PostcardWall.objects.create(title=f"W{number}"),), **OPEN)
    pages = queries.in_tab(queries.listed(index, AnonymousUser()), ListTab.OPEN, NOON).for_cards()

    def cards(limit):
        return queries.cards_for(pages[:limit])

    cards(1)
    assert len(cards(3)) == 3
    assert cost(lambda: cards(3)) == cost(lambda: cards(1))


def test_list_costs_the_same_for_one_and_three(client, make):
    make(title="C0", under=(PostcardWall.objects.create(title="W0"),), **OPEN)
    look(client)
    one = cost(lambda: look(client))
    for number in (1, 2):
        make(title=f"C{number}", under=(PostcardWall.objects.create(title=f"W{number}"),), **OPEN)
    assert cost(lambda: look(client)) == one
    assert one <= 20


def test_counts_agree_with_lists(three, index):
    pages = queries.listed(index, AnonymousUser())
    counts = queries.counts_by_tab(pages, NOON)
    assert counts == {tab: queries.in_tab(pages, tab, NOON).count() for tab in ListTab}
