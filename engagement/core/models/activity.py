import uuid
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from engagement.core import registry
from engagement.core.enums import Audience, Moderation, TimeState
from engagement.core.querysets import ActivityQuerySet
from engagement.core.rules import Window


class Activity(models.Model):
    """Something people can do: plain settings, edited live, each change logged.

    A module subclasses it. It never has drafts or revisions, because publishing an old draft would bring back old
    dates and settings (docs/adr/0003-activities-have-no-drafts.md). When its module is uninstalled the row survives.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    module = models.SlugField(_("module"), max_length=40, editable=False)
    title = models.CharField(
        _("title"), max_length=200, help_text=_("Starts with a verb where it can: “Talk about the three layouts”.")
    )
    audience = models.CharField(
        _("who can take part"),
        max_length=12,
        choices=Audience.choices,
        default=Audience.CONFIRMED,
        help_text=_("The less you ask for, the more people answer. An address lets us tell them what came of it."),
    )
    moderation = models.CharField(
        _("when posts become public"),
        max_length=12,
        choices=Moderation.choices,
        default=Moderation.HOLD,
        help_text=_("Holding is safer, and slower: people see their words only once somebody has read them."),
    )
    opens_at = models.DateTimeField(
        _("opens"), null=True, blank=True, help_text=_("Leave empty to follow the page it stands on.")
    )
    closes_at = models.DateTimeField(
        _("closes"), null=True, blank=True, help_text=_("Never later than the page it stands on.")
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        ordering = ("-created_at", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(opens_at__isnull=True) | Q(closes_at__isnull=True) | Q(opens_at__lt=F("closes_at")),
                name="activity_opens_before_it_closes",
                violation_error_message=_("It must open before it closes."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.module:
            self.module = registry.module_of(type(self)).slug
        super().save(*args, **kwargs)

    @property
    def own_window(self) -> Window:
        """Its own dates, either of which may be missing."""
        return Window(self.opens_at, self.closes_at)

    @property
    def window(self) -> Window:
        """When it is open: its own dates inside those of its host."""
        placement = self.placed
        return self.own_window.within(placement.timetable.window) if placement else self.own_window

    @property
    def placed(self) -> Any:
        """Its placement, or None while it stands nowhere public."""
        try:
            return self.placement
        except ObjectDoesNotExist:
            return None

    def is_told_by(self, now: datetime) -> bool:
        """Whether people know its dates: its host has opened, or it was taken off a page where people took part.

        A host that does not say when it opens promises nothing.
        """
        if self.placed is None:
            return self.pk is not None and self.contributions.exists()
        opens_at = self.placed.timetable.opens_at
        return opens_at is not None and opens_at <= now

    @property
    def late_until(self) -> date | None:
        """The last day on which an answer from elsewhere counts although its host has closed; None for no such day."""
        placement = self.placed
        return placement.timetable.late_until if placement else None

    def state_at(self, now: datetime) -> TimeState:
        """Not open yet, open or closed at an aware time."""
        return self.window.state_at(now)
