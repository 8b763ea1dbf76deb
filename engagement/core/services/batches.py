"""Begins, edits and deletes batches: what answers from elsewhere have in common."""

from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from engagement.core.models import Activity, Batch
from engagement.core.queries import BATCH_EDITED, has_answers


class BatchRefused(ValueError):
    """The batch is gone, or its answers forbid what was asked for."""


@transaction.atomic
def begin_batch(*, activity: Activity, user: Any, **fields: Any) -> Batch:
    """Begin a batch for one activity.

    Args:
        fields: title, channel, received_on and note of the `Batch`.
    """
    batch = Batch.objects.create(activity_id=activity.pk, created_by=user, **fields)
    log(instance=batch, action="engagement.batch", user=user)
    return batch


@transaction.atomic
def edit_batch(*, batch: Batch, activity: Activity, user: Any, **fields: Any) -> Batch:
    """Write anew what its answers have in common. How they reached us is written to each of them as well; each keeps
    its own day, which may have been typed in for it alone.

    The log keeps what every field said but the note: what is taken out of that may have named somebody.

    Args:
        fields: as for `begin_batch`.

    Raises:
        BatchRefused: it was deleted meanwhile, or would answer something else than its answers do.
    """
    locked = lock_batch(batch)
    wanted = {"activity_id": activity.pk, **fields}
    changes = {name: [getattr(locked, name), value] for name, value in wanted.items() if getattr(locked, name) != value}
    if "activity_id" in changes and has_answers(locked):
        raise BatchRefused(f"batch {locked.pk} has answers to {locked.activity_id}")
    if not changes:
        return locked
    for name in changes:
        setattr(locked, name, wanted[name])
    locked.save(update_fields=changes)
    if "channel" in changes:
        locked.contributions.update(channel=locked.channel)
    changes.pop("note", None)
    log(instance=locked, action=BATCH_EDITED, user=user, data={"changes": changes})
    return locked


@transaction.atomic
def delete_batch(*, batch: Batch, user: Any) -> None:
    """Delete a batch into which nothing was ever typed.

    Raises:
        BatchRefused: it was deleted meanwhile, or holds an answer, if only one that was taken out: the record keeps it.
    """
    locked = lock_batch(batch)
    if has_answers(locked):
        raise BatchRefused(f"batch {locked.pk} has answers")
    log(instance=locked, action="engagement.batch_delete", user=user, deleted=True)
    locked.delete()


def lock_batch(batch: Batch) -> Batch:
    """A batch as it is now. What is typed into it and what is changed about it wait for each other, so that no answer
    says anything else than its batch.

    Raises:
        BatchRefused: it was deleted meanwhile.
    """
    locked = Batch.objects.select_for_update().filter(pk=batch.pk).first()
    if locked is None:
        raise BatchRefused(f"batch {batch.pk} is gone")
    return locked
