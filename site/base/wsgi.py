"""The request as a WSGI server hands it over, whatever its headers say."""

from typing import Any

from django.core.handlers.wsgi import WSGIRequest
from django.http.multipartparser import MultiPartParserError

UNREADABLE = "unreadable"
"""The content type of a request whose own could not be read; `HostileInputMiddleware` answers it with 400."""


class Request(WSGIRequest):
    """Reads every header. Python's `email` fails on some parameters of RFC 2231, such as `charset*=foo''x`.

    Django parses the content type before any middleware is there to answer, and the headers of a form's parts without
    expecting all that `email` raises.
    """

    def __init__(self, environ: dict[str, Any]) -> None:
        try:
            super().__init__(environ)
        except (LookupError, TypeError, ValueError):
            environ["CONTENT_TYPE"] = UNREADABLE
            super().__init__(environ)

    def _load_post_and_files(self) -> None:
        try:
            super()._load_post_and_files()
        except TypeError as error:
            raise MultiPartParserError("The header of a part cannot be read.") from error
