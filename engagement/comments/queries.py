"""What pages read of a discussion, in a number of queries that does not grow with it."""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple, cast

from django.db.models import Case, Count, Max, Q, When

from engagement.comments.enums import Sort
from engagement.comments.models import Agreement, Comment, Discussion
from engagement.comments.paging import Asked, Position, slice_of
from engagement.comments.querysets import AWAY, DOWN
from engagement.comments.rules import FOLDED_ABOVE, SHOWN_OF_FOLDED, is_own
from engagement.plugin import Contribution, ContributionState, Earlier, Participant, StateChange, Visit

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
    """The conversations of one page, the long ones folded. Eight queries at most, three more for `focus`.

    Which conversations stand here is asked first, because it takes two columns, and what is read of them takes thirty.

    Args:
        focus: the comment that must be on the page. Where the order asked for leaves it out, it is the usual order.
    """
    root = _root_of(focus) if focus else None
    is_pinned = root is not None and root.pinned_at is not None
    place = Position.of(root) if root and not is_pinned else None
    if is_pinned:
        asked = Asked(Sort.OLDEST if asked.sort == Sort.UNANSWERED else asked.sort)
    if place and asked.sort == Sort.UNANSWERED and not _waits(discussion, reader, place.thread):
        asked = Asked()
    found = slice_of(_conversations(discussion, reader, asked.sort), asked, place)
    pinned = [] if found.has_previous else _pinned(discussion)
    first = [one.pk for one in pinned if one.reply_to is None and asked.sort != Sort.UNANSWERED]
    answers = [one for one in pinned if one.reply_to is not None]
    threads, in_focus = [*first, *found.threads], focus.thread_id if focus else None
    comments = _read(reader, threads, whole=in_focus, answers=answers)
    nodes = tree(threads, (one for one in comments.values() if _is_of_page(one, whole=in_focus)), reader)
    _fold(nodes, in_focus)
    return ThreadPage(
        asked.sort,
        nodes,
        [comments[one.pk] for one in answers if one.pk in comments and _is_published(comments[one.pk])],
        previous=found.positions[0] if found.has_previous else None,
        more=found.positions[-1] if found.has_more else None,
    )


def _root_of(comment: Comment) -> Comment:
    return cast(Comment, Comment.objects.only("thread_id", "supporters", "pinned_at").get(pk=comment.thread_id))


class Pinned(NamedTuple):
    """What is pinned: its key, that of what it answers, and where it stands."""

    pk: int
    reply_to: int | None
    thread: int
    order: int


def _pinned(discussion: Discussion) -> list[Pinned]:
    """What is pinned, first pinned first."""
    pinned = Comment.objects.on(discussion).filter(pinned_at__isnull=False).order_by("pinned_at", "pk")
    return [Pinned(*row) for row in pinned.values_list("pk", "reply_to", "thread_id", "order")]


def _is_published(comment: Comment) -> bool:
    return comment.contribution.state == ContributionState.PUBLISHED


def _read(reader: Reader, threads: list[int], *, whole: int | None, answers: list[Pinned]) -> dict[int, Comment]:
    """What is shown of these conversations: of one (`whole`) everything, of others the beginning; and these answers.

    One query, and one where something was taken away; by primary key, in the order in which it is read.
    """
    # All of it columns of one table, so that a database finds each part by an index.
    wanted = Q(thread_id__in=threads, order__lte=SHOWN_OF_FOLDED + 1)
    if whole:
        wanted |= Q(thread_id=whole)
    for one in answers:
        wanted |= Q(thread_id=one.thread, order=one.order)
    # What is away for now and has nothing below it is left out with the branches of `tree`.
    shown = Comment.objects.filter(wanted).shown_or_away(reader.participant, reader.mine).with_words()
    found: list[Comment] = list((shown.with_asked() if answers else shown).order_by())
    _explain([comment for comment in found if comment.contribution.state in DOWN])
    # Sorted here, because for `order_by` Django compares every column that it reads.
    return {comment.pk: comment for comment in sorted(found, key=lambda one: (one.thread_id, one.order))}


def _is_of_page(comment: Comment, *, whole: int | None) -> bool:
    """Whether it stands in its conversation on this page, not only in what is pinned above."""
    # The package numbers the comments of a conversation from 1 without a gap, in the order in which they are read.
    return comment.order <= SHOWN_OF_FOLDED + 1 or comment.thread_id == whole


def _explain(comments: list[Comment]) -> None:
    """Say of what was taken away why. One query, none where there is nothing to say."""
    if not comments:
        return
    changes = StateChange.objects.filter(contribution__in=[comment.contribution_id for comment in comments])
    rows = changes.order_by("at", "pk").values_list("contribution", "to_state", "reason")
    last = {(contribution, state): reason for contribution, state, reason in rows}
    for comment in comments:
        comment.down_because = last.get((comment.contribution_id, comment.contribution.state), "")


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
    """What is not pinned, by the comment with which it begins. One query, two where something is away for now.

    What is away is looked for first: asked in one query with the rest, a database reads the whole talk for each page.
    """
    found = Comment.objects.on(discussion).top_level().filter(pinned_at__isnull=True)
    if sort == Sort.UNANSWERED:
        return found.unanswered(discussion)
    return found.shown_to(reader.participant, reader.mine, above=_above_replies(found, discussion))


def _waits(discussion: Discussion, reader: Reader, thread: int) -> bool:
    """Whether this conversation is one of those that nobody has answered for the council."""
    return bool(_conversations(discussion, reader, Sort.UNANSWERED).filter(pk=thread).exists())


def _above_replies(conversations: Any, discussion: Discussion) -> list[int]:
    """Those whose first comment is away for now, above replies that everybody can read."""
    # Only what was public has replies. The activity is the discussion, named for the index of contributions by state.
    away = conversations.filter(contribution__activity=discussion.pk, contribution__state__in=AWAY)
    keys = list(away.filter(first_public_at__isnull=False).order_by().values_list("pk", flat=True))
    replies = Comment.objects.published().filter(thread_id__in=keys).exclude(reply_to=None).order_by()
    return list(replies.values_list("thread_id", flat=True).distinct()) if keys else []


def tree(threads: Iterable[int], comments: Iterable[Comment], reader: Reader) -> list[Node]:
    """Conversations in this order, each with its replies below it; branches of which nothing is to be seen are cut.

    Args:
        threads: the numbers of the conversations.
        comments: in the order of the package, parents before children; those of other conversations are left out.
    """
    nodes: dict[int, Node] = {}
    for comment in comments:
        node = nodes[comment.pk] = Node(comment, _own(comment, reader))
        above = nodes.get(comment.parent_id) or nodes.get(comment.thread_id)
        if above is not None and above is not node:
            above.replies.append(node)
    return list(_worth_a_line([nodes[thread] for thread in threads if thread in nodes]))


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
    """Pinned answers, first pinned first, and the newest comments that are no replies, newest first. Three queries.

    Which ones is asked first: in one query with their words a database reads every comment of the site.
    """
    public = Comment.objects.published()
    newest = public.on(discussion).top_level().filter(pinned_at__isnull=True).order_by("-pk")
    others = list(newest.values_list("pk", flat=True)[:IN_PAGE])
    pinned = [one.pk for one in _pinned(discussion)]
    shown = public.filter(pk__in=[*pinned, *others]).with_words()
    found = {comment.pk: comment for comment in (shown.with_asked() if pinned else shown).order_by()}
    return [found[key] for key in pinned if key in found], [found[key] for key in others if key in found]


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
    is_known = Contribution.objects.filter(activity=discussion.pk, retry_key=key).exists()
    return _to_thank_for(Comment.objects.on(discussion).filter(contribution__retry_key=key)) if is_known else None


def _to_thank_for(comments: Any) -> Comment | None:
    found = comments.select_related("contribution__activity", "contribution__confirmation").first()
    return cast(Comment | None, found)


def has_public_replies(comment: Comment) -> bool:
    """Whether somebody has replied to it in public."""
    return Comment.objects.published().filter(reply_to=comment).exists()
