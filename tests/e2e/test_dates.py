"""What an editor types as a date stays as it was typed, whatever the calendar beside it makes of it."""

import pytest
from playwright.sync_api import expect

from engagement.consultations.models import ConsultationIndexPage, ConsultationPage
from tests.e2e.editor import ConsultationEditor

pytestmark = pytest.mark.django_db(transaction=True)
UNREADABLE = "Write the day and the time like 2026-12-01 09:00 or 1 December 2026 9am, or pick them."


def type_and_leave(editor: ConsultationEditor, name: str, text: str) -> None:
    """Type as people do: into the field, then on to the next one."""
    with editor.calendar_open(name):
        editor.page.keyboard.type(text)
        editor.page.keyboard.press("Tab")
    expect(editor.page.locator(f"[name={name}]")).to_have_value(text)


def test_date_that_cannot_be_read_stays_and_is_refused(
    editor: ConsultationEditor, index: ConsultationIndexPage
) -> None:
    editor.begin(index, "Forty new trees")
    editor.tab("dates")
    type_and_leave(editor, "opens_at", "banana")
    type_and_leave(editor, "closes_at", "31 October 2027 5pm")
    type_and_leave(editor, "answer_by", "1/12/2027")
    editor.publish()
    editor.tab("dates")
    expect(editor.page.locator("[name=opens_at]")).to_have_value("banana")
    assert UNREADABLE in editor.problems()
    assert not ConsultationPage.objects.get().live


def test_date_in_an_ordinary_spelling_is_kept(editor: ConsultationEditor, index: ConsultationIndexPage) -> None:
    editor.begin(index, "Forty new trees")
    editor.tab("dates")
    type_and_leave(editor, "closes_at", "31/10/2027 17:00")
    editor.save()
    editor.page.goto(f"/admin/pages/{ConsultationPage.objects.get().pk}/edit/")
    editor.tab("dates")
    expect(editor.page.locator("[name=closes_at]")).to_have_value("2027-10-31 17:00")
