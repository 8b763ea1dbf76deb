"""What the frame of every page leads to: the menu, the footer and the other languages, all read in one query."""

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import BooleanField, ExpressionWrapper, Q, Value
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils import translation
from django.utils.translation import get_language, get_language_info
from wagtail.models import Page

from base.models import BrandSettings
from base.site_pages import in_language
from base.sites import check_roots, site_of
from base.templatetags.navigation import currency
from base.visibility import closed_to


@dataclass(frozen=True)
class Link:
    """A page of the menu or the footer. `current` is for `aria-current`: "page" here, "true" below it, else ""."""

    title: str
    url: str
    current: str


@dataclass(frozen=True)
class LanguageLink:
    """Where a language leads from here; its name is what its speakers call it."""

    code: str
    name: str
    url: str
    current: bool


@dataclass(frozen=True)
class Frame:
    """The links around a page; no languages on a site of one."""

    menu: list[Link] = field(default_factory=list)
    footer: list[Link] = field(default_factory=list)
    languages: list[LanguageLink] = field(default_factory=list)


class Row(NamedTuple):
    """A page that could be linked to; read as it is, because making pages of them took longer than all the rest."""

    pk: int
    title: str
    depth: int
    path: str
    url_path: str
    show_in_menus: bool
    translation_key: uuid.UUID
    language: str
    in_footer: bool | None
    is_closed: bool


def frame_of(request: HttpRequest | None, page: Any = None) -> Frame:
    """The frame for this visitor around a page, or around a form or list when it is none.

    Menu and footer show each page in the visitor's language if it can be, and none that this visitor may not see.
    """
    site = site_of(request) if request else None
    if request is None or site is None:
        return Frame()
    page = page if isinstance(page, Page) else None
    home = site.root_page
    rows = _rows(home, page, getattr(request, "user", AnonymousUser()))
    homes = {row.language: row for row in rows if row.translation_key == home.translation_key}
    rows = [row for row in rows if row.language in homes and row.path.startswith(homes[row.language].path)]
    check_roots(request, site, [row.url_path for row in homes.values()])
    address = _addresses(homes)
    return Frame(
        menu=_links(rows, lambda row: row.show_in_menus and row.depth == home.depth + 1, address, request),
        footer=_links(rows, lambda row: row.in_footer, address, request),
        languages=_languages(rows, [home, page] if page else [home], address, request),
    )


def _rows(home: Page, page: Page | None, user: Any) -> list[Row]:
    """What can be linked to and is public, in the order of the tree: flagged pages, and the translations of home, page
    and what is between them."""
    keys: Any = [home.translation_key, *([page.translation_key] if page else [])]
    if page and (above := paths_between(home, page)):
        keys = Page.objects.filter(Q(path__in=above) | Q(translation_key__in=keys)).order_by().values("translation_key")
    in_menu = Q(show_in_menus=True, depth=home.depth + 1)
    wanted = Q(translation_key__in=keys) | in_menu | Q(standardpage__show_in_footer=True)
    pages = Page.objects.filter(wanted, live=True).order_by()
    closed = closed_to(user)
    is_closed = ExpressionWrapper(closed, BooleanField()) if closed else Value(False)
    columns = ("pk", "title", "depth", "path", "url_path", "show_in_menus", "translation_key", "locale__language_code")
    rows = [Row(*row) for row in pages.values_list(*columns, "standardpage__show_in_footer", is_closed)]
    return sorted(rows, key=attrgetter("path"))  # in SQL, Django compares every column first


def _addresses(homes: Mapping[str, Row]) -> Callable[[Row], str]:
    """Where a page is, path only: below the home of its language."""
    prefixes = {}
    for language in homes:
        with translation.override(language):
            prefixes[language] = reverse("wagtail_serve", args=[""])
    return lambda row: prefixes[row.language] + row.url_path.removeprefix(homes[row.language].url_path)


def _links(
    rows: Iterable[Row], is_wanted: Callable[[Row], Any], address: Callable[[Row], str], request: HttpRequest
) -> list[Link]:
    pages = in_language((row for row in rows if not row.is_closed), is_wanted)
    found = [(page.title, address(page)) for page in pages]
    return [Link(title, url, currency(url, request.path)) for title, url in found]


def _languages(
    rows: Iterable[Row], wanted: Iterable[Page], address: Callable[[Row], str], request: HttpRequest
) -> list[LanguageLink]:
    """A page leads to its own translation, else to that of what is above it: a list names what is not translated.

    A form or list leads to itself in that language.

    Args:
        wanted: the home page, and the page if there is one.
    """
    codes = BrandSettings.for_request(request).language_codes
    if len(codes) < 2:
        return []
    first, *rest = wanted
    above = [row.translation_key for row in rows for page in rest if row.path in paths_between(first, page)]
    keys = [first.translation_key, *above, *(page.translation_key for page in rest)]
    urls: dict[str, str] = {}
    translated: dict[str, str] = {}
    for key in keys:
        translated = {row.language: address(row) for row in rows if row.translation_key == key}
        urls |= translated
    if len(keys) == 1:
        urls = {code: twin_of_view(request, code, url) for code, url in urls.items()}
    else:
        urls = {code: f"{url}{view_of(request, urls)}" if code in translated else url for code, url in urls.items()}
    here = get_language() or settings.LANGUAGE_CODE
    urls.setdefault(here, request.path)
    return [
        LanguageLink(code, get_language_info(code)["name_local"], urls[code], code == here)
        for code in codes
        if code in urls
    ]


def paths_between(home: Page, page: Page) -> list[str]:
    """The paths of the pages below the home page and above a page, the highest first."""
    return [page.path[:end] for end in range((home.depth + 1) * Page.steplen, len(page.path), Page.steplen)]


def view_of(request: HttpRequest, urls: Mapping[str, str]) -> str:
    """What follows the page's own address in that of a view of it, such as "plan/": the same in every language.

    Without the query: its filters are words of one language.
    """
    here = urls.get(get_language() or settings.LANGUAGE_CODE, "")
    is_below = bool(here) and is_page(request) and request.method in ("GET", "HEAD") and request.path.startswith(here)
    return request.path.removeprefix(here) if is_below else ""


def twin_of_view(request: HttpRequest, code: str, home: str) -> str:
    """The same form or list in another language, or its home.

    Its home if the address has no language, answers a POST only, or is that of a page which is not there or is not to
    be told: its translation has an address of its own.
    """
    is_elsewhere = is_page(request) and code != get_language()
    if is_elsewhere or request.method not in ("GET", "HEAD"):
        return home
    url = translate_url(request.get_full_path(), code)
    return home if url == request.get_full_path() and code != get_language() else url


def is_page(request: HttpRequest) -> bool:
    """Whether the address is that of a page, rather than of a form or a list."""
    return request.resolver_match is not None and request.resolver_match.url_name == "wagtail_serve"
