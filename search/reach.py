"""In what is searched. Whatever is found, counted or suggested comes through here, and so through `visible_to`."""

from dataclasses import dataclass
from functools import cache, cached_property, reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import get_language
from wagtail.models import Page, Site

from base.models import BasePage
from base.site_pages import pages_of, preference
from base.visibility import visible_to
from engagement.plugin import Contribution

LARGEST_KEY = 2**31 - 1
"""What the database can compare with the number of a page."""


@dataclass(frozen=True)
class Reach:
    """What one visitor may see on one site, or below one of its pages in every language."""

    site: Site | None
    user: Any
    below: Page | None = None
    """The page, in the visitor's language if it can be; None for the whole site."""
    paths: tuple[str, ...] = ()
    """Where its translations stand in the tree."""

    @cached_property
    def pages(self) -> Any:
        """The pages, in every language."""
        pages = visible_to(pages_of(self.site), self.user)
        return pages.filter(reduce(or_, (Q(path__startswith=path) for path in self.paths))) if self.paths else pages

    @cached_property
    def pages_shown(self) -> Any:
        """The same, each page once: in the visitor's language, or in others where it is not to be had in that."""
        ours = Q(locale__language_code=get_language())
        twins = Page.objects.filter(ours, translation_key=OuterRef("translation_key"), live=True)
        return self.pages.filter(ours | ~Exists(twins))

    @cached_property
    def contributions(self) -> Any:
        """What people have said in public on these pages."""
        return Contribution.objects.published().at_hosts(self.pages)


def reach_of(site: Site | None, user: Any, number: str) -> Reach:
    """The whole site, or what is below the page of that number if this visitor may see it there."""
    whole = Reach(site, user)
    if not (number.isascii() and number.isdecimal() and int(number[:12]) <= LARGEST_KEY):
        return whole
    keys = Page.objects.filter(pk=int(number[:12])).values("translation_key")
    found = sorted(whole.pages.filter(translation_key__in=keys).select_related("locale"), key=preference)
    return Reach(site, user, found[0], tuple(page.path for page in found)) if found else whole


@cache
def page_models() -> list[type[Page]]:
    """Every type of page that can be found."""
    return [model for model in apps.get_models() if issubclass(model, BasePage)]
