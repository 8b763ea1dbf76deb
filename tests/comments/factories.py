"""A discussion on a public page, and what people say in it."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from typing import Any

from django.utils import timezone
from wagtail.models import Page, Site

from engagement.comments.models import Comment, Discussion
from engagement.comments.services import post_comment
from engagement.plugin import Audience, ContributionState, Moderation, Participant
from home.models import StandardPage

numbers: Iterator[int] = count(1)


def make_page(*activities: Any, **fields: Any) -> StandardPage:
    """A published page with these activities under it."""
    number = next(numbers)
    page = StandardPage(**{"title": f"Mill Lane {number}", "slug": f"mill-lane-{number}", **fields})
    Site.objects.get(is_default_site=True).root_page.add_child(instance=page)
    for activity in activities:
        page.page_activities.create(activity=activity)
    page.save_revision().publish()
    return page


def make_discussion(*, page: bool = True, closed: bool = False, scheduled: bool = False, **fields: Any) -> Discussion:
    """An open discussion at once public, unless told otherwise; on a page of its own."""
    now = timezone.now()
    if closed:
        fields |= {"opens_at": now - timedelta(days=9), "closes_at": now - timedelta(days=1)}
    if scheduled:
        fields |= {"opens_at": now + timedelta(days=1)}
    defaults = {"title": "Talk about Mill Lane", "audience": Audience.EVERYONE, "moderation": Moderation.AT_ONCE}
    discussion = Discussion.objects.create(**{**defaults, **fields})
    if page:
        make_page(discussion)
    return Discussion.objects.get(pk=discussion.pk)


def make_participant(name: str = "Nadia", **fields: Any) -> Participant:
    return Participant.objects.create(display_name=name, **fields)


def say(
    discussion: Discussion,
    text: str = "Close it to lorries.",
    *,
    to: Comment | None = None,
    state: ContributionState = ContributionState.PUBLISHED,
    name: str = "Nadia",
    **fields: Any,
) -> Comment:
    """A comment, or a reply, of a new person."""
    author = fields.pop("author", None) or make_participant(name)
    comment, _is_new = post_comment(
        discussion=discussion, author=author, text=text, parent=to, language="en", state=state, **fields
    )
    return comment


def page_of(discussion: Discussion) -> Page:
    """The page it stands on."""
    return Page.objects.get(translation_key=discussion.placement.host_key).specific
