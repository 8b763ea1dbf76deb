"""What the home page reads."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

from django.db.models import Q
from django.db.models.functions import Length
from wagtail.models import Site

from base.site_pages import PAGE_LINK, in_language, pages_of
from base.visibility import visible_to
from engagement.plugin import Contribution, Module, find_module

LATELY = timedelta(days=7)
MOST_HEARD = 3
READ = 40
"""How many of the newest are looked at for some of a fit length."""
FIT = range(30, 221)
"""Characters of what can be quoted whole."""


@dataclass(frozen=True)
class Heard:
    """Something a resident said, in full, with where it was said."""

    text: str
    name: str
    language: str
    url: str
    about: str


def heard_lately(site: Site | None, user: Any, now: datetime) -> list[Heard]:
    """The newest short things that residents said in public in the last week, three at most, where this user may look.

    Three queries, and one more for each further module among what is newest.
    """
    if site is None:
        return []
    quotes = _quotes(_recent(site, user, now)[:READ])
    titles = _titles(site, {_host_key(row) for _module, row in quotes})
    return [_heard(module, row, titles[_host_key(row)]) for module, row in quotes]


def _recent(site: Site, user: Any, now: datetime) -> Any:
    """Key and module of what was said on the site's pages, the newest first, without what colleagues said."""
    by_staff = Q(participant__user__groups__isnull=False) | Q(participant__user__is_superuser=True)
    given = Contribution.objects.at_hosts(visible_to(pages_of(site), user)).filter(participant__isnull=False)
    given = given.filter(created_at__gte=now - LATELY).exclude(by_staff)
    return given.order_by("-created_at", "-pk").values_list("pk", "activity__module")


def _quotes(given: Iterable[tuple[int, str]]) -> list[tuple[Module, Any]]:
    """The newest of those that can be quoted, as rows of their modules; one query for each module.

    Their length is asked of the database: most of what people write is too long, and costs more to read than the rest.
    """
    keys: dict[str, list[int]] = defaultdict(list)
    for key, slug in given:
        keys[slug].append(key)
    found: list[tuple[Module, Any]] = []
    for slug, of_module in keys.items():
        if (module := find_module(slug)) and module.words_field:
            fit = module.quotable(of_module).alias(letters=Length(module.words_field))
            fit = fit.filter(letters__range=(FIT.start, FIT.stop - 1)).select_related(*WITH)
            newest = fit.only(module.words_field, *OF_GIVEN).order_by("-contribution__created_at", "-contribution")
            found += [(module, row) for row in newest[:MOST_HEARD]]
    found.sort(key=lambda quote: (quote[1].contribution.created_at, quote[1].contribution.pk), reverse=True)
    return found[:MOST_HEARD]


WITH = ("contribution__activity__placement", "contribution__participant")
OF_GIVEN = [
    f"contribution__{name}"
    for name in (
        *("uuid", "language", "created_at", "activity__uuid", "activity__module", "activity__placement__host_key"),
        *("participant__display_name", "participant__erased_at"),
    )
]


def _titles(site: Site, keys: set[Any]) -> dict[Any, str]:
    """The title of each page of the site by translation key, in the visitor's language where there is one."""
    pages = pages_of(site).filter(translation_key__in=keys, live=True).select_related("locale").only(*PAGE_LINK)
    return {page.translation_key: page.title for page in in_language(pages.order_by("path"), lambda page: True)}


def _host_key(row: Any) -> UUID:
    return cast(UUID, row.contribution.activity.placement.host_key)


def _heard(module: Module, row: Any, about: str) -> Heard:
    given: Contribution = row.contribution
    return Heard(module.text_of(row), str(given.participant), given.language, module.public_url(row), about)
