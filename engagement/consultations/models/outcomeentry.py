from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from engagement.consultations.enums import EntryStatus
from engagement.consultations.models.consultation import ConsultationPage


class OutcomeEntry(models.Model):
    """One decision of a published page, in its language: a copy for lists that filter and sort across all pages.

    The page is the truth: `outcomes.write_entries` rewrites its rows whenever it is published. Whether a row shows is
    for the state of its page to say.
    """

    page = models.ForeignKey(ConsultationPage, on_delete=models.CASCADE, related_name="outcome_entries")
    position = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=64)
    """The id of the block, which makes the address of the entry on the page."""
    title = models.TextField()
    status = models.CharField(_("status"), max_length=10, choices=EntryStatus.choices)
    why_not = models.TextField(blank=True)
    day = models.DateField(null=True)
    decided_by = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["page", "position"], name="outcome_entry_place")
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["-day", "-id"], name="outcome_entry_newest")]

    def __str__(self) -> str:
        return self.title
