"""Sends guests the link with which they confirm."""

from collections.abc import Sequence

from base.mailboxes import mailbox_counts
from base.ratelimit import Tally, take_each
from engagement.comments.models import Comment
from engagement.plugin import ContributionState, Host, ask_to_confirm


def send_link(
    *, comment: Comment, email: str, lane: Sequence[Tally] = (), host: Host | None = None, is_first: bool = False
) -> bool:
    """Send the guest's link, unless it is on its way to this address already or none is needed.

    Args:
        host: see `ask_to_confirm`.
        is_first: that none was sent yet is known.

    Returns:
        False when as many as `mailbox_counts` and `lane` allow have gone to that address: what was written is kept all
        the same.
    """
    if not email or comment.contribution.state != ContributionState.UNCONFIRMED:
        return True
    sent = None if is_first else getattr(comment.contribution, "confirmation", None)
    if sent is not None and sent.email.lower() == email.lower():
        return True
    if take_each([*mailbox_counts(email), *lane]):
        return False
    send_link_again(comment=comment, email=email, host=host)
    return True


def send_link_again(*, comment: Comment, email: str, host: Host | None = None) -> None:
    """Send a guest a new link, to the same or to a mended address; an older link ends."""
    ask_to_confirm(contribution=comment.contribution, email=email, words=comment.comment, host=host)
