"""Words: headings, running text, quotes and notices."""

from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import BlockGroup

from base.blocks.fields import SHORT_FEATURES, ProseBlock, SameInEveryLanguageBlock, asking, words
from base.blocks.groups import TELL
from base.icons import Icon


class HeadingValue(blocks.StructValue):
    """A heading with the address it is linked by."""

    @property
    def address(self) -> str:
        """The `id` of the heading: the anchor if it has one, else made from its words."""
        return self.get("anchor") or address_from(self["text"])


def address_from(text: str) -> str:
    """Words as they stand in an address after `#`, in any script; at most 60 characters."""
    return slugify(text, allow_unicode=True)[:60].strip("-")


class HeadingBlock(blocks.StructBlock):
    """A heading of level 2 to 4; the title of the page is level 1."""

    text = words(_("Heading"), _("Write the heading, or delete this block."))
    level = blocks.ChoiceBlock(
        choices=[("2", _("Section")), ("3", _("Part of a section")), ("4", _("Part of a part"))],
        default="2",
        label=_("Level"),
        search_index=False,
    )
    anchor = SameInEveryLanguageBlock(
        label=_("Name in links"),
        required=False,
        max_length=60,
        search_index=False,
        help_text=_(
            "What stands after # in a link to this heading. Made from the heading when you save, and kept when you "
            "change the heading, so that links that people have shared go on working."
        ),
    )

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        value["anchor"] = address_from(value["anchor"] or "")
        return value

    class Meta:
        icon = Icon.HEADING
        label = _("Heading")
        description = _("Names a part of the page, so that people find it and can link to it.")
        group = TELL
        template = "base/blocks/heading.html"
        value_class = HeadingValue
        form_layout = BlockGroup(children=["text", "level"], settings=["anchor"])
        label_format = "{text}"
        preview_value = {"text": _("What can still change"), "level": "2", "anchor": ""}


class TextBlock(ProseBlock):
    """Paragraphs."""

    class Meta:
        icon = Icon.TEXT
        label = _("Text")
        description = _("Paragraphs with bold words, lists and links. Short sentences; one thought a paragraph.")
        group = TELL
        template = "base/blocks/text.html"
        preview_value = (
            "<p>About 4,100 vehicles use Mill Lane on a weekday. <b>Nearly seven in ten only pass through</b>, most of "
            "them between 8am and 9am.</p><ul><li>340 children walk to school then</li><li>nine people were hurt in "
            "three years</li></ul>"
        )


class QuoteBlock(blocks.StructBlock):
    """Somebody's own words."""

    text = asking(
        blocks.TextBlock(
            label=_("What they said"), rows=3, help_text=_("Without quotation marks: the page adds them.")
        ),
        _("Write what they said, or delete this block."),
    )
    name = words(_("Who said it"), help_text=_("Only with their consent. A first name and a place are often enough."))
    role = words(_("Who they are"), help_text=_("Such as: runs the bakery in Mill Lane."))

    class Meta:
        icon = Icon.QUOTE
        label = _("Quote")
        description = _("One person's own words, and who said them.")
        group = TELL
        template = "base/blocks/quote.html"
        label_format = "{text}"
        preview_value = {
            "text": _("If the lorries go round by Ferry Road, I can let my two walk to school on their own."),
            "name": "Nadia",
            "role": _("lives in Ferrygate"),
        }


class NoticeBlock(blocks.StructBlock):
    """Something people must not miss."""

    title = words(_("In a few words"), _("Say in a few words what people must not miss."))
    text = asking(
        ProseBlock(features=SHORT_FEATURES, label=_("Text")), _("Say what it means for people, and what they can do.")
    )

    class Meta:
        icon = Icon.NOTICE
        label = _("Notice")
        description = _("What people must not miss, such as a changed date. One a page, or nobody reads it.")
        group = TELL
        template = "base/blocks/notice.html"
        label_format = "{title}"
        preview_value = {
            "title": _("The drop-in has moved"),
            "text": "<p>Saturday's drop-in is in the Old Corn Hall, not in the library. Same time, 10am to 1pm.</p>",
        }
