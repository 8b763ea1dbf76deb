from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from engagement.consultations.models.datechange import DateChange
from engagement.consultations.models.signed import Signed


class CorrectedWords(Signed):
    """That the reason of a change of dates was put in other words, or said in another language. Appended only.

    What people were told first stands in the first of these; evidence reads them all.
    """

    change = models.ForeignKey(
        DateChange, verbose_name=_("change of dates"), on_delete=models.PROTECT, related_name="corrections"
    )
    before = models.JSONField(_("what it said"), default=dict)
    after = models.JSONField(_("what it says"), default=dict)
    """Why the dates changed, as text by language code, in every language that there is."""

    class Meta:
        verbose_name = _("corrected words")
        verbose_name_plural = _("corrected words")
        ordering: ClassVar[list[str]] = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.change}, {self.at:%Y-%m-%d}"
