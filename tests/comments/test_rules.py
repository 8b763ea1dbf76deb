"""What may be said, and how it is kept and shown."""

import pytest

from base.mailboxes import normal_address
from base.texts import clean_name, clean_text
from engagement.comments.rendering import html_of
from engagement.comments.rules import text_problem


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Hello \r\nthere\t\r\r\n\r\n\r\nEnd  ", "Hello\nthere\n\nEnd"),
        ("a\x00b\x07c\x1b[31m", "abc[31m"),
        ("e\u0301", "é"),
        ("one\u2028two", "one\ntwo"),
        ("good\u202eemag", "goodemag"),
        ("مرحبا\u200f", "مرحبا\u200f"),
        ("👨‍👩‍👧", "👨‍👩‍👧"),
        ("\ud800x", "x"),
    ],
)
def test_text_is_kept_without_what_harms(typed: str, kept: str) -> None:
    assert clean_text(typed) == kept
    assert clean_text(kept) == kept


def test_name_is_one_line() -> None:
    assert clean_name(" Ann\r\n\x00 of  Mill Lane ") == "Ann of Mill Lane"


@pytest.mark.parametrize(
    "text",
    [
        "ring me on 01632 960 233.",
        "(01632) 960233",
        "07700 900 123",
        "07700-900-123",
        "+44 7700 900123",
        "+44 (0)20 7946 0958",
        "0044 20 7946 0958",
        "Call 020 7946 0958!",
        "01632960233",
    ],
)
def test_phone_number_is_refused(text: str) -> None:
    assert text_problem(text, longest=200) == "Take the phone number out of your comment"
    assert text_problem(text, longest=200, is_reply=True) == "Take the phone number out of your reply"
    assert text_problem(text, longest=200, is_official=True) == ""


@pytest.mark.parametrize(
    "text",
    [
        "Where do 2,800 cars go?",
        "On 01/02/2026 at 14:00 and 03.04.2026 12:30",
        "From 7 to 9, 340 children, 4100 vehicles, £420,000",
        "Planning reference 21/01234/FUL",
        "Bus 14, 0.5 miles",
        "The 08:15 to 09:45",
        "10,000,000,000 stars",
    ],
)
def test_other_numbers_are_welcome(text: str) -> None:
    assert text_problem(text, longest=200) == ""


@pytest.mark.parametrize("text", ["ann@example.org", "Write to Ann.Other+x@mail.example.co.uk, please"])
def test_email_address_is_refused(text: str) -> None:
    assert text_problem(text, longest=200) == "Take the e-mail address out of your comment"


def test_an_at_sign_alone_is_welcome() -> None:
    assert text_problem("Meet @ the library, 3 for 2 @ Tesco", longest=200) == ""


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("One\ntwo\n\nthree", "<p>One<br>two</p>\n\n<p>three</p>"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("<b onclick=x>bold</b> & co", "<p>&lt;b onclick=x&gt;bold&lt;/b&gt; &amp; co</p>"),
        ("javascript:alert(1)", "<p>javascript:alert(1)</p>"),
        (
            "See https://example.org/a?b=1&c=2.",
            '<p>See <a href="https://example.org/a?b=1&amp;c=2" rel="nofollow ugc noopener">'
            "https://example.org/a?b=1&amp;c=2</a>.</p>",
        ),
    ],
)
def test_text_is_shown_as_paragraphs_and_links_only(text: str, shown: str) -> None:
    assert html_of(text) == shown


def test_link_cannot_carry_an_attribute() -> None:
    shown = html_of('https://example.org/"onmouseover="alert(1)')
    link = '<a href="https://example.org/" rel="nofollow ugc noopener">https://example.org/</a>'
    assert shown == f'<p>{link}"onmouseover="alert(1)</p>'


@pytest.mark.parametrize(
    "typed",
    [
        *("ann@example.org", "Ann+1@Example.org", " ann+mill@example.org "),
        *("ann@\uff45xample.org", "ann@ex\u00adam\u00adple.org", "ann@exam\u200bple.org"),
    ],
)
def test_one_mailbox_is_counted_once(typed: str) -> None:
    assert normal_address(typed) == "ann@example.org"


def test_limit_is_written_as_on_the_form() -> None:
    assert text_problem("x" * 3100, longest=2000) == "Shorten it by 1,100 characters: it can have 2,000"
