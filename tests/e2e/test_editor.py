"""An editor, with the rights of that role and no others, makes a consultation in the admin."""

import json
import re
from datetime import datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django import Settings

from engagement.consultations.models import ConsultationIndexPage, ConsultationPage
from engagement.plugin import Contribution
from engagement.testing.clock import at
from tests.e2e.conftest import PageAt
from tests.e2e.editor import ConsultationEditor
from tests.e2e.talk import dates
from tests.e2e.visitor import faults, follow, last_link, send, text_of, wait_until

pytestmark = pytest.mark.django_db(transaction=True)
REAL = Path(__file__).resolve().parents[3] / "shared/data/consultations/open_consultation.json"
QUESTION = "Where should forty new trees stand? No street has been chosen."
PRIVACY = "Two people of the Parks team read every comment."


def month_from(now: datetime) -> dict[str, Any]:
    """Dates of a consultation that opened this morning."""
    return dates(now - timedelta(hours=1), now + timedelta(days=30))


@pytest.mark.parametrize("width", [390, 1280])
def test_consultation_is_made_previewed_scheduled_and_published(
    page_at: PageAt, editor: ConsultationEditor, index: ConsultationIndexPage, width: int
) -> None:
    now = timezone.now()
    editor.begin(index, "Forty new trees")
    editor.page.set_viewport_size({"width": width, "height": 900})
    editor.fill("content", why="A storm took thirty-one of them.")
    editor.fill("dates", decided_by="Parks committee")
    editor.add_discussion("Talk about the trees")
    editor.publish()
    assert not ConsultationPage.objects.get().live
    editor.tab("content")
    assert editor.problems() == {"Say what you ask, in one or two sentences. It is the first thing people read."}
    editor.tab("dates")
    assert editor.problems() == {
        "Say when it opens. Until then people can read, and nobody can answer.",
        "Say when it closes, so that people know how long they have.",
        "Promise a day for your answer, so that people know when they hear back.",
        "Say what can still change. If nothing can, there is nothing to ask.",
        "Say what is settled, so that nobody spends an evening on it in vain.",
    }
    expect(editor.page.get_by_role("tab", name="Dates and decision (5 errors)")).to_be_visible()
    expect(editor.page.locator(".w-tabs__panel:not([hidden]) .help-critical .icon-warning")).to_have_count(2)
    assert editor.page.input_value("[name=title]") == "Forty new trees"
    assert editor.page.input_value("[name=decided_by]") == "Parks committee"

    editor.fill("content", question=QUESTION)
    editor.fill("dates", **month_from(now))
    editor.add_points("open_points", "Which streets", "Which kinds of tree")
    editor.add_points("settled_points", "Forty trees, paid for by the Canopy fund")
    editor.fill("papers", contact_phone="01632 960 158")
    editor.write_rich_text("privacy_notice", PRIVACY)
    editor.save()
    see_preview(editor.page)

    editor.schedule(now + timedelta(days=2))
    editor.publish()
    draft = ConsultationPage.objects.get()
    assert (draft.live, draft.status_string) == (False, "scheduled")
    visitor = page_at(width)
    assert visitor.goto(draft.url).status == 404
    with at(now + timedelta(days=2, hours=1)):
        call_command("publish_scheduled")
    visitor.goto(draft.url)
    assert QUESTION in text_of(visitor)
    assert "Which kinds of tree" in text_of(visitor)
    assert "Talk about the trees" in text_of(visitor)
    assert faults(visitor) == []


def test_what_is_typed_is_saved_by_itself(
    editor: ConsultationEditor, index: ConsultationIndexPage, settings: Settings
) -> None:
    del settings.WAGTAIL_AUTOSAVE_INTERVAL
    # Wagtail takes what a form holds two seconds after it came as what it held at first.
    editor.page.add_init_script(
        "document.addEventListener('w-unsaved:watch-edits', () => document.documentElement.dataset.watched = '')"
    )
    editor.begin(index, "Forty new trees")
    editor.page.locator("html[data-watched]").wait_for()
    editor.fill("content", question=QUESTION)
    wait_until(lambda: ConsultationPage.objects.get().get_latest_revision_as_object().question == QUESTION)
    expect(editor.page.locator("#w-autosave-indicator")).to_have_attribute("data-w-autosave-state-value", "saved")


def see_preview(page: Page) -> None:
    """Open the preview beside the form, and find the question in it."""
    page.get_by_role("button", name="Toggle preview").click()
    preview = page.frame_locator("iframe[title=Preview]").last
    expect(preview.locator("h1")).to_contain_text("Forty")
    expect(preview.locator("main")).to_contain_text("Where should forty")
    page.get_by_role("button", name="Toggle preview").click()


@pytest.mark.skipif(not REAL.exists(), reason="shared/data/consultations/open_consultation.json is not here")
def test_real_consultation_is_entered_published_and_commented_on(
    page_at: PageAt, editor: ConsultationEditor, index: ConsultationIndexPage
) -> None:
    """What the government asked in 2016; opened today, because its first days are over."""
    real = json.loads(REAL.read_text(encoding="utf-8"))
    details = real["details"]
    asked, *body = paragraphs(details["body"])
    opened, closes = (datetime.fromisoformat(details[name]) for name in ("opening_date", "closing_date"))
    assert opened < timezone.now() < closes
    # It runs for two hundred years, which is asked about: nobody means it.
    closes = (timezone.now() + timedelta(days=300)).replace(second=0, microsecond=0)
    team = real["links"]["organisations"][0]["title"]
    editor.begin(index, real["title"])
    editor.fill("content", question=real["description"], why=asked)
    editor.add_text_block("\n".join(body))
    editor.fill("dates", **dates(opened, closes), decided_by=team)
    editor.add_points("open_points", "How much people can borrow")
    editor.add_points("settled_points", "The loan starts in the 2018 to 2019 academic year")
    editor.add_web_page("Answer on the department’s own site", details["held_on_another_website_url"])
    editor.add_document("The proposal", "proposal.txt", details["body"].encode())
    editor.fill("papers", contact_name=team, contact_address=f"{team}\nGreat Smith Street\nLondon")
    editor.write_rich_text("privacy_notice", PRIVACY)
    editor.add_discussion("Talk about the loan")
    editor.publish()
    page = ConsultationPage.objects.get()
    assert page.live

    visitor = page_at(390, javascript=False)
    visitor.goto(page.url)
    said = text_of(visitor)
    for words in (real["title"], real["description"], asked, *body, team, "Great Smith Street", "The proposal"):
        assert " ".join(words.split()) in said
    assert (
        visitor.get_attribute("a:has-text('Answer on the department')", "href")
        == details["held_on_another_website_url"]
    )
    assert faults(visitor) == []
    follow(visitor.locator("main a:has-text('Join the conversation') >> visible=true").first)
    send(visitor, "Post my comment", comment="Part-time students need it most.", name="Ann", email="ann@example.org")
    visitor.goto(last_link("ann@example.org"))
    follow(visitor.locator("main form button"))
    assert Contribution.objects.get().state == "pending"


def paragraphs(html: str) -> list[str]:
    """The paragraphs of a piece of HTML as text."""
    return [unescape(re.sub(r"<[^>]+>", "", part)).strip() for part in re.findall(r"<p>(.*?)</p>", html, re.DOTALL)]
