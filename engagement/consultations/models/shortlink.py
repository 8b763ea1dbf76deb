import secrets
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from engagement.consultations.enums import LinkSource

LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
"""Without those that people take for one another on paper."""
LENGTH = 6


def new_code() -> str:
    """A code that nobody can guess the next one from."""
    return "".join(secrets.choice(LETTERS) for _letter in range(LENGTH))


class ShortLink(models.Model):
    """The short address of a consultation, the same in all its languages and for ever."""

    translation_key = models.UUIDField(_("translation key"), unique=True, editable=False)
    code = models.CharField(_("code"), max_length=LENGTH, unique=True, default=new_code, editable=False)

    class Meta:
        verbose_name = _("short address")
        verbose_name_plural = _("short addresses")

    def __str__(self) -> str:
        return self.code


class ShortLinkCount(models.Model):
    """How often a short address was followed on a day, by where it stood. Nothing of the person is kept."""

    link = models.ForeignKey(
        ShortLink, on_delete=models.CASCADE, related_name="counts", verbose_name=_("short address")
    )
    source = models.CharField(_("source"), max_length=12, choices=LinkSource.choices)
    day = models.DateField(_("day"))
    count = models.PositiveIntegerField(_("count"), default=0)

    class Meta:
        verbose_name = _("visits by a short address")
        verbose_name_plural = _("visits by short addresses")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["link", "source", "day"], name="short_link_counted_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.link_id}: {self.count} ({self.source}, {self.day})"
