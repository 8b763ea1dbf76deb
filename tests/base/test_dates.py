"""Days and moments as editors type them."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from wagtail.blocks import Block, DateBlock, ListBlock
from wagtail.fields import StreamField

from base.models import QuietPeriod
from base.widgets import DayField, DayInput, MomentField, MomentInput
from engagement.consultations.models import ConsultationPage

MORNING = datetime(2026, 12, 1, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    "typed",
    [
        "2026-12-01 09:00",
        "2026-12-01T09:00",
        " 2026-12-01 09:00:00 ",
        "01/12/2026 09:00",
        "1/12/2026 9:00",
        "1.12.2026 09:00",
        "1 December 2026 09:00",
        "1 dec 2026 9am",
        "1/12/26 9:00 AM",
    ],
)
def test_moment_is_read_in_any_ordinary_spelling(typed: str) -> None:
    assert MomentField().clean(typed) == MORNING


@pytest.mark.parametrize("typed", ["banana", "2026-12-01", "1 December 2026", "30:30", "31/11/2026 25:00", "09:00"])
def test_moment_that_cannot_be_read_is_refused_with_a_sentence(typed: str) -> None:
    with pytest.raises(ValidationError) as caught:
        MomentField().clean(typed)
    assert caught.value.messages == [
        "Write the day and the time like 2026-12-01 09:00 or 1 December 2026 9am, or pick them."
    ]


@pytest.mark.parametrize("typed", ["2026-12-01", "01/12/2026", "1.12.2026", "1 December 2026", "1 Dec 2026"])
def test_day_is_read_in_any_ordinary_spelling(typed: str) -> None:
    assert DayField().clean(typed) == date(2026, 12, 1)


def test_day_that_cannot_be_read_is_refused_with_a_sentence() -> None:
    with pytest.raises(ValidationError) as caught:
        DayField().clean("banana")
    assert caught.value.messages == ["Write the day like 2026-12-01 or 1 December 2026, or pick it."]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("31 November 2026", "November has 30 days."),
        ("2026-11-31", "November has 30 days."),
        ("31/11/31", "November has 30 days."),
        ("29.2.2027", "February 2027 has 28 days."),
        ("30 Feb 2028", "February 2028 has 29 days."),
    ],
)
def test_day_that_its_month_does_not_have_is_told_so(typed: str, words: str) -> None:
    for field, value in ((DayField(), typed), (MomentField(), typed), (MomentField(), f"{typed} 09:30")):
        with pytest.raises(ValidationError) as caught:
            field.clean(value)
        assert caught.value.messages == [words]


def fields_of(form_class: Any, *names: str) -> list[tuple[type, type]]:
    fields = form_class.base_fields
    return [(type(fields[name]), type(fields[name].widget)) for name in names]


def test_every_date_of_a_consultation_is_one_of_these() -> None:
    form = ConsultationPage.get_edit_handler().get_form_class()
    moments = ("opens_at", "closes_at", "go_live_at", "expire_at")
    assert fields_of(form, *moments) == [(MomentField, MomentInput)] * 4
    assert fields_of(form, "answer_by", "decision_on", "withdrawn_on") == [(DayField, DayInput)] * 3


def test_help_of_a_date_says_how_to_write_it() -> None:
    fields = ConsultationPage.get_edit_handler().get_form_class().base_fields
    assert str(fields["opens_at"].help_text) == (
        "From this moment people can take part. Like 2026-12-01 09:00, or pick it."
    )
    assert str(fields["decision_on"].help_text) == (
        "Leave it empty while it is not known. Like 2026-12-01, or pick it."
    )


def test_quiet_periods_have_such_days() -> None:
    from wagtail.admin.panels import get_edit_handler

    form = get_edit_handler(QuietPeriod).get_form_class()
    assert fields_of(form, "starts_on", "ends_on") == [(DayField, DayInput)] * 2


def test_every_day_in_a_block_is_one_of_these() -> None:
    days = [block for block in blocks_of(ConsultationPage) if isinstance(block, DateBlock)]
    assert len(days) >= 4
    assert {(type(block.field), type(block.field.widget)) for block in days} == {(DayField, DayInput)}
    assert {block.clean("28/11/2026") for block in days} == {date(2026, 11, 28)}


def blocks_of(page_type: Any) -> list[Block]:
    """Every block that an editor can fill in on such a page."""
    found: list[Block] = []
    wanted = [field.stream_block for field in page_type._meta.get_fields() if isinstance(field, StreamField)]
    while wanted:
        block = wanted.pop()
        if block not in found:
            found.append(block)
            wanted += getattr(block, "child_blocks", {}).values()
            wanted += [block.child_block] if isinstance(block, ListBlock) else []
    return found


@pytest.mark.parametrize("widget", [DayInput(), MomentInput()])
def test_picker_does_not_correct_what_it_cannot_read(widget: Any) -> None:
    assert '"validateOnBlur": false' in widget.render("opens_at", "banana", {"id": "id_opens_at"})
    assert 'value="banana"' in widget.render("opens_at", "banana", {"id": "id_opens_at"})
