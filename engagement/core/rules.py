"""The questions every door, list and module asks, answered once."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from base.timewords import last_moment
from engagement.core.enums import ELSEWHERE, Arrival, Audience, ContributionState, HeldBecause, TimeState

CONFIRM_WITHIN = timedelta(hours=72)
"""How long a guest has to confirm; also after closing, because received before closing counts."""

ADDRESS_KEPT = timedelta(days=14)
"""How long after its link has expired a guest's address is kept, so that they can ask for a new one."""

SHOWN_IN_MAIL = 400
"""Characters of a guest's words in the mail that asks to confirm them. Anybody can have that mail sent to anybody."""

SOON = timedelta(days=7)
"""From here on "open" is said as "closing soon" (LOOK §4)."""


def can_send_again(contribution: Any, now: datetime) -> bool:
    """Whether a guest may have another confirmation mail: while we wait for it, and not long after closing."""
    closes_at = contribution.activity.window.closes_at
    is_late = closes_at is not None and now >= closes_at + CONFIRM_WITHIN
    return contribution.state == ContributionState.UNCONFIRMED and not is_late


@dataclass(frozen=True)
class Window:
    """A half-open interval [opens, closes) of aware times; an end that is None is open.

    While it is paused, nobody takes part from `paused_at` on. That moves neither end: what closes meanwhile is closed.
    """

    opens_at: datetime | None = None
    closes_at: datetime | None = None
    paused_at: datetime | None = None

    def state_at(self, now: datetime) -> TimeState:
        """Where `now` lies: before `opens_at`, from then on, or at `closes_at` and after."""
        if self.closes_at is not None and now >= self.closes_at:
            return TimeState.CLOSED
        if self.opens_at is not None and now < self.opens_at:
            return TimeState.SCHEDULED
        if self.paused_at is not None and now >= self.paused_at:
            return TimeState.PAUSED
        return TimeState.OPEN

    def is_closing_soon_at(self, now: datetime) -> bool:
        """Whether it is open, for seven more days or less."""
        is_open = self.state_at(now) == TimeState.OPEN
        return is_open and self.closes_at is not None and self.closes_at - now <= SOON

    def within(self, outer: "Window") -> "Window":
        """This interval where it lies inside the other one: an activity is never open longer than its host."""
        return Window(
            max((t for t in (self.opens_at, outer.opens_at) if t), default=None),
            min((t for t in (self.closes_at, outer.closes_at) if t), default=None),
            min((t for t in (self.paused_at, outer.paused_at) if t), default=None),
        )


def arrival_on(day: date, window: Window, late_until: date | None) -> Arrival:
    """Whether an answer from elsewhere that arrived on a local day is in time.

    Letters carry days, not minutes: what arrives on the day of closing is in time. This is the one rule for all that
    comes otherwise than through the door, which goes by the minute.
    """
    if window.closes_at is None or day <= timezone.localdate(last_moment(window.closes_at)):
        return Arrival.IN_TIME
    return Arrival.LATE if late_until is not None and day <= late_until else Arrival.TOO_LATE


def arrival_of(contribution: Any, activity: Any) -> Arrival:
    """The same for a contribution to an activity; what came through the door is always in time."""
    if contribution.channel not in ELSEWHERE:
        return Arrival.IN_TIME
    return arrival_on(timezone.localdate(contribution.created_at), activity.window, activity.late_until)


REFERENCE = re.compile("[2-9A-HJ-NP-Z]{8}")
"""The letters of a reference; `models.contribution.REFERENCE_ALPHABET` says why these."""


def reference_in(text: str) -> str:
    """A reference as we write it, `4K7P-WX2Q`, from how people type it; "" when it cannot be one."""
    letters = re.sub(r"[\s\-\u2010-\u2015]", "", text).upper()
    return f"{letters[:4]}-{letters[4:]}" if REFERENCE.fullmatch(letters) else ""


def unlinked(text: str) -> str:
    """The text with nothing left that a mail program would make a link of.

    `://` becomes `[:]//`, a dot inside a word `[.]` and an @ inside a word `[at]`: readable, and of no use to press.
    """
    text = re.sub(r"(?<=\S)[.\uff0e\u3002](?=[^\W\d_])", "[.]", text.replace("://", "[:]//"))
    return re.sub(r"(?<=\S)@(?=\S)", "[at]", text)


def words_in_mail(text: str) -> str:
    """What a mail repeats of a guest's words: their beginning, without links."""
    return unlinked(text if len(text) <= SHOWN_IN_MAIL else f"{text[: SHOWN_IN_MAIL - 1].rstrip()}…")


MODERATOR_MOVES: dict[ContributionState, frozenset[ContributionState]] = {
    ContributionState.PENDING: frozenset(
        {ContributionState.PUBLISHED, ContributionState.HIDDEN, ContributionState.REMOVED}
    ),
    ContributionState.PUBLISHED: frozenset({ContributionState.HIDDEN, ContributionState.REMOVED}),
    ContributionState.HIDDEN: frozenset({ContributionState.PUBLISHED, ContributionState.REMOVED}),
    ContributionState.REMOVED: frozenset({ContributionState.PUBLISHED}),
}
"""From each state, where a moderator may move a contribution. What its author withdrew stays withdrawn."""


def moves_of(contribution: Any) -> frozenset[ContributionState]:
    """Where a moderator may move this contribution: what arrived too late to be counted is never made public."""
    moves = MODERATOR_MOVES.get(ContributionState(contribution.state), frozenset())
    if ContributionState.PUBLISHED in moves and is_too_late(contribution):
        return moves - {ContributionState.PUBLISHED}
    return moves


def is_too_late(contribution: Any) -> bool:
    """Whether it came from elsewhere, and after the last day on which that counts."""
    return arrival_of(contribution, contribution.activity) == Arrival.TOO_LATE


AUTHOR_MAY_WITHDRAW_FROM = frozenset(
    {ContributionState.UNCONFIRMED, ContributionState.PENDING, ContributionState.PUBLISHED, ContributionState.HIDDEN}
)

AUTHOR_MAY_EDIT_FROM = frozenset({ContributionState.PENDING, ContributionState.PUBLISHED})
"""Not while a guest has still to confirm: they confirm what the mail repeats. Not what a moderator took away."""


def can_moderate(user: Any) -> bool:
    """Whether the user may approve, hide and remove what people gave."""
    return user.has_perm("engagement.moderate_contribution")


def can_answer_officially(user: Any) -> bool:
    """Whether the user may speak for the organisation."""
    return user.has_perm("engagement.answer_officially")


def can_read_contributions(user: Any) -> bool:
    """Whether the user may read what is not public and see counts of it."""
    return user.has_perm("engagement.view_contribution") or can_moderate(user)


def can_export(user: Any) -> bool:
    """Whether the user may take lists of contributions away."""
    return user.has_perm("engagement.export_contribution")


def can_enter(user: Any) -> bool:
    """Whether the user may type in what people gave elsewhere."""
    return user.has_perm("engagement.enter_contribution")


def is_welcome(user: Any, audience: str) -> bool:
    """Whether this visitor belongs to the audience, an e-mail address still to be confirmed included."""
    return audience != Audience.MEMBERS or user.is_authenticated


def who_can_answer(audience: str) -> Any:
    """The audience in words for residents."""
    return {
        Audience.EVERYONE: _("Anyone, no account and no e-mail needed"),
        Audience.CONFIRMED: _("Anyone with an e-mail address, no account needed"),
        Audience.MEMBERS: _("Members: you need to sign in"),
    }[Audience(audience)]


def why_read_first(held_because: str) -> Any:
    """Why a person reads it first although others are public at once, for its author; "" when nothing stands out."""
    return {
        HeldBecause.MANY_LINKS: _("Posts with many links are read by a person first."),
        HeldBecause.LINK_FLOOD: _("Many people send this link now, so a person reads posts with it first."),
        HeldBecause.SAME_WORDS: _("Others have sent the same words, so a person reads them first."),
    }.get(HeldBecause(held_because), "")
