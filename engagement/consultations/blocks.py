"""What the lists of a consultation are made of."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from base.blocks import LinkBlock
from base.blocks.documents import DocumentBlock
from base.icons import Icon


class PointBlock(blocks.CharBlock):
    """One line: something that can still change, or something that is settled."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=200, **kwargs)

    class Meta:
        icon = Icon.FACTS
        label = _("Point")


class PointsBlock(blocks.StreamBlock):
    """A list of such lines."""

    point = PointBlock()

    class Meta:
        required = False


class WebPageBlock(blocks.StructBlock):
    """A page, ours or another's, listed among the documents."""

    title = blocks.CharBlock(label=_("Words of the link"), max_length=200)
    link = LinkBlock()

    class Meta:
        icon = Icon.LINK
        label = _("Web page")
        label_format = "{title}"


class PaperBlocks(blocks.StreamBlock):
    """What people may want to read before they answer."""

    document = DocumentBlock()
    web_page = WebPageBlock()

    class Meta:
        required = False
