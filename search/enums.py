"""The closed lists of search."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What is looked for: the views of one search."""

    EVERYTHING = "", _("Everything")
    PAGES = "pages", _("Pages")
    CONSULTATIONS = "consultations", _("Consultations")
    COMMENTS = "comments", _("Comments")
