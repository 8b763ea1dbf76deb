"""The page type that activities stand on."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel, InlinePanel, ObjectList, TabbedInterface
from wagtail.search import index
from wagtail.utils.decorators import cached_classmethod

from base.blocks import BodyBlocks
from base.models import BasePage
from base.streamfield import StreamField
from engagement.core.blocks import ActivityBlock
from engagement.core.enums import Answer
from engagement.core.models import Activity
from engagement.core.presence import presences, with_activities
from engagement.core.rules import Window


class HostBodyBlocks(BodyBlocks):
    """What an editor may compose: the content blocks and the one block for activities."""

    activity = ActivityBlock()


@dataclass(frozen=True)
class HostedActivity:
    """One mention of an activity on a page."""

    activity_id: int
    heading: str
    intro: str


@dataclass(frozen=True)
class HostDates:
    """What a page says of its own time, for its timetable."""

    window: Window = Window()
    answer_by: date | None = None
    withdrawn_on: date | None = None
    answer: Answer = Answer.NONE
    outcome_at: datetime | None = None
    """When the outcome was first published elsewhere, before it came to this site."""
    archived_on: date | None = None
    late_until: date | None = None
    """The last local day on which answers from elsewhere count after closing."""


class HostPage(BasePage):
    """A page with a body of blocks, whose activities stand in the text or under it.

    Its public template may use `presences`: a dictionary of `engagement.core.presence.Presence` by activity key.
    """

    body = StreamField(
        HostBodyBlocks(),
        verbose_name=_("text"),
        blank=True,
        help_text=_("Compose the page from blocks. Put an activity where people should take part."),
    )

    search_fields = [*BasePage.search_fields, index.SearchField("body")]
    content_panels = [*BasePage.content_panels, FieldPanel("body")]
    engagement_panels: ClassVar[list[Any]] = [
        HelpPanel(
            content=_(
                "Activities listed here stand under the page, in this order. To put one in the middle of the text, "
                "use the Activity block instead. An activity has one home; on other pages it shows as a link to it."
            )
        ),
        InlinePanel("page_activities", heading=_("Activities under the page"), label=_("Activity")),
    ]

    class Meta:
        abstract = True

    @cached_classmethod
    def get_edit_handler(cls) -> Any:  # noqa: N805 - the decorator makes it a class method
        """The tabs of the editor: content, further tabs of the page type, engagement, promotion, settings."""
        tabs = [
            ObjectList(cls.content_panels, heading=_("Content")),
            *cls.further_tabs(),
            ObjectList(cls.engagement_panels, heading=_("Engagement")),
            ObjectList(cls.promote_panels, heading=_("Promote")),
            ObjectList(cls.settings_panels, heading=_("Settings")),
        ]
        return TabbedInterface(tabs, base_form_class=cls.base_form_class).bind_to_model(cls)

    @classmethod
    def further_tabs(cls) -> list[ObjectList]:
        """Tabs between content and engagement; page types with more to say override this."""
        return []

    @classmethod
    def read_as_host(cls) -> QuerySet[Any]:
        """What is read of such a page for its activities, which show its name and way; page types with much more to
        read override this.
        """
        return cls._default_manager.order_by()

    def host_dates(self) -> HostDates:
        """When people can take part; page types with dates override this. Without them, always."""
        return HostDates()

    def pause_reason(self) -> str:
        """Why nobody can take part just now, for the door; page types that can be paused override this."""
        return ""

    def hosted(self) -> Iterator[HostedActivity]:
        """Every activity mentioned on this page, in the text first, then those under it."""
        yield from self._hosted_in_text()
        for row in self.rows_under_page:
            yield HostedActivity(row.activity_id, row.heading, row.intro)

    def mentions_of(self, activity: Activity) -> list[HostedActivity]:
        """Those of them that are of this activity: those under the page, else those in its text, which is long to read.

        What is said of it under the page goes before what is said in the text, where somebody put it in both.
        """
        rows = self.page_activities.filter(activity=activity.pk).values_list("heading", "intro")
        under = [HostedActivity(activity.pk, heading, intro) for heading, intro in rows]
        return under or [one for one in self._hosted_in_text() if one.activity_id == activity.pk]

    def _hosted_in_text(self) -> Iterator[HostedActivity]:
        for block in self.body:
            if block.block_type == "activity" and (activity := block.value.get("activity")):
                yield HostedActivity(activity.pk, block.value.get("heading", ""), block.value.get("intro", ""))

    @cached_property
    def rows_under_page(self) -> list[Any]:
        """The `PageActivity` rows in their order, read once."""
        rows = with_activities(self.page_activities.all()).order_by()
        # Sorted here, because for an order Django compares every column that it reads.
        return sorted(rows, key=lambda row: row.sort_order or 0)

    @cached_property
    def hosted_keys(self) -> list[int]:
        """Primary keys of the activities mentioned, each once, in order."""
        return list(dict.fromkeys(hosted.activity_id for hosted in self.hosted()))

    def copy(self, *args: Any, reset_translation_key: bool = True, **kwargs: Any) -> Any:
        """Copy the page; a copy that is no translation gets fresh twins of the activities hosted here."""
        from engagement.core.services.twins import twin_copied_tree

        copied = super().copy(*args, reset_translation_key=reset_translation_key, **kwargs)
        if not reset_translation_key:
            return copied
        twin_copied_tree(source=self, copy=copied, user=kwargs.get("user"))
        return type(copied).objects.get(pk=copied.pk)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        rows = self.rows_under_page
        shown = presences(keys=self.hosted_keys, host_key=self.translation_key, request=request, rows=rows)
        context["presences"] = shown
        context["under_page"] = [
            {"presence": shown[row.activity_id], "heading": row.heading, "intro": row.intro}
            for row in rows
            if row.activity_id in shown
        ]
        return context
