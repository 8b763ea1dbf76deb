"""How much mail anybody can cause to one mailbox, whichever form they use for it."""

from base.ratelimit import Limit, Tally

MAILBOX_LIMITS = (Limit("mailbox", 60 * 60, 5), Limit("mailbox-day", 24 * 60 * 60, 15))
"""Links to confirm and account mails together, whoever asks for them: nobody's mailbox can be filled through us."""


def normal_address(email: str) -> str:
    """What one mailbox is counted under: small letters, and without the tag that many providers ignore."""
    local, _at, domain = email.strip().lower().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"


def mailbox(email: str) -> str:
    """The `who` of `MAILBOX_LIMITS`."""
    return f"mail:{normal_address(email)}"


def mailbox_counts(email: str) -> list[Tally]:
    """`MAILBOX_LIMITS` for one address, to be counted together with others."""
    return [Tally(limit, mailbox(email)) for limit in MAILBOX_LIMITS]
