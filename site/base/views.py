"""What belongs to no subject: health, and what to say when a form's token is stale or the database is out of reach."""

import sys
from collections.abc import Mapping
from contextlib import suppress
from urllib.parse import urlsplit

from django.db import InterfaceError, NotSupportedError, OperationalError, connections
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import loader
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views import defaults
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from base import health
from base.guards import Refusal, kept_text, refuse


@require_safe
@never_cache
def live(request: HttpRequest) -> HttpResponse:
    """200 as long as the process answers."""
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    """200 when the site can answer, otherwise 503; in both cases a word for each check and nothing about the inside."""
    is_ready, checks = health.report()
    return JsonResponse(
        {"status": "ok" if is_ready else "not ready", "checks": checks}, status=200 if is_ready else 503
    )


RETRY_AFTER = 30
"""Seconds after which a browser may ask again while the database cannot be reached."""


def server_error(request: HttpRequest) -> HttpResponse:
    """The page for what nobody foresaw: 500, or 503 with what was typed when the database was out of reach.

    The connection is given up, so that the next request gets another one. That also ends the plans it keeps of
    statements, which a migration in the meantime may have made unusable.
    """
    if not is_database_trouble(sys.exc_info()[1]):
        return defaults.server_error(request)
    for connection in connections.all(initialized_only=True):
        connection.close()
    with suppress(Exception):  # the form may be what could not be read
        kept = kept_text(request)
        return _unavailable(kept)
    return _unavailable({})


def _unavailable(kept: Mapping[str, str]) -> HttpResponse:
    html = loader.render_to_string("503.html", {"kept": kept})
    return HttpResponse(html, status=503, headers={"Retry-After": str(RETRY_AFTER), "Cache-Control": "no-store"})


def is_database_trouble(error: BaseException | None) -> bool:
    """Whether the same request may work in a moment: a lost connection, a lock, or a plan older than a migration."""
    is_old_plan = isinstance(error, NotSupportedError) and "cached plan" in str(error)
    return is_old_plan or isinstance(error, OperationalError | InterfaceError)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 with what was typed and a link back to the page with the form; nothing here can send it again by itself.

    Args:
        reason: Django's, for developers; it is in the log.
    """
    refusal = Refusal(
        403,
        _("This form is no longer valid"),
        _(
            "Nothing was sent. That happens when a page stays open for long, when you signed in or out in between, "
            "or when your browser does not keep cookies. What you typed is below: copy it, then open the page again."
        ),
        remedy=(_page_with_form(request), _("Open the page again")),
    )
    return refuse(request, refusal, kept_text(request))


def _page_with_form(request: HttpRequest) -> str:
    referrer = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(referrer, {request.get_host()}, require_https=request.is_secure()):
        return "/"
    parts = urlsplit(referrer)
    path = "/" + parts.path.lstrip("/")
    return f"{path}?{parts.query}" if parts.query else path
