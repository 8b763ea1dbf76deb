"""What is new, for feed readers."""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.translation import gettext as _

from base.texts import clean_text
from engagement.consultations import queries, words
from engagement.consultations.changes import shown
from engagement.consultations.enums import ConsultationState
from engagement.consultations.models import DateChange

ITEMS = 50


def consultation_feed(index: Any, request: HttpRequest) -> HttpResponse:
    """The newest consultations of a list as RSS 2.0 (https://www.rssboard.org/rss-specification).

    It shows what everybody may see, whoever asks: feed readers share what they fetch.
    """
    address = index.get_full_url(request)
    feed = Rss201rev2Feed(
        title=clean_text(index.title),
        link=address,
        description=clean_text(index.lead or index.title),
        language=index.locale.language_code,
        feed_url=f"{address}{index.reverse_subpage('feed')}",
    )
    pages = queries.listed(index, AnonymousUser()).with_standing().select_related("locale")
    pages = pages.annotate(news_at=Coalesce("timetable__outcome_at", "first_published_at"))
    now = timezone.now()
    items = [(page.news_at, _item(page, request, now)) for page in pages.order_by("-news_at", "-pk")[:ITEMS]]
    items += [(change.at, _change_item(page, change, request)) for page, change in _changes(index)]
    for _at, item in sorted(items, key=lambda dated: dated[0], reverse=True)[:ITEMS]:
        # One sign that XML does not know would leave everybody without the feed.
        said: Any = {name: clean_text(value) if isinstance(value, str) else value for name, value in item.items()}
        feed.add_item(**said)
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)


def _changes(index: Any) -> list[tuple[Any, DateChange]]:
    """The newest changes of dates of what everybody may see, each with its page; two queries."""
    public = queries.listed(index, AnonymousUser())
    rows = list(DateChange.objects.filter(translation_key__in=public.order_by().values("translation_key"))[:ITEMS])
    keys = {row.translation_key for row in rows}
    pages = public.filter(translation_key__in=keys).select_related("locale") if keys else public.none()
    by_key = {page.translation_key: page for page in pages}
    return [(by_key[row.translation_key], row) for row in rows if row.translation_key in by_key]


def _change_item(page: Any, change: DateChange, request: HttpRequest) -> dict[str, Any]:
    """That the dates changed, and why, is news of its own."""
    told = shown(change)
    return {
        "title": _("%(what)s: %(title)s") % {"what": told.title, "title": page.title},
        "link": page.get_full_url(request),
        "description": f"{told.text} {told.reason}".strip(),
        "unique_id": f"urn:uuid:{page.translation_key}:{page.locale.language_code}:change:{change.pk}",
        "unique_id_is_permalink": False,
        "pubdate": change.at,
    }


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
