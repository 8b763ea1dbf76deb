"""What staff read of conversations that wait for an answer, in a number of queries that does not grow with them.

A conversation waits from the first thing that a resident said in it and everybody can read, until it has an official
answer, or until somebody says that it needs none. What is said after that makes it wait once more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet
from django.utils import timezone
from wagtail.models import Page

from engagement.comments.models import Comment, Discussion
from engagement.comments.rules import overdue_before
from engagement.plugin import Answer

HOST = "discussion__placement__timetable"
"""Where it is kept what has become of the page that a discussion stands on."""

OF_LINE = ("contribution__participant__user", "discussion__placement", "contribution__activity")


class Figures(NamedTuple):
    """How many conversations wait, since when the longest waiting one does, and how many have waited too long."""

    number: int
    oldest: datetime | None
    overdue: int


@dataclass(frozen=True)
class Line:
    """One conversation that waits: its first comment that does, and how many more wait in it."""

    comment: Comment
    since: datetime
    more: int
    page_title: str
    is_overdue: bool = False

    @property
    def conversation(self) -> int:
        """The primary key of the comment that begins it."""
        return self.comment.thread_id


def waiting_comments(discussion: Discussion | None = None) -> QuerySet[Any]:
    """What residents said, in this discussion or in all that stand on a live page, and nobody has answered.

    Where what came of it was published after closing, or what it stood on was called off or archived, nobody waits.
    """
    # By when it became public: what was held while somebody said "needs no answer" was not read by them.
    settled = Comment.objects.filter(pk=OuterRef("thread_id"), settled_at__gte=OuterRef("first_public_at"))
    found = Comment.objects.unanswered(discussion).filter(discussion__placement__isnull=False)
    found = found.filter(**{f"{HOST}__withdrawn_on": None, f"{HOST}__archived_on": None})
    # Before closing people still speak, whatever was published already.
    found = found.exclude(**{f"{HOST}__answer": Answer.OUTCOME, f"{HOST}__closes_at__lte": timezone.now()})
    return found.filter(~Exists(settled))


def conversations(waiting: QuerySet[Any]) -> QuerySet[Any]:
    """Dictionaries of the conversations in which these comments wait, the longest waiting first."""
    grouped = waiting.order_by().values("thread_id")
    given = grouped.annotate(since=Min("contribution__created_at"), first=Min("pk"), number=Count("pk"))
    return given.order_by("since", "thread_id")


def figures(now: datetime, discussion: Discussion | None = None) -> Figures:
    """The numbers over all of them. One query."""
    found = conversations(waiting_comments(discussion)).order_by()
    is_overdue = Q(since__lt=overdue_before(now))
    numbers = found.aggregate(
        number=Count("thread_id"), oldest=Min("since"), overdue=Count("thread_id", filter=is_overdue)
    )
    return Figures(**numbers)


def lines(grouped: Sequence[dict[str, Any]], now: datetime) -> list[Line]:
    """What a screen says of these conversations. Two queries."""
    comments = Comment.objects.select_related(*OF_LINE).in_bulk([one["first"] for one in grouped])
    titles = _page_titles(comments.values())
    return [
        Line(
            comment,
            one["since"],
            more=one["number"] - 1,
            page_title=titles.get(comment.discussion.placement.host_key, ""),
            is_overdue=one["since"] < overdue_before(now),
        )
        for one in grouped
        if (comment := comments.get(one["first"]))
    ]


def settled_conversations(discussion: Discussion | None = None) -> QuerySet[Any]:
    """The comments that begin the conversations of which somebody said that they need no answer, newest word first."""
    found = Comment.objects.filter(settled_at__isnull=False).select_related(*OF_LINE, "settled_by")
    return (found.on(discussion) if discussion else found).order_by("-settled_at", "-pk")


def settled_lines(comments: Sequence[Comment]) -> list[Line]:
    """What a screen says of these. One query."""
    titles = _page_titles(comments)
    return [
        Line(comment, comment.contribution.created_at, more=0, page_title=titles.get(_host_key(comment), ""))
        for comment in comments
    ]


def _page_titles(comments: Any) -> dict[Any, str]:
    """The titles of the pages on which these were said, by translation key; that of the page written first."""
    keys = {_host_key(comment) for comment in comments}
    pages = Page.objects.filter(translation_key__in=keys - {None}, live=True).order_by("-pk")
    return dict(pages.values_list("translation_key", "title"))


def _host_key(comment: Comment) -> Any:
    placement = getattr(comment.discussion, "placement", None)
    return placement.host_key if placement else None
