"""What holds for every request: its size, its name in the log, who may keep a copy, what a browser may load."""

import logging
import time
import uuid
from collections.abc import Callable

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import BadRequest, RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse, HttpResponseBase, UnreadablePostError
from django.shortcuts import redirect
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from structlog.contextvars import bound_contextvars

from base.guards import Refusal, kept_text, refuse
from base.logs import path_without_secrets
from base.publication import PublishRefused, StaysPublic
from base.visibility import restrictions_read_once
from base.wsgi import UNREADABLE

logger = logging.getLogger(__name__)

GetResponse = Callable[[HttpRequest], HttpResponse]


def is_admin_path(request: HttpRequest) -> bool:
    """Whether the request is for the Wagtail admin, the only place with relaxed rules."""
    return request.path_info.startswith(f"/{settings.ADMIN_PATH}")


class RequestLogMiddleware:
    """Gives each request an id, which every line it logs and its `X-Request-ID` carry, and logs it when it is done.

    The address is logged without its query and without the parts that are keys or tokens.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request_id = uuid.uuid4().hex
        started = time.monotonic()
        with bound_contextvars(request_id=request_id):
            response = self.get_response(request)
            logger.info(
                "request",
                extra={
                    "method": request.method,
                    "path": path_without_secrets(request),
                    "status": response.status_code,
                    "milliseconds": round((time.monotonic() - started) * 1000),
                },
            )
        response["X-Request-ID"] = request_id
        return response


class HostileInputMiddleware:
    """Refuses what no browser sends and what would only break further in.

    NUL in an address, a cookie or a query of the admin, which PostgreSQL cannot look up, and a content type that cannot
    be read are answered with 400; our own pages take any query. Query and form are read as UTF-8, whatever the request
    claims, because Python also knows charsets that are no text, such as `hex`.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path_info or any("\x00" in value for value in request.COOKIES.values()):
            raise BadRequest("NUL in the address or a cookie.")
        if is_admin_path(request) and "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("NUL in a query of the admin.")
        if request.content_type == UNREADABLE:
            raise BadRequest("A content type that cannot be read.")
        if request.encoding is not None:
            request.encoding = "utf-8"
        return self.get_response(request)


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """Strict `'self'` on every page; Wagtail's own screens need inline styles and a few inline scripts."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if is_admin_path(request):
            parts.replace = {**settings.ADMIN_CONTENT_SECURITY_POLICY, **(parts.replace or {})}
        elif getattr(request, "is_dummy", False):  # Wagtail's name for the request behind an editor's preview
            frame = settings.ADMIN_CONTENT_SECURITY_POLICY["frame-ancestors"]
            parts.replace = {"frame-ancestors": frame, **(parts.replace or {})}
        if hosts := getattr(request, "frame_hosts", None):  # a film that was asked for: base.blocks.media
            parts.update = {**(parts.update or {}), "frame-src": sorted(f"https://{host}" for host in hosts)}
        return parts


class CacheControlMiddleware:
    """Nothing is kept by caches: `private, no-cache` on pages, `no-store` once a person is signed in.

    A view that set its own `Cache-Control` (static files, the brand style sheet) keeps it.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.has_header("Cache-Control"):
            return response
        user = getattr(request, "user", None)
        if request.method != "GET" or (user is not None and user.is_authenticated):
            patch_cache_control(response, private=True, no_store=True)
        else:
            patch_cache_control(response, private=True, no_cache=True)
        return response


class RequestSizeMiddleware:
    """Holds every request but the admin's to `PUBLIC_DATA_UPLOAD_MAX_…`.

    Django reads its `DATA_UPLOAD_MAX_…` settings deep inside its parsers, where they cannot differ between requests
    without changing a setting that other threads are reading. So those two hold the admin's, higher, limits, and the
    public ones are checked here, before anything else reads the form. What Django has parsed by then is bounded by the
    admin's limits. Uploaded files do not count towards the size, as with Django's own setting.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in {"GET", "HEAD", "OPTIONS"} and not is_admin_path(request):
            try:
                check_public_size(request)
            except UnreadablePostError as error:
                raise BadRequest("The request ended before it was complete.") from error
        return self.get_response(request)


def check_public_size(request: HttpRequest) -> None:
    """
    Raises:
        RequestDataTooBig: more than `PUBLIC_DATA_UPLOAD_MAX_MEMORY_SIZE` bytes without files.
        TooManyFieldsSent: more than `PUBLIC_DATA_UPLOAD_MAX_NUMBER_FIELDS` values.
    """
    is_multipart = request.content_type == "multipart/form-data"
    if not is_multipart:
        _check_size(int(request.META.get("CONTENT_LENGTH") or 0))
        _check_size(len(request.body))
    values = [value for _name, values in request.POST.lists() for value in values]
    if len(values) > settings.PUBLIC_DATA_UPLOAD_MAX_NUMBER_FIELDS:
        raise TooManyFieldsSent("More fields than PUBLIC_DATA_UPLOAD_MAX_NUMBER_FIELDS.")
    if is_multipart:
        _check_size(sum(len(value.encode(errors="surrogatepass")) for value in values))


def _check_size(size: int) -> None:
    if size > settings.PUBLIC_DATA_UPLOAD_MAX_MEMORY_SIZE:
        raise RequestDataTooBig("More data than PUBLIC_DATA_UPLOAD_MAX_MEMORY_SIZE.")


class ReadOnceMiddleware:
    """While a page is only read, what every list on it asks for is read from the database once."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in {"GET", "HEAD"}:
            return self.get_response(request)
        with restrictions_read_once():
            return self.get_response(request)


class RefusalMiddleware:
    """Answers a `Refusal` that a view raised, with everything that was typed."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refusal):
            return None
        return refuse(request, exception, kept_text(request))


class PublishRefusedMiddleware:
    """Tells an editor why a page was not published, on the roads that have no form: approving, bulk publishing.

    And why it was not taken off the site.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, PublishRefused) or not is_admin_path(request):
            return None
        title = exception.page.get_admin_display_title()
        stays = isinstance(exception, StaysPublic)
        what = _("“%(title)s” stays public.") if stays else _("“%(title)s” was not published.")
        messages.error(request, what % {"title": title})
        for problem in exception.problems:
            messages.error(request, str(problem.message))
        return redirect("wagtailadmin_pages:edit", exception.page.pk)
