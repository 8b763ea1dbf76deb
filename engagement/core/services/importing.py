"""Takes in answers from elsewhere by the thousand, as a file holds them."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from engagement.accounts.models import Participant
from engagement.core.enums import ContributionState
from engagement.core.models import Activity, Batch, Contribution
from engagement.core.models.contribution import new_reference
from engagement.core.services.contributing import confirmed_state


@dataclass(frozen=True)
class Imported:
    """One answer of a file.

    Attributes:
        retry_key: the same again is refused by the database: leave out what is stored already.
        name: to show; None for an answer that nobody may be tied to.
    """

    language: str
    received_at: datetime
    retry_key: uuid.UUID
    name: str | None


def imported_state(*, activity: Activity, user: Any) -> ContributionState:
    """The state of what somebody imports: as if they had typed it in.

    Args:
        user: None for the command line, whose user may do everything.
    """
    return ContributionState.PUBLISHED if user is None else confirmed_state(activity=activity, user=user)


@transaction.atomic
def take_in_many(*, batch: Batch, state: ContributionState, answers: Sequence[Imported]) -> list[Contribution]:
    """Store contributions in the order of these answers; each counts as one more person.

    No signal tells of each of them: search finds them once `update_index` has run. Modules store their rows, and count,
    in the same transaction.
    """
    people = iter(Participant.objects.bulk_create(_person(one) for one in answers if one.name is not None))
    return Contribution.objects.bulk_create(
        Contribution(
            reference=reference,
            activity_id=batch.activity_id,
            participant=None if one.name is None else next(people),
            channel=batch.channel,
            batch=batch,
            language=one.language,
            state=state,
            created_at=one.received_at,
            state_changed_at=one.received_at if one.name is None else batch.created_at,
            retry_key=one.retry_key,
        )
        for one, reference in zip(answers, _references(len(answers)), strict=True)
    )


def _person(one: Imported) -> Participant:
    return Participant(display_name=one.name or "", language=one.language)


def _references(count: int) -> list[str]:
    """So many that nobody has. Of a million that are given out, a hundred thousand new ones would often meet one."""
    found: set[str] = set()
    while len(found) < count:
        made = {new_reference() for _number in range(count - len(found))}
        taken = Contribution.objects.filter(reference__in=made).values_list("reference", flat=True)
        found |= made - set(taken)
    return [*found]
