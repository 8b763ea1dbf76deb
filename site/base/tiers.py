"""Whom one declared limit counts: the person, then their network, then the site.

Those we know (an account, or a guest with a confirmed address) and strangers never share a count: whatever strangers do
from a library or to the site, a member signed in there goes on.
"""

from collections.abc import Iterator, Sequence

from django.http import HttpRequest

from base.network import client_key
from base.ratelimit import Limit, Scope, Tally

NETWORK_TIMES = 10
"""How many times one person's limit a network has. A class of thirty, a library or a drop-in with tablets is one
network, and its people never all use up what one of them may; ten people who do are no neighbours any more."""
SITE_TIMES = 100
"""How many times one person's limit the site has: a hundred people, or ten networks, at their limit at once. The
busiest evening of a consultation is far below it, an attack from many networks reaches it."""


def tiers(request: HttpRequest, limits: Sequence[Limit], *, person: str = "") -> Iterator[Tally]:
    """The counts of these limits for one caller.

    Args:
        limits: as declared, for one person.
        person: what they are counted by, such as `user:17`; "" for strangers, who have no count of their own because
            nothing tells them apart.
    """
    kind = "known" if person else "strangers"
    for limit in limits:
        if person:
            yield Tally(limit, person)
        network = Limit(f"{limit.name}-network", limit.per, limit.times * NETWORK_TIMES)
        yield Tally(network, f"{kind}:{client_key(request)}", Scope.NETWORK)
        yield Tally(Limit(f"{limit.name}-site", limit.per, limit.times * SITE_TIMES), kind, Scope.SITE)
