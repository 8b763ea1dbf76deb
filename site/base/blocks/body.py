"""The body of a page: every content block, in the order and groups of the chooser."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.stream_block import StreamBlockValidationError, StreamValue
from wagtail.blocks.struct_block import StructBlockValidationError

from base.blocks.documents import DocumentsBlock
from base.blocks.facts import KeyFactsBlock, TableBlock
from base.blocks.guide import DetailsBlock, StepsBlock
from base.blocks.links import CallToActionBlock
from base.blocks.media import PictureWithCaptionBlock, VideoBlock
from base.blocks.places import AddressBlock, ContactBlock
from base.blocks.text import HeadingBlock, NoticeBlock, QuoteBlock, TextBlock


class BodyBlocks(blocks.StreamBlock):
    """The blocks of a body, with an address for each heading and headings that skip no level.

    A page type that needs more passes them on: `BodyBlocks([("activity", ActivityBlock())])`.
    """

    heading = HeadingBlock()
    text = TextBlock()
    key_facts = KeyFactsBlock()
    quote = QuoteBlock()
    notice = NoticeBlock()
    call_to_action = CallToActionBlock()
    contact = ContactBlock()
    image = PictureWithCaptionBlock()
    video = VideoBlock()
    documents = DocumentsBlock()
    table = TableBlock()
    address = AddressBlock()
    steps = StepsBlock()
    details = DetailsBlock()

    def clean(self, value: StreamValue) -> StreamValue:
        value = super().clean(value)
        name_headings(value)
        if not self.is_deferred_validation and (skipped := skipped_levels(value)):
            sentence = _("Put a section heading before this one, or make this one a section: a level is left out.")
            error = StructBlockValidationError(block_errors={"level": ValidationError(sentence)})
            raise StreamBlockValidationError(block_errors=dict.fromkeys(skipped, error))
        return value

    class Meta:
        template = "base/blocks/body.html"


CONTENT_BLOCKS: list[tuple[str, blocks.Block]] = list(BodyBlocks.base_blocks.items())
"""Name and block of everything that tells, shows or guides; none of it knows engagement."""


def name_headings(body: StreamValue) -> None:
    """Give every heading its own address within the page; one that has an address already keeps it."""
    taken: set[str] = set()
    for child in body:
        if child.block_type == "heading":
            child.value["anchor"] = _free(child.value.address or "part", taken)
            taken.add(child.value["anchor"])


def _free(wanted: str, taken: set[str]) -> str:
    number, address = 2, wanted
    while address in taken:
        number, address = number + 1, f"{wanted}-{number}"
    return address


def skipped_levels(body: StreamValue) -> list[int]:
    """Places of the headings that stand more than one level below the heading before them (WCAG 2.2, 1.3.1)."""
    level, skipped = 1, []
    for place, child in enumerate(body):
        if child.block_type == "heading":
            if int(child.value["level"]) > level + 1:
                skipped.append(place)
            level = int(child.value["level"])
    return skipped
