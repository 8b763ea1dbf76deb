"""Everything that writes comments. `Contribution.state` and the activity are the truth; the package's flags follow.

Nothing else writes `is_public`, `is_removed`, `content_type` and `object_pk`. The package's columns for name, e-mail,
address, user and network address stay empty (docs/adr/0005-comments-on-the-package-model-only.md).
"""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from base.mailboxes import mailbox_counts
from base.ratelimit import Tally, take_each
from engagement.comments.models import Agreement, Comment, Discussion
from engagement.comments.rules import (
    DEEPEST,
    TextRefused,
    can_be_agreed_with,
    can_be_answered,
    clean_text,
    text_problem,
)
from engagement.plugin import (
    Channel,
    Contribution,
    ContributionState,
    Giver,
    Participant,
    Weighed,
    ask_to_confirm,
    clean_name,
    contribute,
    first_state,
    lock_person,
    weigh,
    withdraw,
    words_digest,
)


class ReplyRefused(ValueError):
    """The comment to answer cannot be answered; `sentence` says why, to the one who tried."""

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence
        super().__init__(sentence)


class AgreementRefused(ValueError):
    """This person cannot agree with this comment (any more)."""


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
    lane: Sequence[Tally] = (),
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
        lane: more counts that the mail to `email` is held to (`Visit.slow_lane`).

    Returns:
        The comment, and whether it is new.

    Raises:
        TextRefused: empty, too long, or with a private number or address.
        ReplyRefused: the parent cannot be answered, or not here. In both cases nothing was stored.
    """
    text = _checked_text(discussion, text, parent=parent, is_official=is_official)
    try:
        with transaction.atomic():
            # A person's row before a thread's, as when they agree: two locks in two orders would wait for ever.
            weighed = _weighed(discussion, text, author, parent=parent, giver=giver)
            author = _named(author, name=name, language=language)
            parent = _locked(parent, discussion, is_official=is_official) if parent else None
            held_because = weighed.held_because
            contribution, is_new = contribute(
                activity=discussion,
                participant=author,
                state=state
                or first_state(activity=discussion, participant=author, user=user, held_because=held_because),
                language=language,
                channel=channel,
                retry_key=retry_key,
                received_at=received_at,
                words_digest=weighed.digest,
                held_because=held_because,
            )
            if not is_new:
                raise _Repeated(contribution)
            comment = _store(discussion, contribution, text, parent=parent, is_official=is_official)
            send_link(comment=comment, email=email, lane=lane)
    except _Repeated as repeated:
        comment = Comment.objects.select_related("contribution__activity").get(contribution=repeated.contribution)
        send_link(comment=comment, email=email, lane=lane)
        return comment, False
    return comment, True


def _checked_text(discussion: Discussion, text: str, *, parent: Comment | None, is_official: bool) -> str:
    text = clean_text(text)
    problem = text_problem(text, longest=discussion.max_length, is_reply=parent is not None, is_official=is_official)
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
    comment.save()
    return comment


def _place_under(parent: Comment) -> int:
    """The comment under which an answer to this one stands."""
    return parent.pk if parent.level < DEEPEST else parent.parent_id


def package_flags(state: str) -> dict[str, bool]:
    """What the package's own columns say of a contribution in this state."""
    return {
        "is_public": state == ContributionState.PUBLISHED,
        "is_removed": state in (ContributionState.REMOVED, ContributionState.WITHDRAWN),
    }


def follow_contribution(sender: type, contribution: Contribution, **kwargs: Any) -> None:
    """Receiver: a contribution changed its state; its comment's flags say the same. Replies are left alone."""
    found = Comment.objects.filter(contribution=contribution)
    found.update(**package_flags(contribution.state))
    if contribution.is_published:
        found.filter(first_public_at__isnull=True).update(first_public_at=contribution.state_changed_at)


def send_link(*, comment: Comment, email: str, lane: Sequence[Tally] = ()) -> bool:
    """Send the guest's link, unless it is on its way to this address already or none is needed.

    Returns:
        False when as many as `MAILBOX_LIMITS` and `lane` allow have gone to that address: what was written is kept all
        the same.
    """
    if not email or comment.contribution.state != ContributionState.UNCONFIRMED:
        return True
    sent = getattr(comment.contribution, "confirmation", None)
    if sent is not None and sent.email.lower() == email.lower():
        return True
    if take_each([*mailbox_counts(email), *lane]):
        return False
    send_link_again(comment=comment, email=email)
    return True


def send_link_again(*, comment: Comment, email: str) -> None:
    """Send a guest a new link, to the same or to a mended address; an older link ends."""
    ask_to_confirm(contribution=comment.contribution, email=email, words=comment.comment)


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


def withdraw_comment(*, comment: Comment, user: Any = None) -> Contribution:
    """Take a comment back on its author's word. Replies to it stay.

    Raises:
        MoveRefused: it was removed, or has been withdrawn already.
    """
    return withdraw(contribution=comment.contribution, by=user)


@transaction.atomic
def agree(*, comment: Comment, participant: Participant) -> None:
    """Let one person agree with one comment; again changes nothing.

    Raises:
        AgreementRefused: it is their own, official or not public, or they were erased or joined to somebody meanwhile.
    """
    _lock_for_agreeing(comment, participant)
    contribution = comment.contribution
    if contribution.participant_id == participant.pk or not can_be_agreed_with(comment):
        raise AgreementRefused
    Agreement.objects.get_or_create(comment=comment, participant=participant)
    _recount([comment.pk])


@transaction.atomic
def take_agreement_back(*, comment: Comment, participant: Participant) -> None:
    """Let them agree no longer; again changes nothing."""
    _lock_for_agreeing(comment, participant)
    Agreement.objects.filter(comment=comment, participant=participant).delete()
    _recount([comment.pk])


def _lock_for_agreeing(comment: Comment, participant: Participant) -> None:
    """The person as they are now, then the contribution: whoever changes the number of a comment's supporters holds it.

    The person's lock (not of the key) lets rows that point to them be written, and waits for joining and erasing.
    """
    people = Participant.objects.select_for_update(no_key=True)
    if not people.filter(pk=participant.pk, erased_at__isnull=True).first():
        raise AgreementRefused
    comment.contribution = Contribution.objects.select_for_update(of=("self",)).get(pk=comment.contribution_id)


def _recount(comments: list[int]) -> None:
    """Write the number of supporters of these comments, whose contributions the caller has locked."""
    agreements = Agreement.objects.filter(comment=OuterRef("pk")).order_by().values("comment")
    number = Subquery(agreements.annotate(number=Count("pk")).values("number"))
    Comment.objects.filter(pk__in=comments).update(supporters=Coalesce(number, 0))


def follow_joined(sender: type, kept: Participant, gone: Participant, **kwargs: Any) -> None:
    """Receiver: two participants are one person, who agrees once with a comment and never with their own."""
    both = Agreement.objects.filter(participant__in=[kept, gone])
    comments = _locked_comments(both)
    is_own = Q(comment__contribution__participant__in=[kept, gone])
    is_double = Q(participant=gone, comment__in=Agreement.objects.filter(participant=kept).values("comment"))
    Agreement.objects.filter(pk__in=list(both.filter(is_own | is_double).values_list("pk", flat=True))).delete()
    Agreement.objects.filter(participant=gone).update(participant=kept)
    _recount(comments)


def follow_erased(sender: type, participant: Participant, withdraw: bool = False, **kwargs: Any) -> None:
    """Receiver: a person was erased. Their agreements count on without them, or go with their words."""
    given = Agreement.objects.filter(participant=participant)
    if not withdraw:
        given.update(participant=None)
        return
    comments = _locked_comments(given)
    given.delete()
    _recount(comments)


def _locked_comments(agreements: Any) -> list[int]:
    """The comments of these agreements, by primary key, their contributions locked in the order of the keys."""
    comments = list(agreements.values_list("comment", flat=True))
    found = Contribution.objects.filter(comment__in=comments).order_by("pk")
    list(found.select_for_update(of=("self",)))
    return comments
