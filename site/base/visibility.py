"""Who may see a page. A restriction on a page, an ancestor or any translation of either closes all languages."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, reduce
from operator import or_
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from wagtail.models import BaseViewRestriction, Page, PageViewRestriction


def visible_to(pages: QuerySet[Any], user: Any) -> QuerySet[Any]:
    """Those of the pages that are live and that this user may see anywhere: lists, search, feeds, mail, exports.

    Password-protected pages are always left out: only the page view and the door accept a password.

    Args:
        pages: a queryset of any page type.
        user: a user or an `AnonymousUser`.
    """
    pages, closed = pages.filter(live=True), closed_to(user)
    return pages.exclude(closed) if closed else pages


def closed_to(user: Any) -> Q | None:
    """The condition for pages that this user must not meet anywhere; None where nothing is restricted for them."""
    closed = [restriction for restriction in _restrictions() if _may_close(restriction, user)]
    by_group = [restriction.pk for restriction in closed if restriction.kind == BaseViewRestriction.GROUPS]
    opened = set(_opened_by_groups(by_group, user)) if by_group and user.is_authenticated else set()
    paths = [restriction.path for restriction in closed if restriction.pk not in opened]
    return _below(paths) if paths else None


def restrictions_for(page: Page) -> QuerySet[PageViewRestriction]:
    """Every restriction that closes this page in some language, outermost first."""
    if not (restrictions := _restrictions()):
        return PageViewRestriction.objects.none()
    paths = _paths_of_line(page)
    closing = [restriction.pk for restriction in restrictions if restriction.path in paths]
    return PageViewRestriction.objects.filter(pk__in=closing).order_by("page__depth", "pk")


def asks_for_password(page: Page) -> bool:
    """Whether a password stands before this page, which lists and mail can never know of anybody."""
    return any(r.restriction_type == BaseViewRestriction.PASSWORD for r in restrictions_for(page))


def readers_of(page: Page, user: str) -> Q:
    """The condition for whose account this page is open to, passwords left aside: as `visible_to` says for each.

    Args:
        page: any page.
        user: the relation from the filtered rows to a user; who has none is nobody signed in.
    """
    open_to = Q()
    for restriction in restrictions_for(page):
        if restriction.restriction_type == BaseViewRestriction.PASSWORD:
            continue
        let_in = Q(**{f"{user}__isnull": False})
        if restriction.restriction_type == BaseViewRestriction.GROUPS:
            # A group without members would bring NULL along, which turns "not among them" into "not known".
            members = restriction.groups.filter(user__isnull=False).values("user")
            let_in = Q(**{f"{user}__is_superuser": True}) | Q(**{f"{user}__in": members})
        open_to &= let_in
    return open_to


def refused_restriction(page: Page, request: HttpRequest) -> PageViewRestriction | None:
    """The first restriction that this request does not satisfy, or None: the page is open to it."""
    return next((r for r in restrictions_for(page) if not r.accept_request(request)), None)


def visible_in(page: Page, request: HttpRequest) -> bool:
    """Whether this request may see the page, page passwords given in this session included."""
    return page.live and refused_restriction(page, request) is None


class Restriction(NamedTuple):
    """What lists ask of a restriction."""

    pk: int
    kind: str
    path: str


def _read_restrictions() -> list[Restriction]:
    rows = PageViewRestriction.objects.order_by().values_list("pk", "restriction_type", "page__path")
    return [Restriction(*row) for row in rows]


def _read_branches(closed: tuple[str, ...]) -> list[str]:
    """The paths of these closed pages in every language."""
    roots = Page.objects.filter(path__in=closed).values("translation_key")
    return list(Page.objects.filter(translation_key__in=roots).values_list("path", flat=True))


class Reader(NamedTuple):
    """How restrictions, and the branches of closed pages, are read."""

    restrictions: Callable[[], list[Restriction]]
    branches: Callable[[tuple[str, ...]], list[str]]


READ_ANEW = Reader(_read_restrictions, _read_branches)
_reader: ContextVar[Reader] = ContextVar("restrictions", default=READ_ANEW)


@contextmanager
def restrictions_read_once() -> Iterator[None]:
    """Read the restrictions once for everything inside, because a page asks for them with each of its lists.

    Only for a request that changes nothing: outside of it, and in the next request, they are read anew.
    """
    before = _reader.set(Reader(cache(_read_restrictions), cache(_read_branches)))
    try:
        yield
    finally:
        _reader.reset(before)


def _restrictions() -> list[Restriction]:
    return _reader.get().restrictions()


def _may_close(restriction: Restriction, user: Any) -> bool:
    """Whether it closes pages to this user, groups apart."""
    if restriction.kind == BaseViewRestriction.PASSWORD or not user.is_authenticated:
        return True
    return restriction.kind == BaseViewRestriction.GROUPS and not user.is_superuser


def _opened_by_groups(restrictions: list[int], user: Any) -> QuerySet[Any]:
    """Those of the restrictions, by primary key, that let one of the user's groups in."""
    return PageViewRestriction.objects.filter(pk__in=restrictions, groups__user=user).values_list("pk", flat=True)


def _starts_with(paths: Iterable[str]) -> Q:
    return reduce(or_, (Q(path__startswith=path) for path in paths))


def _below(closed: list[str]) -> Q:
    """Pages under a closed page, under a translation of one, and every translation of such a page."""
    inside = Page.objects.filter(_starts_with(_reader.get().branches(tuple(closed))))
    return Q(translation_key__in=inside.values("translation_key"))


def _paths_of_line(page: Page) -> set[str]:
    """Paths of the page and its ancestors in every language."""
    translations = Page.objects.filter(translation_key=page.translation_key).values_list("path", flat=True)
    lines = {path[:end] for path in translations for end in range(Page.steplen, len(path) + 1, Page.steplen)}
    keys = Page.objects.filter(path__in=lines).values("translation_key")
    return set(Page.objects.filter(translation_key__in=keys).values_list("path", flat=True))
