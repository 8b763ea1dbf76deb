"""Views of one search, filters of consultations, and searches that are held to a part of the site."""

from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from wagtail.models import Locale, PageViewRestriction

from engagement.consultations.dating import pause
from engagement.consultations.models import ConsultationIndexPage, Subject
from engagement.testing.clock import at
from engagement.testing.consultations import CLOSES, make_consultation, make_index
from home.models import StandardPage
from tests.comments.factories import make_discussion
from tests.search.conftest import Say, Searched

AFTER = CLOSES.replace(year=2027)
KINDS = {"Everything": "4", "Pages": "1", "Consultations": "2", "Comments": "1"}


@pytest.fixture
def index(db: None) -> ConsultationIndexPage:
    return make_index()


@pytest.fixture
def moot(index: ConsultationIndexPage, speak: Say) -> ConsultationIndexPage:
    """A page, a consultation that is open, one that waits for its answer, and a comment, all about a moot."""
    make_consultation(index, title="Moot one", closes_at=AFTER, answer_by=date(2027, 8, 1))
    make_consultation(index, title="Moot two", place="Upper Wen")
    index.add_child(instance=StandardPage(title="Moot house rules"))
    speak(make_discussion(), "The moot was loud.")
    return index


def search(client: Client, **asked: Any) -> Searched:
    with at(CLOSES.replace(month=9)):
        return Searched(client, "moot", **asked)


def test_consultation_says_that_it_is_paused(client: Client, index: Any) -> None:
    with at(CLOSES.replace(month=6)):
        page = make_consultation(index, title="Moot one", closes_at=AFTER, answer_by=date(2027, 8, 1))
        pause(page=page, reasons={"en": "The hall is flooded."}, by=None)
    states = search(client, kind="consultations").soup.select(".fm-status")
    assert [state.get_text(strip=True) for state in states] == ["Open", "Paused"]


def test_why_nothing_is_decided_and_what_happens_next_are_found(client: Client, index: Any) -> None:
    step = {"type": "step", "id": "1", "value": {"title": "A moot on the bridge", "is_done": False, "when": "In May"}}
    make_consultation(index, title="Bridge", next_steps=[step])
    with at(CLOSES.replace(month=9)):
        day = CLOSES.replace(month=9).date()
        make_consultation(index, title="Ferry", no_decision_on=day, no_decision_reason="The moot was dropped.")
    assert set(search(client).titles) == {"Bridge", "Ferry"}


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("", {"Moot one", "Moot two", "Moot house rules", "Nadia in “Talk about Mill Lane”"}),
        ("pages", {"Moot house rules"}),
        ("consultations", {"Moot one", "Moot two"}),
        ("comments", {"Nadia in “Talk about Mill Lane”"}),
        ("nonsense", {"Moot one", "Moot two", "Moot house rules", "Nadia in “Talk about Mill Lane”"}),
    ],
)
def test_each_view_holds_its_kind_and_counts_all(client: Client, moot: Any, kind: str, expected: set[str]) -> None:
    searched = search(client, kind=kind)
    assert (set(searched.titles), searched.tabs) == (expected, KINDS)


def test_people_come_after_pages(client: Client, moot: Any) -> None:
    assert search(client).titles[-1] == "Nadia in “Talk about Mill Lane”"


def test_views_are_links_that_keep_the_words(client: Client, moot: Any) -> None:
    links = [parse_qs(urlsplit(tab["href"]).query) for tab in search(client, kind="pages").soup.select(".fm-tabs a")]
    assert links == [
        {"q": ["moot"]},
        *({"q": ["moot"], "kind": [kind]} for kind in ("pages", "consultations", "comments")),
    ]


def test_consultation_says_where_it_stands(client: Client, moot: Any) -> None:
    states = [result.get_text(strip=True) for result in search(client, kind="consultations").soup.select(".fm-status")]
    assert sorted(state.split()[0] for state in states) == ["Closed", "Open"]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"state": "open"}, ["Moot one"]),
        ({"state": "closed"}, ["Moot two"]),
        ({"place": "Upper Wen"}, ["Moot two"]),
        ({"state": "open", "place": "Upper Wen"}, []),
        ({"state": "outcome"}, []),
        ({"subject": "streets"}, ["Moot one"]),
    ],
)
def test_consultations_are_narrowed(client: Client, moot: Any, asked: dict[str, str], expected: list[str]) -> None:
    streets = Subject.objects.create(name="Streets", slug="streets", locale=Locale.get_default())
    page = moot.get_children().get(title="Moot one").specific
    page.subject = streets
    page.save_revision().publish()
    searched = search(client, kind="consultations", **asked)
    assert (searched.titles, searched.tabs) == (expected, KINDS)
    assert bool(expected) != ("No consultation like that has “moot”" in searched.text)


def test_narrowing_goes_on_to_the_next_page(client: Client, index: ConsultationIndexPage) -> None:
    for number in range(11):
        make_consultation(index, title=f"Moot {number}")
    link = search(client, kind="consultations", state="closed").soup.select_one(".fm-pager a")
    assert "state=closed" in link["href"]


@pytest.mark.parametrize("asked", [{"state": "nonsense"}, {"subject": "none"}, {"place": "Atlantis"}])
def test_unknown_filter_is_left_out_and_said(client: Client, moot: Any, asked: dict[str, str]) -> None:
    searched = search(client, kind="consultations", **asked)
    assert len(searched.titles) == 2
    assert "We do not know one of the filters" in searched.text


def test_search_is_held_to_a_part_of_the_site(client: Client, moot: Any, speak: Say) -> None:
    hub = moot.add_child(instance=StandardPage(title="Hub"))
    hub.add_child(instance=StandardPage(title="Moot in the hub"))
    searched = search(client, **{"in": hub.pk})
    assert searched.titles == ["Moot in the hub"]
    assert searched.soup.h1.get_text() == "Search in “Hub”"
    assert searched.soup.select_one("[role=search] [name=in]")["value"] == str(hub.pk)
    assert all(f"in={hub.pk}" in tab["href"] for tab in searched.soup.select(".fm-tabs a"))


def test_part_of_the_site_is_held_to_in_every_language(client: Client, make_page: Any, welsh_home: Any) -> None:
    hub = make_page("Hub")
    twin = hub.copy_for_translation(welsh_home.locale)
    twin.title = "Canolfan"
    twin.save_revision().publish()
    twin.add_child(instance=StandardPage(title="Moot yn Gymraeg", locale=welsh_home.locale))
    searched = search(client, path="/cy/search/", **{"in": hub.pk})
    assert searched.titles == ["Moot yn Gymraeg"]
    assert "Canolfan" in searched.soup.h1.get_text()


@pytest.mark.parametrize("number", ["0", "-1", "x", "9" * 400, "٣", "1.5", "2147483648", "%00", " "])
def test_part_that_is_not_there_is_left_out_and_said(client: Client, moot: Any, number: str) -> None:
    searched = search(client, **{"in": number})
    assert len(searched.titles) == 4
    assert "The part of the site you searched in is not here" in searched.text


def test_private_part_is_not_told(client: Client, moot: Any) -> None:
    hub = moot.add_child(instance=StandardPage(title="Secret hub"))
    PageViewRestriction.objects.create(page=hub, restriction_type="login")
    searched = search(client, **{"in": hub.pk})
    assert "Secret" not in searched.text
    assert len(searched.titles) == 4


@pytest.mark.parametrize("kind", ["login", "password", "groups"])
def test_private_page_is_in_no_number_and_no_choice(client: Client, moot: Any, kind: str) -> None:
    page = moot.get_children().get(title="Moot two")
    PageViewRestriction.objects.create(page=page, restriction_type=kind, password="moot")
    searched = search(client, kind="consultations")
    assert searched.tabs == {"Everything": "3", "Pages": "1", "Consultations": "1", "Comments": "1"}
    assert "Upper Wen" not in searched.text


def test_nothing_of_a_kind_leads_to_what_was_found(client: Client, index: ConsultationIndexPage) -> None:
    make_consultation(index, title="Moot one")
    searched = search(client, kind="comments")
    assert "No comment has “moot”" in searched.text
    assert searched.soup.select_one(".fm-empty a")["href"] == "?q=moot"


def test_common_word_brings_titles_first_and_then_what_is_newest(
    client: Client, make_page: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.queries.RANKED", 1)
    make_page("Moot")
    make_page("First", lead="A moot")
    make_page("Second", lead="A moot")
    assert search(client).titles == ["Moot", "Second", "First"]


def test_nothing_in_a_part_leads_to_the_whole_site(client: Client, moot: Any) -> None:
    hub = moot.add_child(instance=StandardPage(title="Hub"))
    searched = search(client, **{"in": hub.pk})
    assert "Nothing matches “moot” in “Hub”" in searched.text
    assert searched.soup.select_one(".fm-empty a")["href"] == "?q=moot"
