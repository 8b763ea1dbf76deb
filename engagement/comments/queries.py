"""What pages read of a discussion, in a number of queries that does not grow with it."""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from django.db.models import Case, Count, Max, Q, When

from engagement.comments.enums import Sort
from engagement.comments.models import Agreement, Comment, Discussion
from engagement.comments.paging import Asked, Position, slice_of
from engagement.comments.querysets import AWAY
from engagement.comments.rules import FOLDED_ABOVE, SHOWN_OF_FOLDED, is_own
from engagement.plugin import ContributionState, Earlier, Participant, Visit

IN_PAGE = 3
"""Comments shown in the page of the consultation."""


@dataclass
class Node:
    """One comment as a reader meets it, with its replies in the order they were given."""

    comment: Comment
    is_own: bool
    replies: list["Node"] = field(default_factory=list)
    fold: "Fold | None" = None

    @property
    def state(self) -> str:
        return self.comment.contribution.state

    @property
    def is_published(self) -> bool:
        return _is_published(self.comment)

    def nodes(self) -> Iterator["Node"]:
        """This one and those below it."""
        yield self
        for reply in self.replies:
            yield from reply.nodes()

    def comments(self) -> Iterator[Comment]:
        """This comment and those below it."""
        return (node.comment for node in self.nodes())

    @property
    def is_worth_a_line(self) -> bool:
        """Whether something of it or below it is to be seen. What is away for now shows only above what is not."""
        return self.is_own or self.state not in AWAY or bool(self.replies)


@dataclass(frozen=True)
class Fold:
    """A conversation that is folded: what one learns before one opens it."""

    number: int
    """Of its replies that everybody can read."""
    is_answered: bool
    """Whether one of them is official."""
    is_open: bool
    more: int
    """How many of them are not on the page."""


@dataclass(frozen=True)
class Reader:
    """Who reads: a participant, if we know them, and what this browser gave."""

    participant: Participant | None = None
    mine: frozenset[uuid.UUID] = frozenset()


@dataclass(frozen=True)
class ThreadPage:
    """One page of the talk."""

    sort: Sort
    nodes: list[Node]
    answers: list[Comment]
    """Pinned answers that stand deeper in the talk, shown above it; on the first page only."""
    previous: Position | None
    """Before which others stand, None on the first page."""
    more: Position | None
    """Behind which others stand, None on the last page."""

    @property
    def count(self) -> int:
        """How many comments are to be read here, replies included."""
        return sum(_is_published(comment) for node in self.nodes for comment in node.comments())


def discussion_of(visit: Visit) -> Discussion:
    """What the visit is to; the door has found it by our module."""
    return cast(Discussion, visit.activity)


def thread_page(discussion: Discussion, reader: Reader, asked: Asked, focus: Comment | None = None) -> ThreadPage:
    """The conversations of one page, the long ones folded. Four queries at most on the first page; `focus` takes two.

    Args:
        focus: the comment that must be on the page. Where the order asked for leaves it out, it is the usual order.
    """
    root = _root_of(focus) if focus else None
    is_pinned = root is not None and root.pinned_at is not None
    place = Position.of(root) if root and not is_pinned else None
    if is_pinned:
        asked = Asked(Sort.OLDEST if asked.sort == Sort.UNANSWERED else asked.sort)
    found = slice_of(_conversations(discussion, reader, asked.sort), asked, place)
    if place and asked.sort == Sort.UNANSWERED and place.thread not in {root.thread_id for root in found.comments}:
        return thread_page(discussion, reader, Asked(), focus)
    pinned = [] if found.has_previous else _pinned(discussion, reader)
    first = [comment for comment in pinned if comment.level == 0 and asked.sort != Sort.UNANSWERED]
    roots = first + found.comments
    in_focus = focus.thread_id if focus else None
    replies = _replies(reader, roots, whole=in_focus)
    nodes = tree(roots, replies.order_by("thread_id", "order"), reader)
    _fold(nodes, in_focus)
    return ThreadPage(
        asked.sort,
        nodes,
        [comment for comment in pinned if comment.level > 0 and _is_published(comment)],
        previous=Position.of(found.comments[0]) if found.has_previous else None,
        more=Position.of(found.comments[-1]) if found.has_more else None,
    )


def _root_of(comment: Comment) -> Comment:
    return cast(Comment, Comment.objects.only("thread_id", "supporters", "pinned_at").get(pk=comment.thread_id))


def _pinned(discussion: Discussion, reader: Reader) -> list[Comment]:
    """What is pinned, first pinned first."""
    shown = Comment.objects.on(discussion).shown_to(reader.participant, reader.mine)
    found = shown.filter(pinned_at__isnull=False).for_reading().order_by()
    return sorted(found, key=lambda comment: (_pinned_at(comment), comment.pk))


def _pinned_at(comment: Comment) -> datetime:
    return comment.pinned_at or comment.submit_date


def _is_published(comment: Comment) -> bool:
    return comment.contribution.state == ContributionState.PUBLISHED


def _replies(reader: Reader, roots: list[Comment], *, whole: int | None) -> Any:
    """What is shown below these; of one conversation (`whole`) everything, of others the beginning."""
    # The package numbers the comments of a conversation from 1 without a gap, in the order in which they are read.
    is_shown = Q(thread_id__in=[root.thread_id for root in roots], order__lte=SHOWN_OF_FOLDED + 1) | Q(thread_id=whole)
    shown = Comment.objects.filter(is_shown).exclude(reply_to=None).shown_to(reader.participant, reader.mine)
    return shown.for_reading()


def _fold(nodes: list[Node], in_focus: int | None) -> None:
    """Fold the conversations that are longer than a reader expects. One query where some are not here as a whole."""
    # The package counts every reply below a comment, whatever became of it: at least as many as are to be read.
    counted = _counted([node.comment.thread_id for node in nodes if node.comment.nested_count > SHOWN_OF_FOLDED])
    for node in nodes:
        thread, below = node.comment.thread_id, [one for reply in node.replies for one in reply.nodes()]
        public = [one.comment for one in below if one.is_published]
        here = (len(public), any(comment.is_official for comment in public))
        number, is_answered = counted.get(thread, here)
        if number > FOLDED_ABOVE:
            is_open = thread == in_focus or any(one.is_own and not one.is_published for one in below)
            node.fold = Fold(number, bool(is_answered), is_open, more=number - len(public))


def _counted(threads: list[int]) -> dict[int, tuple[int, int]]:
    """How many replies everybody can read in each of these conversations, and whether (1) one is official."""
    replies = Comment.objects.published().filter(thread_id__in=threads).exclude(reply_to=None).order_by()
    is_official = Max(Case(When(is_official=True, then=1), default=0))
    found = replies.values_list("thread_id").annotate(number=Count("pk"), answered=is_official)
    return {thread: (number, is_answered) for thread, number, is_answered in found}


def _conversations(discussion: Discussion, reader: Reader, sort: Sort) -> Any:
    """What is not pinned, by the comment with which it begins."""
    found = Comment.objects.on(discussion).top_level().shown_to(reader.participant, reader.mine)
    found = found.filter(pinned_at__isnull=True).for_reading()
    return found.unanswered() if sort == Sort.UNANSWERED else found


def tree(roots: Iterable[Comment], replies: Iterable[Comment], reader: Reader) -> list[Node]:
    """Roots with their replies below them; branches of which nothing is to be seen are cut.

    Args:
        replies: in the order of the package, parents before children; those of other roots are left out.
    """
    nodes = {root.pk: Node(root, _own(root, reader)) for root in roots}
    first = list(nodes.values())
    for reply in replies:
        if reply.thread_id not in nodes:
            continue
        node = nodes[reply.pk] = Node(reply, _own(reply, reader))
        above = nodes.get(reply.parent_id) or nodes[reply.thread_id]
        above.replies.append(node)
    return list(_worth_a_line(first))


def _worth_a_line(nodes: list[Node]) -> Iterator[Node]:
    for node in nodes:
        node.replies = list(_worth_a_line(node.replies))
        if node.is_worth_a_line:
            yield node


def _own(comment: Comment, reader: Reader) -> bool:
    return is_own(comment.contribution, reader.participant, set(reader.mine))


def agreed_with(participant: Participant | None, comments: Iterable[Comment]) -> frozenset[int]:
    """Those of these comments with which this person agrees, by primary key. One query."""
    if participant is None:
        return frozenset()
    found = Agreement.objects.filter(participant=participant, comment__in=[comment.pk for comment in comments])
    return frozenset(found.values_list("comment", flat=True))


def shown_in_page(discussion: Discussion) -> tuple[list[Comment], list[Comment]]:
    """Pinned answers, first pinned first, and the newest comments that are no replies, newest first. One query."""
    public = Comment.objects.on(discussion).published()
    newest = public.top_level().filter(pinned_at__isnull=True).order_by("-thread_id").values("pk")[:IN_PAGE]
    shown = public.filter(Q(pinned_at__isnull=False) | Q(pk__in=newest))
    # Sorted here, because for `order_by` Django compares every column that it reads.
    found = sorted(shown.with_words().order_by(), key=lambda comment: comment.thread_id, reverse=True)
    pinned = sorted((comment for comment in found if comment.pinned_at), key=lambda comment: comment.pinned_at)
    return pinned, [comment for comment in found if not comment.pinned_at]


def find_comment(discussion: Discussion, key: uuid.UUID) -> Comment | None:
    """The comment with that contribution uuid, or None."""
    found = Comment.objects.on(discussion).filter(contribution__uuid=key)
    return found.select_related("discussion", "contribution__activity", "contribution__participant__user").first()


def is_edited_by(comment: Comment, key: uuid.UUID) -> bool:
    """Whether the same form has changed this comment already (`base.guards.form_key`)."""
    return comment.versions.filter(retry_key=key).exists()


def earlier_versions(comment: Comment) -> list[Earlier]:
    """What it said before, oldest first."""
    return [Earlier(version.text, version.at) for version in comment.versions.order_by("number")]


def find_sent(discussion: Discussion, key: uuid.UUID) -> Comment | None:
    """What the same form brought the first time (`base.guards.form_key`), or None."""
    return _to_thank_for(Comment.objects.on(discussion).filter(contribution__retry_key=key))


def _to_thank_for(comments: Any) -> Comment | None:
    found = comments.select_related("contribution__activity", "contribution__confirmation").first()
    return cast(Comment | None, found)


def has_public_replies(comment: Comment) -> bool:
    """Whether somebody has replied to it in public."""
    return Comment.objects.published().filter(reply_to=comment).exists()
