"""Lets people agree with comments, each once."""

from typing import Any

from django.db import transaction
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from engagement.comments.models import Agreement, Comment
from engagement.comments.rules import can_be_agreed_with
from engagement.plugin import Contribution, Participant


class AgreementRefused(ValueError):
    """This person cannot agree with this comment (any more)."""


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
