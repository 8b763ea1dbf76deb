"""A visitor of a running server who votes in a quick poll, and tries again until there is an answer."""

import re
import uuid
from typing import Any
from urllib.parse import urlencode

from base.guards import KEY_FIELD
from tests.comments.server import Server, Visitor

REFERENCE = re.compile(r"\b[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}\b")


class Voter(Visitor):
    """One browser; it votes several times, each time as a stranger who was never here."""

    def __init__(self, server: Server, number: int, survey: Any) -> None:
        super().__init__(server, number)
        self.base = f"/engage/{survey if isinstance(survey, str) else survey.uuid}"

    def vote(self, times: int) -> list[str]:
        """The references that it was shown."""
        return [self._vote(number) for number in range(times)]

    def _vote(self, number: int) -> str:
        self.headers.pop("Cookie", None)
        self.headers["X-Forwarded-For"] = f"10.{uuid.uuid4().int % 250}.{number}.{uuid.uuid4().int % 250}"
        _status, cookie, page = self.insist("GET", f"{self.base}/start/")
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]  # type: ignore[index]
        self.headers["Cookie"] = cookie
        body = urlencode({"csrfmiddlewaretoken": token, KEY_FIELD: str(uuid.uuid4()), "a-colour": "red"})
        status, sent, page = self.insist("POST", f"{self.base}/send/", body)
        assert status == 303, page
        self.headers["Cookie"] = "; ".join(filter(None, (cookie, sent)))
        _status, _cookie, page = self.insist("GET", f"{self.base}/done/")
        found = REFERENCE.search(page)
        assert found, page[:2000]
        return found[0]
