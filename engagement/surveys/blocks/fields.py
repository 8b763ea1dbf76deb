"""Small fields that the blocks of a survey are made of."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from base.blocks.fields import words

CHOOSE, WRITE, COUNT, BETWEEN = _("Choose"), _("Write"), _("Numbers and days"), _("Between questions")
"""The groups of the block chooser."""


class Untranslated:
    """Mixin for a block that is the same in every language: translators neither see nor change it."""

    def get_translatable_segments(self, value: Any) -> list[Any]:
        return []

    def restore_translated_segments(self, value: Any, segments: list[Any]) -> Any:
        return value


class CodeBlock(Untranslated, blocks.CharBlock):
    """The short name of a question, page or option."""

    def __init__(self, **kwargs: Any) -> None:
        settings = {
            "label": _("Short name"),
            "required": False,
            "max_length": 64,
            "search_index": False,
            "help_text": _(
                "What conditions and the columns of exports call it, such as age. Made when you save; it cannot be "
                "changed once the survey is published."
            ),
        }
        super().__init__(**{**settings, **kwargs})


class ExpressionBlock(Untranslated, blocks.TextBlock):
    """A condition or a sum over earlier answers."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False, "rows": 2, "search_index": False, **kwargs})


class SwitchBlock(Untranslated, blocks.BooleanBlock):
    """A box to tick."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False, "search_index": False, **kwargs})


class NumberBlock(Untranslated, blocks.DecimalBlock):
    """A number that belongs to a question."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False, **kwargs})


class WholeBlock(Untranslated, blocks.IntegerBlock):
    """A whole number that belongs to a question."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False, **kwargs})


class SignBlock(Untranslated, blocks.CharBlock):
    """A line that is no language, such as £ or kg."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False, "search_index": False, **kwargs})


def show_if() -> ExpressionBlock:
    """When a part is shown."""
    return ExpressionBlock(
        label=_("Show only if"),
        help_text=_(
            "A condition over earlier answers, such as ${age} >= 18 or selected(${ways}, 'bus'). Empty: always."
        ),
    )


def label(name: Any, missing: Any) -> Any:
    """The text of a question or an option."""
    return words(name, missing, max_length=1000)


def question() -> Any:
    """The text of a question."""
    return label(_("Question"), _("Write the question, or delete this block."))


def hint() -> Any:
    """A line under a label."""
    return words(_("Hint"), max_length=1000, help_text=_("A line below, for whoever wonders how to answer."))
