"""The discussion as the core sees it: docs/writing-a-module.md."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from base.ratelimit import Limit
from engagement.comments import views
from engagement.comments.contexts import inline_context, sentence_of_counts
from engagement.comments.models import Comment, Discussion
from engagement.comments.querysets import OF_ROW
from engagement.plugin import (
    ALWAYS,
    Action,
    Activity,
    Column,
    Contribution,
    Module,
    Summary,
    TimeState,
    published_counts,
)

READING = ("GET", "HEAD")
BOTH = ("GET", "HEAD", "POST")
LINKS = (Limit("comment-links", 10 * 60, 10),)
AGREEMENTS = (Limit("comment-agreements", 10 * 60, 200),)
"""Generous, because guests are counted by network."""
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
    entrance = "thread"
    actions = (
        Action("thread", views.thread, methods=READING),
        Action("post", views.post, methods=BOTH),
        Action("answer", views.answer, methods=BOTH, when=ALWAYS, permission=ANSWER),
        Action("sent", views.sent, methods=BOTH, when=ALWAYS, limits=LINKS),
        Action("withdraw", views.withdraw, methods=BOTH, when=ALWAYS, limits=WITHDRAWALS),
        Action("agree", views.agree_with, methods=BOTH, limits=AGREEMENTS),
        Action("agree-no-more", views.agree_no_more, methods=BOTH, limits=AGREEMENTS),
        Action("pin", views.pin_answer, methods=BOTH, when=ALWAYS, permission=ANSWER),
        Action("unpin", views.unpin_answer, methods=BOTH, when=ALWAYS, permission=ANSWER),
    )
    inline_template = "engagement/comments/inline.html"
    panels = (
        MultiFieldPanel([FieldPanel("prompt"), FieldPanel("team")], heading=_("The question")),
        MultiFieldPanel([FieldPanel("allows_replies"), FieldPanel("max_length")], heading=_("Comments")),
    )
    export_columns = (
        Column("comment", lambda row: row.comment if row else ""),
        Column("in_reply_to", lambda row: row.reply_to.contribution.reference if row and row.reply_to else ""),
        Column("official", lambda row: "yes" if row and row.is_official else "no"),
        Column("people_who_agree", lambda row: row.supporters if row else ""),
    )

    def summarise(self, activities: Sequence[Activity]) -> dict[int, Summary]:
        """How many spoke, in one query."""
        counts, now = published_counts(activities), timezone.now()
        return {activity.pk: _summary(activity, now, *counts[activity.pk]) for activity in activities}

    def inline_context(self, activity: Activity, request: HttpRequest) -> dict[str, Any]:
        """Pinned answers and the newest comments."""
        return inline_context(activity, request)  # type: ignore[arg-type]

    def rows_for(self, contributions: Iterable[Contribution]) -> dict[int, Any]:
        """The comments of these contributions, with what exports, queue and addresses need of them."""
        given = {contribution.pk: contribution for contribution in contributions}
        rows = Comment.objects.filter(contribution__in=given).select_related("reply_to__contribution").only(*OF_ROW)
        for row in rows:
            row.contribution = given[row.contribution_id]
        return {row.contribution_id: row for row in rows}

    def text_of(self, row: Any) -> str:
        """The comment as it was written."""
        return str(row.comment)

    def context_of(self, row: Any) -> str:
        """The beginning of what it answers."""
        if row.reply_to is None:
            return ""
        return _("In reply to: %(words)s") % {"words": Truncator(row.reply_to.comment).words(20)}

    def forget(self, row: Any) -> None:
        """Its words go, its place stays: replies hang on it."""
        Comment.objects.filter(pk=row.pk).update(comment="")

    def quote_of(self, row: Any) -> str:
        """A comment that answers nobody."""
        return "" if row.reply_to_id else self.text_of(row)

    def public_url(self, row: Any) -> str:
        """Where it stands in the talk; no query."""
        return str(row.get_absolute_url())


def _summary(activity: Activity, now: datetime, comments: int, people: int) -> Summary:
    team = getattr(activity, "team", "")
    answers = _("%(team)s answers here.") % {"team": team} if team else ""
    base = " ".join(filter(None, (sentence_of_counts(comments, people), str(answers))))
    is_shut = activity.state_at(now) in (TimeState.CLOSED, TimeState.PAUSED)
    invitation = _("Read the conversation") if is_shut else _("Join the conversation")
    return Summary(invitation=invitation, base=base, count=comments)
