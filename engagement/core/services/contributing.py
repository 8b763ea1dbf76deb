"""Takes in what people give, and moves it from state to state. Nothing else writes `Contribution.state`."""

import uuid
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from engagement.accounts.models import Participant
from engagement.core.enums import STANDING, Audience, Channel, ContributionState, HeldBecause, Moderation, Reason
from engagement.core.marks import is_marked
from engagement.core.models import Activity, Batch, Contribution, StateChange
from engagement.core.queries import with_rows
from engagement.core.registry import find_module
from engagement.core.rules import (
    AUTHOR_MAY_EDIT_FROM,
    AUTHOR_MAY_WITHDRAW_FROM,
    can_moderate,
    is_too_late,
    moves_of,
)
from engagement.core.services.weighing import Weighed
from engagement.core.signals import (
    contribution_left,
    contribution_published,
    contribution_received,
    contribution_state_changed,
    contribution_unpublished,
)


class MoveRefused(ValueError):
    """A contribution cannot go from its state to the one asked for."""


class EditedSince(MoveRefused):
    """Its author has changed it since the moderator read it."""


class TooLate(MoveRefused):
    """It arrived too late to be counted, so it cannot be made public."""


def first_state(
    *, activity: Activity, participant: Participant | None, user: Any = None, held_because: str = ""
) -> ContributionState:
    """Where a new contribution starts: unconfirmed guests wait for their mail, the rest as the activity says, and what
    stands out (`services.weighing`) waits for a moderator.
    """
    if activity.audience == Audience.CONFIRMED and not (participant and participant.is_known):
        return ContributionState.UNCONFIRMED
    return confirmed_state(activity=activity, user=user, held_because=held_because)


def confirmed_state(*, activity: Activity, user: Any = None, held_because: str = "") -> ContributionState:
    """The state once we know who it is: held or published, and never held for those who moderate."""
    if (activity.moderation == Moderation.AT_ONCE and not held_because) or (user is not None and can_moderate(user)):
        return ContributionState.PUBLISHED
    return ContributionState.PENDING


@transaction.atomic(savepoint=False)
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
    words_digest: str = "",
    held_because: HeldBecause = HeldBecause.NOTHING,
    batch: Batch | None = None,
    is_stranger: bool = False,
) -> tuple[Contribution, bool]:
    """Store one contribution; call it in the transaction that stores the module's own row.

    Args:
        retry_key: the key of the form it came from; the same key again returns what was stored the first time.
        is_only: the module's `one_each`: what this participant gave before is withdrawn in its favour.
        is_stranger: the participant was made in this transaction, so has given nothing yet.
        words_digest: and `held_because`, as `services.weighing.weigh` returns them.

    Returns:
        The contribution, and whether it is new. A module that gets False stores nothing and shows the same reference.

    There is no savepoint: what is raised undoes the caller's transaction, which would be wrong without it.
    """
    if is_only and not is_stranger:
        # The same form sent twice at once must find the first, not take its place.
        lock_person(participant)
        if retry_key and (earlier := find_earlier(activity=activity, retry_key=retry_key)):
            return earlier, False
        if state in STANDING:
            make_way(activity=activity, participant=participant)
    try:
        with transaction.atomic():
            contribution = Contribution.objects.create(
                activity=activity,
                participant=participant,
                state=state,
                language=language,
                channel=channel,
                retry_key=retry_key,
                is_only=is_only,
                created_at=received_at or timezone.now(),
                words_digest=words_digest,
                held_because=held_because,
                batch=batch,
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
    lock_person(participant)
    for earlier in Contribution.objects.filter(
        activity=activity.pk, participant=participant, is_only=True, state__in=STANDING
    ):
        withdraw(contribution=earlier)


def lock_person(participant: Participant | None) -> None:
    """Let two writes of one person follow each other, until the transaction under way ends."""
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
    found = Contribution.objects.filter(activity_id=activity.pk, retry_key=retry_key).order_by()
    return next(iter(found[:1]), None)  # `first()` sorts, for which Django compares every column


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
    shown_at: datetime | None = None,
) -> Contribution:
    """Approve, hide, remove or restore on a moderator's word.

    Args:
        seen: the state the moderator saw and decided upon; "" for whatever it is in now.
        read: how often it had been edited (`Contribution.edits`) when the moderator read it; None for whatever it says
            now.
        shown_at: when they saw it; None for now.

    Raises:
        EditedSince: its author has changed it since.
        TooLate: it would become public, and arrived too late to be counted.
        MoveRefused: somebody has decided since, or the present state allows no such move. In all these cases nothing
            was changed.
    """
    locked = _lock(contribution)
    if seen and locked.state != seen:
        raise MoveRefused(f"{locked.state}, not {seen}")
    _refuse_if_stale(locked, read, shown_at)
    if to == ContributionState.PUBLISHED and is_too_late(locked):
        raise TooLate(f"{locked.reference} arrived too late")
    if to not in moves_of(locked):
        raise MoveRefused(f"{locked.state} > {to}")
    if to in STANDING and locked.state not in STANDING and _has_another(locked):
        raise MoveRefused("its author has given another one since")
    return move(contribution=locked, to=to, by=by, reason=reason, note=note)


@transaction.atomic
def leave(
    *, contribution: Contribution, by: Any, note: str = "", read: int | None = None, shown_at: datetime | None = None
) -> Contribution:
    """Leave it in its state on a moderator's word, and so answer those who asked to look at it.

    It is recorded as a decision from a state to the same one. The reason for which it was taken down stays.

    Args:
        read: as for `moderate`, and so is `shown_at`.

    Raises:
        EditedSince: its author has changed it since.
        MoveRefused: nobody asks any more, or somebody has decided since. In both cases nothing was changed.
    """
    locked = _lock(contribution)
    _refuse_if_stale(locked, read, shown_at)
    if not is_marked(locked):
        raise MoveRefused("nobody asks to look at it")
    last = locked.changes.filter(to_state=locked.state).first()
    change = StateChange.objects.create(
        contribution=locked,
        from_state=locked.state,
        to_state=locked.state,
        reason=last.reason if last else "",
        note=note,
        by=by,
    )
    contribution_left.send(sender=Contribution, contribution=locked, change=change, shown_at=shown_at or timezone.now())
    return locked


def _refuse_if_stale(contribution: Contribution, read: int | None, shown_at: datetime | None) -> None:
    if read is not None and contribution.edits != read:
        raise EditedSince(f"edited {contribution.edits} times, not {read}")
    if shown_at is not None and contribution.changes.filter(at__gt=shown_at).exists():
        raise MoveRefused("somebody has decided since it was shown")


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
def revise(
    *, contribution: Contribution, weighed: Weighed, by: Any = None, is_never_held: bool = False
) -> Contribution:
    """Note that its author changes what they gave; what was held before it became public is held again, and so is what
    stands out now.

    Call it first in the transaction that stores the new words: it locks the contribution, so that a decision meanwhile
    is one on the earlier words or on the new ones.

    Args:
        weighed: what is to be known of the new words.
        is_never_held: for what was not held when it was given either, such as an official answer.

    Raises:
        MoveRefused: its state allows no change.
    """
    locked = _lock(contribution)
    if locked.state not in AUTHOR_MAY_EDIT_FROM:
        raise MoveRefused(f"edited while {locked.state}")
    locked.edits, locked.edited_at = locked.edits + 1, timezone.now()
    locked.words_digest, locked.held_because = weighed.digest, weighed.held_because
    locked.save(update_fields=["edits", "edited_at", "words_digest", "held_because"])
    is_held = is_held_again(activity=locked.activity, user=by, held_because=weighed.held_because)
    if locked.is_published and is_held and not is_never_held:
        return move(contribution=locked, to=ContributionState.PENDING, by=by)
    return locked


def is_held_again(*, activity: Activity, user: Any = None, held_because: str = "") -> bool:
    """Whether somebody must read what this user has changed before everybody can."""
    state = confirmed_state(activity=activity, user=user, held_because=held_because)
    return state == ContributionState.PENDING


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
    Contribution.objects.filter(pk__in=[contribution.pk for contribution in given]).update(words_digest="")
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
