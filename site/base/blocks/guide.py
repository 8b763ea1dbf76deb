"""What leads people through: details to open, and steps in time."""

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from base.blocks.fields import DayBlock, ProseBlock, asking, words
from base.blocks.groups import GUIDE
from base.icons import Icon
from base.timewords import day_words, period_words


class DetailsBlock(blocks.StructBlock):
    """An answer behind its question; opens without JavaScript."""

    summary = words(_("Question"), _("Write the question that this answers."))
    text = asking(ProseBlock(label=_("Answer")), _("Write the answer."))

    class Meta:
        icon = Icon.DETAILS
        label = _("Details to open")
        description = _(
            "An answer that only some people need, behind its question. Never hide a date or a condition here."
        )
        group = GUIDE
        template = "base/blocks/details.html"
        label_format = "{summary}"
        preview_value = {
            "summary": _("Can I answer for somebody else?"),
            "text": "<p>Yes, if they asked you to. Say so in the first box.</p>",
        }


MOST_IN_A_ROW = 4


class StepState(StrEnum):
    """How a step looks in the timeline."""

    DONE = "done"
    NOW = "now"
    TO_COME = "to_come"


class StepBlock(blocks.StructBlock):
    """One step, with the dates that decide how it looks."""

    title = words(_("What happens"), _("Say what happens in this step."))
    starts_on = DayBlock(label=_("First day"), required=False)
    ends_on = DayBlock(label=_("Last day"), required=False)
    when = words(
        _("When, in words"), help_text=_("Only if there is no date yet, or if it needs more, such as: in the spring.")
    )

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        if value["starts_on"] and value["ends_on"] and value["ends_on"] < value["starts_on"]:
            sentence = ValidationError(_("The last day is before the first day. Change one of them."))
            raise StructBlockValidationError(block_errors={"ends_on": sentence})
        return value

    class Meta:
        icon = Icon.STEPS
        label = _("Step")
        label_format = "{title}"


def step_states(steps: Sequence[Any], today: date) -> list[StepState]:
    """A state for each step, from its dates alone, so that a timeline never goes stale.

    The last step that has begun decides: it is done or now, all before it are done, all after it are to come. A step
    with a first day only lasts that day; one with a last day only is to come until then.
    """
    begun = [i for i, step in enumerate(steps) if (_begins(step) or date.max) <= today]
    last = begun[-1] if begun else -1
    states = [StepState.DONE if i < last else StepState.TO_COME for i in range(len(steps))]
    if begun:
        ended = (steps[last]["ends_on"] or steps[last]["starts_on"]) < today
        states[last] = StepState.DONE if ended else StepState.NOW
    return states


def _begins(step: Any) -> date | None:
    return step["starts_on"] or step["ends_on"]


def step_when(step: Any) -> str:
    """When, in words: the editor's, else "8 February to 21 March", "By Friday 30 April" or "Monday 25 January"."""
    first, last = step["starts_on"], step["ends_on"]
    if step["when"]:
        return step["when"]
    if first and last and first != last:
        return period_words(first, last)
    if last and not first:
        return translated("By %(day)s") % {"day": day_words(last)}
    return day_words(first) if first else ""


class StepsBlock(blocks.StructBlock):
    """Where we are: what has happened and what comes next."""

    title = words(_("Heading"), help_text=_("Left empty, it says: Where we are."))
    steps = blocks.ListBlock(StepBlock(), min_num=2, label=_("Steps"))

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        steps = list(value["steps"])
        states = step_states(steps, timezone.localdate())
        context["in_a_row"] = len(steps) <= MOST_IN_A_ROW
        context["steps"] = [
            {"title": step["title"], "when": step_when(step), "state": state}
            for step, state in zip(steps, states, strict=True)
        ]
        return context

    def get_preview_value(self) -> Any:
        today = timezone.localdate()
        return self.normalize(
            {
                "title": "",
                "steps": [
                    {
                        "title": _("Plans published"),
                        "starts_on": today - timedelta(days=60),
                        "ends_on": None,
                        "when": "",
                    },
                    {
                        "title": _("Open for your answers"),
                        "starts_on": today,
                        "ends_on": None,
                        "when": _("Until Sunday"),
                    },
                    {
                        "title": _("The council answers you"),
                        "starts_on": None,
                        "ends_on": None,
                        "when": _("In the spring"),
                    },
                ],
            }
        )

    class Meta:
        icon = Icon.STEPS
        label = _("Steps in time")
        description = _("What has happened, where we are now and what comes next. Moves on by itself, by its dates.")
        group = GUIDE
        template = "base/blocks/steps.html"
