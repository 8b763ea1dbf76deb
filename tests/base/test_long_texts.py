"""What reads people's texts reads any of them once. Tried from each of its letters again, these would take hours."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import RequestFactory

from base.guards import kept_text
from base.logs import without_addresses
from base.templatetags.ui import bind_short_words
from base.texts import MOST_MARKS, clean_name, clean_text
from engagement.comments.rules import private_in
from engagement.core.wording import links_in, normal_words

LONG = 200_000
PIECES = ["a", ".", "0 ", "-", "@", "a@", "a.", "(0", "01/", "&a", "<", "www.", "http://", "DETAIL:", "password"]


def kept_name(name: str) -> dict[str, str]:
    """What is shown of a refused form whose field has this name, with a line feed behind it."""
    form = urlencode({f"{name}\n": "typed"})
    return kept_text(RequestFactory().post("/", form, content_type="application/x-www-form-urlencoded"))


@pytest.mark.parametrize(
    "read", [private_in, links_in, without_addresses, bind_short_words, clean_text, clean_name, kept_name]
)
@pytest.mark.parametrize("piece", PIECES)
def test_long_text_is_read_to_its_end(read: Callable[[str], Any], piece: str) -> None:
    read(piece * (LONG // len(piece)))


@pytest.mark.parametrize("ending", ["", "@", "@a", "\n"])
def test_long_word_is_no_address(ending: str) -> None:
    assert private_in("a" * LONG + ending) == ""


def test_address_and_number_behind_a_long_text_are_found() -> None:
    assert private_in("a" * LONG + "@example.org") == "email"
    assert private_in("." * LONG + " 07700 900 123") == "phone"


def test_row_with_many_empty_lines_is_taken_out() -> None:
    assert without_addresses("DETAIL: a" + "\n" * LONG + "b\nCONTEXT: c") == "DETAIL: [row]\nCONTEXT: c"


@pytest.mark.parametrize("marks", ["\u0301\u0323", "\u0323\u0301", "\u0f73", "\u0345\uff9e"])
@pytest.mark.parametrize("clean", [clean_text, clean_name])
def test_marks_without_end_are_cut(clean: Callable[[str], str], marks: str) -> None:
    kept = clean("a" + marks * LONG + "b")
    assert (kept[-1], len(kept) <= 2 * MOST_MARKS + 2, len(normal_words(kept)) < 200) == ("b", True, True)


def test_marks_that_words_are_written_with_are_kept() -> None:
    for word in ("Łódź", "नमस्ते", "שָׁלוֹם", "เพื่อน", "Tiếng Việt", "ﾊﾟ"):
        assert clean_text(word) == clean_name(word)
        assert normal_words(clean_text(word)) == normal_words(word)
