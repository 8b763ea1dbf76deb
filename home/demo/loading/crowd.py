"""The long talk about the baths, through the same service as on the site."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from engagement.comments.models import Agreement, Comment
from engagement.comments.services import post_comment
from engagement.plugin import Contribution, ContributionState, Participant
from home.demo.baths import FIELDS
from home.demo.crowd import Line, comments_on
from home.demo.loading.talk import move_on
from home.demo.words import key_of


def load_crowd(discussion: Any, *, today: date, most: int) -> None:
    """Post so many of the crowd, unless they are there, and move them so that they were said while it was open.

    They gave no address, so nobody writes to them.
    """
    opened = FIELDS["opens_at"].on(today)
    there = Contribution.objects.filter(uuid__in=[_key("crowd", number) for number in range(most)])
    first = there.order_by("created_at").first()
    if first is None:
        post_crowd(discussion, opened=opened, most=most)
    elif days := (opened + next(comments_on(most)).after).date() - first.created_at.date():
        move_on(there, days)


def post_crowd(discussion: Any, *, opened: datetime, most: int, name: str = "crowd") -> None:
    """Post so many of the crowd to a talk that opened at an aware time.

    Args:
        name: tells this crowd from others.
    """
    lines = list(comments_on(most))
    people = _people(lines)
    posted: dict[int, Comment] = {}
    for line in lines:
        comment, _is_new = post_comment(
            discussion=discussion,
            author=people[line.name],
            text=line.text,
            language=line.language,
            parent=posted.get(line.to) if line.to is not None else None,
            received_at=opened + line.after,
            state=ContributionState.PUBLISHED,
        )
        comment.contribution.uuid = _key(name, line.number)
        comment.contribution.state_changed_at = opened + line.after
        posted[line.number] = comment
    Contribution.objects.bulk_update(
        [comment.contribution for comment in posted.values()], ["uuid", "state_changed_at"], batch_size=200
    )
    _agree(lines, posted, list(people.values()))


def _key(name: str, number: int) -> UUID:
    return key_of(name, str(number))


def _people(lines: list[Line]) -> dict[str, Participant]:
    keys = {key_of("crowd", line.name): line.name for line in lines}
    there = {person.uuid: person for person in Participant.objects.filter(uuid__in=keys)}
    missing = [
        Participant(uuid=key, display_name=name, language="en") for key, name in keys.items() if key not in there
    ]
    there.update({person.uuid: person for person in Participant.objects.bulk_create(missing)})
    return {keys[key]: person for key, person in there.items()}


def _agree(lines: list[Line], posted: dict[int, Comment], people: list[Participant]) -> None:
    """Let as many agree with each as the story says, none of them its author."""
    rows = []
    for line in lines:
        others = [person for person in people if person.display_name != line.name][: line.supporters]
        posted[line.number].supporters = len(others)
        rows += [Agreement(comment=posted[line.number], participant=person) for person in others]
    Agreement.objects.bulk_create(rows, batch_size=500)
    Comment.objects.bulk_update(posted.values(), ["supporters"], batch_size=200)
