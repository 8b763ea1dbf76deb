"""What is new, for feed readers."""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.feedgenerator import Rss201rev2Feed

from engagement.consultations import queries, words
from engagement.consultations.enums import ConsultationState

ITEMS = 50


def consultation_feed(index: Any, request: HttpRequest) -> HttpResponse:
    """The newest consultations of a list as RSS 2.0 (https://www.rssboard.org/rss-specification).

    It shows what everybody may see, whoever asks: feed readers share what they fetch.
    """
    address = index.get_full_url(request)
    feed = Rss201rev2Feed(
        title=index.title,
        link=address,
        description=index.lead or index.title,
        language=index.locale.language_code,
        feed_url=f"{address}{index.reverse_subpage('feed')}",
    )
    pages = queries.listed(index, AnonymousUser()).with_standing().select_related("locale")
    pages = pages.annotate(news_at=Coalesce("timetable_outcome_at", "first_published_at"))
    for page in pages.order_by("-news_at", "-pk")[:ITEMS]:
        feed.add_item(**_item(page, request, timezone.now()))
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)


def _item(page: Any, request: HttpRequest, now: datetime) -> dict[str, Any]:
    address, standing = page.get_full_url(request), page.standing
    line = words.status_line(standing, now)
    is_answered = standing.state_at(now) == ConsultationState.OUTCOME
    return {
        "title": page.title,
        "link": address,
        "description": " ".join(part for part in (line and f"{line.removesuffix('.')}.", page.question) if part),
        # An answer is news of its own, also to a reader that has shown the question already.
        "unique_id": f"urn:uuid:{page.translation_key}:{page.locale.language_code}{':outcome' if is_answered else ''}",
        "unique_id_is_permalink": False,
        "pubdate": standing.outcome_at if is_answered else page.first_published_at,
        "updateddate": page.last_published_at,
    }
