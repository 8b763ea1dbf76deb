"""Answers for the organisation, and shows answers above the talk."""

import uuid
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from engagement.comments.models import Comment, Discussion
from engagement.comments.services.posting import post_comment
from engagement.plugin import ContributionState, Participant


def answer_officially(
    *,
    discussion: Discussion,
    user: Any,
    author: Participant,
    text: str,
    language: str,
    parent: Comment | None = None,
    name: str = "",
    pinned: bool = False,
    retry_key: uuid.UUID | None = None,
) -> tuple[Comment, bool]:
    """Answer for the organisation: marked as such, never held, and pinned above the talk if wished.

    The caller has checked that the user may. Arguments, result and refusals are those of `post_comment`.
    """
    with transaction.atomic():
        comment, is_new = post_comment(
            discussion=discussion,
            author=author,
            text=text,
            language=language,
            parent=parent,
            name=name or user.get_full_name(),
            retry_key=retry_key,
            user=user,
            state=ContributionState.PUBLISHED,
            is_official=True,
        )
        if is_new:
            log(instance=discussion, action="engagement.answer", user=user)
        if is_new and pinned:
            pin(comment=comment, user=user)
    return comment, is_new


@transaction.atomic
def pin(*, comment: Comment, user: Any) -> None:
    """Show an official answer above the talk. Doing it twice changes nothing."""
    if Comment.objects.filter(pk=comment.pk, is_official=True, pinned_at__isnull=True).update(pinned_at=timezone.now()):
        log(instance=comment.contribution.activity, action="engagement.pin", user=user)


@transaction.atomic
def unpin(*, comment: Comment, user: Any) -> None:
    """Show an official answer in its place in the talk only."""
    if Comment.objects.filter(pk=comment.pk, pinned_at__isnull=False).update(pinned_at=None):
        log(instance=comment.contribution.activity, action="engagement.unpin", user=user)
