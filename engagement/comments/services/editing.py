"""Lets people change what they said, and keeps what it was."""

import uuid
from typing import Any

from django.db import transaction
from django.db.models import Q

from engagement.comments.models import Comment, CommentVersion
from engagement.comments.services.posting import checked_text
from engagement.plugin import (
    Contribution,
    Giver,
    MoveRefused,
    Participant,
    Weighed,
    contribution_words_changed,
    revise,
    weigh,
    words_digest,
)


@transaction.atomic
def edit_comment(
    *, comment: Comment, text: str, retry_key: uuid.UUID, giver: Giver | None = None, user: Any = None
) -> tuple[Comment, bool]:
    """Put other words in the place of a comment's, and keep the earlier ones for moderators.

    Where comments are read before they are shown, a public one goes back to be read: docs/adr/0016-edited-words.md.

    Args:
        retry_key: of the form with its words (`base.guards.form_key`). The same again changes nothing.
        giver: who sends it: what stands out in the new words is held, as when it is posted.
        user: who is signed in; what moderators change is never held, nor is an official answer.

    Returns:
        The comment as it is now, and whether this changed it.

    Raises:
        TextRefused: empty, too long, or with a private number or address; nothing was changed.
        MoveRefused: it was withdrawn, hidden or removed, or its author erased; nothing was changed.
    """
    is_reply = comment.reply_to_id is not None
    longest = comment.discussion.max_length
    text = checked_text(text, longest=longest, is_reply=is_reply, is_official=comment.is_official)
    locked = _lock(comment)
    if locked.comment == text or locked.versions.filter(retry_key=retry_key).exists():
        return locked, False
    before = locked.contribution
    said_since = before.edited_at or before.created_at
    weighed = _weighed(locked, text, giver)
    locked.contribution = revise(contribution=before, weighed=weighed, by=user, is_never_held=locked.is_official)
    CommentVersion.objects.create(
        comment=locked, number=locked.contribution.edits, text=locked.comment, at=said_since, retry_key=retry_key
    )
    Comment.objects.filter(pk=locked.pk).update(comment=text)
    locked.comment = text
    contribution_words_changed.send(sender=Contribution, contribution=locked.contribution)
    return locked, True


def _weighed(comment: Comment, text: str, giver: Giver | None) -> Weighed:
    discussion = comment.contribution.activity
    if giver is None:
        return Weighed(words_digest(discussion, text))
    place = Q(comment__reply_to=comment.reply_to_id)
    return weigh(activity=discussion, words=text, giver=giver, place=place, changing=comment.contribution)


def _lock(comment: Comment) -> Comment:
    """The comment as it is now. Edits of one comment come one after the other, before or after its author's erasure.

    The person before the contribution, as when they agree: two locks in two orders would wait for ever.
    """
    people = Participant.objects.select_for_update(no_key=True)
    if not people.filter(pk=comment.contribution.participant_id, erased_at__isnull=True).first():
        raise MoveRefused("nobody stands behind it any more")
    Contribution.objects.select_for_update(of=("self",)).get(pk=comment.contribution_id)
    return Comment.objects.select_related("contribution__activity").get(pk=comment.pk)


def forget_versions(*, comment: Comment) -> None:
    """Leave nothing of what it said before."""
    CommentVersion.objects.filter(comment=comment).delete()


def follow_erased_author(sender: type, participant: Participant, **kwargs: Any) -> None:
    """Receiver: a person was erased. What they had taken out of their words goes, whatever becomes of the words."""
    CommentVersion.objects.filter(comment__contribution__participant=participant).delete()
