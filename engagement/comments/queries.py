"""What pages read of a discussion, in a number of queries that does not grow with it."""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from django.core.paginator import Page, Paginator
from django.db.models import Q

from engagement.comments.models import Agreement, Comment, Discussion
from engagement.comments.rules import is_own
from engagement.plugin import ContributionState, Participant, Visit

PER_PAGE = 20
"""Comments on a page, replies not counted."""
IN_PAGE = 3
"""Comments shown in the page of the consultation."""


@dataclass
class Node:
    """One comment as a reader meets it, with its replies in the order they were given."""

    comment: Comment
    is_own: bool
    replies: list["Node"] = field(default_factory=list)

    @property
    def state(self) -> str:
        return self.comment.contribution.state

    @property
    def is_published(self) -> bool:
        return _is_published(self.comment)

    def comments(self) -> Iterator[Comment]:
        """This comment and those below it."""
        yield self.comment
        for reply in self.replies:
            yield from reply.comments()

    @property
    def is_worth_a_line(self) -> bool:
        """Whether something of it or below it is to be seen. What is hidden shows only above what is not."""
        return self.is_own or self.state != ContributionState.HIDDEN or bool(self.replies)


@dataclass(frozen=True)
class Reader:
    """Who reads: a participant, if we know them, and what this browser gave."""

    participant: Participant | None = None
    mine: frozenset[uuid.UUID] = frozenset()
    is_newest_first: bool = False
    """The order they asked for; replies always stand in the order they were given."""


@dataclass(frozen=True)
class ThreadPage:
    """One page of the talk."""

    page: Page[Comment]
    nodes: list[Node]
    answers: list[Comment]
    """Pinned answers that stand deeper in the talk, shown above it; on the first page only."""


def discussion_of(visit: Visit) -> Discussion:
    """What the visit is to; the door has found it by our module."""
    return cast(Discussion, visit.activity)


def thread_page(discussion: Discussion, reader: Reader, number: int) -> ThreadPage:
    """The comments of one page, with all their replies. Three queries.

    Raises:
        django.core.paginator.EmptyPage: there is no page of that number.
    """
    roots = _roots(discussion, reader).for_reading().in_reading_order(is_newest_first=reader.is_newest_first)
    page = Paginator(roots, PER_PAGE).page(number)
    wanted = Q(thread_id__in=[root.thread_id for root in page])
    if number == 1:
        wanted |= Q(pinned_at__isnull=False)
    replies = list(_replies(discussion, reader).filter(wanted).order_by("thread_id", "order"))
    pinned = [reply for reply in replies if number == 1 and reply.pinned_at and _is_published(reply)]
    return ThreadPage(page, tree(page, replies, reader), sorted(pinned, key=_pinned_at))


def _pinned_at(comment: Comment) -> datetime:
    return comment.pinned_at or comment.submit_date


def _is_published(comment: Comment) -> bool:
    return comment.contribution.state == ContributionState.PUBLISHED


def _replies(discussion: Discussion, reader: Reader) -> Any:
    shown = Comment.objects.on(discussion).shown_to(reader.participant, reader.mine).filter(level__gt=0)
    return shown.for_reading()


def _roots(discussion: Discussion, reader: Reader) -> Any:
    return Comment.objects.on(discussion).top_level().shown_to(reader.participant, reader.mine)


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


def page_of(discussion: Discussion, reader: Reader, comment: Comment) -> int:
    """The number of the page on which this reader finds a comment. Two queries."""
    root = Comment.objects.filter(pk=comment.thread_id).values("thread_id", "pinned_at").get()
    above = "thread_id__gt" if reader.is_newest_first else "thread_id__lt"
    earlier = Q(**{above: root["thread_id"]})
    if root["pinned_at"]:
        before = Q(pinned_at__lt=root["pinned_at"]) | Q(pinned_at=root["pinned_at"]) & earlier
    else:
        before = Q(pinned_at__isnull=False) | earlier
    return _roots(discussion, reader).filter(before).count() // PER_PAGE + 1


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
    return found.select_related("contribution__activity", "contribution__participant__user").first()


def find_sent(discussion: Discussion, key: uuid.UUID) -> Comment | None:
    """What the same form brought the first time (`base.guards.form_key`), or None."""
    return _to_thank_for(Comment.objects.on(discussion).filter(contribution__retry_key=key))


def find_double(waiting: Any, *, reader: Reader, email: str, name: str) -> Comment | None:
    """One of these comments that the same person gave, or None.

    A known person is enough. A guest must have given it from this browser, with this address or this name: whoever
    knows somebody's address and words must not get hold of theirs.
    """
    of_person = Q(contribution__participant=reader.participant) if reader.participant else Q(pk__in=[])
    sent_to = Q(contribution__confirmation=None) | Q(contribution__confirmation__email__iexact=email)
    as_guest = sent_to if email else Q(contribution__participant__display_name=name)
    from_here = Q(contribution__uuid__in=reader.mine, contribution__participant__user=None)
    return _to_thank_for(waiting.filter(of_person | from_here & as_guest).order_by("pk"))


def _to_thank_for(comments: Any) -> Comment | None:
    found = comments.select_related("contribution__activity", "contribution__confirmation").first()
    return cast(Comment | None, found)
