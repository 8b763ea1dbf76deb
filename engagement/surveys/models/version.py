from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from base.models import AppendOnly
from engagement.surveys.models.survey import Survey


class SurveyVersion(AppendOnly):
    """What a survey asked from a publication on, frozen: each response is pinned to the one that its author saw."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("number"))
    definition = models.JSONField(_("what it asks"))
    """A `Definition` in the language it was written in."""
    digest = models.CharField(max_length=64)
    """SHA-256 of the definition: publishing the same once more makes no new version."""
    published_at = models.DateTimeField(_("published"), default=timezone.now)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("by")
    )

    class Meta:
        verbose_name = _("version of a survey")
        verbose_name_plural = _("versions of surveys")
        ordering = ("survey", "number")
        constraints = [models.UniqueConstraint(fields=["survey", "number"], name="survey_version_number")]

    def __str__(self) -> str:
        return f"{self.survey_id} · {self.number}"


class VersionTexts(models.Model):
    """The texts of a version in another language. A translation may be mended after publication: nothing that is
    counted hangs on it."""

    version = models.ForeignKey(SurveyVersion, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=12)
    texts: Any = models.JSONField()
    """As `definition.texts_of` gives them."""
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "language"], name="survey_version_language")]

    def __str__(self) -> str:
        return f"{self.version} · {self.language}"
