"""Writes the demo's pages in English. A page that somebody has edited is left alone."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from wagtail.models import Locale, Page

from engagement.comments.models import Discussion
from engagement.consultations.gate import changing_dates
from engagement.consultations.models import ConsultationIndexPage, ConsultationPage
from engagement.plugin import Audience, Moderation, Timetable
from home.demo import allotments, baths, mill_lane, others, pages
from home.demo.words import Day, Moment, key_of, stream
from home.models import HomePage, StandardPage

PLANS_PUBLISHED = {
    mill_lane.SLUG: -35,
    others.MARKET_SLUG: -2,
    others.LIBRARY_SLUG: -60,
    allotments.SLUG: -70,
    baths.SLUG: -160,
}
"""Days before today on which each consultation first went public."""
BATHS_ANSWERED = Moment(-21, "10:00")


@dataclass(frozen=True)
class Writer:
    """Writes pages as they should be on one day, in one language."""

    today: date
    locale: Locale

    def write_home(self, home: HomePage) -> None:
        """The home page, after the page it links to."""
        link = Page.objects.get(translation_key=key_of("page", pages.HOW_SLUG), locale=self.locale)
        self._fill(home, {**pages.HOME, "body": pages.HOME_BODY, "link_page": link})

    def write_index(self, home: HomePage) -> ConsultationIndexPage:
        """The list of consultations."""
        return self._write(ConsultationIndexPage, pages.INDEX_SLUG, home, {**pages.INDEX, "show_in_menus": True})

    def write_standard(self, slug: str, home: HomePage) -> StandardPage:
        """A page of text."""
        return self._write(StandardPage, slug, home, {**pages.STANDARD[slug], "body": pages.BODIES[slug]})

    def write_mill_lane(self, index: Any, subject: Any, documents: Mapping[str, int]) -> Discussion:
        """The open consultation; returns its discussion."""
        papers = [_paper(documents[key], mill_lane.PAPER_TITLES[key]) for key in mill_lane.PAPERS]
        content = {
            **mill_lane.FIELDS,
            **_points(mill_lane.SLUG, mill_lane.OPEN_POINTS, mill_lane.SETTLED_POINTS),
            "documents": stream(f"{mill_lane.SLUG}/documents", *papers),
            "body": mill_lane.BODY,
            "subject": subject,
        }
        words = {"heading": mill_lane.TALK_HEADING, "intro": mill_lane.TALK_INTRO}
        talk = _discussion(mill_lane.SLUG, mill_lane.TALK, Moderation.HOLD)
        return self._write_consultation(mill_lane.SLUG, index, content, talk, words)

    def write_market(self, index: Any, subject: Any) -> Discussion:
        """The planned consultation; returns its discussion."""
        points = _points(others.MARKET_SLUG, others.MARKET_OPEN, others.MARKET_SETTLED)
        content = {**others.MARKET, **points, "body": others.MARKET_BODY, "subject": subject}
        talk = _discussion(others.MARKET_SLUG, others.MARKET_TALK, Moderation.AT_ONCE)
        return self._write_consultation(others.MARKET_SLUG, index, content, talk, {})

    def write_library(self, index: Any, subject: Any) -> Discussion:
        """The closed consultation; returns its discussion."""
        points = _points(others.LIBRARY_SLUG, others.LIBRARY_OPEN, others.LIBRARY_SETTLED)
        next_steps = _dated(others.LIBRARY_NEXT, self.today)
        content = {
            **others.LIBRARY,
            **points,
            "body": others.LIBRARY_BODY,
            "subject": subject,
            "next_steps": next_steps,
        }
        talk = _discussion(others.LIBRARY_SLUG, others.LIBRARY_TALK, Moderation.AT_ONCE)
        return self._write_consultation(others.LIBRARY_SLUG, index, content, talk, {"heading": "What people said"})

    def write_allotments(self, index: Any, subject: Any) -> Discussion:
        """The consultation that says what was heard; returns its discussion."""
        points = _points(allotments.SLUG, allotments.OPEN_POINTS, allotments.SETTLED_POINTS)
        content = {
            **allotments.FIELDS,
            **points,
            "body": allotments.BODY,
            "subject": subject,
            "you_said": allotments.SAID_IN_SHORT,
        }
        talk = _discussion(allotments.SLUG, allotments.TALK, Moderation.AT_ONCE)
        return self._write_consultation(allotments.SLUG, index, content, talk, {"heading": "What people said"})

    def write_baths(self, index: Any, subject: Any, *, crowd: int, is_answered: bool) -> Discussion:
        """The answered consultation; returns its discussion.

        Args:
            crowd: how many of the crowd speak.
            is_answered: whether what it names as having led to decisions has been said yet.
        """
        points = _points(baths.SLUG, baths.OPEN_POINTS, baths.SETTLED_POINTS)
        answer = {
            "you_said": baths.said_in_short(crowd),
            "we_did": _dated(baths.decided(), self.today),
            "next_steps": _dated(baths.NEXT, self.today),
        }
        content = {**baths.FIELDS, **points, "body": baths.BODY, "subject": subject, **(answer if is_answered else {})}
        talk = _discussion(baths.SLUG, baths.TALK, Moderation.AT_ONCE)
        return self._write_consultation(baths.SLUG, index, content, talk, {"heading": "What people said"})

    def _write_consultation(
        self, slug: str, index: Any, content: Mapping[str, Any], talk: Discussion, words: Mapping[str, str]
    ) -> Discussion:
        self._write(ConsultationPage, slug, index, content, under=(talk, words))
        return talk

    def _write(
        self,
        kind: type[Any],
        slug: str,
        parent: Page,
        content: Mapping[str, Any],
        under: tuple[Discussion, Mapping[str, str]] | None = None,
    ) -> Any:
        """The page of that slug, made if it is missing, with an activity under it if one is given."""
        key = key_of("page", slug)
        found = kind.objects.filter(translation_key=key, locale=self.locale).first()
        page = found or kind(translation_key=key, locale=self.locale, slug=slug, live=False, title=content["title"])
        if found is None:
            parent.add_child(instance=page)
            if under:
                _put_under(page, *under)
        self._fill(page, content)
        return page

    def _fill(self, page: Any, content: Mapping[str, Any]) -> None:
        """Publish the page with this content, unless it is so already or somebody else's by now."""
        if is_taken_over(page):
            return
        before = _fingerprint(page)
        for name, value in content.items():
            setattr(page, name, _on(value, self.today))
        if page.latest_revision_id is None or _fingerprint(page) != before:
            with changing_dates():  # they move along with today, and nobody was promised anything
                page.save_revision().publish()
            page.refresh_from_db()


def is_taken_over(page: Any) -> bool:
    """Whether somebody has edited or unpublished this page since the demo wrote it."""
    revision = page.latest_revision
    return revision is not None and (revision.user_id is not None or not page.live)


def publication_days(today: date) -> None:
    """Date the first publication of each consultation back, in every language, so that its timeline has a beginning."""
    for slug, offset in PLANS_PUBLISHED.items():
        twins = Page.objects.filter(translation_key=key_of("page", slug))
        twins.update(first_published_at=Moment(offset, "10:00").on(today))
    Timetable.objects.filter(host_key=key_of("page", baths.SLUG)).update(outcome_at=BATHS_ANSWERED.on(today))


def _discussion(slug: str, words: Mapping[str, str], moderation: Moderation) -> Discussion:
    defaults = {**words, "audience": Audience.CONFIRMED, "moderation": moderation}
    return Discussion.objects.get_or_create(uuid=key_of("discussion", slug), defaults=defaults)[0]


def _put_under(page: Any, talk: Discussion, words: Mapping[str, str]) -> None:
    row = page.page_activities.model(activity_id=talk.pk, locale=page.locale, **words)
    page.page_activities.add(row)


def _points(slug: str, open_lines: list[str], settled_lines: list[str]) -> dict[str, Any]:
    return {
        "open_points": stream(f"{slug}/open", *(("point", line) for line in open_lines)),
        "settled_points": stream(f"{slug}/settled", *(("point", line) for line in settled_lines)),
    }


def _dated(entries: list[dict[str, Any]], today: date) -> list[dict[str, Any]]:
    """Entries of an outcome with their days as of today."""
    return [
        {**entry, "value": {name: _iso(_on(value, today)) for name, value in entry["value"].items()}}
        for entry in entries
    ]


def _iso(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _paper(document: int, title: str) -> tuple[str, dict[str, Any]]:
    return "document", {"document": document, "title": title}


def _on(value: Any, today: date) -> Any:
    return value.on(today) if isinstance(value, Day | Moment) else value


def _fingerprint(page: Any) -> str:
    """What the page says, as text that is the same for the same content on every database."""
    data = {name: _parsed(value) for name, value in page.serializable_data().items()}
    return json.dumps(data, sort_keys=True, cls=DjangoJSONEncoder)


def _parsed(value: Any) -> Any:
    """Streams are JSON within JSON, whose keys a database may put in an order of its own."""
    if not (isinstance(value, str) and value.startswith("[")):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value
