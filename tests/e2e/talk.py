"""A consultation that is open now, and what people say on it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from engagement.comments.models import Comment, Discussion
from engagement.consultations.models import ConsultationIndexPage, ConsultationPage
from engagement.core.models import Timetable
from engagement.plugin import Audience, Contribution, Moderation
from engagement.testing.consultations import make_consultation


@dataclass(frozen=True)
class Talk:
    """A consultation and the discussion under it."""

    page: ConsultationPage
    discussion: Discussion

    @property
    def url(self) -> str:
        """The address of the thread."""
        return f"/engage/{self.discussion.uuid}/thread/"

    def close(self) -> None:
        """Let the closing time have been an hour ago."""
        Timetable.objects.update(closes_at=timezone.now() - timedelta(hours=1))

    def said(self) -> list[tuple[str, str]]:
        """Every comment stored, oldest first: its text and its state."""
        return list(Comment.objects.order_by("pk").values_list("comment", "contribution__state"))


def make_talk(index: ConsultationIndexPage, **fields: Any) -> Talk:
    """Guests confirm an address and comments are held, unless told otherwise."""
    now = timezone.now()
    words = {"title": "Talk about Mill Lane", "team": "Streets team"}
    rules = {"audience": Audience.CONFIRMED, "moderation": Moderation.HOLD}
    discussion = Discussion.objects.create(**{**words, **rules, **fields})
    page = make_consultation(index, under=[discussion], **dates(now - timedelta(days=9), now + timedelta(days=20)))
    return Talk(page, discussion)


def dates(opens_at: datetime, closes_at: datetime) -> dict[str, Any]:
    """The dates of a consultation that answers a month after it closes."""
    return {"opens_at": opens_at, "closes_at": closes_at, "answer_by": (closes_at + timedelta(days=30)).date()}


def states() -> list[str]:
    """The states of everything that was given."""
    return sorted(Contribution.objects.values_list("state", flat=True))
