"""The closed lists of the engagement contract."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class TimeState(models.TextChoices):
    """Where a moment lies on the half-open interval [opens, closes), which may be paused."""

    SCHEDULED = "scheduled", _("not open yet")
    OPEN = "open", _("open")
    PAUSED = "paused", _("paused")
    CLOSED = "closed", _("closed")


class Answer(models.TextChoices):
    """How far a host has told people what came of what they gave."""

    NONE = "", _("not answered")
    FEEDBACK = "feedback", _("what was heard")
    OUTCOME = "outcome", _("what came of it")


class Audience(models.TextChoices):
    """Who may take part in an activity."""

    EVERYONE = "everyone", _("Everyone: no e-mail asked")
    CONFIRMED = "confirmed", _("Anyone who confirms an e-mail address")
    MEMBERS = "members", _("Members: people who sign in")


class Moderation(models.TextChoices):
    """When what people give becomes public."""

    AT_ONCE = "at_once", _("Publish at once")
    HOLD = "hold", _("Hold until a moderator has read it")


class Channel(models.TextChoices):
    """How a contribution reached us."""

    WEB = "web", _("web")
    PAPER = "paper", _("paper")
    PHONE = "phone", _("phone")
    EVENT = "event", _("event")
    IMPORT = "import", _("import")
    API = "api", _("API")


ELSEWHERE = (Channel.PAPER, Channel.PHONE, Channel.EVENT)
"""Channels of answers that people gave away from the site and that staff type in."""


class Arrival(models.TextChoices):
    """Whether an answer from elsewhere came in time: `rules.arrival_on`."""

    IN_TIME = "in_time", _("in time")
    LATE = "late", _("after closing, and counted")
    TOO_LATE = "too_late", _("too late to be counted")


class ContributionState(models.TextChoices):
    """The life of a contribution. Only *published* is public and counted as published."""

    UNCONFIRMED = "unconfirmed", _("waiting for the e-mail to be confirmed")
    PENDING = "pending", _("waiting for a moderator")
    PUBLISHED = "published", _("published")
    HIDDEN = "hidden", _("hidden for now")
    WITHDRAWN = "withdrawn", _("withdrawn by its author")
    REMOVED = "removed", _("removed")


STANDING = (ContributionState.PENDING, ContributionState.PUBLISHED, ContributionState.HIDDEN)
"""States in which a contribution stands for its author: confirmed, and neither withdrawn nor removed."""


class Reason(models.TextChoices):
    """Why something was hidden or removed, in words that finish “A comment was taken down here because …”."""

    PERSONAL = "personal", _("it named or described a private person")
    ABUSE = "abuse", _("it threatened or attacked a person")
    HATE = "hate", _("it was hateful about a group of people")
    UNLAWFUL = "unlawful", _("it may be against the law")
    SPAM = "spam", _("it was advertising")
    OFF_TOPIC = "off_topic", _("it was about something else")
    REPEATED = "repeated", _("it had been posted before")
    LATE = "late", _("it arrived too late to be counted")
    MISTYPED = "mistyped", _("it was typed in by mistake")
    OTHER = "other", _("it was against the house rules")


class HeldBecause(models.TextChoices):
    """Why something waits for a moderator although its activity publishes at once, in words for moderators."""

    NOTHING = "", _("nothing stands out")
    MANY_LINKS = "many_links", _("many links from somebody new")
    LINK_FLOOD = "link_flood", _("a link that many people send now")
    SAME_WORDS = "same_words", _("the same words as others")
