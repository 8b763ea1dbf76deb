"""Facts at a glance, and tables."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.formats import localize
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTable, TypedTableBlock, TypedTableBlockValidationError
from wagtail_localize.segments import StringSegmentValue

from base.blocks.fields import words
from base.blocks.groups import SHOW, TELL
from base.icons import Icon


class FactBlock(blocks.StructBlock):
    """One fact: its name, the fact, and a word more."""

    label = words(_("Question"), _("Name the fact, such as: Who decides."), max_length=80)
    value = words(_("Answer"), _("Write the fact itself."))
    note = words(_("A word more"))

    class Meta:
        icon = Icon.FACTS
        label_format = "{label}: {value}"


class KeyFactsBlock(blocks.StructBlock):
    """At a glance: four facts at most (LOOK §4)."""

    title = words(_("Heading"), help_text=_("Left empty, it says: At a glance."))
    facts = blocks.ListBlock(FactBlock(label=_("Fact")), min_num=1, max_num=4, label=_("Facts"))

    class Meta:
        icon = Icon.FACTS
        label = _("Key facts")
        description = _("Up to four facts that people look for first: when, where, who, how much.")
        group = TELL
        template = "base/blocks/key_facts.html"
        preview_value = {
            "title": "",
            "facts": [
                {"label": _("Who decides"), "value": _("Streets committee"), "note": _("Public meeting on 22 April")},
                {"label": _("What it costs"), "value": "£420,000", "note": _("From the Safer Streets fund")},
            ],
        }


class TextCellBlock(blocks.CharBlock):
    """A cell of words."""

    class Meta:
        icon = Icon.TEXT
        label = _("Words")


class NumberCellBlock(blocks.DecimalBlock):
    """A cell with a number, aligned with the others of its column."""

    class Meta:
        icon = "decimal"
        label = _("Numbers")


class CaptionedTableBlock(TypedTableBlock):
    """A table that says what it shows and names every column (WCAG 2.2, 1.3.1).

    Wagtail's table is unknown to wagtail-localize, so it hands over its own words: caption, headings, cells of words.
    They are found again by their place in the table.
    """

    text = TextCellBlock(required=False)
    number = NumberCellBlock(required=False)

    def clean(self, table: TypedTable) -> TypedTable:
        table = super().clean(table)
        if not self.is_deferred_validation and (problems := table_problems(table)):
            raise TypedTableBlockValidationError(non_block_errors=problems)
        return table

    def get_translatable_segments(self, table: TypedTable) -> list[StringSegmentValue]:
        segments = [StringSegmentValue("caption", table.caption)]
        segments += [StringSegmentValue(f"columns.{i}", column["heading"]) for i, column in enumerate(table.columns)]
        for i, row in enumerate(table.row_data):
            for j, value in enumerate(row["values"]):
                if isinstance(value, str):
                    segments.append(StringSegmentValue(f"rows.{i}.{j}", value))
        return segments

    def restore_translated_segments(self, table: TypedTable, segments: list[StringSegmentValue]) -> TypedTable:
        for segment in segments:
            kind, *place = segment.path.split(".")
            if kind == "caption":
                table.caption = segment.render_text()
            elif kind == "columns":
                table.columns[int(place[0])]["heading"] = segment.render_text()
            else:
                table.row_data[int(place[0])]["values"][int(place[1])] = segment.render_text()
        return table

    class Meta:
        icon = Icon.TABLE


def cells_of(row: Iterable[Any], has_heading: bool) -> SafeString:
    """The cells of a row; a template takes several times as long to write them."""
    return mark_safe("".join(_cell(cell, is_heading=has_heading and not place) for place, cell in enumerate(row)))


def _cell(cell: Any, *, is_heading: bool) -> str:
    shown = _shown(cell.value)
    if is_heading:
        return f'<th scope="row">{shown}</th>'
    return f'<td class="fm-number">{shown}</td>' if cell.block.name == "number" else f"<td>{shown}</td>"


def _shown(value: Any) -> str:
    """The value of a cell as HTML, whole numbers as such: Django takes ten times as long to write a decimal."""
    if isinstance(value, Decimal) and value.as_tuple().exponent == 0:
        value = int(value)
    return "" if value is None else escape(localize(value))


def table_problems(table: TypedTable) -> list[ValidationError]:
    """What people who listen to the table would miss, a sentence each."""
    problems = []
    if not table.columns or not table.row_data:
        problems.append(ValidationError(_("Add at least one column and one row, or delete this block.")))
    if not table.caption:
        problems.append(ValidationError(_("Write a caption: what does the table show?")))
    if any(not column["heading"] for column in table.columns):
        problems.append(ValidationError(_("Give every column a heading, so that people know what they read.")))
    return problems


class TableBlock(blocks.StructBlock):
    """Figures in rows and columns."""

    table = CaptionedTableBlock(label=_("Table"))
    row_headings = blocks.BooleanBlock(
        label=_("The first column names the rows"),
        required=False,
        default=True,
        help_text=_("It is then read out before each figure of its row."),
    )
    source = words(_("Source"), help_text=_("Who counted, and when."))

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        return context | {"rows": [cells_of(row, value["row_headings"]) for row in value["table"].rows]}

    def get_searchable_content(self, value: Any) -> list[str]:
        return [text for text in super().get_searchable_content(value) if text and text != "None"]

    class Meta:
        icon = Icon.TABLE
        label = _("Table")
        description = _("Figures that people compare. For a list of a few things, use Text.")
        group = SHOW
        template = "base/blocks/table.html"

    def get_preview_value(self) -> Any:
        return self.normalize(
            {
                "table": {
                    "caption": _("Vehicles in Mill Lane on a weekday"),
                    "columns": [
                        {"type": "text", "heading": _("Hour")},
                        {"type": "number", "heading": _("Passing through")},
                        {"type": "number", "heading": _("Stopping here")},
                    ],
                    "rows": [
                        {"values": ["8am to 9am", Decimal(612), Decimal(204)]},
                        {"values": ["midday to 1pm", Decimal(188), Decimal(231)]},
                    ],
                },
                "row_headings": True,
                "source": _("Traffic count, 4 to 8 October"),
            }
        )
