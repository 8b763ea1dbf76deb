"""Who may have the evidence."""

from typing import Any


def can_make_evidence(user: Any) -> bool:
    """Whether the user may make evidence packs and take them away."""
    return bool(user.has_perm("engagement_consultations.make_evidence"))
