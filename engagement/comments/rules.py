"""What may be said and answered, and in which form it is kept."""

import re
import unicodedata
import uuid
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from engagement.plugin import AUTHOR_MAY_EDIT_FROM, ContributionState, can_answer_officially

DEEPEST = 3
"""Levels of replies below a comment (`COMMENTS_XTD_MAX_THREAD_LEVEL`)."""
FOLDED_ABOVE = 4
"""A conversation with more replies than this is folded."""
SHOWN_OF_FOLDED = 10
"""Replies of a folded conversation that are on the page; all of them where somebody came for this conversation."""

ANSWER_WITHIN = 5
"""Working days after which a conversation without an answer has waited too long. The same for every discussion, so that
the word means the same to everybody who reads the list."""

MINUTES_TO_EDIT = 30
"""How long after they sent it people may change a comment, unless its discussion says otherwise."""

EMAIL = re.compile(r"(?<=[\w.+-])@[\w-]++\.[\w-]")
"""An address from its @ on: looked for from where it begins, a long text without one takes time without end."""
DATE = re.compile(r"\b\d{1,2}([./ -])\d{1,2}\1(?:\d{2}|\d{4})\b")
UK_PHONE = re.compile(r"(?<![\d.,])(?:\+44[ ]?(?:\(0\)[ ]?)?|0044[ ]?|\(?0)(?:[1-9])(?:[ ()-]{0,2}\d){8,9}(?![\d])")
"""A national or international British number of ten or eleven digits, however it is grouped: Ofcom, National Telephone
Numbering Plan (2024)."""

LONGEST_LETTER = 20_000
"""Characters of a comment that staff type in, about eight pages: who writes by hand was not told how long it may be."""


class TextRefused(ValueError):
    """A text that cannot be taken as it is; `sentence` says why, to its author."""

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence
        super().__init__(sentence)


def is_empty(text: str) -> bool:
    """Whether nobody would see anything: only spaces, marks and invisible characters."""
    return all(unicodedata.category(character)[0] in "ZCM" for character in text)


def private_in(text: str) -> str:
    """What of a text must not be public: "email", "phone" or "" for nothing."""
    if EMAIL.search(text):
        return "email"
    return "phone" if UK_PHONE.search(DATE.sub("/", text)) else ""


def length_problem(text: str, *, longest: int, is_reply: bool = False) -> str:
    """Why a cleaned text is too short or too long, as a sentence; "" when it is neither.

    Args:
        longest: characters (code points).
    """
    if is_empty(text):
        return _("Write your reply") if is_reply else _("Write your comment")
    too_many = max(0, len(text) - longest)
    return _too_long(too_many, longest) if too_many else ""


def text_problem(text: str, *, longest: int, is_reply: bool = False, is_official: bool = False) -> str:
    """Why a cleaned text cannot be taken, as a sentence; "" when it can.

    Args:
        longest: characters (code points).
        is_official: the council may give its own telephone number and address.
    """
    if problem := length_problem(text, longest=longest, is_reply=is_reply):
        return problem
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


def overdue_before(now: datetime) -> datetime:
    """What was said before this moment and waits still has waited for more than `ANSWER_WITHIN` working days.

    Those are the days from Monday to Friday where the council is; bank holidays are not known.
    """
    moment, days = timezone.localtime(now), ANSWER_WITHIN
    while days:
        moment -= timedelta(days=1)
        days -= moment.weekday() < 5
    return moment


def editable_until(comment: Any, discussion: Any) -> datetime:
    """The moment from which on its author cannot change it any more, counted from when it was received."""
    return comment.contribution.created_at + timedelta(minutes=discussion.minutes_to_edit)


def can_edit(comment: Any, visit: Any) -> bool:
    """Whether this visitor may change these words, which are their own (`is_own`), here and now.

    Not after the talk has closed: what is answered then must stand still. Not what its author no longer stands behind
    (withdrawn, erased) or a moderator took away. A council's answer, only while its author may still give one.
    """
    person = comment.contribution.participant
    is_somebodys = person is not None and person.erased_at is None
    is_in_time = visit.is_open and visit.now < editable_until(comment, visit.activity)
    may_write = not visit.must_sign_in and (not comment.is_official or can_answer_officially(visit.user))
    return is_somebodys and is_in_time and may_write and comment.contribution.state in AUTHOR_MAY_EDIT_FROM


def is_own(contribution: Any, participant: Any, mine: set[uuid.UUID]) -> bool:
    """Whether this participant or this browser gave it."""
    by_person = participant is not None and contribution.participant_id == participant.pk
    return by_person or contribution.uuid in mine
