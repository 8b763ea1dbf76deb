"""From a request to its site: as Wagtail finds it, with its home page, locale and brand in the same query.

Wagtail keeps the site on the request; whoever asks Wagtail later gets what was put there here.

All sites are read at once and kept for `settings.SITES_KEPT_FOR` seconds: a busy process asks once for many visitors,
and what an editor saves, a new colour say, shows everywhere that much later. Who may see a page is never kept.
"""

from collections.abc import Iterable, Sequence
from typing import Any, cast

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.http.request import split_domain_port
from wagtail.models import Page, Site

from base import steps

COLUMNS = (
    *("hostname", "port", "site_name", "is_default_site", "brandsettings", "protectionsettings"),
    *(f"root_page__{name}" for name in (*steps.COLUMNS, "locale__language_code")),
)


def site_of(request: HttpRequest) -> Site | None:
    """The site that a request is for, with its home page, its locale and its brand; None where there is no site.

    The same as `Site.find_for_request()`, which must not be asked first.
    """
    if not hasattr(request, "_wagtail_site"):
        host = split_domain_port(request._get_raw_host())[0]  # type: ignore[attr-defined]
        site = chosen(kept_sites(), host, int(request.get_port()))
        if site:
            check_roots(request, site, [site.root_page.url_path])
        request._wagtail_site = site  # type: ignore[attr-defined]
    kept: Site | None = request._wagtail_site  # type: ignore[attr-defined]
    return kept


def kept_sites() -> list[Site]:
    """Every site with its home page, its locale, its brand and its protection; one query, none while they are kept.

    Whoever asks gets sites of their own: the cache keeps them pickled.
    """
    return cast(list[Site], cache.get_or_set("base.sites", _read, settings.SITES_KEPT_FOR))


def _read() -> list[Site]:
    found = Site.objects.order_by().select_related("root_page__locale", "brandsettings", "protectionsettings")
    return list(found.only(*COLUMNS))


def check_roots(request: HttpRequest, site: Site, paths: Iterable[str]) -> None:
    """Make Wagtail read its list of sites anew where it lacks one of these `url_path` of the site's home pages.

    It makes addresses from that list, which lies in the cache for an hour and then on the request. Without Redis each
    process has a cache of its own, and only the one in which a site or a language was added or changed forgets it.
    """
    kept: Any = request
    if not hasattr(kept, "_wagtail_cached_site_root_paths"):
        kept._wagtail_cached_site_root_paths = Site.get_site_root_paths()
    known = {(root.site_id, root.root_url, root.root_path) for root in kept._wagtail_cached_site_root_paths}
    if not {(site.pk, site.root_url, path) for path in paths} <= known:
        Site.clear_site_root_paths_cache()
        kept._wagtail_cached_site_root_paths = Site.get_site_root_paths()


def chosen(sites: Sequence[Site], host: str, port: int) -> Site | None:
    """That of the sites which answers for a host and port: its own, else the only one of that host, else the default.

    Rules of https://docs.wagtail.org/en/stable/reference/models.html#wagtail.models.Site.find_for_request
    """
    of_host = [site for site in sites if site.hostname == host]
    default = next((site for site in sites if site.is_default_site), None)
    exact = next((site for site in of_host if site.port == port), None)
    if exact or (default in of_host):
        return exact or default
    return of_host[0] if len(of_host) == 1 else default


def site_root(request: HttpRequest) -> Page | None:
    """The home page of the request's site, in the language it was written in first."""
    site = site_of(request)
    return site.root_page if site else None
