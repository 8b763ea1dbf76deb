"""Where a link leads, and the call to action."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from base.blocks.choosers import DocumentChooserBlock, PageChooserBlock
from base.blocks.fields import words
from base.blocks.groups import ASK
from base.icons import Icon

TARGETS = ("page", "document", "address")


class LinkValue(blocks.StructValue):
    """Where a link leads today."""

    @property
    def href(self) -> str:
        """Address of the page in the reader's language, of the document, or the one typed.

        Empty when nothing was chosen, or when what was chosen was deleted or unpublished since. A private page keeps
        its link, as in Wagtail's rich text: whoever follows it is asked to sign in. So no title may stand in for words.
        """
        if page := self.get("page"):
            return (page.localized.url or "") if page.live else ""
        if document := self.get("document"):
            return document.url
        return self.get("address") or ""


class LinkBlock(blocks.StructBlock):
    """A page of ours, a document, or an address elsewhere: one of the three.

    Args:
        optional: whether all three may be empty.
    """

    page = PageChooserBlock(label=_("A page of this site"), required=False)
    document = DocumentChooserBlock(label=_("A document"), required=False)
    address = blocks.URLBlock(
        label=_("An address elsewhere"), required=False, help_text=_("With https:// at its beginning.")
    )

    def __init__(self, *args: Any, optional: bool = False, **kwargs: Any) -> None:
        self.optional = optional
        super().__init__(*args, **kwargs)
        self.child_blocks["address"].field.error_messages["invalid"] = _(
            "This is no address of a page. It begins with https://."
        )

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        chosen = [name for name in TARGETS if value.get(name)]
        if len(chosen) > 1:
            raise _refused(chosen[-1], _("Choose one place that the link leads to, and clear the others."))
        if not chosen and not self.optional and not self.is_deferred_validation:
            raise _refused("page", _("Choose a page or a document, or give an address: the link leads nowhere."))
        return value

    class Meta:
        icon = Icon.LINK
        label = _("Link to")
        value_class = LinkValue


def _refused(field: str, sentence: Any) -> StructBlockValidationError:
    return StructBlockValidationError(block_errors={field: ValidationError(sentence)})


class CallToActionBlock(blocks.StructBlock):
    """One thing to do. The plum button is left to taking part itself (LOOK §1)."""

    title = words(_("Heading"), _("Say what people can do, such as: Not sure this is the right way?"))
    text = blocks.TextBlock(label=_("Text"), required=False, rows=2)
    button = words(
        _("Words on the button"),
        _("Write what happens when people press it, such as: Start the questions."),
        max_length=60,
        help_text=_("Begin with a verb: Read the plans, Start the questions."),
    )
    link = LinkBlock()

    class Meta:
        icon = Icon.ACTION
        label = _("Call to action")
        description = _("One thing people can do next, with a button that leads there.")
        group = ASK
        template = "base/blocks/call_to_action.html"
        label_format = "{title}"
        preview_value = {
            "title": _("Not sure this is the right way?"),
            "text": _("Answer four questions and get a short list for the people you want to reach."),
            "button": _("Start the questions"),
            "link": {"page": None, "document": None, "address": "https://example.org/"},
        }
