import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from base.models import PublicationRecord
from engagement.plugin import ANSWER_KEY, Answer


class Telling(models.Model):
    """One round of telling everybody who took part in a consultation what came of it.

    It is worked off in the order of participants, and `done_until` is the last one of whom it was decided. Their mails
    are stored in the same transaction, so that a worker may be killed at any point.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    translation_key = models.UUIDField(editable=False)
    occasion = models.CharField(max_length=8, choices=Answer.choices, default=Answer.OUTCOME, editable=False)
    number = models.PositiveSmallIntegerField(editable=False)
    """1 for the first round; more where staff told again about what had changed."""
    reason = models.TextField(_("what has changed"), blank=True)
    publication = models.ForeignKey(
        PublicationRecord, null=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    """What was public when it began."""
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, editable=False)
    stopped_at = models.DateTimeField(null=True, editable=False)
    done_until = models.BigIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("telling of participants")
        verbose_name_plural = _("tellings of participants")
        ordering = ("translation_key", "number")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["translation_key", "occasion", "number"], name="telling_once_a_round")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["started_at"],
                name="telling_under_way",
                condition=models.Q(finished_at__isnull=True, stopped_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.translation_key} ({self.number})"

    @property
    def key(self) -> str:
        """How the outbox keys of its mails begin."""
        return f"{ANSWER_KEY}{self.uuid}:"

    @property
    def is_running(self) -> bool:
        """Whether somebody may still be told."""
        return self.finished_at is None and self.stopped_at is None
