"""Takes in what people give, and moves it from state to state. Nothing else writes `Contribution.state`."""

import uuid
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from engagement.accounts.models import Participant
from engagement.core.enums import STANDING, Audience, Channel, ContributionState, Moderation, Reason
from engagement.core.models import Activity, Contribution, StateChange
from engagement.core.queries import with_rows
from engagement.core.registry import find_module
from engagement.core.rules import AUTHOR_MAY_EDIT_FROM, AUTHOR_MAY_WITHDRAW_FROM, MODERATOR_MOVES, can_moderate
from engagement.core.signals import (
    contribution_published,
    contribution_received,
    contribution_state_changed,
    contribution_unpublished,
)


class MoveRefused(ValueError):
    """A contribution cannot go from its state to the one asked for."""


class EditedSince(MoveRefused):
    """Its author has changed it since the moderator read it."""


def first_state(*, activity: Activity, participant: Participant | None, user: Any = None) -> ContributionState:
    """Where a new contribution starts: unconfirmed guests wait for their mail, the rest as the activity says."""
    if activity.audience == Audience.CONFIRMED and not (participant and participant.is_known):
        return ContributionState.UNCONFIRMED
    return confirmed_state(activity=activity, user=user)


def confirmed_state(*, activity: Activity, user: Any = None) -> ContributionState:
    """The state once we know who it is: held or published, and never held for those who moderate."""
    if activity.moderation == Moderation.AT_ONCE or (user is not None and can_moderate(user)):
        return ContributionState.PUBLISHED
    return ContributionState.PENDING


@transaction.atomic
def contribute(
    *,
    activity: Activity,
    participant: Participant | None,
    state: ContributionState,
    language: str,
    channel: Channel = Channel.WEB,
    retry_key: uuid.UUID | None = None,
    is_only: bool = False,
    received_at: datetime | None = None,
) -> tuple[Contribution, bool]:
    """Store one contribution; call it in the transaction that stores the module's own row.

    Args:
        retry_key: the key of the form it came from; the same key again returns what was stored the first time.
        is_only: the module's `one_each`: what this participant gave before is withdrawn in its favour.

    Returns:
        The contribution, and whether it is new. A module that gets False stores nothing and shows the same reference.
    """
    if is_only:
        # Before anything is looked up: the same form sent twice at once must find the first, not take its place.
        _lock_person(participant)
    if retry_key and (earlier := find_earlier(activity=activity, retry_key=retry_key)):
        return earlier, False
    if is_only and state in STANDING:
        make_way(activity=activity, participant=participant)
    try:
        with transaction.atomic():
            contribution = Contribution.objects.create(
                activity_id=activity.pk,
                participant=participant,
                state=state,
                language=language,
                channel=channel,
                retry_key=retry_key,
                is_only=is_only,
                created_at=received_at or timezone.now(),
            )
    except IntegrityError:
        if retry_key and (earlier := find_earlier(activity=activity, retry_key=retry_key)):
            return earlier, False
        raise
    contribution_received.send(sender=Contribution, contribution=contribution)
    if contribution.is_published:
        contribution_published.send(sender=Contribution, contribution=contribution, by=None)
    return contribution, True


@transaction.atomic
def make_way(*, activity: Activity, participant: Participant | None) -> None:
    """Withdraw what this person has standing where one person has one; two at once wait for each other here."""
    if participant is None:
        return
    _lock_person(participant)
    for earlier in Contribution.objects.filter(
        activity=activity.pk, participant=participant, is_only=True, state__in=STANDING
    ):
        withdraw(contribution=earlier)


def _lock_person(participant: Participant | None) -> None:
    if participant is not None:
        Participant.objects.select_for_update().get(pk=participant.pk)


@transaction.atomic
def join(*, kept: Participant, gone: Participant) -> None:
    """Give everything one participant has to the other: they proved to be one person.

    Where one person has one contribution and both had one, the later of the two stands.
    """
    mine, theirs = (
        Contribution.objects.filter(participant=person, is_only=True, state__in=STANDING) for person in (kept, gone)
    )
    for one in mine.filter(activity__in=theirs.values("activity")):
        other = theirs.get(activity=one.activity_id)
        withdraw(contribution=min(one, other, key=lambda given: (given.created_at, given.pk)))
    Contribution.objects.filter(participant=gone).update(participant=kept)


def find_earlier(*, activity: Activity, retry_key: uuid.UUID) -> Contribution | None:
    """What the same form with the same answers brought the first time, or None."""
    return Contribution.objects.filter(activity_id=activity.pk, retry_key=retry_key).first()


@transaction.atomic
def moderate(
    *,
    contribution: Contribution,
    to: ContributionState,
    by: Any,
    reason: Reason | str = "",
    note: str = "",
    seen: ContributionState | str = "",
    read: int | None = None,
) -> Contribution:
    """Approve, hide, remove or restore on a moderator's word.

    Args:
        seen: the state the moderator saw and decided upon; "" for whatever it is in now.
        read: how often it had been edited (`Contribution.edits`) when the moderator read it; None for whatever it says
            now.

    Raises:
        EditedSince: its author has changed it since.
        MoveRefused: somebody has decided since, or the present state allows no such move. In both cases nothing was
            changed.
    """
    locked = _lock(contribution)
    if seen and locked.state != seen:
        raise MoveRefused(f"{locked.state}, not {seen}")
    if read is not None and locked.edits != read:
        raise EditedSince(f"edited {locked.edits} times, not {read}")
    if to not in MODERATOR_MOVES.get(ContributionState(locked.state), frozenset()):
        raise MoveRefused(f"{locked.state} > {to}")
    if to in STANDING and locked.state not in STANDING and _has_another(locked):
        raise MoveRefused("its author has given another one since")
    return move(contribution=locked, to=to, by=by, reason=reason, note=note)


def _has_another(contribution: Contribution) -> bool:
    others = Contribution.objects.filter(activity=contribution.activity_id, participant=contribution.participant_id)
    is_bound = contribution.is_only and contribution.participant_id is not None
    return is_bound and others.filter(is_only=True, state__in=STANDING).exclude(pk=contribution.pk).exists()


@transaction.atomic
def withdraw(*, contribution: Contribution, by: Any = None) -> Contribution:
    """Take it back on its author's word.

    Raises:
        MoveRefused: it was removed or has been withdrawn already.
    """
    locked = _lock(contribution)
    if locked.state not in AUTHOR_MAY_WITHDRAW_FROM:
        raise MoveRefused(f"{locked.state} > withdrawn")
    return move(contribution=locked, to=ContributionState.WITHDRAWN, by=by)


@transaction.atomic
def revise(*, contribution: Contribution, by: Any = None, is_never_held: bool = False) -> Contribution:
    """Note that its author changes what they gave; what was held before it became public is held again.

    Call it first in the transaction that stores the new words: it locks the contribution, so that a decision meanwhile
    is one on the earlier words or on the new ones.

    Args:
        is_never_held: for what was not held when it was given either, such as an official answer.

    Raises:
        MoveRefused: its state allows no change.
    """
    locked = _lock(contribution)
    if locked.state not in AUTHOR_MAY_EDIT_FROM:
        raise MoveRefused(f"edited while {locked.state}")
    locked.edits, locked.edited_at = locked.edits + 1, timezone.now()
    locked.save(update_fields=["edits", "edited_at"])
    if locked.is_published and not is_never_held and is_held_again(activity=locked.activity, user=by):
        return move(contribution=locked, to=ContributionState.PENDING, by=by)
    return locked


def is_held_again(*, activity: Activity, user: Any = None) -> bool:
    """Whether somebody must read what this user has changed before everybody can."""
    return confirmed_state(activity=activity, user=user) == ContributionState.PENDING


@transaction.atomic
def withdraw_all(*, participant: Participant) -> int:
    """Take back everything a person gave and have the modules forget the words; how many contributions it was."""
    given = list(Contribution.objects.filter(participant=participant).select_related("activity"))
    for contribution in given:
        if contribution.state in AUTHOR_MAY_WITHDRAW_FROM:
            withdraw(contribution=contribution)
    for contribution, row in with_rows(given):
        module = find_module(contribution.activity.module)
        if module is not None and row is not None:
            module.forget(row)
    return len(given)


def move(
    *, contribution: Contribution, to: ContributionState, by: Any, reason: Reason | str = "", note: str = ""
) -> Contribution:
    """Write the new state and the decision, and tell the modules. The row must be locked by the caller."""
    change = StateChange.objects.create(
        contribution=contribution,
        from_state=contribution.state,
        to_state=to,
        reason=reason,
        note=note,
        by=by if by is not None and by.is_authenticated else None,
    )
    was_published = contribution.is_published
    contribution.state, contribution.state_changed_at = to, change.at
    contribution.save(update_fields=["state", "state_changed_at"])
    contribution_state_changed.send(sender=Contribution, contribution=contribution, change=change)
    if contribution.is_published and not was_published:
        contribution_published.send(sender=Contribution, contribution=contribution, by=by)
    elif was_published and not contribution.is_published:
        contribution_unpublished.send(sender=Contribution, contribution=contribution, by=by)
    return contribution


def _lock(contribution: Contribution) -> Contribution:
    return Contribution.objects.select_for_update(of=("self",)).select_related("activity").get(pk=contribution.pk)
