"""What an editor does in the page editor of the Wagtail admin."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from engagement.consultations.models import ConsultationIndexPage
from tests.e2e.visitor import follow

TABS = {
    "content": "Content",
    "dates": "Dates and decision",
    "papers": "Documents and contact",
    "outcome": "Outcome",
    "engagement": "Engagement",
}


class ConsultationEditor:
    """The editor of a new consultation, driven through its own controls."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def begin(self, index: ConsultationIndexPage, title: str) -> None:
        """From the list of pages to a draft that has a title."""
        self.page.goto(f"/admin/pages/{index.pk}/")
        follow(self.page.get_by_role("link", name="Add child page").first)
        self.page.fill("[name=title]", title)
        self.page.keyboard.press("Tab")
        expect(self.page.locator("[name=slug]")).not_to_have_value("")
        self.save()

    def tab(self, name: str) -> None:
        self.page.get_by_role("tab", name=TABS[name]).click()

    def fill(self, tab: str, **fields: str | datetime | date) -> None:
        """Fill the fields of one tab."""
        self.tab(tab)
        for name, value in fields.items():
            if isinstance(value, str):
                self.page.fill(f"[name={name}]", value)
            else:
                self.fill_date(name, value)

    def fill_date(self, name: str, value: datetime | date) -> None:
        """Type a date as `_typed`."""
        with self.calendar_open(name):
            self.page.fill(f"[name={name}]", _typed(value))

    @contextmanager
    def calendar_open(self, name: str) -> Iterator[None]:
        """Go into a date field, and put its calendar away afterwards as a press beside it does.

        The calendar comes a moment after the press, and may lie over what is pressed next.
        """
        calendar = self.page.locator(".xdsoft_datetimepicker >> visible=true")
        self.page.click(f"[name={name}]")
        calendar.first.wait_for()
        yield
        self.page.dispatch_event("body", "mousedown")
        expect(calendar).to_have_count(0)

    def add_points(self, field: str, *lines: str) -> None:
        """Add lines to a list of points."""
        for number, line in enumerate(lines):
            self._stream(field).locator(".c-sf-add-button").last.click()
            self.page.fill(f"[name={field}-{number}-value]", line)

    def write_rich_text(self, field: str, text: str) -> None:
        """Type into a rich text field, a paragraph a line."""
        self._write(self._stream(field), text)

    def add_text_block(self, text: str) -> None:
        """Add a block of text to the body."""
        self.tab("content")
        self._add_block("body", "Text")
        self._write(self._stream("body").locator("[data-streamfield-child]").last, text)

    def add_web_page(self, title: str, url: str) -> None:
        """Add a link to the documents."""
        self.tab("papers")
        self._add_block("documents", "Web page")
        block = self._stream("documents").locator("[data-streamfield-child]").last
        block.locator("[name$=-title]").fill(title)
        block.locator("[name$=-address]").fill(url)

    def add_document(self, title: str, filename: str, content: bytes) -> None:
        """Upload a document from the chooser, and place it."""
        self.tab("papers")
        self._add_block("documents", "Document")
        block = self._stream("documents").locator("[data-streamfield-child]").last
        block.get_by_role("button", name="Choose a document").click()
        self.page.locator(".modal").get_by_role("tab", name="Upload").click()
        form = self.page.locator(".modal form[data-chooser-modal-creation-form]")
        form.locator("[type=file]").set_input_files({"name": filename, "mimeType": "text/plain", "buffer": content})
        form.locator("[name$=title]").fill(title)
        form.get_by_role("button", name="Upload").click()
        expect(self.page.locator(".modal")).to_have_count(0)
        expect(block).to_contain_text(title)

    def add_decision(self, title: str, *, status: str, decided_by: str) -> None:
        """Add a decision of today to what came of it."""
        self.tab("outcome")
        self._stream("we_did").locator(".c-sf-add-button").last.click()
        self.page.fill("[name=we_did-0-value-title]", title)
        self.page.select_option("[name=we_did-0-value-status]", status)
        self.page.fill("[name=we_did-0-value-decided_by]", decided_by)
        self.fill_date("we_did-0-value-day", timezone.localdate())

    def add_discussion(self, title: str) -> None:
        """Make a discussion in the chooser's second tab, and place it under the page."""
        self.open_chooser()
        modal = self.page.locator(".modal")
        modal.get_by_role("tab", name="New activity").click()
        modal.get_by_label("Discussion").check()
        modal.locator("[name$=title]").fill(title)
        modal.get_by_role("button", name="Create and place here").click()
        expect(modal).to_have_count(0)
        expect(self.page.locator("#tab-engagement")).to_contain_text(title)

    def open_chooser(self) -> None:
        """Add a row to the activities under the page, and open its chooser."""
        self.tab("engagement")
        self.page.get_by_role("button", name="Add Activity").click()
        self.page.get_by_role("button", name="Choose or create an activity").click()
        self.page.locator(".modal").get_by_role("tab", name="New activity").wait_for()

    def schedule(self, moment: datetime) -> None:
        """Set the day on which it shall go public."""
        self.page.get_by_role("button", name="Toggle status").click()
        self.page.get_by_role("button", name="Set schedule").click()
        self.fill_date("go_live_at", moment)
        follow(self.page.get_by_role("button", name="Save schedule"))
        # On a phone it lies over the form; Wagtail opens it again because it was open before.
        panel = self.page.locator("[data-side-panel=status]")
        expect(panel).to_be_visible()
        self.page.get_by_role("button", name="Toggle status").click()
        expect(panel).to_be_hidden()

    def save(self) -> None:
        """Save the draft."""
        follow(self.page.get_by_role("button", name="Save draft"))

    def publish(self) -> None:
        """Press the button, whatever it says for a scheduled page."""
        self.page.get_by_role("button", name="More actions").click()
        follow(self.page.locator("[name=action-publish]"))

    def problems(self) -> set[str]:
        """The sentences beside the fields of the tab in sight."""
        shown = self.page.locator(".w-tabs__panel:not([hidden]) :is(.error-message, .help-critical)")
        return {" ".join(text.split()) for text in shown.all_inner_texts() if text.strip()}

    def _stream(self, field: str) -> Locator:
        return self.page.locator(f"[data-contentpath={field}]").first

    def _add_block(self, field: str, label: str) -> None:
        self._stream(field).locator(".c-sf-add-button").last.click()
        self.page.get_by_role("option", name=label, exact=True).click()

    def _write(self, block: Locator, text: str) -> None:
        """Type, and wait for what is sent to hold it: Wagtail's editor of rich text hands it over a moment later."""
        block.locator("[role=textbox]").click()
        lines = text.split("\n")
        for number, line in enumerate(lines):
            if number:
                self.page.keyboard.press("Enter")
            self.page.keyboard.insert_text(line)
        written = json.dumps(lines[-1], ensure_ascii=False)
        expect(block.locator("input[type=hidden]").last).to_have_value(re.compile(re.escape(written)))


def _typed(value: datetime | date) -> str:
    """As an editor types it: local time, no seconds."""
    return f"{timezone.localtime(value):%Y-%m-%d %H:%M}" if isinstance(value, datetime) else value.isoformat()
