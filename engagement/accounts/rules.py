"""Who may do what, as clauses."""

from typing import Any

from django.contrib.auth import get_user_model


def may_enter_admin(user: Any) -> bool:
    """Whether this person works here: a signed-in, active user with the right to open the admin."""
    return bool(user.is_authenticated and user.is_active and user.has_perm("wagtailadmin.access_admin"))


def is_only_administrator(user: Any) -> bool:
    """Whether nobody else could let people in if this user left."""
    if not user.is_superuser:
        return False
    others = get_user_model()._default_manager.filter(is_superuser=True, is_active=True).exclude(pk=user.pk)
    return not others.exists()
