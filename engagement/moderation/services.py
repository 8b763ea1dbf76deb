"""Takes in reports and requests for a second look, answers them, and forgets who sent them.

Each function is atomic, or runs in the transaction of the decision that it follows.
"""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from base.ratelimit import Tally
from engagement.moderation.enums import Answer, Outcome, ReportReason, Told
from engagement.moderation.mails import confirm_report, tell_author, tell_reporter
from engagement.moderation.models import Report, SecondLook
from engagement.moderation.queries import (
    can_ask_again,
    people_who_report,
    report_by,
    standing_looks,
    standing_reports,
    taking_down,
    was_decided_on,
)
from engagement.moderation.rules import ADDRESS_KEPT, TAKEN_DOWN
from engagement.plugin import Contribution, ContributionState, Participant, StateChange, find_host, moderate


class NotThere(ValueError):
    """What was to be reported is not public (any more), or there is no decision left to look at again."""


@transaction.atomic
def report(
    *,
    contribution: Contribution,
    reason: ReportReason | str,
    language: str,
    retry_key: uuid.UUID,
    participant: Participant | None = None,
    browser: str = "",
    words: str = "",
    email: str = "",
    lane: Sequence[Tally] = (),
) -> tuple[Report, bool]:
    """Take in one report; a second one of the same person or browser, while the first stands, is the first.

    Args:
        browser: what tells the browser of somebody we do not know from others; "" for people we know.
        email: where somebody we do not know wants to hear of it. It is not kept when too much mail has gone there.
        lane: more counts that mail to `email` is held to (`Visit.lane_to`).

    Returns:
        The report, and whether it is new.

    Raises:
        NotThere: the contribution is not public.
    """
    locked = Contribution.objects.select_for_update(of=("self",)).select_related("activity").get(pk=contribution.pk)
    earlier = _sent_before(locked, retry_key) or report_by(
        contribution=locked, participant=participant, browser=browser
    )
    if earlier is not None and (earlier.is_standing or earlier.retry_key == retry_key):
        return earlier, False
    if not locked.is_published:
        raise NotThere(locked.state)
    made = Report.objects.create(
        contribution=locked,
        participant=participant,
        browser="" if participant is not None else browser,
        reason=reason,
        words=words,
        email=email,
        language=language,
        retry_key=retry_key,
    )
    if not confirm_report(made, lane):
        made.email = ""
        made.save(update_fields=["email"])
    _set_aside(locked)
    return made, True


def _sent_before(contribution: Contribution, retry_key: uuid.UUID) -> Report | None:
    return Report.objects.filter(contribution=contribution, retry_key=retry_key).first()


def _set_aside(contribution: Contribution) -> None:
    """Hide what as many people as `REPORTS_TO_HIDE` have reported, until a moderator looks.

    Never again once a moderator has decided on it: a crowd must not outvote them.
    """
    needed = settings.REPORTS_TO_HIDE
    if needed and people_who_report(contribution) >= needed and not was_decided_on(contribution):
        moderate(contribution=contribution, to=ContributionState.HIDDEN, by=None)


@transaction.atomic
def ask_again(*, decision: StateChange, words: str) -> tuple[SecondLook, bool]:
    """Ask on behalf of the author to look again at the decision that took their words down; twice is once.

    Returns:
        The request, and whether it is new.

    Raises:
        NotThere: it has been decided anew since, or it was the answer to another request.
    """
    locked = Contribution.objects.select_for_update(of=("self",)).get(pk=decision.contribution_id)
    if earlier := SecondLook.objects.filter(decision=decision).first():
        return earlier, False
    if taking_down(locked) != decision or not can_ask_again(decision):
        raise NotThere("decided anew")
    return SecondLook.objects.create(decision=decision, contribution=locked, words=words), True


def answer_all(*, contribution: Contribution, change: StateChange, asked_until: datetime | None = None) -> bool:
    """Close what stands on a contribution with the decision that was made on it, and tell those who reported it.

    Args:
        asked_until: what was asked later than this aware time stays; None for everything.

    Returns:
        Whether its author had asked for a second look.
    """
    reports = list(_until(standing_reports(), contribution, asked_until).select_related("participant"))
    for one in reports:
        one.contribution, one.decision = contribution, change
        one.outcome, one.decided_at = _outcome(change), change.at
    Report.objects.bulk_update(reports, ["outcome", "decided_at", "decision"])
    told = [one for one in reports if one.email or one.participant]
    host = find_host(contribution.activity) if told else None
    for one in told:
        tell_reporter(one, host)
    looks = _until(standing_looks(), contribution, asked_until)
    return bool(looks.update(answer=_answer(change), decided_at=change.at, answered_by=change))


def _until(marks: QuerySet[Any], contribution: Contribution, asked_until: datetime | None) -> QuerySet[Any]:
    own = marks.filter(contribution=contribution)
    return own if asked_until is None else own.filter(created_at__lte=asked_until)


def _outcome(change: StateChange) -> Outcome:
    if change.to_state == ContributionState.WITHDRAWN:
        return Outcome.GONE
    return Outcome.UPHELD if change.to_state in TAKEN_DOWN else Outcome.KEPT


def _answer(change: StateChange) -> Answer:
    if change.to_state == ContributionState.WITHDRAWN:
        return Answer.GONE
    return Answer.CONFIRMED if change.to_state in TAKEN_DOWN else Answer.CHANGED


def tell_of_move(*, contribution: Contribution, change: StateChange, told: Told) -> None:
    """Tell the author of a decision that moved their words, with the way to a second look where they have one."""
    may_ask = taking_down(contribution) == change and can_ask_again(change)
    tell_author(contribution, change, told, may_ask=may_ask)


@transaction.atomic
def join(*, kept: Participant, gone: Participant) -> None:
    """Give the reports of one participant to the other: they are one person, who has one standing on each thing."""
    standing = standing_reports()
    doubles = standing.filter(contribution__in=standing.filter(participant=kept).values("contribution"))
    Report.objects.filter(pk__in=list(doubles.filter(participant=gone).values_list("pk", flat=True))).delete()
    Report.objects.filter(participant=gone).update(participant=kept)


@transaction.atomic
def forget_person(*, participant: Participant, addresses: frozenset[str]) -> None:
    """Take a person out of the reports they sent, words and address included; that there was one stays."""
    # Addresses are kept in small letters on both sides.
    theirs = Report.objects.filter(Q(participant=participant) | Q(email__in=addresses))
    theirs.update(participant=None, words="", email="", browser="")
    SecondLook.objects.filter(contribution__participant=participant).update(words="")


def forget_addresses(now: datetime | None = None) -> int:
    """Take address and browser out of reports decided 30 days (`ADDRESS_KEPT`) ago; how many."""
    old = Report.objects.filter(decided_at__lte=(now or timezone.now()) - ADDRESS_KEPT)
    return old.exclude(email="", browser="").update(email="", browser="")
