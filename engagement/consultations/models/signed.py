from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from base.models import AppendOnly


class Signed(AppendOnly):
    """What somebody did to what people had been told, and when. The name outlives the account."""

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

    class Meta:
        abstract = True
