"""Pages of a talk that begin after a conversation, not at a number.

A page by number moves while people write: what comes in pushes others over its edge, to be read twice or never. A
position names the last conversation that was read, and the next page takes up behind it, however deep it lies.
"""

import re
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from engagement.comments.enums import Sort
from engagement.comments.models import Comment

PER_PAGE = 20
"""Conversations on a page; the pinned ones on the first are not counted."""
POSITION = re.compile(r"(\d{1,9})-(\d{1,18})", re.ASCII)


@dataclass(frozen=True)
class Position:
    """Where a conversation stands in every order. Written down, because people may agree with it meanwhile."""

    supporters: int
    thread: int

    @classmethod
    def of(cls, comment: Comment) -> "Position":
        return cls(comment.supporters, comment.thread_id)

    @classmethod
    def read(cls, text: str) -> "Position | None":
        """The position in an address, None when it is none."""
        found = POSITION.fullmatch(text)
        return cls(int(found[1]), int(found[2])) if found else None

    def __str__(self) -> str:
        return f"{self.supporters}-{self.thread}"


@dataclass(frozen=True)
class Asked:
    """What a reader wants to read: the order, and behind or before which conversation."""

    sort: Sort = Sort.OLDEST
    after: Position | None = None
    before: Position | None = None

    @classmethod
    def of(cls, query: Any) -> "Asked":
        """What an address asks for (`request.GET`); what it says wrongly is left out."""
        after, before = (Position.read(query.get(name, "")) for name in ("after", "before"))
        return cls(Sort.of(query.get("sort")), after, before)


@dataclass(frozen=True)
class Slice:
    """Conversations that stand one behind the other, and whether there are others at either end."""

    positions: list[Position]
    has_previous: bool
    has_more: bool

    @property
    def threads(self) -> list[int]:
        return [position.thread for position in self.positions]


def slice_of(conversations: Any, asked: Asked, focus: Position | None = None) -> Slice:
    """The conversations of one page; the first page where there is none behind or a whole one before. Two queries
    at most.

    Args:
        conversations: all there are, in any order.
        focus: the place that must be on the page, whatever else is asked for and whether or not a conversation is to be
            seen there. It begins its page, unless it stands on the first or the last one.
    """
    if focus is not None:
        return _around(conversations, asked, focus)
    if asked.after is not None:
        found = _cut(_behind(conversations, asked.sort, asked.after))
        return found if found.positions else _first(conversations, asked)
    if asked.before is not None:
        above = _positions(_before(conversations, asked.sort, asked.before))
        if len(above) > PER_PAGE:
            return Slice(above[PER_PAGE - 1 :: -1], has_previous=True, has_more=True)
    return _first(conversations, asked)


def _around(conversations: Any, asked: Asked, focus: Position) -> Slice:
    """The page with this place. The last one is whole: it begins so early that it holds as many as the others."""
    above = _positions(_before(conversations, asked.sort, focus))
    if len(above) < PER_PAGE:
        return _first(conversations, asked)
    found = _cut(_from(conversations, asked.sort, focus))
    missing = PER_PAGE - len(found.positions)
    if not missing:
        return found
    return Slice([*reversed(above[:missing]), *found.positions], has_previous=len(above) > missing, has_more=False)


def _first(conversations: Any, asked: Asked) -> Slice:
    return _cut(conversations.order_by(*ORDER[asked.sort]), has_previous=False)


def _cut(conversations: Any, *, has_previous: bool = True) -> Slice:
    found = _positions(conversations)
    return Slice(found[:PER_PAGE], has_previous, has_more=len(found) > PER_PAGE)


def _positions(conversations: Any) -> list[Position]:
    """As many as a page shows, and one more where there are others."""
    return [Position(*row) for row in conversations.values_list("supporters", "pk")[: PER_PAGE + 1]]


ORDER = {
    Sort.OLDEST: ("pk",),
    Sort.UNANSWERED: ("pk",),
    Sort.NEWEST: ("-pk",),
    Sort.SUPPORTED: ("-supporters", "pk"),
}
"""Total orders: no two conversations stand at one place. Each is that of an index of `Comment`, read from either end:
a page costs what it shows, however long the talk."""


def _behind(conversations: Any, sort: Sort, position: Position) -> Any:
    return conversations.filter(_is_behind(sort, position)).order_by(*ORDER[sort])


def _from(conversations: Any, sort: Sort, position: Position) -> Any:
    itself = Q(pk=position.thread)
    return conversations.filter(_is_behind(sort, position) | itself).order_by(*ORDER[sort])


def _before(conversations: Any, sort: Sort, position: Position) -> Any:
    """Nearest first."""
    return conversations.filter(_is_before(sort, position)).order_by(*ORDER[sort]).reverse()


def _is_behind(sort: Sort, position: Position) -> Q:
    if sort == Sort.NEWEST:
        return Q(pk__lt=position.thread)
    if sort == Sort.SUPPORTED:
        # The first condition follows from the rest, and is the one that tells a database where in the index to begin.
        is_equal = Q(supporters=position.supporters, pk__gt=position.thread)
        return Q(supporters__lte=position.supporters) & (Q(supporters__lt=position.supporters) | is_equal)
    return Q(pk__gt=position.thread)


def _is_before(sort: Sort, position: Position) -> Q:
    if sort == Sort.NEWEST:
        return Q(pk__gt=position.thread)
    if sort == Sort.SUPPORTED:
        is_equal = Q(supporters=position.supporters, pk__lt=position.thread)
        return Q(supporters__gte=position.supporters) & (Q(supporters__gt=position.supporters) | is_equal)
    return Q(pk__lt=position.thread)
