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
    ARCHIVED = "archived", _("Archived")
    ALL = "all", _("All")


class EntryStatus(models.TextChoices):
    """How far something that was decided has come."""

    DECIDED = "decided", _("Decided")
    UNDER_WAY = "under_way", _("Under way")
    DONE = "done", _("Done")
    NOT_DONE = "not_done", _("Not done")


class ChangeKind(models.TextChoices):
    """What happened to the dates that people had been told."""

    EXTENDED = "extended", _("Extended")
    REOPENED = "reopened", _("Opened again")
    EARLIER = "earlier", _("Brought forward")
    ANSWER = "answer", _("Answer moved")
    LATE = "late", _("Day for letters moved")
    PAUSED = "paused", _("Paused")
    RESUMED = "resumed", _("Resumed")


class LinkSource(models.TextChoices):
    """Where somebody met the short address of a consultation. A closed list, so that nobody can make up others."""

    POSTER = "poster", _("Poster")
    LEAFLET = "leaflet", _("Leaflet")
    LETTER = "letter", _("Letter")
    PRESS = "press", _("Newspaper")
    MAIL = "mail", _("E-mail")
    WHATSAPP = "whatsapp", "WhatsApp"
    FACEBOOK = "facebook", "Facebook"
    BLUESKY = "bluesky", "Bluesky"
    X = "x", "X"
    CARD = "card", _("Card on another website")
    OTHER = "other", _("Typed in, or elsewhere")

    @classmethod
    def named(cls, name: str) -> "LinkSource":
        """The source of that name, or OTHER."""
        return cls(name) if name in cls.values else cls.OTHER


class Fate(models.TextChoices):
    """What becomes of somebody who took part when people are told what came of it."""

    TOLD = "told"
    NO_ADDRESS = "no_address"
    UNWANTED = "unwanted"
    CLOSED = "closed"
    SHARED = "shared"
