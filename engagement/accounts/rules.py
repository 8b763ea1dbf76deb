"""Who may do what, as clauses."""

import unicodedata
from typing import Any

from django.contrib.auth import get_user_model

BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""They turn the direction of what follows, also of what stands after a name, so that a line reads as another one."""


def clean_name(name: str) -> str:
    """A name as it is kept: NFC, on one line, without control characters and changes of direction."""
    spaced = "".join(" " if character.isspace() else character for character in name)
    kept = (character for character in spaced if unicodedata.category(character) not in {"Cc", "Cs", "Cn", "Co"})
    return " ".join(unicodedata.normalize("NFC", "".join(c for c in kept if c not in BIDI)).split())


def may_enter_admin(user: Any) -> bool:
    """Whether this person works here: a signed-in, active user with the right to open the admin."""
    return bool(user.is_authenticated and user.is_active and user.has_perm("wagtailadmin.access_admin"))


def is_only_administrator(user: Any) -> bool:
    """Whether nobody else could let people in if this user left."""
    if not user.is_superuser:
        return False
    others = get_user_model()._default_manager.filter(is_superuser=True, is_active=True).exclude(pk=user.pk)
    return not others.exists()
