"""What the home page reads."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from wagtail.models import Site

from base.site_pages import PAGE_LINK, in_language, pages_of
from engagement.plugin import Contribution, find_module, with_rows

LATELY = timedelta(days=7)
MOST_HEARD = 3
READ = 30
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

    Five queries at most, and one more for each further module among them.
    """
    if site is None:
        return []
    recent = list(_recent(user, now))
    words = _words_of(recent)
    titles = _titles(site, {given.activity.placement.host_key for given in recent})
    quotable = [given for given in recent if given.pk in words and given.activity.placement.host_key in titles]
    return [_heard(given, *words[given.pk], titles[given.activity.placement.host_key]) for given in quotable][
        :MOST_HEARD
    ]


def _recent(user: Any, now: datetime) -> Any:
    """The newest first, without what colleagues said."""
    by_staff = Q(participant__user__groups__isnull=False) | Q(participant__user__is_superuser=True)
    given = Contribution.objects.visible_to(user).filter(created_at__gte=now - LATELY, participant__isnull=False)
    given = given.exclude(by_staff).select_related("activity__placement", "participant").only(*OF_GIVEN)
    return given.order_by("-created_at", "-pk")[:READ]


OF_GIVEN = (
    *("uuid", "language", "activity__uuid", "activity__module", "activity__placement__host_key"),
    *("participant__display_name", "participant__erased_at"),
)


def _words_of(given: list[Contribution]) -> dict[int, tuple[str, str]]:
    """Text and address of those that can be quoted, by primary key; one query for each module."""
    words = {}
    for one, row in with_rows(given):
        module = find_module(one.activity.module)
        if module and row is not None and len(text := module.quote_of(row)) in FIT:
            words[one.pk] = (text, module.public_url(row))
    return words


def _titles(site: Site, keys: set[Any]) -> dict[Any, str]:
    """The title of each page of the site by translation key, in the visitor's language where there is one."""
    pages = pages_of(site).filter(translation_key__in=keys, live=True).select_related("locale").only(*PAGE_LINK)
    return {page.translation_key: page.title for page in in_language(pages.order_by("path"), lambda page: True)}


def _heard(given: Contribution, text: str, url: str, about: str) -> Heard:
    return Heard(text, str(given.participant), given.language, url, about)
