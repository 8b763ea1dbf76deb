from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail_localize.segments import StringSegmentValue


class ActivityChooserBlock(blocks.ChooserBlock):
    """Chooses an activity of any module."""

    @cached_property
    def target_model(self) -> Any:
        from engagement.core.models import Activity

        return Activity

    @cached_property
    def widget(self) -> Any:
        from engagement.core.chooser import activity_chooser_widget

        return activity_chooser_widget()

    def get_form_state(self, value: Any) -> Any:
        return self.widget.get_value_data(value)

    def get_translatable_segments(self, value: Any) -> list[StringSegmentValue]:
        """None: all languages of a page share one activity, and a translator cannot choose another."""
        return []

    def restore_translated_segments(self, value: Any, segments: list[StringSegmentValue]) -> Any:
        return value

    class Meta:
        icon = "comment"


class ActivityBlock(blocks.StructBlock):
    """An activity in the text: the one fixed block for every module (docs/adr/0004-one-fixed-activity-block.md)."""

    activity = ActivityChooserBlock(label=_("Activity"))
    heading = blocks.CharBlock(
        label=_("Heading"),
        required=False,
        max_length=200,
        help_text=_("Empty: the activity’s title, in the language it was made in."),
    )
    intro = blocks.TextBlock(
        label=_("Introduction"), required=False, help_text=_("One or two sentences above the activity.")
    )

    def get_translatable_segments(self, value: Any) -> list[StringSegmentValue]:
        """The heading and the introduction; without a heading the activity's title, which has one language only."""
        texts = {"heading": value["heading"] or getattr(value["activity"], "title", ""), "intro": value["intro"]}
        return [StringSegmentValue(name, text) for name, text in texts.items() if text]

    def restore_translated_segments(self, value: Any, segments: list[StringSegmentValue]) -> Any:
        for segment in segments:
            value[segment.path] = segment.render_text()
        return value

    class Meta:
        icon = "group"
        label = _("Activity")
        group = _("Ask")
        description = _("Let people take part here: a discussion, a survey, a poll.")
        template = "engagement/activity_block.html"
        preview_template = "engagement/activity_block_preview.html"
