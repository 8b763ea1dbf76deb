"""Extracts: what surrounds the word, marked, never markup of the page's own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.extracts import LENGTH, extract, folded, highlight
from search.results import in_sentences
from search.rules import query_from


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Mill Lane", ["mill"], "<mark>Mill</mark> Lane"),
        ("Mills and a treadmill", ["mill"], "<mark>Mills</mark> and a treadmill"),
        ("Y Tŷ Gwyn", ["ty"], "Y <mark>Tŷ</mark> Gwyn"),
        ("<b>Mill</b> & co", ["mill"], "&lt;b&gt;<mark>Mill</mark>&lt;/b&gt; &amp; co"),
        ("amp & lt", ["amp"], "<mark>amp</mark> &amp; lt"),
        ("nothing here", [], "nothing here"),
    ],
)
def test_words_are_marked_after_escaping(text: str, words: list[str], expected: str) -> None:
    assert highlight(text, words) == expected


def test_extract_surrounds_the_first_word() -> None:
    text = "first " * 100 + "mill lane " + "last " * 100
    shown = extract(text, ["mill"])
    assert "<mark>mill</mark> lane" in shown
    assert shown.startswith("… first")
    assert shown.endswith("last …")
    assert len(shown) < LENGTH + 40


@pytest.mark.parametrize(
    ("indexed", "expected"),
    [
        ("Choose first, , Drawn with care", "Choose first. Drawn with care"),
        ("Choose first., , Drawn with care", "Choose first. Drawn with care"),
        ("Choose first., Drawn with care", "Choose first. Drawn with care"),
        (", Bread, salt, ", "Bread, salt"),
    ],
)
def test_joints_of_the_index_are_not_shown(indexed: str, expected: str) -> None:
    assert in_sentences(indexed) == expected


def test_short_text_is_shown_whole() -> None:
    assert extract("Short and sweet.", ["mill"]) == "Short and sweet."


@given(st.text())
def test_folding_keeps_every_character_in_its_place(text: str) -> None:
    assert len(folded(text)) == len(text)


@given(st.text(), st.text())
def test_any_text_and_query_make_an_extract_without_markup(text: str, typed: str) -> None:
    shown = extract(text, query_from(typed).words)
    assert "<" not in shown.replace("<mark>", "").replace("</mark>", "")
