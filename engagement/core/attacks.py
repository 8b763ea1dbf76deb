"""Where strangers are asked for a proof now, since when and why: for the staff who may switch it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Site

from base.alarm import ringing_since
from base.models.protection import ChallengeMode, ProtectionSettings
from engagement.core.models import Activity
from engagement.core.proving import activity_alarm, site_alarm


@dataclass(frozen=True)
class Attack:
    """A sentence, and since when; None from before anybody noted it."""

    words: str
    since: datetime | None


def attacks() -> list[Attack]:
    """Every place where the challenge is on. Three queries."""
    sites = list(Site.objects.select_related("protectionsettings").order_by("pk"))
    modes = {site.pk: _settings(site) for site in sites}
    words = _("%(site)s: somebody has switched it on, and it stays on until it is switched off.")
    found = [
        Attack(words % {"site": site.site_name or site.hostname}, modes[site.pk].switched_at)
        for site in sites
        if modes[site.pk].challenge == ChallengeMode.ON
    ]
    automatic = [site for site in sites if modes[site.pk].challenge == ChallengeMode.AUTOMATIC]
    return found + _rung(automatic) if automatic else found


def _settings(site: Any) -> ProtectionSettings:
    return getattr(site, "protectionsettings", None) or ProtectionSettings(site=site)


def _rung(sites: list[Any]) -> list[Attack]:
    named = {site_alarm(site.pk): site.site_name or site.hostname for site in sites}
    activities = Activity.objects.open_at(timezone.now()).values_list("pk", "title")
    named |= {activity_alarm(pk): title for pk, title in activities}
    words = _(
        "%(place)s: at least %(times)d posts of people without an account in ten minutes. It ends half an hour after "
        "the last wave."
    )
    return [
        Attack(words % {"place": named[alarm], "times": alarm.limit.times}, since)
        for alarm, since in ringing_since(list(named)).items()
    ]


def switch_url() -> str:
    """Where the challenge is switched."""
    return reverse("wagtailsettings:edit", args=["base", "protectionsettings"])
