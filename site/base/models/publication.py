import hashlib
import json
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from base.models.append_only import AppendOnly


class PublicationRecord(AppendOnly):
    """What was published, when and by whom. Appended only; evidence reads these, never Wagtail's revisions.

    Revisions can be overwritten by autosave and purged; a record cannot be changed or deleted through the models.
    `subject` is `app_label.model:pk` of the object in that language, `content` the revision as Wagtail serialises it,
    `digest` the SHA-256 of its canonical JSON (sorted keys, no spaces, UTF-8).
    """

    subject = models.CharField(max_length=120)
    translation_key = models.UUIDField(null=True, db_index=True)
    number = models.PositiveIntegerField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_constraint=False
    )
    published_by_name = models.CharField(max_length=200, blank=True)
    title = models.CharField(max_length=255)
    content = models.JSONField(encoder=DjangoJSONEncoder)
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("publication record")
        verbose_name_plural = _("publication records")
        ordering = ("subject", "number")
        constraints = [models.UniqueConstraint(fields=["subject", "number"], name="publication_number")]

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"


def content_digest(content: dict[str, Any]) -> str:
    """SHA-256, as 64 hexadecimal digits, of the content's canonical JSON."""
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, cls=DjangoJSONEncoder)
    return hashlib.sha256(canonical.encode()).hexdigest()
