import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class PackState(models.TextChoices):
    """How far an evidence pack has come."""

    WAITING = "waiting", _("waiting for its turn")
    MAKING = "making", _("being made")
    READY = "ready", _("ready")
    FAILED = "failed", _("not made")


UNDER_WAY = (PackState.WAITING, PackState.MAKING)


class EvidencePack(models.Model):
    """A zip with what shows how fairly one consultation was run, made in the background from the records.

    Its file lies with the private documents, is offered only once it is whole (`state` READY), and leaves through a
    view that asks who wants it. For each consultation one at a time is under way.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    translation_key = models.UUIDField(db_index=True)
    title = models.CharField(_("title"), max_length=255)
    state = models.CharField(_("state"), max_length=8, choices=PackState.choices, default=PackState.WAITING)
    progress = models.PositiveSmallIntegerField(_("progress"), default=0)
    """Per cent."""
    run = models.UUIDField(null=True, editable=False)
    """Which attempt may write to it: a worker that was taken for dead must not finish over the one after it."""
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    touched_at = models.DateTimeField(auto_now_add=True)
    """When a worker was last heard of."""
    file = models.FileField(upload_to="evidence", blank=True, editable=False)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    error = models.TextField(blank=True)

    class Meta:
        verbose_name = _("evidence pack")
        verbose_name_plural = _("evidence packs")
        ordering = ("-created_at", "-pk")
        permissions = [("make_evidence", _("Can make and download evidence packs"))]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["translation_key"], name="evidence_one_under_way", condition=Q(state__in=UNDER_WAY)
            ),
            models.CheckConstraint(
                condition=~Q(state=PackState.READY) | ~Q(sha256="") & ~Q(file=""), name="evidence_ready_is_whole"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_ready(self) -> bool:
        return self.state == PackState.READY

    @property
    def is_under_way(self) -> bool:
        return self.state in UNDER_WAY
