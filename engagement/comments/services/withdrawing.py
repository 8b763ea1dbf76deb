"""Takes comments back."""

from typing import Any

from engagement.comments.models import Comment
from engagement.plugin import Contribution, withdraw


def withdraw_comment(*, comment: Comment, user: Any = None) -> Contribution:
    """Take a comment back on its author's word. Replies to it stay.

    Raises:
        MoveRefused: it was removed, or has been withdrawn already.
    """
    return withdraw(contribution=comment.contribution, by=user)
