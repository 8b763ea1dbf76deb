"""Who is calling: the client's address as far as it can be believed, and a name for it that gives nothing away."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

UNKNOWN = "0.0.0.0"  # noqa: S104 - a stand-in, nothing is bound to it
"""Stands for a caller without an address, such as a server on a Unix socket."""


def client_address(request: HttpRequest) -> str:
    """The caller's IP address in its normal form.

    Each of our `PROXY_COUNT` proxies appends the address it was called from to `X-Forwarded-For`, so the entry that
    many places from the right was written by the outermost one of ours, and everything left of it by anybody. Without
    that entry, or if it is no address, the address of the connection counts.
    """
    connected = _parsed(request.META.get("REMOTE_ADDR", ""))
    forwarded = _forwarded_entry(request.META.get("HTTP_X_FORWARDED_FOR", ""), settings.PROXY_COUNT)
    return str(_parsed(forwarded) or connected or UNKNOWN)


def client_key(request: HttpRequest) -> str:
    """64 hexadecimal digits that stand for the caller: a keyed hash of the address, of the /64 network in IPv6,
    because one household or phone is given a whole /64 there.
    """
    address = ip_address(client_address(request))
    named = str(ip_network((address, 64), strict=False)) if isinstance(address, IPv6Address) else str(address)
    return salted_hmac("base.network", named, algorithm="sha256").hexdigest()


def _forwarded_entry(header: str, hops: int) -> str:
    entries = header.split(",")
    return entries[-hops] if 0 < hops <= len(entries) else ""


def _parsed(text: str) -> IPv4Address | IPv6Address | None:
    """The address in text that may carry brackets, a port or a zone."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return (address.ipv4_mapped or address) if isinstance(address, IPv6Address) else address
