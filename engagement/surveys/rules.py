"""The questions that every view, count and export asks, answered once."""

import hashlib
import hmac
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils.crypto import salted_hmac
from wagtail.permissions import policy_registry

from engagement.plugin import REFERENCE_ALPHABET, Activity, can_export, can_moderate, can_read_contributions

RESPONSES, SHOWN, ANSWERED, NUMBERS = "=responses", "=shown", "=answered", "=numbers"
"""Cells of a table that are no options; no code begins with an equals sign. Of numbers, `NUMBERS` holds how many there
are and their sum."""

DRAFT_KEPT = timedelta(days=60)
"""How long answers that were not sent are kept after they were last touched."""
KEPT_AFTER_CLOSING = timedelta(days=3)
"""And no longer than this once nobody can send them any more. A survey may be opened again in the meantime."""

RESUME_WITHIN = timedelta(days=14)
"""How long a link to go on with one's answers works; never longer than the answers are kept."""


def may_see_results(user: Any) -> bool:
    """Whether the user sees the figures of every question in the admin."""
    return can_read_contributions(user) or can_export(user)


def may_redact(user: Any) -> bool:
    """Whether the user may take something out of what people wrote, and see what was taken out."""
    return can_read_contributions(user) and can_moderate(user)


def may_change(user: Any, survey: Any) -> bool:
    """Whether the user may change the settings of this survey, what everybody is shown of its results among them."""
    return policy_registry.get_by_type(Activity).user_has_permission_for_instance(user, "change", survey)


def digest_of(token: str) -> str:
    """What is kept of a token or a secret: its SHA-256, as 64 hexadecimal digits."""
    return hashlib.sha256(token.encode()).hexdigest()


def person_hash(*, participant: Any, survey: Any) -> str:
    """What tells that a person took part in an anonymous survey: HMAC-SHA-256 (RFC 2104), as 64 hexadecimal digits.

    Another one in each survey, so that receipts of two surveys cannot be laid beside each other.
    """
    words = f"{survey.uuid}:{participant.uuid}"
    return salted_hmac("engagement.surveys.receipt", words, algorithm="sha256").hexdigest()


def secret_of(key: str) -> str:
    """The secret of an anonymous response, as its author writes it down: four groups of four letters.

    Made of the key of the form it came from, which nobody keeps: the same form sent twice shows the same secret. With
    the thirty-two letters of references it has 80 bits.

    Args:
        key: `base.guards.posted_key`; never what a contribution stores of it.
    """
    made = hmac.new(settings.SECRET_KEY.encode(), f"engagement.surveys.secret:{key}".encode(), hashlib.sha256).digest()
    letters = [REFERENCE_ALPHABET[byte % len(REFERENCE_ALPHABET)] for byte in made[:16]]
    return "-".join("".join(letters[start : start + 4]) for start in range(0, 16, 4))
