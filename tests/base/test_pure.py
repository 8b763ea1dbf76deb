"""Components that are kept: what is shown is always what the variables say."""

from datetime import UTC, datetime, timedelta

import time_machine
from django.utils.safestring import mark_safe
from django.utils.translation import override

from base.pure import LONGEST, MOST, _pieces, pure_component

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
COMMENT = "components/comment.html"


def said(**variables):
    return pure_component(COMMENT, {"anchor": "c-1", "name": "Ann", "moment": NOON, "text": "Yes.", **variables})


def test_a_text_is_never_taken_for_safe_html_of_the_same_letters():
    letters = "<b>bold</b>"
    assert letters in said(html=mark_safe(letters))
    assert letters not in said(html=letters)


def test_numbers_and_truth_are_told_apart():
    assert "1 person agrees" in pure_component("components/agree.html", {"number": 1})
    assert "True person agrees" in pure_component("components/agree.html", {"number": True})


def test_time_goes_on_for_what_is_kept():
    with time_machine.travel(NOON + timedelta(minutes=2), tick=False):
        assert "2 minutes ago" in said()
    with time_machine.travel(NOON + timedelta(hours=3), tick=False):
        assert "3 hours ago" in said()


def test_each_language_has_its_own():
    english = said(is_answer=True)
    with override("cy"):
        assert said(is_answer=True) != english


def test_what_stands_below_is_part_of_it():
    def with_reply(text):
        return said(replies=[{"anchor": "c-2", "name": "Bob", "moment": NOON, "text": text}])

    assert "Never." in with_reply("Never.")
    assert "Always." in with_reply("Always.")


def test_what_may_change_unseen_is_not_kept():
    class Message:
        level_tag = "success"

        def __str__(self):
            return self.text

    message = Message()
    message.text = "First"
    assert "First" in said(told=[message])
    message.text = "Second"
    assert "Second" in said(told=[message])


def test_the_store_does_not_grow_without_end():
    for number in range(MOST // LONGEST * 2):
        said(text=f"{number} {'x' * (LONGEST - 2_000)}")
    assert MOST - LONGEST < _pieces.length == sum(map(len, _pieces.html.values())) <= MOST


def test_what_is_very_long_is_not_kept():
    before = len(_pieces.html)
    assert "xxx" in said(text="x" * (LONGEST + 1))
    assert len(_pieces.html) == before


def test_what_is_kept_is_not_written_again(monkeypatch):
    first = said(text="Written once.")
    monkeypatch.setattr("base.pure._write", lambda *_args: "written again")
    assert said(text="Written once.") == first
