"""Fixtures of the discussion's tests."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from base.guards import KEY_FIELD
from engagement.comments.models import Discussion
from tests.comments.factories import make_discussion

Post = Callable[..., Any]


@pytest.fixture
def discussion(db: None) -> Discussion:
    return make_discussion()


@pytest.fixture
def post(client: Client) -> Post:
    """Send the composer's form as a browser does: `post(discussion, "Hello", to=comment, name="Ann")`."""

    def send(
        discussion: Discussion,
        text: str = "Hello.",
        *,
        to: Any = None,
        action: str = "post",
        by: Client = client,
        **more: Any,
    ) -> Any:
        data = {"comment": text, KEY_FIELD: str(uuid.uuid4())} | more
        if to is not None:
            data["reply"] = str(to.contribution.uuid)
        return by.post(url(discussion, action), data)

    return send


def url(discussion: Discussion, action: str = "thread", **query: Any) -> str:
    """The address of an action."""
    address = f"/engage/{discussion.uuid}/{action}/"
    return f"{address}?{'&'.join(f'{name}={value}' for name, value in query.items())}" if query else address
