from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from engagement.consultations.models.datechange import DateChange


class CorrectedWords(models.Model):
    """That the reason of a change of dates was put in other words, or said in another language. Appended only.

    What people were told first stands in the first of these; evidence reads them all.
    """

    change = models.ForeignKey(
        DateChange, verbose_name=_("change of dates"), on_delete=models.PROTECT, related_name="corrections"
    )
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        db_constraint=False,
    )
    by_name = models.CharField(_("name of who did it"), max_length=200, blank=True)
    before = models.JSONField(_("what it said"), default=dict)
    after = models.JSONField(_("what it says"), default=dict)
    """Why the dates changed, as text by language code, in every language that there is."""

    class Meta:
        verbose_name = _("corrected words")
        verbose_name_plural = _("corrected words")
        ordering: ClassVar[list[str]] = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.change}, {self.at:%Y-%m-%d}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            raise TypeError("What was corrected is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("What was corrected is never deleted.")
