"""A guest posts a comment: the request as a browser sends it, each time with other words, address and network."""

import random
import uuid
from urllib.parse import urlencode

from bench.load import HOST

LETTERS = str.maketrans("0123456789", "ghijklmnop")
TOKEN = "k" * 32
"""A form's token is checked against the cookie that comes with it."""


def posting(path: str) -> bytes:
    """The next request. It comes from another network each time (`PROXY_COUNT` is 1), so that no limit stops it."""
    key = uuid.uuid4()
    # A run of figures would be taken for a telephone number.
    letters = key.hex.translate(LETTERS)
    body = urlencode(
        {
            "csrfmiddlewaretoken": TOKEN,
            "idempotency_key": str(key),
            "comment": f"The crossing by the launderette is where everybody crosses, and it has no light. {letters}",
            "name": "Abdul Karim",
            "email": f"{key.hex}@{key.hex[:8]}.example",
            "keep_empty": "",
        }
    ).encode()
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
