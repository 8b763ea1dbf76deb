"""What moderation does when somebody decides, and when people are joined or forgotten."""

from datetime import datetime
from typing import Any

from engagement.moderation.enums import Told
from engagement.moderation.queries import taking_down
from engagement.moderation.rules import TAKEN_DOWN, is_decision, is_set_aside
from engagement.moderation.services import answer_all, forget_addresses, forget_person, join, tell_of_move
from engagement.plugin import Contribution, ContributionState, Participant, StateChange


def on_moved(sender: type, contribution: Contribution, change: StateChange, **kwargs: Any) -> None:
    """A contribution changed its state: answer what was asked, and tell its author if a moderator did it."""
    if is_set_aside(change):
        tell_of_move(contribution=contribution, change=change, told=Told.SET_ASIDE)
    elif is_decision(change):
        answer_all(contribution=contribution, change=change)
        tell_of_move(contribution=contribution, change=change, told=_told(change))
    elif change.to_state == ContributionState.WITHDRAWN:
        answer_all(contribution=contribution, change=change)


def on_left(sender: type, contribution: Contribution, change: StateChange, shown_at: datetime, **kwargs: Any) -> None:
    """A moderator left it as it was: answer those who had asked by then, its author among them."""
    was_asked_again = answer_all(contribution=contribution, change=change, asked_until=shown_at)
    if was_asked_again:
        tell_of_move(contribution=contribution, change=change, told=Told.LEFT)
    elif taking_down(contribution) == change:
        # It had been hidden by itself, and stays hidden on somebody's word.
        tell_of_move(contribution=contribution, change=change, told=Told.HIDDEN)


def _told(change: StateChange) -> Told:
    if change.to_state == ContributionState.PUBLISHED:
        return Told.RESTORED if change.from_state in TAKEN_DOWN else Told.PUBLISHED
    return Told.HIDDEN if change.to_state == ContributionState.HIDDEN else Told.REMOVED


def on_joined(sender: type, kept: Participant, gone: Participant, **kwargs: Any) -> None:
    """Two participants proved to be one person."""
    join(kept=kept, gone=gone)


def on_erased(sender: type, participant: Participant, addresses: frozenset[str], **kwargs: Any) -> None:
    """A person was erased: who reported something is no longer known, and what they wrote about it is gone."""
    forget_person(participant=participant, addresses=addresses)


def on_tidying(sender: type, now: datetime, **kwargs: Any) -> None:
    """Once a day: the addresses of those who were told long ago are forgotten."""
    forget_addresses(now)
