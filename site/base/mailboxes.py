"""How much mail anybody can cause to one mailbox, whichever form they use for it."""

from base.ratelimit import Limit, Tally

MAILBOX_LIMITS = (Limit("mailbox", 60 * 60, 8), Limit("mailbox-day", 24 * 60 * 60, 24))
"""Everything together, whoever asks for it: nobody's mailbox can be filled through us."""
STRANGERS_LIMITS = (Limit("mailbox-strangers", 60 * 60, 5), Limit("mailbox-strangers-day", 24 * 60 * 60, 15))
"""What forms send that take any address, such as links to confirm. It is less than the whole: whoever fills it leaves
room for the codes and links with which the owner signs in."""


def normal_address(email: str) -> str:
    """What one mailbox is counted under: small letters, and without the tag that many providers ignore."""
    local, _at, domain = email.strip().lower().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"


def mailbox(email: str) -> str:
    """The `who` of `MAILBOX_LIMITS`."""
    return f"mail:{normal_address(email)}"


def mailbox_counts(email: str) -> list[Tally]:
    """What a form that takes any address counts for it: `STRANGERS_LIMITS`, and the whole."""
    return [Tally(limit, mailbox(email)) for limit in (*STRANGERS_LIMITS, *MAILBOX_LIMITS)]
