"""What may be said and answered, and in which form it is kept."""

import re
import unicodedata
import uuid
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from engagement.plugin import ContributionState

DEEPEST = 3
"""Levels of replies below a comment (`COMMENTS_XTD_MAX_THREAD_LEVEL`)."""

EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
DATE = re.compile(r"\b\d{1,2}([./ -])\d{1,2}\1(?:\d{2}|\d{4})\b")
UK_PHONE = re.compile(r"(?<![\d.,])(?:\+44[ ]?(?:\(0\)[ ]?)?|0044[ ]?|\(?0)(?:[1-9])(?:[ ()-]{0,2}\d){8,9}(?![\d])")
"""A national or international British number of ten or eleven digits, however it is grouped: Ofcom, National Telephone
Numbering Plan (2024)."""

LONGEST_LETTER = 20_000
"""Characters of a comment that staff type in, about eight pages: who writes by hand was not told how long it may be."""

KEPT_CONTROLS = {"\n", "\t"}
OVERRIDES = {"\u202d", "\u202e"}
"""They reverse everything after them, so that a text reads as another one."""


class TextRefused(ValueError):
    """A text that cannot be taken as it is; `sentence` says why, to its author."""

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence
        super().__init__(sentence)


def clean_text(text: str) -> str:
    """The text as it is kept: NFC, line feeds, no control characters or trailing spaces, one empty line at most."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    text = unicodedata.normalize("NFC", "".join(filter(_is_kept, text)))
    lines = [line.rstrip() for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _is_kept(character: str) -> bool:
    if character in KEPT_CONTROLS:
        return True
    return unicodedata.category(character) not in {"Cc", "Cs", "Cn", "Co"} and character not in OVERRIDES


def is_empty(text: str) -> bool:
    """Whether nobody would see anything: only spaces, marks and invisible characters."""
    return all(unicodedata.category(character)[0] in "ZCM" for character in text)


def private_in(text: str) -> str:
    """What of a text must not be public: "email", "phone" or "" for nothing."""
    if EMAIL.search(text):
        return "email"
    return "phone" if UK_PHONE.search(DATE.sub("/", text)) else ""


def text_problem(text: str, *, longest: int, is_reply: bool = False, is_official: bool = False) -> str:
    """Why a cleaned text cannot be taken, as a sentence; "" when it can.

    Args:
        longest: characters (code points).
        is_official: the council may give its own telephone number and address.
    """
    if is_empty(text):
        return _("Write your reply") if is_reply else _("Write your comment")
    if too_many := max(0, len(text) - longest):
        return _too_long(too_many, longest)
    if is_official:
        return ""
    found = private_in(text)
    if found == "email":
        return (
            _("Take the e-mail address out of your reply")
            if is_reply
            else _("Take the e-mail address out of your comment")
        )
    if found == "phone":
        return (
            _("Take the phone number out of your reply") if is_reply else _("Take the phone number out of your comment")
        )
    return ""


def _too_long(too_many: int, longest: int) -> str:
    return ngettext(
        "Shorten it by %(count)s character: it can have %(longest)s",
        "Shorten it by %(count)s characters: it can have %(longest)s",
        too_many,
    ) % {"count": number_format(too_many, force_grouping=True), "longest": number_format(longest, force_grouping=True)}


def can_be_answered(comment: Any) -> bool:
    """Whether a reply may be added under this comment: everybody must be able to read what it answers."""
    return comment.contribution.state == ContributionState.PUBLISHED


def can_be_agreed_with(comment: Any) -> bool:
    """Whether people may agree with a comment that is not their own: what a resident said and everybody can read.

    Not with an official answer: it weighs what residents said and binds the council whether people like it or not. A
    number beside it would read as a vote on a decision, and stand above residents among the most supported.
    """
    return comment.contribution.state == ContributionState.PUBLISHED and not comment.is_official


def can_agree(visit: Any) -> bool:
    """Whether this visitor may agree with others here and now: somebody we know, so that each person counts once."""
    is_known = visit.participant is not None and visit.participant.is_known
    return visit.is_open and not visit.must_sign_in and is_known


def is_own(contribution: Any, participant: Any, mine: set[uuid.UUID]) -> bool:
    """Whether this participant or this browser gave it."""
    by_person = participant is not None and contribution.participant_id == participant.pk
    return by_person or contribution.uuid in mine
