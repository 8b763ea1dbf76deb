"""Sign-in of staff through the organisation's own OpenID Connect service, from four settings."""

from typing import Any

from django.core.exceptions import ImproperlyConfigured

PROVIDER_ID = "staff"
"""Part of the address to register at the service: `/account/oidc/staff/login/callback/`."""


def providers(*, server_url: str, client_id: str, secret: str, name: str) -> dict[str, Any]:
    """What allauth wants in SOCIALACCOUNT_PROVIDERS; nothing when no service is named.

    The service speaks for its addresses: they count as confirmed, and an account with the same
    address is the same person. No other service may ever be added with these two rights.

    Raises:
        ImproperlyConfigured: only some of the settings are there.
    """
    if not server_url:
        return {}
    if not (client_id and secret):
        raise ImproperlyConfigured("OIDC_SERVER_URL needs OIDC_CLIENT_ID and OIDC_CLIENT_SECRET beside it.")
    app = {
        "provider_id": PROVIDER_ID,
        "name": name,
        "client_id": client_id,
        "secret": secret,
        "settings": {"server_url": server_url, "verified_email": True, "email_authentication": True},
    }
    return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
