"""What people send: the request as a browser sends it, each time of somebody else from another network."""

import itertools
import random
import uuid
from collections.abc import Callable
from urllib.parse import urlencode

from bench.load import HOST

LETTERS = str.maketrans("0123456789", "ghijklmnop")
TOKEN = "k" * 32
"""A form's token is checked against the cookie that comes with it."""
QUESTIONS = 10
"""Of the measured survey."""
DRAFTS = uuid.UUID("0b7fae33-59a7-4ee1-ae40-3f8d8d9c7a25")
"""The name space of the drafts that `bench.surveys` makes: the answers that somebody has already given page by page."""

_numbers = itertools.count()


def draft_key(number: int) -> uuid.UUID:
    """The key of the draft of that number."""
    return uuid.uuid5(DRAFTS, str(number))


def comment(path: str) -> bytes:
    """A guest's comment."""
    key = uuid.uuid4()
    # A run of figures would be taken for a telephone number.
    letters = key.hex.translate(LETTERS)
    fields = {
        "comment": f"The crossing by the launderette is where everybody crosses, and it has no light. {letters}",
        "name": "Abdul Karim",
        "email": f"{key.hex}@{key.hex[:8]}.example",
        "keep_empty": "",
    }
    return _post(path, key, fields)


def vote(path: str) -> bytes:
    """A tap on an answer of a quick poll."""
    return _post(path, uuid.uuid4(), {"a-colour": random.choice(["red", "blue"])})


def submission(path: str) -> bytes:
    """The button under the answers to ten questions."""
    return _post(path, uuid.uuid4(), {"draft": str(draft_key(next(_numbers)))})


POSTS: dict[str, Callable[[str], bytes]] = {"comment": comment, "vote": vote, "submission": submission}
"""By the name in limits.toml. None meets a limit: each comes from another network (`PROXY_COUNT` is 1)."""


def _post(path: str, key: uuid.UUID, fields: dict[str, str]) -> bytes:
    body = urlencode({"csrfmiddlewaretoken": TOKEN, "idempotency_key": str(key), **fields}).encode()
    network = ".".join(str(random.randrange(1, 224)) for _ in range(4))
    head = [
        f"POST {path} HTTP/1.1",
        f"Host: {HOST}",
        "Connection: close",
        f"Cookie: csrftoken={TOKEN}",
        f"X-Forwarded-For: {network}",
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {len(body)}",
    ]
    return "\r\n".join(head).encode() + b"\r\n\r\n" + body
