from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel
from wagtail.models import Orderable, TranslatableMixin
from wagtail_localize.fields import SynchronizedField

from engagement.core.enums import Answer
from engagement.core.models.activity import Activity
from engagement.core.rules import Window


class PagesOfHost(models.ForeignObject):
    """Joins a timetable to the page it holds for in each language, by their common key. It has no column.

    Lists of pages are filtered and sorted by their dates, and a join costs a fraction of a subquery for each date.
    """

    wagtail_reference_index_ignore = True

    def __init__(self) -> None:
        super().__init__(
            "wagtailcore.Page",
            on_delete=models.DO_NOTHING,
            from_fields=["host_key"],
            to_fields=["translation_key"],
            related_name="timetables",
            related_query_name="timetable",
            editable=False,
            unique=True,  # so that filters and sorting share one join: no page has more than one timetable
        )

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = True, **kwargs: Any) -> None:
        super().contribute_to_class(cls, name, private_only=private_only, **kwargs)

    def _check_unique_target(self) -> list[Any]:
        """The pages of one host share their key: one in each language."""
        return []


class Timetable(models.Model):
    """When a host is open, for all its languages: written when the source page is published."""

    host_key = models.UUIDField(unique=True)
    pages = PagesOfHost()
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    answer_by = models.DateField(null=True, blank=True)
    late_until = models.DateField(null=True, blank=True)
    """The last local day on which answers from elsewhere still count after closing; None: what comes then does not."""
    withdrawn_on = models.DateField(null=True, blank=True)
    """The day on which the host was called off, if it was."""
    paused_at = models.DateTimeField(null=True, blank=True)
    """Since when nobody can take part, although it is open; None while they can. No publication changes it."""
    archived_on = models.DateField(null=True, blank=True)
    """The day since which the host stands in lists only among what is archived, if it does."""
    answer = models.CharField(max_length=8, choices=Answer.choices, blank=True)
    """How far people have been answered; what that means before closing is for the host to say."""
    outcome_at = models.DateTimeField(null=True, blank=True)
    """When an outcome was first published. It stays, also when the outcome is taken back and published again."""

    class Meta:
        verbose_name = _("timetable")
        verbose_name_plural = _("timetables")
        indexes = [models.Index(fields=["opens_at", "closes_at"], name="timetable_window")]

    def __str__(self) -> str:
        return str(self.host_key)

    @property
    def window(self) -> Window:
        """From opening until closing, both of which may be missing, and since when it is paused."""
        return Window(self.opens_at, self.closes_at, self.paused_at)


class Placement(models.Model):
    """Where an activity stands: its one host, a page with its translations or an object of another app."""

    activity = models.OneToOneField(Activity, on_delete=models.CASCADE, related_name="placement")
    host_kind = models.SlugField(max_length=20)
    host_key = models.UUIDField()
    timetable = models.ForeignKey(Timetable, on_delete=models.PROTECT, related_name="placements")
    placed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("placement")
        verbose_name_plural = _("placements")
        indexes = [models.Index(fields=["host_key", "host_kind"], name="placement_host")]

    def __str__(self) -> str:
        return f"{self.activity_id} @ {self.host_kind} {self.host_key}"


class PageActivity(TranslatableMixin, Orderable):
    """An activity under a page; the other way is an `ActivityBlock` in its text."""

    page = ParentalKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="page_activities")
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="+", verbose_name=_("activity"))
    heading = models.CharField(
        _("heading"),
        max_length=200,
        blank=True,
        help_text=_("Empty: the activity’s title, in the language it was made in. Fill it in to have it translated."),
    )
    intro = models.TextField(_("introduction"), blank=True, help_text=_("One or two sentences above the activity."))

    override_translatable_fields = [SynchronizedField("activity", overridable=False)]
    panels = [FieldPanel("activity"), FieldPanel("heading"), FieldPanel("intro")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("activity under the page")
        verbose_name_plural = _("activities under the page")

    def __str__(self) -> str:
        return self.heading or str(self.activity)
