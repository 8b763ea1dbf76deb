"""Consultations for tests: complete ones, so that each test can take one thing away."""

import uuid
from datetime import UTC, date, datetime
from typing import Any

from wagtail.models import Page, Site

from engagement.consultations.models import ConsultationIndexPage, ConsultationPage
from engagement.testing.pages import publish

OPENS = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)
CLOSES = datetime(2026, 7, 4, 23, 0, tzinfo=UTC)
"""Midnight in London, said as 11:59pm on Saturday 4 July."""
ANSWER_BY = date(2026, 7, 31)


def points(*lines: str) -> list[dict[str, str]]:
    """A list of points as the database keeps it."""
    return [{"type": "point", "id": str(uuid.uuid4()), "value": line} for line in lines]


def complete(**changes: Any) -> dict[str, Any]:
    """The fields of a consultation that may be published."""
    return {
        "title": "Mill Lane: a quieter, safer street",
        "question": "Should we stop through traffic? None of the three layouts has been chosen.",
        "why": "About 4,100 vehicles use Mill Lane on a weekday.",
        "place": "Ferrygate",
        "plate": "street",
        "opens_at": OPENS,
        "closes_at": CLOSES,
        "answer_by": ANSWER_BY,
        "decided_by": "Streets committee",
        "open_points": points("Which of the three layouts"),
        "settled_points": points("Bus 14 keeps its route"),
        "privacy_notice": "<p>Read by the Streets team.</p>",
        "contact_name": "Streets team",
        "contact_phone": "01632 960 147",
        **changes,
    }


def make_draft(index: ConsultationIndexPage, **changes: Any) -> ConsultationPage:
    """A complete consultation that was never public."""
    return index.add_child(instance=ConsultationPage(live=False, **complete(**changes)))


def make_consultation(index: ConsultationIndexPage, *, under: Any = (), text: Any = (), **changes: Any) -> Any:
    """A published consultation with these activities."""
    return publish(make_draft(index, **changes), under=under, text=text)


def make_index() -> ConsultationIndexPage:
    """The list of consultations at the top of the default site, in place of whatever stood there."""
    root = Page.objects.get(depth=1)
    index = root.add_child(instance=ConsultationIndexPage(title="Have your say", slug=f"say-{uuid.uuid4().hex[:6]}"))
    index.save_revision().publish()
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "port": 80, "root_page": index}
    )
    return ConsultationIndexPage.objects.get(pk=index.pk)


def entry(**changes: Any) -> dict[str, Any]:
    """One decision of an outcome as the database keeps it."""
    value = {
        "title": "Lorries are kept out",
        "status": "under_way",
        "why_not": "",
        "details": "<p>From 7am to 7pm.</p>",
        "day": "2026-06-10",
        "decided_by": "Streets committee",
        "references": "",
        **changes,
    }
    return {"type": "entry", "id": str(uuid.uuid4()), "value": value}


def theme(**changes: Any) -> dict[str, Any]:
    """One thing that many people said, as the database keeps it."""
    value = {
        "title": "Lorries wake people",
        "base": "Raised by 7 people",
        "text": "",
        "quote": "",
        "name": "",
        **changes,
    }
    return {"type": "theme", "id": str(uuid.uuid4()), "value": value}
