from typing import Any

from django import forms
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from base.sites import site_of


class ChallengeMode(models.TextChoices):
    """When strangers are asked for a piece of work before we take what they send."""

    AUTOMATIC = "automatic", _("Only while far more is sent than usual")
    ON = "on", _("On: every stranger is asked, until you change it here")
    OFF = "off", _("Off: nobody is asked")


@register_setting(icon="lock", order=200)
class ProtectionSettings(BaseSiteSetting):
    """How one site defends itself against floods: docs/adr/0017-floods-are-held-not-refused.md."""

    challenge = models.CharField(
        _("check against robots"),
        max_length=9,
        choices=ChallengeMode.choices,
        default=ChallengeMode.AUTOMATIC,
        help_text=_(
            "People without an account or a confirmed e-mail wait some seconds while their browser solves a sum, or "
            "confirm by e-mail. A person hardly notices; a robot that sends thousands of posts pays for each."
        ),
    )
    switched_at = models.DateTimeField(_("changed"), null=True, blank=True, editable=False)

    panels = [HelpPanel(template="base/panels/protection_help.html"), FieldPanel("challenge", widget=forms.RadioSelect)]

    class Meta:
        verbose_name = _("protection")
        verbose_name_plural = _("protection")

    @classmethod
    def for_request(cls, request: HttpRequest) -> "ProtectionSettings":
        """The settings of the request's site; the defaults, unsaved, if nothing was saved yet. It never writes."""
        site = site_of(request)
        return getattr(site, "protectionsettings", None) or cls(site=site)

    def save(self, *args: Any, **kwargs: Any) -> None:
        stored = type(self).objects.filter(pk=self.pk).values_list("challenge", flat=True).first()
        if stored != self.challenge:
            self.switched_at = timezone.now()
        super().save(*args, **kwargs)
