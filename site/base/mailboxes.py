"""How much mail anybody can cause to one mailbox, whichever form they use for it."""

from collections.abc import Sequence
from contextlib import suppress

from django.utils.encoding import punycode

from base.ratelimit import Limit, Scope, Tally

MAILBOX_LIMITS = (Limit("mailbox", 60 * 60, 8), Limit("mailbox-day", 24 * 60 * 60, 24))
"""Everything together, whoever asks for it: nobody's mailbox can be filled through us."""
STRANGERS_LIMITS = (Limit("mailbox-strangers", 60 * 60, 5), Limit("mailbox-strangers-day", 24 * 60 * 60, 15))
"""What forms of activities send, such as links to confirm. It is less than the whole: whoever fills it leaves room for
the codes and links with which the owner signs in."""
NETWORKS_LIMITS = (Limit("mailbox-network", 60 * 60, 3), Limit("mailbox-network-day", 24 * 60 * 60, 8))
"""What one network may have sent there, by all forms together: the pages of accounts take any address as well, and
nobody is to shut its owner, who asks from elsewhere, out of their account."""


def normal_address(email: str) -> str:
    """What one mailbox is counted under: small letters, without the tag that many providers ignore.

    The domain is as Django sends mail to it: full-width letters are plain ones and soft hyphens are gone (RFC 3490).
    """
    local, _at, domain = email.strip().lower().rpartition("@")
    with suppress(UnicodeError):
        domain = punycode(domain)
    return f"{local.partition('+')[0]}@{domain}"


def mailbox_counts(email: str, limits: Sequence[Limit] = (*STRANGERS_LIMITS, *MAILBOX_LIMITS)) -> list[Tally]:
    """What mail to an address is counted under, whoever asks for it; by default what a form of an activity sends."""
    return [Tally(limit, _mailbox(email)) for limit in limits]


def network_counts(email: str, network: str) -> list[Tally]:
    """What it is counted under for the network that asks for it: to be counted together with `mailbox_counts`.

    Args:
        network: as `base.network.client_key` names it.
    """
    return [Tally(limit, f"{network}:{_mailbox(email)}", Scope.NETWORK) for limit in NETWORKS_LIMITS]


def _mailbox(email: str) -> str:
    return f"mail:{normal_address(email)}"
