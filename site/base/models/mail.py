import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class OutboxMessage(models.Model):
    """One mail to one address, rendered and waiting, or sent.

    Sent when `sent_at` is filled; given up when `abandoned_at` is. A worker owns the row while `claimed_until` lies
    ahead and `claim` is the mark it wrote. `attempts` counts claims, so a worker that was killed counts too.
    """

    key = models.CharField(max_length=200, unique=True)
    uuid = models.UUIDField(default=uuid.uuid4, editable=False)
    """Becomes the Message-ID: should a mail go out twice after a crash, mail programs can tell it is the same."""
    to = models.EmailField(blank=True)
    subject = models.CharField(max_length=255, blank=True)
    body = models.TextField(blank=True)
    html = models.TextField(blank=True)
    headers = models.JSONField(default=dict, blank=True)
    language = models.CharField(max_length=12, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    due_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True, blank=True)
    claim = models.UUIDField(null=True, blank=True, editable=False)
    attempts = models.PositiveIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    abandoned_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        indexes = [
            models.Index(
                fields=["due_at"],
                name="outbox_waiting",
                condition=models.Q(sent_at__isnull=True, abandoned_at__isnull=True),
            ),
            models.Index(fields=["sent_at"], name="outbox_sent"),
            models.Index(fields=["to"], name="outbox_to"),
        ]

    def __str__(self) -> str:
        return self.key
