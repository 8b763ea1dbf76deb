"""Sends guests the link with which they confirm."""

from collections.abc import Sequence

from base.guards import Refusal
from base.ratelimit import Tally
from engagement.comments.models import Comment
from engagement.plugin import ContributionState, Host, ask_to_confirm


def send_link(
    *,
    comment: Comment,
    email: str,
    lane: Sequence[Tally] = (),
    host: Host | None = None,
    is_first: bool = False,
    is_needed: bool = False,
) -> bool:
    """Send the guest's link, unless it is on its way to this address already or none is needed.

    Args:
        lane: and `host`, see `ask_to_confirm`.
        is_first: that none was sent yet is known.
        is_needed: nothing is kept of what was written unless the link goes out.

    Returns:
        False when no more may go out now, for this comment or to that address: what was written is kept all the same.

    Raises:
        Refusal: as `ask_to_confirm`, where the link is needed.
    """
    if not email or comment.contribution.state != ContributionState.UNCONFIRMED:
        return True
    sent = None if is_first else getattr(comment.contribution, "confirmation", None)
    if sent is not None and sent.email.lower() == email.lower():
        return True
    try:
        send_link_again(comment=comment, email=email, lane=lane, host=host)
    except Refusal:
        if is_needed:
            raise
        return False
    return True


def send_link_again(*, comment: Comment, email: str, lane: Sequence[Tally] = (), host: Host | None = None) -> None:
    """Send a guest a new link, to the same or to a mended address; an older link ends.

    Raises:
        Refusal: as `ask_to_confirm`.
    """
    ask_to_confirm(contribution=comment.contribution, email=email, words=comment.comment, host=host, lane=lane)
