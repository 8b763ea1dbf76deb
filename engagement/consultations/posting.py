"""Words that editors post about a consultation, for each service in its length, with an address that counts it."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import override

from engagement.consultations import words
from engagement.consultations.enums import LinkSource

if TYPE_CHECKING:
    from engagement.consultations.models import ConsultationPage

MOST = 280
"""Characters of a short post with its address: what X takes, and less than Bluesky's 300."""
ELLIPSIS = "…"
IN_SHORT = (LinkSource.WHATSAPP, LinkSource.BLUESKY, LinkSource.X)
IN_FULL = (LinkSource.FACEBOOK, LinkSource.MAIL)


@dataclass(frozen=True)
class Post:
    """Words for one service."""

    source: LinkSource
    text: str


def posts_for(page: "ConsultationPage", request: HttpRequest, now: datetime) -> list[Post]:
    """A post for each service, in the language of the page; none while it has no short address.

    They say dates and no number of days left, because nobody knows when they are read.
    """
    from engagement.consultations.short_links import address_of, code_of

    code, language = code_of(page), page.locale.language_code
    if not code:
        return []
    with override(language):
        line = words.poster_line(page.standing, now)
    named = "" if language == settings.LANGUAGE_CODE else language
    found = []
    for source in (*IN_SHORT, *IN_FULL):
        address = address_of(code, request, source, named)
        full = full_post(page.title, page.question, line, address)
        found.append(Post(source, short_post(page.title, line, address) if source in IN_SHORT else full))
    return found


def full_post(*parts: str) -> str:
    """Title, question, dates and address, a paragraph each."""
    return "\n\n".join(filter(None, parts))


def short_post(title: str, line: str, address: str) -> str:
    """Title, dates and address in at most `MOST` characters: of the title only its end may go."""
    foot = "\n".join(filter(None, (line, address)))
    room = MOST - len(foot) - 1
    return f"{cut(title, room)}\n{foot}"


def cut(text: str, most: int) -> str:
    """The text in so many characters, its last words left out where it is longer."""
    if len(text) <= most:
        return text
    kept = text[: most - 1]
    return f"{kept.rpartition(' ')[0] or kept}{ELLIPSIS}"
