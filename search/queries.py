"""Which pages a visitor finds. The same on both databases, whatever was typed."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.translation import get_language
from wagtail.models import Page, Site
from wagtail.search.backends import get_search_backend
from wagtail.search.query import PlainText

from base.models import BasePage
from base.site_pages import pages_of
from base.visibility import visible_to
from search.rules import Query


@dataclass(frozen=True)
class Found:
    """What was found: an ordered, countable list for a paginator, pages in the visitor's language first."""

    parts: tuple[Any, ...] = ()
    has_every_word: bool = True
    """Whether each page has all of the words; otherwise each has some."""

    def __len__(self) -> int:
        return sum(part.count() for part in self.parts)

    def __iter__(self) -> Iterator[Page]:
        return self._slice(0, len(self))

    def __getitem__(self, wanted: Any) -> Any:
        return list(self._slice(wanted.start or 0, wanted.stop))

    def _slice(self, start: int, stop: int) -> Iterator[Page]:
        for part in self.parts:
            count = part.count()
            yield from part[min(start, count) : max(0, min(stop, count))]
            start, stop = max(0, start - count), max(0, stop - count)


def find(query: Query, *, site: Site | None, user: Any) -> Found:
    """Pages with every word of the query; if there are none and there was more than one word, pages with some."""
    if not query.words:
        return Found()
    pages = visible_to(pages_of(site).type(BasePage), user)
    every = Found(_results(query, pages, "and"))
    if len(every) or len(query.words) == 1:
        return every
    return Found(_results(query, pages, "or"), has_every_word=False)


def _results(query: Query, pages: Any, operator: str) -> tuple[Any, ...]:
    """The search in the visitor's language, then among pages that are not to be had in it."""
    ours = pages.filter(locale__language_code=get_language())
    others = pages.exclude(translation_key__in=ours.values("translation_key"))
    return tuple(_search(query, part, operator) for part in (ours, others))


def _search(query: Query, pages: Any, operator: str) -> Any:
    # Every other lookup than a plain one on an indexed field would be refused by the index, so it goes inside.
    pages = Page.objects.filter(pk__in=pages.values("pk"))
    return get_search_backend().search(PlainText(query.plain, operator=operator), pages)


def specific_of(pages: list[Page]) -> list[Page]:
    """The pages as their own types with their languages, in their order; two queries, and one more for each type."""
    keys = [page.pk for page in pages]
    specific = {page.pk: page for page in Page.objects.filter(pk__in=keys).specific()}
    prefetch_related_objects(list(specific.values()), "locale")
    return [specific[key] for key in keys if key in specific]
