import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from engagement.plugin import Participant
from engagement.surveys.models.response import Response
from engagement.surveys.models.survey import Survey
from engagement.surveys.models.version import SurveyVersion


def new_seed() -> int:
    """A number that decides on the order of shuffled options for one person."""
    return uuid.uuid4().int % 2**31


class Draft(models.Model):
    """Answers on their way: stored at every step, and gone once they are sent, given up or too old.

    Whoever knows its key may go on with it: it is random, and kept in the session or behind a link.
    """

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="drafts")
    version = models.ForeignKey(SurveyVersion, on_delete=models.CASCADE, related_name="+")
    participant = models.ForeignKey(Participant, null=True, on_delete=models.CASCADE, related_name="+")
    answers = models.JSONField(default=dict)
    organisation = models.CharField(max_length=200, blank=True)
    seed = models.PositiveIntegerField(default=new_seed)
    language = models.CharField(max_length=12)
    replaces = models.ForeignKey(Response, null=True, on_delete=models.CASCADE, related_name="+")
    """The response that is being changed."""
    started_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True, db_index=True)
    resume_digest = models.CharField(max_length=64, blank=True, db_index=True)
    """SHA-256 of the token in the link with which a guest goes on elsewhere; "" once it was used."""
    resume_email = models.EmailField(blank=True)
    """Where that link went; "" once it was used. Whoever opens it has shown that the address is theirs."""
    resume_expires_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("draft of a response")
        verbose_name_plural = _("drafts of responses")
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "participant"], name="survey_draft_one_each", condition=Q(participant__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return str(self.uuid)
