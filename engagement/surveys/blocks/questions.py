"""One block for each kind of question; the name under which it stands in the stream is the kind."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import BlockGroup

from base.blocks.fields import words
from base.icons import Icon
from engagement.surveys.blocks.fields import (
    CHOOSE,
    COUNT,
    WRITE,
    CodeBlock,
    ExpressionBlock,
    NumberBlock,
    SignBlock,
    SwitchBlock,
    WholeBlock,
    hint,
    label,
    question,
    show_if,
)
from engagement.surveys.enums import Kind

RULES = ["details", "show_if", "constraint", "constraint_message", "initial", "code"]
"""What stands behind the gear of every question."""


def layout(children: list[str], settings: list[str]) -> BlockGroup:
    """What is seen at once, and what stands behind the gear."""
    return BlockGroup(children=children, settings=settings)


class QuestionBlock(blocks.StructBlock):
    """What all questions have."""

    label = question()
    hint = hint()
    is_required = SwitchBlock(
        label=_("An answer is needed"), help_text=_("Sparingly: who cannot answer gives up, or answers anything.")
    )
    details = words(
        _("More to read"), max_length=4000, help_text=_("Behind a line to open: what a word means, why you ask.")
    )
    show_if = show_if()
    constraint = ExpressionBlock(
        label=_("Accept only if"),
        help_text=_("A condition on the answer; a full stop stands for the answer, such as . < 100."),
    )
    constraint_message = words(
        _("Otherwise say"), max_length=300, help_text=_("What to do when the answer is not accepted.")
    )
    initial = SignBlock(
        label=_("Filled in beforehand"),
        max_length=1000,
        help_text=_("Rarely wise: many people leave what stands there. An option goes by its short name."),
    )
    code = CodeBlock()

    class Meta:
        icon = "help"
        label_format = "{label}"
        form_layout = layout(["label", "hint", "is_required"], RULES)


class OptionBlock(blocks.StructBlock):
    """One answer to choose from."""

    label = label(_("Answer"), _("Write the answer, or delete it."))
    hint = words(_("Hint"), max_length=1000)
    is_exclusive = SwitchBlock(label=_("Chosen alone, such as “None of these”"))
    asks_more = SwitchBlock(label=_("Ask for words, as in “Other – please say”"))
    keeps_place = SwitchBlock(label=_("Stays in its place when answers are shuffled"))
    limit = WholeBlock(
        label=_("At most so many people"),
        min_value=1,
        help_text=_("Once so many have chosen it nobody else can. For places at an event, say."),
    )
    show_if = show_if()
    code = CodeBlock()

    class Meta:
        icon = Icon.FACTS
        label_format = "{label}"
        form_layout = layout(
            ["label"], ["hint", "is_exclusive", "asks_more", "keeps_place", "limit", "show_if", "code"]
        )


def option_list(**kwargs: Any) -> blocks.ListBlock:
    """The answers of a question."""
    return blocks.ListBlock(OptionBlock(label=_("Answer")), label=_("Answers"), **kwargs)


class ChoiceBlock(QuestionBlock):
    """One of several answers."""

    options = option_list()
    is_shuffled = SwitchBlock(
        label=_("Shuffle the answers"),
        help_text=_("Everybody sees them in another order, so that none wins by being first."),
    )
    seed = WholeBlock(
        label=_("Same order for everybody, by this number"), help_text=_("Shuffled once, not for each person.")
    )

    class Meta:
        icon = "radio-full"
        group = CHOOSE
        label = _("One of several")
        description = _("People choose one answer.")
        form_layout = layout(["label", "hint", "options", "is_required"], ["is_shuffled", "seed", *RULES])


class ChoicesBlock(ChoiceBlock):
    """Any number of answers."""

    least = WholeBlock(label=_("At least"), min_value=1)
    most = WholeBlock(label=_("At most"), min_value=1)

    class Meta:
        icon = "tick-inverse"
        label = _("Several of several")
        description = _("People tick all answers that fit.")
        form_layout = layout(
            ["label", "hint", "options", "is_required"], ["is_shuffled", "seed", "least", "most", *RULES]
        )


class YesNoBlock(QuestionBlock):
    """Yes or no."""

    class Meta:
        icon = "tick"
        group = CHOOSE
        label = _("Yes or no")
        description = _("Two answers, in every language.")


class ScaleBlock(QuestionBlock):
    """Steps from one end to the other."""

    options = option_list()

    class Meta:
        icon = "sliders"
        group = CHOOSE
        label = _("Scale of agreement")
        description = _("Strongly disagree to strongly agree: one answer in a row, in its order.")
        form_layout = layout(["label", "hint", "options", "is_required"], RULES)


class RatingBlock(QuestionBlock):
    """Numbered steps."""

    most = WholeBlock(label=_("Steps"), default=5, required=True, min_value=2, max_value=10)
    low_label = words(_("What 1 means"), max_length=80)
    high_label = words(_("What the last step means"), max_length=80)

    class Meta:
        icon = "pick"
        group = CHOOSE
        label = _("Rating")
        description = _("From 1 to 5, or up to 10.")
        form_layout = layout(["label", "hint", "most", "low_label", "high_label", "is_required"], RULES)


class NpsBlock(QuestionBlock):
    """Nought to ten."""

    low_label = words(_("What 0 means"), max_length=80, default=_("Not at all likely"))
    high_label = words(_("What 10 means"), max_length=80, default=_("Extremely likely"))

    class Meta:
        icon = "view"
        group = CHOOSE
        label = _("Would recommend, 0 to 10")
        description = _("How likely people are to recommend something. The result is the net promoter score.")
        form_layout = layout(["label", "hint", "low_label", "high_label", "is_required"], RULES)


class RankingBlock(QuestionBlock):
    """Answers put in order."""

    options = option_list()
    least = WholeBlock(label=_("At least so many places"), min_value=1)
    is_shuffled = SwitchBlock(label=_("Shuffle the answers"))
    seed = WholeBlock(label=_("Same order for everybody, by this number"))

    class Meta:
        icon = "list-ol"
        group = CHOOSE
        label = _("Ranking")
        description = _("People put answers in order, with buttons or numbers.")
        form_layout = layout(["label", "hint", "options", "is_required"], ["is_shuffled", "seed", "least", *RULES])


class RowBlock(blocks.StructBlock):
    """One line of a matrix."""

    label = label(_("Line"), _("Write the line, or delete it."))
    show_if = show_if()
    code = CodeBlock()

    class Meta:
        icon = Icon.FACTS
        label_format = "{label}"
        form_layout = layout(["label"], ["show_if", "code"])


class MatrixBlock(blocks.StructBlock):
    """Several statements with the same answers."""

    label = question()
    hint = hint()
    rows = blocks.ListBlock(RowBlock(label=_("Line")), label=_("Lines"))
    options = option_list()
    is_required = SwitchBlock(label=_("An answer is needed in every line"))
    show_if = show_if()

    class Meta:
        icon = "table"
        group = CHOOSE
        label = _("Several statements, same answers")
        label_format = "{label}"
        description = _("One answer in each line. On a phone each line is a question of its own.")
        form_layout = layout(["label", "hint", "rows", "options", "is_required"], ["show_if"])


class TextBlock(QuestionBlock):
    """A few words."""

    least = WholeBlock(label=_("Shortest answer, in characters"), min_value=1)
    most = WholeBlock(label=_("Longest answer, in characters"), min_value=1, max_value=1000)

    class Meta:
        icon = "pilcrow"
        group = WRITE
        label = _("Short text")
        description = _("A line: a name, a place, a word.")
        form_layout = layout(["label", "hint", "is_required"], ["least", "most", *RULES])


class LongTextBlock(TextBlock):
    """Sentences."""

    most = WholeBlock(label=_("Longest answer, in characters"), default=4000, min_value=50, max_value=20_000)

    class Meta:
        icon = "doc-full"
        label = _("Long text")
        description = _("Sentences, with a count of what is left. Somebody has to read them all.")


class EmailBlock(QuestionBlock):
    """An address."""

    class Meta:
        icon = "mail"
        group = WRITE
        label = _("E-mail address")
        description = _("Only if you will write to it: it tells who answers.")


class PostcodeBlock(QuestionBlock):
    """A postcode."""

    class Meta:
        icon = Icon.ADDRESS
        group = WRITE
        label = _("Postcode")
        description = _("A whole UK postcode. Results show its first half only.")


class ConsentBlock(QuestionBlock):
    """A box to tick."""

    class Meta:
        icon = "check"
        group = WRITE
        label = _("Consent")
        description = _("A box to tick. Write the whole sentence that people agree to.")


class NumberQuestionBlock(QuestionBlock):
    """A number."""

    unit = SignBlock(label=_("Unit"), max_length=20, help_text=_("Such as km or hours. It stands beside the field."))
    least = NumberBlock(label=_("Smallest"))
    most = NumberBlock(label=_("Largest"))
    decimals = WholeBlock(label=_("Places after the point"), default=0, min_value=0, max_value=10)

    class Meta:
        icon = "decimal"
        group = COUNT
        label = _("Number")
        description = _("How many, how far, how long.")
        form_layout = layout(["label", "hint", "unit", "is_required"], ["least", "most", "decimals", *RULES])


class PercentageBlock(QuestionBlock):
    """Hundredths."""

    least = NumberBlock(label=_("Smallest"))
    most = NumberBlock(label=_("Largest"))
    decimals = WholeBlock(label=_("Places after the point"), default=0, min_value=0, max_value=10)

    class Meta:
        icon = "decimal"
        group = COUNT
        label = _("Percentage")
        description = _("From 0 to 100.")
        form_layout = layout(["label", "hint", "is_required"], ["least", "most", "decimals", *RULES])


class MoneyBlock(NumberQuestionBlock):
    """An amount."""

    unit = SignBlock(label=_("Currency"), max_length=5, default="£")
    decimals = WholeBlock(label=_("Places after the point"), default=2, min_value=0, max_value=2)

    class Meta:
        icon = "decimal"
        label = _("Amount of money")
        description = _("In pounds and pence.")
        form_layout = layout(["label", "hint", "is_required"], ["unit", "least", "most", "decimals", *RULES])


class DateBlock(QuestionBlock):
    """A day."""

    class Meta:
        icon = "date"
        group = COUNT
        label = _("Date")
        description = _("Day, month and year in three fields.")


class TimeBlock(QuestionBlock):
    """A time of day."""

    class Meta:
        icon = "time"
        group = COUNT
        label = _("Time of day")
        description = _("On a clock, such as 17:30.")


class MomentBlock(QuestionBlock):
    """A day and a time."""

    class Meta:
        icon = "history"
        group = COUNT
        label = _("Date and time")
        description = _("When exactly something was.")


QUESTION_BLOCKS: list[tuple[str, blocks.Block]] = [
    (Kind.CHOICE.value, ChoiceBlock()),
    (Kind.CHOICES.value, ChoicesBlock()),
    (Kind.YES_NO.value, YesNoBlock()),
    (Kind.SCALE.value, ScaleBlock()),
    (Kind.RATING.value, RatingBlock()),
    (Kind.NPS.value, NpsBlock()),
    (Kind.RANKING.value, RankingBlock()),
    ("matrix", MatrixBlock()),
    (Kind.TEXT.value, TextBlock()),
    (Kind.LONG_TEXT.value, LongTextBlock()),
    (Kind.EMAIL.value, EmailBlock()),
    (Kind.POSTCODE.value, PostcodeBlock()),
    (Kind.CONSENT.value, ConsentBlock()),
    (Kind.NUMBER.value, NumberQuestionBlock()),
    (Kind.PERCENTAGE.value, PercentageBlock()),
    (Kind.MONEY.value, MoneyBlock()),
    (Kind.DATE.value, DateBlock()),
    (Kind.TIME.value, TimeBlock()),
    (Kind.MOMENT.value, MomentBlock()),
]
"""Name and block of everything that is asked, in the order of the chooser."""
