"""What the demo's own page leads to: the borough's pages, found by their stable keys, and what can be done with them."""

from typing import Any

from django.urls import reverse
from django.utils.translation import get_language_info
from wagtail.models import Page

from engagement.consultations.models import ConsultationIndexPage, ConsultationPage
from engagement.consultations.short_links import code_of
from engagement.plugin import Activity, action_url
from home.demo import baths, mill_lane, others, pages
from home.demo.words import key_of

TALK = "thread"
"""The action of a discussion that shows its talk."""


def tour() -> dict[str, Any]:
    """Addresses by name for `home/demo/start.html`; empty while the borough is not there, or not public, as a whole."""
    index = public(ConsultationIndexPage, pages.INDEX_SLUG)
    answered, open_one = public(ConsultationPage, baths.SLUG), public(ConsultationPage, mill_lane.SLUG)
    talks = {slug: talk_url(slug) for slug in (baths.SLUG, mill_lane.SLUG, others.LIBRARY_SLUG)}
    if not (index and answered and open_one and all(talks.values())):
        return {}
    key, code = open_one.translation_key, code_of(open_one)
    return {
        "baths": answered.url,
        "baths_talk": talks[baths.SLUG],
        "told": reverse("consultation_told", args=[answered.pk]),
        "outcomes": index.outcomes_url,
        "plan": index.plan_url,
        "calendar": index.calendar_url,
        "search": f"{reverse('search')}?q=roof",
        "letters": talks[others.LIBRARY_SLUG],
        "entering": reverse("engagement_entry:index"),
        "evidence": reverse("evidence:packs", args=[answered.translation_key]),
        "short": reverse("short_link", args=[code]),
        "poster": reverse("poster", args=[key]),
        "card": reverse("embed", args=[key]),
        "talk": talks[mill_lane.SLUG],
        "queue": reverse("engagement_queue:index"),
        "languages": languages_of(open_one),
    }


def public(kind: Any, slug: str) -> Any:
    """The English page that the demo loaded under this name, None if it is not public."""
    return kind.objects.live().filter(translation_key=key_of("page", slug), locale__language_code="en").first()


def talk_url(slug: str) -> str:
    """The address of the talk that belongs to a consultation, "" if there is none."""
    talk = Activity.objects.filter(uuid=key_of("discussion", slug)).first()
    return action_url(talk, TALK) if talk else ""


def languages_of(page: Page) -> list[dict[str, str]]:
    """The page in each language in which it is public: the language in its own words, its code and the address."""
    codes = page.get_translations(inclusive=True).live().select_related("locale").order_by("pk")
    return [
        {
            "name": get_language_info(one.locale.language_code)["name_local"],
            "code": one.locale.language_code,
            "url": one.url,
        }
        for one in codes
    ]
