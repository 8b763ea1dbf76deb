"""Where we are: the way from the home page to here."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from django import template
from django.utils.translation import gettext as _
from wagtail.models import Page

from base.site_pages import PAGE_LINK
from base.sites import site_root

register = template.Library()


@register.simple_tag(takes_context=True)
def page_trail(context: template.Context, page: Page | None) -> list[dict[str, str]]:
    """The way from the home page down to this page, without the page itself.

    No query when the page was found by its address, because the way to it was walked then.
    """
    home = site_root(context["request"]) if page and page.pk and "request" in context else None
    if home is None or page is None:
        return []
    return [
        {"title": _("Home") if ancestor.depth == home.depth else ancestor.title, "url": ancestor.url}
        for ancestor in ancestors(page, home)
        if ancestor.live
    ]


def ancestors(page: Page, home: Page) -> Iterable[Page]:
    """The pages above a page, from the home page down. No query where they are known from the way to it, else one."""
    above: list[Page] = []
    while parent := getattr(above[0] if above else page, "_cached_parent_obj", None):
        above.insert(0, parent)
    is_whole = above and above[0].depth == home.depth
    return above if is_whole else page.get_ancestors().filter(depth__gte=home.depth).only("live", *PAGE_LINK)


def currency(url: str, path: str) -> str:
    """The value of `aria-current` for a link to `url` on the page at `path`."""
    local = urlsplit(url).path
    if local == path:
        return "page"
    return "true" if local != "/" and path.startswith(local) else ""
