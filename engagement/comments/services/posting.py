"""Takes in comments and replies."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django_comments_xtd.models import XtdComment

from base.ratelimit import Tally
from base.texts import clean_name, clean_text
from engagement.comments.models import Comment, Discussion
from engagement.comments.rules import DEEPEST, LONGEST_LETTER, TextRefused, can_be_answered, text_problem
from engagement.comments.services.following import package_flags
from engagement.comments.services.linking import send_link
from engagement.plugin import (
    Batch,
    Channel,
    Contribution,
    ContributionState,
    Giver,
    Host,
    Participant,
    Weighed,
    contribute,
    first_state,
    lock_person,
    weigh,
    words_digest,
)


class ReplyRefused(ValueError):
    """The comment to answer cannot be answered; `sentence` says why, to the one who tried."""

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence
        super().__init__(sentence)


class _Repeated(Exception):
    """The same form came before: undo what this attempt has written."""

    def __init__(self, contribution: Contribution) -> None:
        self.contribution = contribution


def post_comment(
    *,
    discussion: Discussion,
    author: Participant | None,
    text: str,
    language: str,
    parent: Comment | None = None,
    name: str = "",
    email: str = "",
    retry_key: uuid.UUID | None = None,
    user: Any = None,
    channel: Channel = Channel.WEB,
    received_at: datetime | None = None,
    state: ContributionState | None = None,
    is_official: bool = False,
    giver: Giver | None = None,
    batch: Batch | None = None,
    lane: Sequence[Tally] = (),
    is_unproved: bool = False,
    host: Host | None = None,
) -> tuple[Comment, bool]:
    """Store one comment or reply. A guest's, where the audience needs an address, waits for the mail sent to `email`.

    Args:
        author: None for a guest who is new to us; then one is made, with `name`. A known person without a name to
            show is given `name`.
        parent: the comment it answers. A reply to the deepest level stands beside that comment.
        email: where to send a guest's link. Sent again only when it differs from the last time, and kept waiting
            without a link when too many went there.
        retry_key: of the form with its words (`base.guards.form_key`). The same again returns the first comment.
        user: who is signed in; moderators are never held.
        state: in place of the one that the activity and the author call for, when loading what was received before.
        giver: who sends it. The same words of the same person today are not stored again, and what stands out is held.
            None for what did not come through a form.
        batch: of answers from elsewhere, with which staff type it in: then it may be as long as a letter.
        lane: more counts that the mail to `email` is held to (`Visit.lane_to`).
        is_unproved: its author confirms `email` in place of a proof (`Visit.ask_for_proof`), whatever the audience.
        host: where it is said, in `language`, for that mail; looked up where it is not at hand.

    Returns:
        The comment, and whether it is new.

    Raises:
        TextRefused: empty, too long, or with a private number or address.
        ReplyRefused: the parent cannot be answered, or not here.
        Refusal: 429, no mail may go out to somebody without a proof. In all these cases nothing was stored.
    """
    longest = LONGEST_LETTER if batch else discussion.max_length
    text = checked_text(text, longest=longest, is_reply=parent is not None, is_official=is_official)
    try:
        with transaction.atomic():
            # A person's row before a thread's, as when they agree: two locks in two orders would wait for ever.
            weighed = _weighed(discussion, text, author, parent=parent, giver=giver)
            author = _named(author, name=name, language=language)
            parent = _locked(parent, discussion, is_official=is_official) if parent else None
            held_because = weighed.held_because
            if state is None:
                state = first_state(activity=discussion, participant=author, user=user, held_because=held_because)
            contribution, is_new = contribute(
                activity=discussion,
                participant=author,
                state=ContributionState.UNCONFIRMED if is_unproved else state,
                language=language,
                channel=channel,
                retry_key=retry_key,
                received_at=received_at,
                words_digest=weighed.digest,
                held_because=held_because,
                batch=batch,
            )
            if not is_new:
                raise _Repeated(contribution)
            comment = _store(discussion, contribution, text, parent=parent, is_official=is_official)
            send_link(comment=comment, email=email, lane=lane, host=host, is_first=True, is_needed=is_unproved)
    except _Repeated as repeated:
        comment = Comment.objects.select_related("contribution__activity").get(contribution=repeated.contribution)
        send_link(comment=comment, email=email, lane=lane)
        return comment, False
    return comment, True


def checked_text(text: str, *, longest: int, is_reply: bool, is_official: bool) -> str:
    """The text as it is kept.

    Args:
        longest: how long it may be, in characters.

    Raises:
        TextRefused: empty, too long, or with a private number or address.
    """
    text = clean_text(text)
    problem = text_problem(text, longest=longest, is_reply=is_reply, is_official=is_official)
    if problem:
        raise TextRefused(problem)
    return text


def _weighed(
    discussion: Discussion, text: str, author: Participant | None, *, parent: Comment | None, giver: Giver | None
) -> Weighed:
    """What is to be known of these words, while no other tab of this person sends any.

    Raises:
        _Repeated: the same person has said them.
    """
    if giver is None:
        return Weighed(words_digest(discussion, text))
    lock_person(author)
    weighed = weigh(activity=discussion, words=text, giver=giver, place=Q(comment__reply_to=parent))
    if weighed.double is not None:
        raise _Repeated(weighed.double)
    return weighed


def _locked(parent: Comment, discussion: Discussion, *, is_official: bool) -> Comment:
    """The parent as it is now, its whole thread locked: replies to one thread come one after the other.

    On PostgreSQL a lock on the thread's first comment; on SQLite every transaction is alone (IMMEDIATE).
    """
    if parent.contribution.activity_id != discussion.pk:
        raise ReplyRefused(_("That comment belongs to another discussion."))
    if not (discussion.allows_replies or is_official):
        raise ReplyRefused(_("Replies are switched off here. Send it as a comment of its own."))
    Comment.objects.select_for_update(of=("self",)).get(pk=parent.thread_id)
    parent = Comment.objects.select_related("contribution").get(pk=parent.pk)
    if not can_be_answered(parent):
        raise ReplyRefused(_("The comment you answer is not on the page any more. Send yours as a comment of its own."))
    return parent


def _named(author: Participant | None, *, name: str, language: str) -> Participant:
    """The author with a name to show, if one is known."""
    name = clean_name(name)
    if author is None:
        return Participant.objects.create(display_name=name, language=language)
    if name and not author.display_name:
        author.display_name = name
        author.save(update_fields=["display_name"])
    return author


def _store(
    discussion: Discussion, contribution: Contribution, text: str, *, parent: Comment | None, is_official: bool
) -> Comment:
    """Insert the row; the package works out its place in the tree and moves later ones on."""
    comment = Comment(
        contribution=contribution,
        discussion=discussion,
        comment=text,
        submit_date=contribution.created_at,
        reply_to=parent,
        parent_id=_place_under(parent) if parent else 0,
        is_official=is_official,
        first_public_at=contribution.created_at if contribution.is_published else None,
        content_type=ContentType.objects.get_for_model(Discussion),
        object_pk=str(discussion.pk),
        site_id=settings.SITE_ID,
        **package_flags(contribution.state),
    )
    # The package would write every column of it a second time.
    super(XtdComment, comment).save()
    if parent:
        comment._calculate_thread_data()
    else:
        comment.thread_id = comment.parent_id = comment.pk
    place = {name: getattr(comment, name) for name in ("thread_id", "parent_id", "level", "order")}
    XtdComment.objects.filter(pk=comment.pk).update(**place)
    return comment


def _place_under(parent: Comment) -> int:
    """The comment under which an answer to this one stands."""
    return parent.pk if parent.level < DEEPEST else parent.parent_id
