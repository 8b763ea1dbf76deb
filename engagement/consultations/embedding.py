"""A consultation as a small card on other websites: who may show it, what it says, and the lines to paste there."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import override

from base.visibility import restrictions_for
from engagement.consultations import words
from engagement.consultations.enums import ConsultationState

if TYPE_CHECKING:
    from engagement.consultations.models import ConsultationPage

HEIGHT = 380
"""Pixels that a title of three lines needs at a width of 300; what is longer scrolls."""

SNIPPET = (
    '<iframe src="{address}" title="{title}" width="100%" height="{height}" '
    'style="border:0;max-width:30rem" loading="lazy"></iframe>'
)
READ_ONLY = {name: ["'none'"] for name in ("script-src", "connect-src", "form-action", "base-uri")}
"""Directives of its Content-Security-Policy beside those of every page."""


@dataclass(frozen=True)
class EmbedCard:
    """What `engagement/consultations/embed.html` shows."""

    title: str
    state: ConsultationState
    tag_kind: str
    status_line: str
    took_part: str
    link_words: str
    url: str
    also: str = ""


def card_of(page: "ConsultationPage", url: str, now: datetime) -> EmbedCard:
    """The card of a page from `with_standing()` in the active language.

    Args:
        url: where its link leads.
        now: an aware time.
    """
    from engagement.consultations.queries import took_part_words
    from engagement.plugin import people_at

    standing = page.standing
    state = standing.state_at(now)
    people = people_at([page.translation_key]).get(page.translation_key, 0)
    return EmbedCard(
        title=page.title,
        state=state,
        tag_kind=words.tag_kind(standing, now),
        status_line=words.status_line(standing, now),
        took_part=took_part_words(people, standing, now),
        link_words=link_words(state, is_paused=standing.is_paused_at(now)),
        url=url,
        also=words.also(standing, now),
    )


def link_words(state: ConsultationState, *, is_paused: bool) -> str:
    """What following the link is good for."""
    if is_paused:
        return _("Read more")
    return {
        ConsultationState.OPEN: _("Have your say"),
        ConsultationState.PLANNED: _("Read what is planned"),
        ConsultationState.FEEDBACK: _("Read what people said"),
        ConsultationState.OUTCOME: _("Read what came of it"),
    }.get(state, _("Read more"))


def snippet_for(page: "ConsultationPage", request: HttpRequest) -> str:
    """The HTML to paste into another website, "" where none may show cards, and for a page that is not for all."""
    if not settings.EMBED_FRAME_ANCESTORS or not page.live or restrictions_for(page):
        return ""
    with override(page.locale.language_code):
        address = request.build_absolute_uri(reverse("embed", args=[page.translation_key]))
    return SNIPPET.format(address=escape(address), title=escape(page.title), height=HEIGHT)


def let_in_frames(response: HttpResponseBase) -> HttpResponseBase:
    """Allow the websites of EMBED_FRAME_ANCESTORS to show a response; it may do nothing there but be looked at."""
    response.xframe_options_exempt = True  # type: ignore[attr-defined]
    response._csp_replace = {**READ_ONLY, "frame-ancestors": settings.EMBED_FRAME_ANCESTORS}  # type: ignore[attr-defined]
    response["Cache-Control"] = "private, no-cache"
    return response
