"""The pages of one site: its home page and everything below it, in every language."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models.functions import Left
from django.utils.translation import get_language
from wagtail.models import Page, Site


def pages_of(site: Site | None) -> Any:
    """Pages of this site in all languages, drafts included; none without a site. Makes no query of its own.

    Homes in other languages are siblings of the first, so their paths are equally long.
    """
    if site is None:
        return Page.objects.none()
    root = site.root_page
    homes = Page.objects.filter(translation_key=root.translation_key, depth=root.depth)
    return Page.objects.alias(home_path=Left("path", len(root.path))).filter(home_path__in=homes.values("path"))


PAGE_LINK = ("title", "path", "depth", "url_path", "translation_key", "locale__language_code")
"""The columns that a link to a page needs: a fifth of all."""


def preference(page: Any) -> tuple[bool, int]:
    """Sorts the pages of one translation key: the visitor's language first, then the page written first."""
    language = page.locale.language_code if isinstance(page, Page) else page.language
    return (language != get_language(), page.pk)


def in_language(pages: Iterable[Any], is_wanted: Callable[[Any], Any]) -> list[Any]:
    """One page for each translation key of which some language is wanted: the visitor's, else the one written first.

    Args:
        pages: pages with their locale, or rows with `pk`, `translation_key` and `language`.
    """
    by_key: dict[Any, list[Any]] = {}
    for page in pages:
        by_key.setdefault(page.translation_key, []).append(page)
    return [min(twins, key=preference) for twins in by_key.values() if any(map(is_wanted, twins))]
