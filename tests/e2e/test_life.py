"""An editor extends a consultation, pauses it, lets it go on, answers it and archives it; residents read why."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from engagement.consultations.models import ConsultationPage, DateChange
from engagement.plugin import Timetable
from tests.e2e.conftest import PageAt
from tests.e2e.editor import ConsultationEditor
from tests.e2e.talk import Talk
from tests.e2e.visitor import faults, follow, text_of

pytestmark = pytest.mark.django_db(transaction=True)
STORM = "Two evenings were cancelled by the storm."


def press(page: Page, action: str, **fields: str) -> None:
    """From the editor of the page: choose, fill in, look at it, do it."""
    follow(page.locator(".consultation-standing").get_by_role("link", name=action))
    calendar = page.locator(".xdsoft_datetimepicker >> visible=true")
    for name, value in fields.items():
        is_date = name in ("closes_at", "answer_by", "expected_on", "late_until", "no_decision_on")
        page.locator(f"[name={name}]").click()
        if is_date:
            # The calendar comes a moment after the press, and may lie over what is pressed next.
            calendar.first.wait_for()
        page.fill(f"[name={name}]", value)
        if is_date:
            page.locator("h1, h2").first.dispatch_event("mousedown")
            expect(calendar).to_have_count(0)
    follow(page.get_by_role("button", name="Look at it before it is public"))
    follow(page.locator(".fmq-preview button[type=submit]"))
    expect(page.locator(".consultation-standing")).to_be_visible()


def let_it_close(page: ConsultationPage) -> None:
    """Time passes."""
    over = timezone.now() - timedelta(days=1)
    Timetable.objects.filter(host_key=page.translation_key).update(closes_at=over)
    for revision in page.revisions.all():
        revision.content["closes_at"] = over.isoformat()
        revision.save()
    ConsultationPage.objects.filter(pk=page.pk).update(closes_at=over)


def test_life_of_a_consultation(page_at: PageAt, editor: ConsultationEditor, talk: Talk) -> None:
    page = ConsultationPage.objects.get()
    desk, visitor = editor.page, page_at(390, javascript=False)
    later = timezone.localtime(page.closes_at + timedelta(days=7))
    desk.goto(f"/admin/pages/{page.pk}/edit/")
    press(
        desk,
        "Change the dates",
        closes_at=f"{later:%Y-%m-%d %H:%M}",
        answer_by=f"{later + timedelta(days=30):%Y-%m-%d}",
        reason_en=STORM,
    )
    assert ConsultationPage.objects.get().closes_at == later.replace(second=0, microsecond=0)
    visitor.goto(page.url)
    assert "You have more time" in text_of(visitor)
    assert STORM in text_of(visitor)
    assert faults(visitor) == []

    press(desk, "Pause", reason_en="The hall is flooded.")
    visitor.goto(page.url)
    assert "The hall is flooded." in text_of(visitor)
    expect(visitor.locator(".fm-hero .fm-status--paused")).to_have_text("Paused")
    expect(visitor.locator(".fm-dock")).to_have_count(0)
    assert faults(visitor) == []

    press(desk, "Let it go on")
    assert Timetable.objects.get(host_key=page.translation_key).paused_at is None
    assert [change.kind for change in DateChange.objects.all()] == ["resumed", "paused", "extended"]
    visitor.goto(page.url)
    expect(visitor.locator(".fm-dock a")).to_be_visible()

    let_it_close(page)
    desk.goto(f"/admin/pages/{page.pk}/edit/")
    editor.add_decision("Lorries are kept out", status="done", decided_by="Streets committee")
    editor.publish()
    visitor.goto(page.url)
    assert "Lorries are kept out" in text_of(visitor)
    assert faults(visitor) == []

    desk.goto(f"/admin/pages/{page.pk}/edit/")
    press(desk, "Archive")
    index = page.get_parent()
    visitor.goto(f"{index.url}?state=answered")
    expect(visitor.locator(".fm-card")).to_have_count(0)
    visitor.goto(f"{index.url}?state=archived")
    expect(visitor.locator(".fm-card")).to_have_count(1)
    visitor.goto(f"{index.url}outcomes/")
    assert "Of 1 decision: 1 done." in text_of(visitor)
    assert faults(visitor) == []
