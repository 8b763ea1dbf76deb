"""What search engines are told of: every page that everybody may read, in every language."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from wagtail.contrib.sitemaps import Sitemap

from base.site_pages import pages_of
from base.visibility import visible_to


class PublicPages(Sitemap):
    """Pages open to a visitor whom we do not know."""

    def items(self) -> Any:
        pages: Any = visible_to(pages_of(self.get_wagtail_site()), AnonymousUser())
        return pages.order_by("path").defer_streamfields().specific()
