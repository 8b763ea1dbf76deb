"""What stands between questions, and the pages that hold them all."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.stream_block import StreamValue

from base.blocks import ProseBlock
from base.blocks.fields import asking, words
from base.blocks.media import PictureBlock
from base.icons import Icon
from engagement.surveys.blocks.codes import give_codes
from engagement.surveys.blocks.fields import BETWEEN, CodeBlock, ExpressionBlock, show_if
from engagement.surveys.blocks.questions import QUESTION_BLOCKS, layout


class NoteBlock(blocks.StructBlock):
    """Words to read."""

    text = asking(ProseBlock(label=_("Text")), _("Write the text, or delete this block."))
    show_if = show_if()

    class Meta:
        icon = Icon.TEXT
        group = BETWEEN
        label = _("Text to read")
        description = _("Explains what comes next. Keep it short: people are here to answer.")
        form_layout = layout(["text"], ["show_if"])


class PictureToSeeBlock(blocks.StructBlock):
    """A picture to look at before answering."""

    picture = PictureBlock(label=_("Picture"))
    caption = words(_("Caption"))
    show_if = show_if()

    class Meta:
        icon = Icon.IMAGE
        group = BETWEEN
        label = _("Picture")
        description = _("A drawing or a photograph that the question is about.")
        form_layout = layout(["picture", "caption"], ["show_if"])


class CalculationBlock(blocks.StructBlock):
    """A value that is reckoned."""

    formula = ExpressionBlock(
        label=_("Sum"), required=True, help_text=_("Over earlier answers, such as ${adults} + ${children}.")
    )
    code = CodeBlock()
    show_if = show_if()

    class Meta:
        icon = "cogs"
        group = BETWEEN
        label = _("Calculation")
        description = _("Nobody sees it. Conditions can ask about it, and it is exported.")
        form_layout = layout(["code", "formula"], ["show_if"])


BETWEEN_BLOCKS: list[tuple[str, blocks.Block]] = [
    ("note", NoteBlock()),
    ("picture", PictureToSeeBlock()),
    ("calculation", CalculationBlock()),
]


class GroupBlock(blocks.StructBlock):
    """Questions under one heading."""

    title = words(_("Heading"), max_length=1000)
    intro = ProseBlock(label=_("Introduction"), required=False)
    items = blocks.StreamBlock([*QUESTION_BLOCKS, *BETWEEN_BLOCKS], label=_("Questions"), required=False)
    show_if = show_if()

    class Meta:
        icon = "group"
        group = BETWEEN
        label = _("Group")
        label_format = "{title}"
        description = _("A few questions under one heading, shown or hidden together.")
        form_layout = layout(["title", "intro", "items"], ["show_if"])


class PageBlock(blocks.StructBlock):
    """What is asked at once."""

    title = words(_("Heading of the page"), max_length=1000, help_text=_("Not needed for a single question."))
    intro = ProseBlock(label=_("Introduction"), required=False)
    items = blocks.StreamBlock(
        [*QUESTION_BLOCKS, *BETWEEN_BLOCKS, ("group", GroupBlock())], label=_("Questions"), required=False
    )
    show_if = show_if()
    code = CodeBlock()

    class Meta:
        icon = "doc-empty"
        label = _("Page")
        label_format = "{title}"
        description = _("What people see at once. One question, or a few that belong together.")
        form_layout = layout(["title", "intro", "items"], ["show_if", "code"])


class DesignBlocks(blocks.StreamBlock):
    """The pages of a survey."""

    page = PageBlock()

    def clean(self, value: StreamValue) -> StreamValue:
        value = super().clean(value)
        give_codes(value)
        return value

    class Meta:
        required = False
