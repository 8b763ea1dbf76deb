"""What the home page reads."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Length
from wagtail.models import Site

from base.site_pages import PAGE_LINK, in_language, pages_of
from base.visibility import visible_to
from engagement.plugin import Activity, Contribution, Module, find_module

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

    Four queries at most, and one more for each further module among what is newest.
    """
    if site is None:
        return []
    activities = _activities(site, user, now)
    quotes = _quotes(_recent(activities, now), activities) if activities else []
    titles = _titles(site, {_host_key(row) for _module, row in quotes}) if quotes else {}
    return [_heard(module, row, titles[_host_key(row)]) for module, row in quotes]


def _activities(site: Site, user: Any, now: datetime) -> dict[int, Activity]:
    """Those in which something was said lately, on the site's pages that this user may see, by primary key.

    Few, and asked first: in one query with what was said there, a database reads all of that.
    """
    said = Contribution.objects.published().filter(activity=OuterRef("pk"), created_at__gte=now - LATELY)
    found = Activity.objects.at_hosts(visible_to(pages_of(site), user)).filter(Exists(said))
    found = found.select_related("placement")
    return {activity.pk: activity for activity in found.only("uuid", "module", "placement__host_key")}


def _recent(activities: Iterable[int], now: datetime) -> list[tuple[int, int]]:
    """The newest of what was said in these activities, by key, with its activity; without what colleagues said."""
    colleagues = get_user_model().objects.filter(Q(groups__isnull=False) | Q(is_superuser=True)).values("pk")
    given = Contribution.objects.published().filter(activity__in=activities, created_at__gte=now - LATELY)
    given = given.filter(participant__isnull=False).exclude(participant__user__in=colleagues)
    return list(given.order_by("-created_at", "-pk").values_list("pk", "activity")[:READ])


def _quotes(given: Iterable[tuple[int, int]], activities: Mapping[int, Activity]) -> list[tuple[Module, Any]]:
    """The newest of those that can be quoted, as rows of their modules; one query for each module.

    Their length is asked of the database: most of what people write is too long, and costs more to read than the rest.
    """
    keys: dict[str, list[int]] = defaultdict(list)
    for key, activity in given:
        keys[activities[activity].module].append(key)
    found: list[tuple[Module, Any]] = []
    for slug, of_module in keys.items():
        if (module := find_module(slug)) and module.words_field:
            fit = module.quotable(of_module).alias(letters=Length(module.words_field))
            fit = fit.filter(letters__range=(FIT.start, FIT.stop - 1)).select_related("contribution__participant")
            newest = fit.only(module.words_field, *OF_GIVEN).order_by("-contribution__created_at", "-contribution__pk")
            found += [(module, row) for row in newest[:MOST_HEARD]]
    for _module, row in found:
        row.contribution.activity = activities[row.contribution.activity_id]
    found.sort(key=lambda quote: (quote[1].contribution.created_at, quote[1].contribution.pk), reverse=True)
    return found[:MOST_HEARD]


OF_GIVEN = [
    f"contribution__{name}"
    for name in ("uuid", "activity", "language", "created_at", "participant__display_name", "participant__erased_at")
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
