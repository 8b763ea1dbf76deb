"""From an address to its page: as Wagtail finds it, without reading what pages above it say of themselves."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from wagtail import views
from wagtail.url_routing import RouteResult

from base.sites import site_root
from base.steps import in_own_type


def serve(request: HttpRequest, path: str) -> HttpResponse:
    """The page at that path of the request's site.

    Raises:
        Http404: there is none, or it is not public.
    """
    if not hasattr(request, "_wagtail_route_for_request"):
        request._wagtail_route_for_request = route(request, path)  # type: ignore[attr-defined]
    response: HttpResponse = views.serve(request, path)
    return response


def route(request: HttpRequest, path: str) -> RouteResult | None:
    """The page at that path with the arguments of its view, or None."""
    root: Any = site_root(request)
    if root is None:
        return None
    if root.locale.language_code != get_language():
        root = root.localized
    steps = [step for step in path.split("/") if step]
    try:
        return (in_own_type(root) if steps else root.specific).route(request, steps)
    except Http404:
        return None
