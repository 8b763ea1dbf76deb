"""Where activities stand. A host is a page with its translations, or an object whose app registered a resolver."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from django.http import HttpRequest
from wagtail.models import Page

from base.site_pages import preference
from base.visibility import visible_in, visible_to
from engagement.core import registry

PAGE = "page"


@dataclass(frozen=True)
class Host:
    """A host as visitors meet it: the page in their language, or the other object."""

    kind: str
    key: uuid.UUID
    title: str
    url: str
    source: Any
    """The page or object itself, for modules that want to show more of it."""

    @property
    def page(self) -> Any:
        """The page, or None where an object of another app hosts."""
        return self.source if self.kind == PAGE else None


class HostResolver(Protocol):
    """How an app other than the page tree lets its objects host activities."""

    kind: str

    def find(self, key: uuid.UUID) -> Host | None:
        """The host, or None when it is gone or not public."""

    def is_visible_in(self, host: Host, request: HttpRequest) -> bool:
        """Whether this request may see it."""


class PageHosts:
    """Pages: found by translation key, in the visitor's language where there is one."""

    kind = PAGE

    def find(self, key: uuid.UUID) -> Host | None:
        pages = Page.objects.filter(translation_key=key, live=True).select_related("locale").order_by()
        page = min(pages.only("content_type", "locale__language_code"), key=preference, default=None)
        if page is None:
            return None
        page = _whole(page)
        return Host(PAGE, key, page.title, page.url or "", page)

    def is_visible_in(self, host: Host, request: HttpRequest) -> bool:
        return visible_in(host.source, request)


def _whole(page: Page) -> Page:
    """The page as its own type, with what that reads for its activities (`HostPage.read_as_host`)."""
    read: Any = getattr(page.specific_class, "read_as_host", None)
    return read().get(pk=page.pk) if read else page.specific


def find_host(activity: Any) -> Host | None:
    """The public host of an activity, or None: not placed, unpublished, or its app is gone."""
    placement = activity.placed
    if placement is None:
        return None
    resolver = resolver_for(placement.host_kind)
    return resolver.find(placement.host_key) if resolver else None


def home_urls(placements: Iterable[Any], request: HttpRequest) -> dict[uuid.UUID, str]:
    """Where these placements' hosts can be seen, by host key: only those that this visitor may see.

    All pages come in one look-up, so that ten cards cost what one does.
    """
    placements = list(placements)
    if not placements:
        return {}
    keys = {placement.host_key for placement in placements if placement.host_kind == PAGE}
    pages = visible_to(Page.objects.filter(translation_key__in=keys), request.user)
    found: dict[uuid.UUID, Page] = {}
    for page in sorted(pages.select_related("locale"), key=preference, reverse=True):
        found[page.translation_key] = page
    urls = {key: page.get_url(request) or "" for key, page in found.items()}
    for placement in placements:
        resolver = registry.host_resolver(placement.host_kind)
        host = resolver.find(placement.host_key) if resolver else None
        if resolver and host and resolver.is_visible_in(host, request):
            urls[placement.host_key] = host.url
    return urls


def is_visible_in(host: Host, request: HttpRequest) -> bool:
    """Whether this request may see the host, page passwords given in this session included."""
    resolver = resolver_for(host.kind)
    return resolver is not None and resolver.is_visible_in(host, request)


def resolver_for(kind: str) -> HostResolver | None:
    """The resolver of that kind of host."""
    return PageHosts() if kind == PAGE else registry.host_resolver(kind)
