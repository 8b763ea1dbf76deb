"""Fixtures and words of the tests about reports."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from base.guards import KEY_FIELD
from base.models import OutboxMessage
from engagement.accounts.services import participant_for_user
from engagement.comments.models import Comment, Discussion
from engagement.plugin import Participant
from engagement.testing.people import make_member, make_staff
from tests.comments.factories import make_discussion, say

Send = Callable[..., Any]


@pytest.fixture
def discussion(db: None) -> Discussion:
    return make_discussion()


@pytest.fixture
def comment(discussion: Discussion) -> Comment:
    """What a resident without an address said."""
    return say(discussion, "Whoever drew this is a fool.", name="Colin")


@pytest.fixture
def moderator(client: Client) -> Client:
    """A moderator's browser."""
    desk = Client()
    desk.force_login(make_staff("Moderators", first_name="Priya", last_name="Raman"))
    return desk


def report_url(comment: Comment, **query: Any) -> str:
    """The address at which it can be reported."""
    more = "".join(f"&{name}={value}" for name, value in query.items())
    return f"/engage/{comment.contribution.activity.uuid}/report/?of={comment.contribution.uuid}{more}"


def send(client: Client, comment: Comment, **fields: Any) -> Any:
    """Open the form in this browser and send it."""
    url = report_url(comment)
    client.get(url)
    return client.post(url, {"reason": "abuse", "words": "", KEY_FIELD: str(uuid.uuid4())} | fields)


def known(email: str, **fields: Any) -> Participant:
    """A member with a confirmed address."""
    user = make_member(email=email, **fields)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return participant_for_user(user)


def decide(desk: Client, *comments: Comment, to: str, reason: str = "", **fields: Any) -> Any:
    """Decide on them in the queue."""
    data = {"contributions": [comment.contribution.pk for comment in comments], "to": to, "reason": reason} | fields
    return desk.post("/admin/engagement/given/?marked=reported", data, follow=True)


def state_of(comment: Comment) -> str:
    comment.contribution.refresh_from_db()
    return str(comment.contribution.state)


def mails(key: str = "") -> list[OutboxMessage]:
    """Mails whose key begins so, the oldest first."""
    return list(OutboxMessage.objects.filter(key__startswith=key).order_by("pk"))
