"""Whatever is typed gets a page, and the words mean the same on both databases."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.checks import check_accents
from search.configurations import can_fold, write_configurations
from search.rules import query_from
from tests.search.conftest import Searched

SPECIAL = st.sampled_from(
    [*"\"'()[]{}*^:+-~%_\\/|&!<>@#.,;\x00\u200f\u202e\u0301😀ঢাটŷ", "AND", "OR", "NOT", "NEAR", "mill"]
)
TYPED = st.lists(SPECIAL | st.text(max_size=5), max_size=12).map("".join)


@pytest.mark.parametrize("path", ["/search/", "/search/suggest/"])
def test_anything_typed_gets_an_answer(client: Client, make_page: Any, path: str) -> None:
    make_page("Mill Lane")

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(q=TYPED, kind=TYPED, page=TYPED, number=TYPED, state=TYPED)
    def ask(q: str, kind: str, page: str, number: str, state: str) -> None:
        asked = {"q": q, "kind": kind or "consultations", "page": page, "in": number, "state": state, "place": state}
        query = {name: value.encode("utf-8", "surrogatepass") for name, value in asked.items()}
        assert client.get(path, query).status_code == 200

    ask()


@pytest.mark.parametrize("path", ["/search/", "/search/suggest/"])
@pytest.mark.parametrize("raw", ["q=%FF%FE", "q=%ED%A0%80", "q=%00", "q", "q=a&q=b", "&&&", "q=" + "%5B" * 300_000])
def test_any_query_string_gets_an_answer(client: Client, make_page: Any, path: str, raw: str) -> None:
    assert client.get(path, QUERY_STRING=raw).status_code == 200


@pytest.mark.parametrize(
    "query", ["mill AND lane", "mill NOT lane", "NEAR mill", "mill* lane", '"lane mill"', "mill: lane"]
)
def test_operators_of_the_database_are_words(client: Client, make_page: Any, query: str) -> None:
    """Each of them finds the page, by all words or by some, and none leaves it out."""
    make_page("Mill Lane")
    assert Searched(client, query).titles == ["Mill Lane"]


@pytest.mark.parametrize(
    ("title", "query"),
    [
        ("Tŷ Gwyn", "ty"),
        ("Ysgol Bro Dŵr", "dwr"),
        ("Cafe on the hill", "café"),
        ("ঢাকা সভা", "ঢাকা"),
        ("شارع الطاحونة", "الطاحونة"),
        ("Unit 12B", "12b"),
    ],
)
def test_accents_scripts_and_numbers(client: Client, make_page: Any, title: str, query: str) -> None:
    make_page(title)
    assert Searched(client, query).titles == [title]


def test_question_is_searched_for_its_telling_words(client: Client, make_page: Any) -> None:
    make_page("Library opening times")
    make_page("What is on")
    assert Searched(client, "When is the library opening?").titles == ["Library opening times"]


def test_words_that_are_everywhere_are_searched_for_when_there_is_no_other(client: Client, make_page: Any) -> None:
    make_page("To be or not")
    assert Searched(client, "to be").titles == ["To be or not"]
    assert query_from("to be").telling == ("to", "be")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("St  Cedd's", "St Cedd's"),
        ("children’s", "children’s"),
        ("“roof the”", "roof the"),
        ("lorries -school", "lorries school"),
        ("bath* (((", "bath"),
        ("'", ""),
        ("well-being", "well-being"),
    ],
)
def test_words_are_repeated_as_they_were_typed(typed: str, said: str) -> None:
    assert query_from(typed).said == said


@pytest.mark.postgres
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("title", "query"), [("Budgets for libraries", "budget library"), ("Planning a street", "planned streets")]
)
def test_words_are_found_in_their_other_forms(client: Client, make_page: Any, title: str, query: str) -> None:
    make_page(title, lead=f"About {title.lower()}.")
    searched = Searched(client, query)
    assert searched.titles == [title]
    assert len(searched.soup.select("h2 mark")) == 2


@pytest.mark.postgres
def test_each_language_has_its_own_forms(client: Client, make_page: Any, welsh_home: Any) -> None:
    """Welsh has no stemmer: its words are kept whole, also where English would cut an ending."""
    page = make_page("Streets")
    twin = page.copy_for_translation(welsh_home.locale)
    twin.title = "Strydoedds"
    twin.save_revision().publish()
    assert Searched(client, "strydoedds", path="/cy/search/").titles == ["Strydoedds"]
    assert Searched(client, "strydoedd", path="/cy/search/").titles == []
    assert Searched(client, "street").titles == ["Streets"]


@pytest.mark.postgres
def test_configurations_can_be_written_again(db: None) -> None:
    write_configurations()
    assert can_fold()
    assert check_accents(databases=["default"]) == []


@pytest.mark.postgres
def test_words_are_stemmed_where_accents_cannot_be_folded(client: Client, make_page: Any, monkeypatch: Any) -> None:
    """As with a role that may not create the extension: the site works, and a check says what it lacks."""
    with connection.cursor() as cursor:
        cursor.execute("DROP EXTENSION unaccent CASCADE")
    monkeypatch.setattr("search.configurations._allow_folding", lambda: None)
    write_configurations()
    make_page("Budgets of Tŷ Gwyn")
    assert Searched(client, "budget").titles == ["Budgets of Tŷ Gwyn"]
    assert Searched(client, "ty").titles == []
    assert [warning.id for warning in check_accents(databases=["default"])] == ["search.W001"]
