import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from engagement.plugin import Contribution
from engagement.surveys.enums import Publishing
from engagement.surveys.models.survey import Survey
from engagement.surveys.models.version import SurveyVersion


class Response(models.Model):
    """What one person answered. Who they are, when and in which language stands in the contribution, if anywhere.

    Its key is random: in an anonymous survey nothing may tell in which order responses came.
    """

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    contribution = models.OneToOneField(Contribution, on_delete=models.CASCADE, related_name="response")
    version = models.ForeignKey(SurveyVersion, on_delete=models.PROTECT, related_name="responses")
    answers = models.JSONField(default=dict)
    """Those on the path alone, by the code of the question."""
    seed = models.PositiveIntegerField(default=0)
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    publishing = models.CharField(
        _("permission to publish"), max_length=5, choices=Publishing.choices, blank=True, default=Publishing.NOT_ASKED
    )
    secret_digest = models.CharField(max_length=64, blank=True)
    """SHA-256 of the secret that only its author has: with it they change an anonymous response."""

    class Meta:
        verbose_name = _("response")
        verbose_name_plural = _("responses")

    def __str__(self) -> str:
        return str(self.contribution)


class Receipt(models.Model):
    """That somebody took part in an anonymous survey, and nothing else: neither when, nor what they said.

    Written in the transaction that stores the response, and tied to it by nothing.
    """

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="receipts")
    person_hash = models.CharField(max_length=64)
    """HMAC-SHA-256 of the participant and the survey with a key derived from SECRET_KEY (RFC 2104): a plain hash of a
    known person could be found by trying all persons."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["survey", "person_hash"], name="survey_receipt_one_each")]

    def __str__(self) -> str:
        return str(self.uuid)


class Redaction(models.Model):
    """Words of a response as others may read them; the words themselves stay in the response."""

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="redactions")
    question = models.CharField(max_length=80)
    """The code of the question; of the words beside "other", the code and `_other`."""
    text = models.TextField(_("text to show"), blank=True)
    reason = models.CharField(_("reason"), max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("redaction")
        verbose_name_plural = _("redactions")
        constraints = [models.UniqueConstraint(fields=["response", "question"], name="survey_redaction_one_each")]

    def __str__(self) -> str:
        return f"{self.response_id} · {self.question}"
