"""What people said, through the same services as on the site, with the times of the story."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import F
from django.utils import timezone

from engagement.comments.models import Comment, Discussion
from engagement.comments.services import pin, post_comment
from engagement.plugin import (
    Batch,
    Channel,
    Contribution,
    ContributionState,
    Participant,
    Reason,
    StateChange,
    moderate,
    withdraw,
)
from home.demo.people import OFFICER
from home.demo.words import Said, key_of, reference_of

DECIDED_AFTER = timedelta(hours=2)


def load_talk(discussion: Any, said: Sequence[Said], *, people: Mapping[str, Participant], today: date) -> None:
    """Post what is missing, oldest first, and move all of it so that it was said as long ago as the story tells."""
    there = _posted(said)
    fresh = [one for one in sorted(said, key=lambda one: one.moment.on(today)) if one.key not in there]
    _move(there, said, today)
    for one in fresh:
        there[one.key] = _post(discussion, one, there.get(one.to), people, today)
    for one in fresh:
        _decide(there[one.key], one, people[OFFICER])
    _keep_text(there, said)


def _posted(said: Sequence[Said]) -> dict[str, Comment]:
    keys = {key_of("comment", one.key): one.key for one in said}
    rows = Comment.objects.filter(contribution__uuid__in=keys).select_related("contribution__activity")
    return {keys[row.contribution.uuid]: row for row in rows}


def _post(
    discussion: Discussion, one: Said, parent: Comment | None, people: Mapping[str, Participant], today: date
) -> Comment:
    moment = one.moment.on(today)
    comment, _is_new = post_comment(
        discussion=discussion,
        author=people[one.who],
        text=one.text,
        language=one.language,
        parent=parent,
        received_at=moment,
        state=ContributionState.PENDING if one.state == "pending" else ContributionState.PUBLISHED,
        is_official=one.who == OFFICER,
        channel=one.channel,
        batch=None if one.channel == Channel.WEB else _batch(discussion, one, today),
    )
    values = {
        "uuid": key_of("comment", one.key),
        "reference": reference_of("comment", one.key),
        "state_changed_at": moment,
    }
    Contribution.objects.filter(pk=comment.contribution_id).update(**values)
    return comment


def _batch(discussion: Discussion, one: Said, today: date) -> Batch:
    """The box in which it came."""
    defaults = {"title": "The box at the desk", "received_on": one.moment.on(today).date()}
    return Batch.objects.get_or_create(activity=discussion, channel=one.channel, defaults=defaults)[0]


def _decide(comment: Comment, one: Said, officer: Participant) -> None:
    """Take down, withdraw or pin what the story says, two hours after it was said."""
    if one.state in ("published", "pending") and not one.is_pinned:
        return
    contribution = Contribution.objects.get(pk=comment.contribution_id)
    moment = contribution.created_at + DECIDED_AFTER
    if one.is_pinned:
        pin(comment=comment, user=officer.user)
        Comment.objects.filter(pk=comment.pk).update(pinned_at=contribution.created_at)
    elif one.state == "withdrawn":
        withdraw(contribution=contribution)
    else:
        moderate(
            contribution=contribution, to=ContributionState(one.state), by=officer.user, reason=Reason(one.because)
        )
    StateChange.objects.filter(contribution=contribution).update(at=moment)
    Contribution.objects.filter(pk=contribution.pk).update(state_changed_at=moment)


def _move(there: Mapping[str, Comment], said: Sequence[Said], today: date) -> None:
    """Move what was loaded on an earlier day on by as many days."""
    first = next((one for one in said if one.key in there), None)
    if first is None:
        return
    loaded = timezone.localdate(there[first.key].contribution.created_at)
    days = timedelta(days=(timezone.localdate(first.moment.on(today)) - loaded).days)
    if days:
        move_on(Contribution.objects.filter(pk__in=[comment.contribution_id for comment in there.values()]), days)


def move_on(given: Any, days: timedelta) -> None:
    """Move comments and what was decided on them, so that they were said that much later.

    Args:
        given: a queryset of contributions.
    """
    rows = given.values("pk")
    StateChange.objects.filter(contribution__in=rows).update(at=F("at") + days)
    comments = Comment.objects.filter(contribution__in=rows)
    comments.update(first_public_at=F("first_public_at") + days, pinned_at=F("pinned_at") + days)
    comments.update(submit_date=F("submit_date") + days)
    Batch.objects.filter(contributions__in=rows).update(received_on=F("received_on") + days)
    given.update(created_at=F("created_at") + days, state_changed_at=F("state_changed_at") + days)


def _keep_text(there: Mapping[str, Comment], said: Sequence[Said]) -> None:
    """Take in what was corrected in the story since."""
    for one in said:
        if there[one.key].comment != one.text:
            Comment.objects.filter(pk=there[one.key].pk).update(comment=one.text)
