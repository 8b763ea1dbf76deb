"""The closed lists of consultations."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ConsultationState(models.TextChoices):
    """Where a consultation stands, in the words that residents read."""

    PLANNED = "planned", _("Planned")
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed, waiting for an answer")
    FEEDBACK = "feedback", _("What we heard")
    OUTCOME = "outcome", _("Outcome")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class ListTab(models.TextChoices):
    """Views of the list of consultations."""

    OPEN = "open", _("Open now")
    PLANNED = "planned", _("Coming up")
    CLOSED = "closed", _("Closed")
    ANSWERED = "answered", _("Answered")
    ALL = "all", _("All")


class EntryStatus(models.TextChoices):
    """How far something that was decided has come."""

    DECIDED = "decided", _("Decided")
    UNDER_WAY = "under_way", _("Under way")
    DONE = "done", _("Done")
    NOT_DONE = "not_done", _("Not done")
