"""Takes in what people gave by letter, by telephone or at an event, typed in by staff."""

import uuid
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from engagement.accounts.models import Participant
from engagement.core.entries import Entry, EntryForm
from engagement.core.enums import Arrival, ContributionState, Reason
from engagement.core.models import Contribution
from engagement.core.queries import CORRECTED, digest_of_given, with_rows
from engagement.core.registry import find_module
from engagement.core.rules import is_too_late
from engagement.core.services.batches import BatchRefused, lock_batch
from engagement.core.services.contributing import MoveRefused, confirmed_state, move
from engagement.core.signals import contribution_words_changed

OUT = (ContributionState.REMOVED, ContributionState.WITHDRAWN)


def received_at(day: date) -> datetime:
    """The moment to store for an answer that arrived on a local day: its midday, and now on the day itself."""
    return min(timezone.make_aware(datetime.combine(day, time(12))), timezone.now())


@transaction.atomic
def enter_answer(*, form: EntryForm, user: Any, retry_key: uuid.UUID | None = None) -> tuple[Contribution, bool]:
    """Store one answer of a batch in the state that its activity asks for of this member of staff.

    What arrived too late to count is stored, and refused at once with that reason: never public, never counted, and in
    the record. Each answer has a participant of its own without address or account, so that it counts as one person,
    unless the form names an earlier answer of the same one.

    Args:
        form: valid, of the batch's module.
        retry_key: the same again returns what was stored the first time.

    Returns:
        The contribution, and whether it is new.

    Raises:
        BatchRefused: the batch was deleted meanwhile, or answers something else now.
    """
    batch, activity, data = lock_batch(form.batch), form.batch.activity, form.cleaned_data
    if batch.activity_id != activity.pk:
        raise BatchRefused(f"batch {batch.pk} is not for {activity.pk} any more")
    module = find_module(activity.module)
    assert module is not None  # noqa: S101 - its form is here
    is_too_late = form.arrival == Arrival.TOO_LATE
    is_held = data["hold"] or is_too_late
    person = form.participant or Participant.objects.create(display_name=data["name"], language=data["language"])
    entry = Entry(
        activity=activity,
        batch=batch,
        participant=person,
        state=ContributionState.PENDING if is_held else confirmed_state(activity=activity, user=user),
        language=data["language"],
        received_at=received_at(data["received_on"]),
        retry_key=retry_key,
    )
    contribution, is_new = module.enter(entry, data)
    if not is_new:
        _forget_unused(person)
        return contribution, False
    if not contribution.words_digest:  # not every module weighs words, and the question about the same words goes by it
        contribution.words_digest = digest_of_given(activity, data)
        contribution.save(update_fields=["words_digest"])
    if is_too_late:
        move(contribution=contribution, to=ContributionState.REMOVED, by=user, reason=Reason.LATE)
    log(instance=batch, action="engagement.enter", user=user, data={"reference": contribution.reference})
    return contribution, True


def _forget_unused(person: Participant) -> None:
    if not person.contributions.exists():
        person.delete()


def is_refused_as_late(contribution: Contribution) -> bool:
    """Whether it was typed in and is out for one reason, its day: that day may have been mistyped."""
    if contribution.batch_id is None or contribution.state != ContributionState.REMOVED:
        return False
    if not is_too_late(contribution):
        return False
    last = next(iter(contribution.changes.all()), None)  # the newest first, also where they were prefetched
    return last is not None and last.reason == Reason.LATE


def may_take_out(contribution: Contribution) -> bool:
    """Whether it was typed in and stands, or stands in the record as too late."""
    return contribution.batch_id is not None and (contribution.state not in OUT or is_refused_as_late(contribution))


def may_correct(*, contribution: Contribution, user: Any) -> bool:
    """Whether this member of staff may mend what was typed in: public words only who could publish them unread."""
    if is_refused_as_late(contribution):
        return True
    if contribution.batch_id is None or contribution.state in OUT:
        return False
    would_be = confirmed_state(activity=contribution.activity, user=user)
    return contribution.state == ContributionState.PENDING or would_be == ContributionState.PUBLISHED


@transaction.atomic
def correct_answer(*, contribution: Contribution, form: EntryForm, user: Any) -> Contribution:
    """Write what was mistyped as it stands on the paper. The reference stays, and the batch's log tells.

    The day decides anew whether it counts, and the state follows: what turns out too late is taken off the page, and
    what turns out in time goes where it would have gone when it was typed in.

    Raises:
        MoveRefused: it was taken out meanwhile, or somebody has to read the changed words first.
    """
    found = Contribution.objects.select_for_update(of=("self",)).select_related("activity", "batch")
    locked = found.get(pk=contribution.pk)
    if not may_correct(contribution=locked, user=user):
        raise MoveRefused(f"{locked.state} is not corrected")
    [(_contribution, row)] = with_rows([locked])
    module, data = find_module(locked.activity.module), form.cleaned_data
    assert module is not None  # noqa: S101 - its form is here
    module.correct(row, data)
    was_late = is_refused_as_late(locked)
    locked.language, locked.words_digest = data["language"], digest_of_given(locked.activity, data)
    if data["received_on"] != timezone.localdate(locked.created_at):
        locked.created_at = received_at(data["received_on"])
    locked.save(update_fields=["language", "words_digest", "created_at"])
    if locked.participant is not None and not locked.participant.is_known and not locked.participant.erased_at:
        locked.participant.display_name = data["name"]
        locked.participant.save(update_fields=["display_name"])
    contribution_words_changed.send(sender=Contribution, contribution=locked)
    is_late = is_too_late(locked)
    if is_late and not was_late:
        move(contribution=locked, to=ContributionState.REMOVED, by=user, reason=Reason.LATE)
    elif was_late and not is_late:
        move(contribution=locked, to=confirmed_state(activity=locked.activity, user=user), by=user)
    log(instance=locked.batch, action=CORRECTED, user=user, data={"reference": locked.reference})
    return locked


@transaction.atomic
def take_out(*, contribution: Contribution, user: Any) -> Contribution:
    """Take out what should not have been typed in: removed with that reason, for good and in the record.

    Raises:
        MoveRefused: it is out already, or was not typed in.
    """
    found = Contribution.objects.select_for_update(of=("self",)).select_related("activity")
    locked = found.get(pk=contribution.pk)
    if not may_take_out(locked):
        raise MoveRefused(f"{locked.state} is not taken out")
    return move(contribution=locked, to=ContributionState.REMOVED, by=user, reason=Reason.MISTYPED)
