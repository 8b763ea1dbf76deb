"""Between django-axes, which counts wrong passwords, and allauth, which asks for them.

https://django-axes.readthedocs.io/en/latest/4_configuration.html
"""

from typing import Any

from django.http import HttpRequest, HttpResponse

from base.guards import refuse
from engagement.accounts.refusals import locked_out


def username_from(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """The address someone tried to sign in with: allauth calls it `email`, Django `username`."""
    known = credentials or {}
    return str(known.get("email") or known.get("username") or "").strip().lower()


def describe_client(username: str, ip_address: str, user_agent: str, path_info: str, request: HttpRequest) -> str:
    """What the log says about a caller: no name, no address."""
    return f"{{path: {path_info}}}"


def respond_locked_out(request: HttpRequest, original: HttpResponse | None, credentials: Any) -> HttpResponse:
    """The page for someone who typed too many wrong passwords."""
    return refuse(request, locked_out(), {})
