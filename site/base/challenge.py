"""A piece of work that costs a person nothing and a robot with thousands of posts a lot.

After Hashcash (A. Back, "Hashcash - A Denial of Service Counter-Measure", 2002), with SHA-256: find a number so that
the hash of challenge, colon and number begins with so many zero bits. Nothing is asked of anybody else's server.
"""

import hashlib
import re
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.core import signing
from django.utils import timezone
from django.utils.crypto import get_random_string

from base.ratelimit import spend

LASTS = 20 * 60
"""Seconds in which a challenge can be used: a slow phone needs some seconds, and a person may be called away."""

CHALLENGE_FIELD = "proof_challenge"
NONCE_FIELD = "proof_nonce"
NONCE = re.compile(r"[0-9]{1,15}")
_SALT = "base.challenge"


def new_challenge(place: str) -> str:
    """A challenge that counts in one place, such as an activity; signed, so that nothing need be stored."""
    known = {"place": place, "id": get_random_string(16), "bits": settings.CHALLENGE_BITS, "at": _seconds()}
    return signing.dumps(known, salt=_SALT)


def use_proof(challenge: str, nonce: str, *, place: str) -> bool:
    """Whether this number solves this challenge of this place, in time and for the first time; that uses it up."""
    known = _read(challenge)
    if known is None or known["place"] != place or not NONCE.fullmatch(nonce):
        return False
    if zero_bits(f"{challenge}:{nonce}") < known["bits"]:
        return False
    return spend("challenge", known["id"], since=datetime.fromtimestamp(known["at"], UTC))


def zero_bits(text: str) -> int:
    """The number of zero bits with which the SHA-256 of a text begins."""
    digest = hashlib.sha256(text.encode()).digest()
    return len(digest) * 8 - int.from_bytes(digest).bit_length()


def _read(challenge: str) -> dict[str, Any] | None:
    try:
        known: dict[str, Any] = signing.loads(challenge, salt=_SALT)
    except signing.BadSignature:
        return None
    return known if 0 <= _seconds() - known["at"] < LASTS else None


def _seconds() -> int:
    return int(timezone.now().timestamp())
