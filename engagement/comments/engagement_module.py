"""The discussion as the core sees it: docs/writing-a-module.md."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from base.ratelimit import Limit
from engagement.comments.contexts import inline_context, sentence_of_counts
from engagement.comments.entering import CommentEntryForm, correct_comment, enter_comment
from engagement.comments.models import Comment, Discussion
from engagement.comments.queries import earlier_versions
from engagement.comments.querysets import OF_ROW
from engagement.comments.rendering import name_of
from engagement.comments.services import forget_versions
from engagement.comments.views import agreeing, editing, linking, pinning, posting, reading, withdrawing
from engagement.plugin import (
    ALWAYS,
    Action,
    Activity,
    Column,
    Contribution,
    Counts,
    Earlier,
    Entry,
    Module,
    Shown,
    Summary,
    TimeState,
    published_counts,
)

READING = ("GET", "HEAD")
BOTH = ("GET", "HEAD", "POST")
LINKS = (Limit("comment-links", 10 * 60, 10),)
AGREEMENTS = (Limit("comment-agreements", 10 * 60, 200),)
"""Generous: reading a long talk and agreeing on the way is one press every few seconds."""
EDITS = (Limit("comment-edits", 10 * 60, 30),)
WITHDRAWALS = (Limit("comment-withdrawals", 10 * 60, 20),)
ANSWER = "engagement.answer_officially"


class CommentsModule(Module):
    """Comments, replies and official answers."""

    slug = "comments"
    label = _("Discussion")
    description = _("People comment and reply in the open, and you answer. For questions with more than one answer.")
    icon = "comment"
    public_icon = "chat"
    activity_model = Discussion
    row_model = Comment
    words_field = "comment"
    official_field = "is_official"
    entrance = "thread"
    entry_form = CommentEntryForm
    actions = (
        Action("thread", reading.thread, methods=READING),
        Action("post", posting.post, methods=BOTH),
        Action("answer", posting.answer, methods=BOTH, when=ALWAYS, permission=ANSWER),
        Action("sent", linking.sent, methods=BOTH, when=ALWAYS, limits=LINKS),
        Action("edit", editing.edit, methods=BOTH, limits=EDITS),
        Action("withdraw", withdrawing.withdraw, methods=BOTH, when=ALWAYS, limits=WITHDRAWALS),
        Action("agree", agreeing.agree_with, methods=BOTH, limits=AGREEMENTS),
        Action("agree-no-more", agreeing.agree_no_more, methods=BOTH, limits=AGREEMENTS),
        Action("pin", pinning.pin_answer, methods=BOTH, when=ALWAYS, permission=ANSWER),
        Action("unpin", pinning.unpin_answer, methods=BOTH, when=ALWAYS, permission=ANSWER),
    )
    inline_template = "engagement/comments/inline.html"
    panels = (
        MultiFieldPanel([FieldPanel("prompt"), FieldPanel("team")], heading=_("The question")),
        MultiFieldPanel(
            [FieldPanel("allows_replies"), FieldPanel("max_length"), FieldPanel("minutes_to_edit")],
            heading=_("Comments"),
        ),
    )
    export_columns = (
        Column("comment", lambda row: row.comment if row else ""),
        Column("in_reply_to", lambda row: row.reply_to.contribution.reference if row and row.reply_to else ""),
        Column("official", lambda row: "yes" if row and row.is_official else "no"),
        Column("people_who_agree", lambda row: row.supporters if row else ""),
        Column("edited", lambda row: "yes" if row and row.contribution.edited_at else "no"),
    )

    def summarise(self, activities: Sequence[Activity]) -> dict[int, Summary]:
        """How many spoke, in one query."""
        counts, now = published_counts(activities), timezone.now()
        return {activity.pk: _summary(activity, now, counts[activity.pk]) for activity in activities}

    def inline_context(self, activity: Activity, request: HttpRequest) -> dict[str, Any]:
        """Pinned answers and the newest comments."""
        return inline_context(activity, request)  # type: ignore[arg-type]

    def rows_for(self, contributions: Iterable[Contribution]) -> dict[int, Any]:
        """The comments of these contributions, with what exports, queue and addresses need of them."""
        given = {contribution.pk: contribution for contribution in contributions}
        rows = Comment.objects.filter(contribution__in=given).select_related("reply_to__contribution").only(*OF_ROW)
        link = Comment._meta.get_field("contribution")
        for row in rows:
            # Not assigned: then each would know the other, and an export would hold them until they are collected.
            link.set_cached_value(row, given[row.contribution_id])
        return {row.contribution_id: row for row in rows}

    def text_of(self, row: Any) -> str:
        """The comment as it was written."""
        return str(row.comment)

    def context_of(self, row: Any) -> str:
        """Whether it speaks for the council, and the beginning of what it answers."""
        official = [str(_("Official answer."))] if row.is_official else []
        words = {"words": Truncator(row.reply_to.comment).words(20)} if row.reply_to else {}
        return " ".join([*official, _("In reply to: %(words)s") % words] if words else official)

    def history_of(self, row: Any) -> Sequence[Earlier]:
        """What it said before its author changed it."""
        return earlier_versions(row)

    def forget(self, row: Any) -> None:
        """Its words go, and those it said before; its place stays: replies hang on it."""
        forget_versions(comment=row)
        Comment.objects.filter(pk=row.pk).update(comment="")

    def shown(self, row: Any) -> Shown | None:
        """The comment with its author as its talk names them; official answers are the council's."""
        return Shown(row.comment, name_of(row), row.get_absolute_url(), row.is_official) if row.comment else None

    def enter(self, entry: Entry, data: dict[str, Any]) -> tuple[Contribution, bool]:
        """A comment of its own, however long the letter."""
        return enter_comment(entry, data)

    def entry_data(self, row: Any) -> dict[str, Any]:
        """Its words."""
        return {"comment": row.comment}

    def correct(self, row: Any, data: dict[str, Any]) -> None:
        """Its words as they stand on the paper."""
        correct_comment(row, data["comment"])

    def quotable(self, contributions: Iterable[int]) -> QuerySet[Any]:
        """Residents' comments that answer nobody."""
        return super().quotable(contributions).filter(reply_to=None, is_official=False)

    def public_url(self, row: Any) -> str:
        """Where it stands in the talk; no query."""
        return str(row.get_absolute_url())


def _summary(activity: Activity, now: datetime, counts: Counts) -> Summary:
    team = getattr(activity, "team", "")
    # Nobody answers any more in what has closed.
    is_over = activity.state_at(now) == TimeState.CLOSED
    answers = _("%(team)s answers here.") % {"team": team} if team and not is_over else ""
    base = " ".join(filter(None, (sentence_of_counts(counts), str(answers))))
    is_shut = is_over or activity.state_at(now) == TimeState.PAUSED
    invitation = _("Read the conversation") if is_shut else _("Join the conversation")
    return Summary(invitation=invitation, base=base, count=counts.contributions)
