from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from engagement.moderation.enums import Answer, Outcome, ReportReason
from engagement.plugin import Contribution, Participant, StateChange, new_reference


def reference_of_report() -> str:
    """A reference like those of contributions."""
    return new_reference()


class Report(models.Model):
    """Somebody tells us that something published should not stand there.

    It is no contribution: nobody but moderators reads it, and they never learn from whom it is.
    """

    reference = models.CharField(_("reference"), max_length=9, unique=True, default=reference_of_report, editable=False)
    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="reports")
    participant = models.ForeignKey(Participant, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    browser = models.CharField(max_length=36, blank=True, editable=False)
    """What tells the browser of somebody we do not know from others: a random key in its session; "" for others."""
    reason = models.CharField(_("reason"), max_length=12, choices=ReportReason.choices)
    words = models.TextField(_("what they add"), blank=True)
    email = models.EmailField(blank=True)
    """Where somebody we do not know wants to hear of the decision; never shown to anyone."""
    language = models.CharField(_("language"), max_length=12)
    retry_key = models.UUIDField(editable=False)
    created_at = models.DateTimeField(_("received"), default=timezone.now, editable=False)
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome.choices, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decision = models.ForeignKey(StateChange, null=True, blank=True, on_delete=models.SET_NULL, related_name="reports")

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ("-created_at", "-pk")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["contribution"], name="report_standing", condition=Q(outcome="")),
            models.Index(fields=["decided_at"], name="report_decided", condition=Q(decided_at__isnull=False)),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["contribution", "retry_key"], name="report_once"),
            models.UniqueConstraint(
                fields=["contribution", "participant"], name="report_one_a_person", condition=Q(outcome="")
            ),
            models.UniqueConstraint(
                fields=["contribution", "browser"],
                name="report_one_a_browser",
                condition=Q(outcome="") & ~Q(browser=""),
            ),
            models.CheckConstraint(
                condition=Q(outcome="", decided_at__isnull=True) | ~Q(outcome="") & Q(decided_at__isnull=False),
                name="report_decided_once_it_has_an_outcome",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_standing(self) -> bool:
        """Whether nobody has decided on it yet."""
        return self.outcome == Outcome.STANDING


class SecondLook(models.Model):
    """An author asks, once, to look again at the decision that took their words down."""

    decision = models.OneToOneField(StateChange, on_delete=models.CASCADE, related_name="second_look")
    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="second_looks")
    words = models.TextField(_("what they say"), blank=True)
    created_at = models.DateTimeField(_("received"), default=timezone.now, editable=False)
    answer = models.CharField(_("answer"), max_length=10, choices=Answer.choices, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    answered_by = models.ForeignKey(StateChange, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    """The decision that answered it."""

    class Meta:
        verbose_name = _("second look")
        verbose_name_plural = _("second looks")
        ordering = ("-created_at", "-pk")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["contribution"], name="second_look_standing", condition=Q(answer="")),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(answer="", decided_at__isnull=True) | ~Q(answer="") & Q(decided_at__isnull=False),
                name="second_look_decided_once_it_has_an_answer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contribution_id} < {self.decision_id}"

    @property
    def is_standing(self) -> bool:
        """Whether nobody has looked again yet."""
        return self.answer == Answer.STANDING
