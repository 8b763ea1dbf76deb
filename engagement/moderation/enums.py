from django.db import models
from django.utils.translation import gettext_lazy as _

from engagement.plugin import Reason


class ReportReason(models.TextChoices):
    """Why somebody reports a contribution: those reasons of a decision that a reader can know of.

    The values are those of `Reason`, so that what was reported and what was decided can be compared.
    """

    PERSONAL = Reason.PERSONAL.value, _("Personal details of someone")
    ABUSE = Reason.ABUSE.value, _("Threats or harassment")
    HATE = Reason.HATE.value, _("Hate or discrimination")
    SPAM = Reason.SPAM.value, _("Spam or advertising")
    UNLAWFUL = Reason.UNLAWFUL.value, _("Something that may be illegal")
    OTHER = Reason.OTHER.value, _("It breaks the house rules in another way")


class Outcome(models.TextChoices):
    """What became of a report."""

    STANDING = "", _("waits for a moderator")
    UPHELD = "upheld", _("taken off the page")
    KEPT = "kept", _("left on the page")
    GONE = "gone", _("withdrawn by its author")


class Answer(models.TextChoices):
    """What became of a request to look again at a decision."""

    STANDING = "", _("waits for a moderator")
    CHANGED = "changed", _("it is public again")
    CONFIRMED = "confirmed", _("the decision stands")
    GONE = "gone", _("withdrawn by its author")


class Told(models.TextChoices):
    """What the mail to an author says of their words."""

    PUBLISHED = "published"
    RESTORED = "restored"
    HIDDEN = "hidden"
    SET_ASIDE = "set_aside"
    REMOVED = "removed"
    LEFT = "left"
