"""Keeps the package's own columns in step with what is true, which is the contribution's state."""

from typing import Any

from engagement.comments.models import Comment
from engagement.plugin import Contribution, ContributionState


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
