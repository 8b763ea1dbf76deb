"""What the lists and the outcome of a consultation are made of."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from base.blocks import LinkBlock, ProseBlock
from base.blocks.documents import DocumentBlock
from base.blocks.facts import KeyFactsBlock, TableBlock
from base.blocks.fields import DayBlock, asking, words
from base.blocks.media import PictureWithCaptionBlock
from base.blocks.text import QuoteBlock, TextBlock
from base.icons import Icon
from engagement.consultations.enums import EntryStatus
from engagement.consultations.rules import references_in


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


class ThemeBlock(blocks.StructBlock):
    """One thing that many people said."""

    title = words(
        _("What people said, in a few words"), _("Say in a few words what people said, or delete this theme.")
    )
    base = words(
        _("How many said it"), help_text=_("With how many there were in all: Raised by 702 of 1,861 people (38%).")
    )
    text = ProseBlock(label=_("Text"), required=False)
    quote = blocks.TextBlock(
        label=_("One of them in their own words"),
        required=False,
        rows=2,
        help_text=_("Without quotation marks: the page adds them."),
    )
    name = words(_("Who said it"), help_text=_("Only with their consent. A first name and a place are often enough."))

    class Meta:
        icon = Icon.ANSWER
        label = _("Theme")
        description = _("One thing that many people said, how many, and one of them in their own words.")
        template = "engagement/consultations/blocks/theme.html"
        label_format = "{title}"
        preview_value = {
            "title": _("Thursday is homework night"),
            "base": _("Raised by 702 of 1,861 people (38%)"),
            "text": "",
            "quote": _("There is one table at home and four of us. Thursday is when I get mine done."),
            "name": _("Year 10 pupil, Ferrygate"),
        }


class SaidBlocks(blocks.StreamBlock):
    """What people said, summed up."""

    theme = ThemeBlock()
    text = TextBlock()
    key_facts = KeyFactsBlock()
    quote = QuoteBlock()
    image = PictureWithCaptionBlock()
    table = TableBlock()

    class Meta:
        required = False
        template = "base/blocks/body.html"


class ReferencesBlock(blocks.TextBlock):
    """References of contributions. They are the same in every language, so a translator does not see them."""

    def get_translatable_segments(self, value: str) -> list[Any]:
        return []

    def restore_translated_segments(self, value: str, segments: list[Any]) -> str:
        return value

    def clean(self, value: Any) -> Any:
        return ", ".join(references_in(super().clean(value)))


class EntryBlock(blocks.StructBlock):
    """One thing that was decided. What must be there is said here beside the field, and by the gate on other roads."""

    title = words(_("What was decided"), _("Say in one line what was decided."))
    status = asking(
        blocks.ChoiceBlock(choices=EntryStatus.choices, label=_("Status"), search_index=False),
        _("Choose how far it has come."),
    )
    why_not = blocks.TextBlock(
        label=_("If it is not done: why"),
        required=False,
        rows=2,
        help_text=_("People accept a no with a reason. Needed for what is not done, and shown with it."),
    )
    details = ProseBlock(label=_("More about it"), required=False)
    day = asking(
        DayBlock(label=_("Day"), help_text=_("When it was decided or done, or when it is to be ready.")),
        _("Give the day."),
    )
    decided_by = words(
        _("Who decided"), _("Say who decided."), help_text=_("A body or a person: Streets committee."), max_length=200
    )
    references = ReferencesBlock(
        label=_("Contributions that led to it"),
        required=False,
        rows=2,
        search_index=False,
        help_text=_(
            "Reference numbers such as 4K7P-WX2Q, with commas or one a line. Only public contributions to this "
            "consultation. Below each of them people find a link to this entry."
        ),
    )

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        is_bare = value["status"] == EntryStatus.NOT_DONE and not (value["why_not"] or "").strip()
        if is_bare and not self.is_deferred_validation:
            sentence = _("Say why it is not done. People see it beside what they asked for.")
            raise StructBlockValidationError(block_errors={"why_not": ValidationError(sentence)})
        return value

    class Meta:
        icon = Icon.FACTS
        label = _("Decision")
        description = _("One thing that was decided, how far it has come, and which contributions led to it.")
        label_format = "{title}"


class NextStepBlock(blocks.StructBlock):
    """One thing that happens next. The gate says what must be there."""

    title = words(_("What happens"), _("Say in one line what happens."))
    day = DayBlock(
        label=_("Day"),
        required=False,
        help_text=_("By when. Once it has passed, the page says that it is late until you tick that it is done."),
    )
    when = words(
        _("When, in words"),
        max_length=100,
        help_text=_("In place of a day, while none is known: Spring 2027."),
    )
    details = blocks.TextBlock(label=_("More about it"), required=False, rows=2)
    is_done = blocks.BooleanBlock(label=_("This is done"), required=False)

    class Meta:
        icon = Icon.FACTS
        label = _("Step")
        description = _("One thing that happens next, and when.")
        label_format = "{title}"


class NextStepsBlock(blocks.StreamBlock):
    """What happens next, in its order."""

    step = NextStepBlock()

    class Meta:
        required = False


class EntryBlocks(blocks.StreamBlock):
    """Everything that came of a consultation, the most important first."""

    entry = EntryBlock()

    class Meta:
        required = False
