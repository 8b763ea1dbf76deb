"""Small fields that blocks are made of: what they ask for when empty, and what a translator may touch."""

from functools import cache
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail_localize.segments import OverridableSegmentValue

from base.widgets import DayField, DayInput

PROSE_FEATURES = ["bold", "ol", "ul", "link", "document-link"]
"""No italics and no headings: headings are blocks of their own, with an address to link to (LOOK §2)."""

SHORT_FEATURES = ["bold", "link", "document-link"]


def asking(block: blocks.FieldBlock, sentence: Any) -> blocks.FieldBlock:
    """The same block, saying `sentence` instead of "This field is required." when it is left empty.

    Choosers and rich text make their form field when it is first used, because it needs models that are not loaded yet
    while blocks are declared.
    """
    if "field" in vars(block):
        block.field.error_messages["required"] = sentence
    else:
        kind: Any = type(block)
        block.__class__ = _asking_later(kind)
        block.missing = sentence
    return block


@cache
def _asking_later(kind: Any) -> Any:
    def make_field(self: Any) -> Any:
        made = kind.field.func(self)
        made.error_messages["required"] = self.missing
        return made

    return type(kind.__name__, (kind,), {"field": cached_property(make_field), "__module__": kind.__module__})


def words(label: Any, missing: Any = None, **kwargs: Any) -> blocks.FieldBlock:
    """A line of plain text; with `missing`, a sentence to say when it is empty, it must be filled in."""
    block = blocks.CharBlock(
        label=label, required=missing is not None, max_length=kwargs.pop("max_length", 200), **kwargs
    )
    return asking(block, missing) if missing is not None else block


class DayBlock(blocks.DateBlock):
    """A day in any ordinary spelling, as in the fields of a page; Wagtail's own makes today of what it cannot read."""

    @cached_property
    def field(self) -> DayField:
        """The form field."""
        return DayField(widget=DayInput(format=self.format), **self.field_options)


class ProseBlock(blocks.RichTextBlock):
    """Running text with bold words, lists and links."""

    def __init__(self, features: list[str] | None = None, **kwargs: Any) -> None:
        super().__init__(features=features or PROSE_FEATURES, **kwargs)


class SameInEveryLanguageBlock(blocks.CharBlock):
    """A line that is no language: a phone number, the name of an anchor. A translator may replace it, nobody must."""

    def get_translatable_segments(self, value: str) -> list[OverridableSegmentValue]:
        return [OverridableSegmentValue("", value)] if value else []

    def restore_translated_segments(self, value: str, segments: list[OverridableSegmentValue]) -> str:
        return segments[0].data


def phone_block(**kwargs: Any) -> SameInEveryLanguageBlock:
    """An optional telephone number as people write it."""
    return SameInEveryLanguageBlock(label=_("Telephone"), required=False, max_length=40, **kwargs)
