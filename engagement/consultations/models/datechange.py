from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from engagement.consultations.enums import ChangeKind
from engagement.consultations.models.signed import Signed


class DateChange(Signed):
    """That people were told other dates than before, or that taking part was paused, and why. Appended only.

    Its words alone can be corrected, by `rewording`, which keeps what they were. It belongs to the consultation in all
    its languages and outlives its page, because evidence reads it.
    """

    translation_key = models.UUIDField(_("translation key"), editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=ChangeKind.choices)
    closes_from = models.DateTimeField(null=True)
    closes_to = models.DateTimeField(null=True)
    """The closing time before and after; the same where only something else changed."""
    answer_from = models.DateField(null=True)
    answer_to = models.DateField(null=True)
    late_from = models.DateField(null=True)
    late_to = models.DateField(null=True)
    """The last day on which letters count, before and after; none where nothing counts after closing."""
    paused_at = models.DateTimeField(null=True)
    """For a pause since when, for its end since when it had been paused."""
    expected_on = models.DateField(null=True)
    """For a pause, the day on which it is expected to go on."""
    language = models.CharField(_("language"), max_length=12)
    """The language in which the consultation was written first: a reason in it is always there."""
    reasons = models.JSONField(_("reasons"), default=dict)
    """Why, as text by language code, as it is said now."""

    class Meta:
        verbose_name = _("change of dates")
        verbose_name_plural = _("changes of dates")
        ordering = ("-at", "-pk")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["translation_key", "-at"], name="date_change_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.at:%Y-%m-%d}"

    def reason_in(self, language: str | None) -> tuple[str, str]:
        """The reason and the code of its language: the one asked for where it was given, else the first one."""
        code = language if language and language in self.reasons else self.language
        return self.reasons.get(code, ""), code
