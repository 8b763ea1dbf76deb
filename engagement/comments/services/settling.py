"""Notes that a conversation needs no answer."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from engagement.comments.models import Comment


@transaction.atomic
def settle(*, conversation: Comment, by: Any, until: datetime | None = None) -> None:
    """Note that nothing said in a conversation up to now needs an answer. What is said later waits for one again.

    Args:
        conversation: the comment that begins it.
        until: when the words were read; now unless told. What came in since then was not meant.
    """
    now = timezone.now()
    Comment.objects.filter(pk=conversation.pk).update(settled_at=min(until or now, now), settled_by=by)
    log(instance=conversation.discussion, action="engagement.settle", user=by)


@transaction.atomic
def unsettle(*, conversation: Comment, by: Any) -> None:
    """Let it wait for an answer after all. Doing it twice changes nothing."""
    settled = Comment.objects.filter(pk=conversation.pk, settled_at__isnull=False)
    if settled.update(settled_at=None, settled_by=None):
        log(instance=conversation.discussion, action="engagement.unsettle", user=by)
