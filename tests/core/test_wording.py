"""The same words however they are typed, and where links lead."""

import pytest

from engagement.core.wording import are_long, links_in, normal_words, words_digest
from tests.sample_module.models import PostcardWall


@pytest.mark.parametrize(
    "other",
    [
        "CLOSE mill lane",
        "close  mill\n\nlane",
        "Close Mill-Lane!!!",
        "\u200bClose\u00ad Mill Lane",
        "Ｃｌｏｓｅ　Ｍｉｌｌ Lane",
        "“Close Mill Lane.”",
    ],
)
def test_same_words_are_the_same(other: str) -> None:
    assert normal_words(other) == normal_words("Close Mill Lane")


@pytest.mark.parametrize("other", ["Close Mill Lane 2", "Close Mill Lane 👍", "Closé Mill Lane", "মিল লেন"])
def test_other_words_are_others(other: str) -> None:
    assert normal_words(other) != normal_words("Close Mill Lane")


def test_marks_of_scripts_are_kept() -> None:
    assert normal_words("মিল লেন, বন্ধ!") == "মিললেনবন্ধ"


def test_digest_is_keyed_by_activity_and_gives_nothing_away() -> None:
    here, there = PostcardWall(pk=1), PostcardWall(pk=2)
    digests = {words_digest(here, "Close it"), words_digest(here, "close it."), words_digest(there, "Close it")}
    assert len(digests) == 2
    assert {len(digest) for digest in digests} == {64}
    assert words_digest(here, " ?! ") == ""


def test_long_words_begin_after_forty_letters() -> None:
    assert [are_long("a b " * 20), are_long("a b " * 20 + "c")] == [False, True]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("See https://shop.example.com/a?b=c.", ["example.com"]),
        ("See http://WWW.Shop.Example.com, or www.other.org", ["example.com", "other.org"]),
        ("Buy at cheap-pills.biz/now!", ["cheap-pills.biz"]),
        ("Read https://www.wexbourne.gov.uk/plan", ["wexbourne.gov.uk"]),
        ("https://a.spam.info https://b.spam.info", ["spam.info", "spam.info"]),
        ("https://user:secret@spam.info:8080/x", ["spam.info"]),
        ("https://bit.ly/x", ["bit.ly"]),
        ("[here](https://spam.info)", ["spam.info"]),
        ("Our own: http://testserver/page and https://localhost/x", []),
        ("The plan of 12.5 metres, e.g. and/or so. Write to a@example.org", []),
    ],
)
def test_links_are_found_by_where_they_lead(text: str, places: list[str]) -> None:
    assert links_in(text) == places
