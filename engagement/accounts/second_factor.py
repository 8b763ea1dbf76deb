"""Whether the person at this browser has shown a second factor since signing in."""

from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest

_PROOF = "accounts_second_factor_of"


def note_proof(request: HttpRequest, user: Any) -> None:
    """Keeps in the session that this user has shown a second factor."""
    request.session[_PROOF] = user.pk


def has_second_factor(user: Any) -> bool:
    """Whether this user has set one up."""
    return is_mfa_enabled(user, [Authenticator.Type.TOTP])


def has_shown_second_factor(request: HttpRequest) -> bool:
    """Whether they have shown it in this session, at sign-in, when asked again, or when setting it up."""
    records = get_authentication_records(request, request.user)
    shown = any(record.get("method") == "mfa" for record in records)
    return shown or request.session.get(_PROOF) == request.user.pk
