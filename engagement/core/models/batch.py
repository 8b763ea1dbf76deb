from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from engagement.core.enums import Channel
from engagement.core.models.activity import Activity

FROM_ELSEWHERE = [
    (Channel.PAPER.value, _("By letter")),
    (Channel.PHONE.value, _("By phone")),
    (Channel.EVENT.value, _("At an event")),
]
"""The channels of `ELSEWHERE`, in the words that everybody reads beside each answer."""
WAYS = [*FROM_ELSEWHERE, (Channel.IMPORT.value, _("From another system"))]
"""The channels of batches. Nobody types in what comes from another system: it is taken in as a file."""


class Batch(models.Model):
    """Answers that reached us together and elsewhere: a box of letters, a day of calls, the notes of an event."""

    activity = models.ForeignKey(
        Activity, on_delete=models.PROTECT, related_name="batches", verbose_name=_("what they answer")
    )
    title = models.CharField(
        _("title"),
        max_length=120,
        help_text=_("So that colleagues find the paper again: “Letters of the library box, 3 May”."),
    )
    channel = models.CharField(
        _("how they reached us"),
        max_length=8,
        choices=WAYS,
        default=Channel.PAPER,
        help_text=_("Everybody reads it beside each answer: “By letter”, “By phone”, “At an event”."),
    )
    received_on = models.DateField(
        _("day on which they arrived"), help_text=_("You can change it for a single answer while typing.")
    )
    note = models.TextField(
        _("note for colleagues"), blank=True, help_text=_("Where the paper is kept, say. Nobody else reads it.")
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(_("begun"), auto_now_add=True)

    class Meta:
        verbose_name = _("batch of answers from elsewhere")
        verbose_name_plural = _("batches of answers from elsewhere")
        ordering = ("-created_at", "-pk")

    def __str__(self) -> str:
        return self.title
