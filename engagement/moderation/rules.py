"""What may be reported and asked again, by whom, and how long things are kept."""

from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from engagement.plugin import ContributionState, can_export, can_moderate

LONGEST = 1000
"""Characters of what somebody adds to a report, or to a request for a second look."""

ADDRESS_KEPT = timedelta(days=30)
"""How long after the decision we keep the address of a reporter, and what tells their browser."""

LINK_WORKS = timedelta(days=30)
"""How long the link in the mail to an author leads to the form that asks for a second look."""

DECIDED = frozenset({ContributionState.PUBLISHED, ContributionState.HIDDEN, ContributionState.REMOVED})
"""Where a moderator's decision can lead."""

TAKEN_DOWN = frozenset({ContributionState.HIDDEN, ContributionState.REMOVED})


def can_read_decisions(user: Any) -> bool:
    """Whether the user may read the record of decisions: those who decide, and those who report on it."""
    return can_moderate(user) or can_export(user)


def is_decision(change: Any) -> bool:
    """Whether a moderator decided this, and neither its author nor the system."""
    return change.by_id is not None and change.to_state in DECIDED


def is_set_aside(change: Any) -> bool:
    """Whether it was hidden by itself, because many people had reported it."""
    is_hiding = (change.from_state, change.to_state) == (ContributionState.PUBLISHED, ContributionState.HIDDEN)
    return is_hiding and change.by_id is None


def looked_at_by(asked_at: datetime) -> date:
    """The day by which we promise to have looked at what was asked at an aware time (`MODERATION_DAYS`)."""
    return timezone.localdate(asked_at) + timedelta(days=settings.MODERATION_DAYS)
