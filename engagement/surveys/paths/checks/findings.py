"""What a check finds, and the sorts there are."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from engagement.surveys.paths.places import Place


class FindingKind(StrEnum):
    """Which check found it. The names stay: help pages and tests know them."""

    # What a survey must have
    NOTHING_ASKED = "nothing-asked"
    TOO_MANY_QUESTIONS = "too-many-questions"
    TOO_MANY_OPTIONS = "too-many-options"
    TOO_LONG = "too-long"
    NO_LABEL = "no-label"
    NO_PICTURE = "no-picture"
    NO_ALT = "no-alt"
    NO_ROWS = "no-rows"
    # Codes and ids
    NO_CODE = "no-code"
    BAD_CODE = "bad-code"
    SAME_CODE = "same-code"
    OTHER_CODE = "other-code"
    SAME_ID = "same-id"
    # Options and limits
    FEW_OPTIONS = "few-options"
    SAME_LABEL = "same-label"
    BAD_EXCLUSIVE = "bad-exclusive"
    BAD_QUOTA = "bad-quota"
    BAD_BOUNDS = "bad-bounds"
    BAD_INITIAL = "bad-initial"
    # Conditions, rules, formulas and answers said back
    UNREADABLE = "unreadable"
    WRONG_TYPE = "wrong-type"
    NO_SUCH_QUESTION = "no-such-question"
    NO_SUCH_OPTION = "no-such-option"
    ITSELF = "itself"
    LOOP = "loop"
    LATER = "later"
    # Ways through
    UNREACHABLE = "unreachable"
    DEAD_END = "dead-end"
    UNANSWERABLE = "unanswerable"
    # What was published before
    CODE_MOVED = "code-moved"
    CODE_CHANGED = "code-changed"
    KIND_CHANGED = "kind-changed"
    OPTION_MOVED = "option-moved"
    OPTION_CHANGED = "option-changed"
    # What may be ignored
    MANY_QUESTIONS = "many-questions"
    REQUIRED_WRITING = "required-writing"
    NO_FALLBACK = "no-fallback"
    SAME_PAGE = "same-page"
    LARGE_MATRIX = "large-matrix"
    LONG_RANKING = "long-ranking"
    EMAIL_FIRST = "email-first"
    EMPTY = "empty"
    ONLY_REFUSED = "only-refused"
    UNUSED = "unused"
    NO_PRIVACY_NOTICE = "no-privacy-notice"
    QUOTAS_END = "quotas-end"


WHOLE = {
    "": _("The whole survey"),
    "title": _("The title"),
    "intro": _("The introduction"),
    "privacy_notice": _("The privacy notice"),
    "thanks": _("The words of thanks"),
}
"""Where something is that belongs to no part, by its field."""


@dataclass(frozen=True)
class Finding:
    """Something about a survey that its editors should know.

    Attributes:
        part_id: the id of the block to point at; "" for the whole survey.
        place: where that is, in words.
        sentence: what is wrong, and what to do.
    """

    kind: FindingKind
    part_id: str
    place: str
    sentence: str


def at(place: Place | None, kind: FindingKind, sentence: str, *, name: str = "") -> Finding:
    """A finding about the part in a place.

    Args:
        place: None for the whole survey.
        name: of the field of the whole survey that it is about.
    """
    if place is None:
        return Finding(kind, "", str(WHOLE[name]), sentence)
    return Finding(kind, place.part.id, place.words, sentence)
