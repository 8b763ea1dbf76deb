"""The closed lists of a discussion."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Sort(models.TextChoices):
    """In which order conversations stand: a comment with the replies below it. Replies stay in the order of time."""

    OLDEST = "oldest", _("Oldest first")
    NEWEST = "newest", _("Newest first")
    SUPPORTED = "supported", _("Most supported")
    UNANSWERED = "unanswered", _("Waiting for an answer")
    """Those without an official answer, the longest waiting first."""

    @classmethod
    def of(cls, value: str | None) -> "Sort":
        """The order that `?sort=` asks for; the oldest first where it is none of these."""
        return cls(value) if value in cls.values else cls.OLDEST

    @property
    def query(self) -> str:
        """The beginning of a query that keeps this order, such as "sort=newest&"; "" for the usual one."""
        return "" if self == Sort.OLDEST else f"sort={self.value}&"
