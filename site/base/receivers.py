"""Receivers of signals, connected in `base.apps`."""

from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings
from django.contrib.sites.management import create_default_site
from django.contrib.sites.models import Site
from wagtail.models import Site as WagtailSite


def follow_default_site(sender: Any, instance: WagtailSite, **kwargs: Any) -> None:
    """Django's one Site takes the address and name of Wagtail's default Site: libraries put it into mails."""
    if instance.is_default_site and not kwargs.get("raw"):
        _write_site(instance, kwargs.get("using") or "default")


def write_site_after_migrate(sender: Any, using: str = "default", **kwargs: Any) -> None:
    """The same for a Wagtail Site that a migration made, which sends no signal of its own."""
    migrated = kwargs.get("apps", apps)
    try:
        wagtail_sites = migrated.get_model("wagtailcore", "Site").objects.using(using)
        migrated.get_model("sites", "Site")
    except LookupError:
        return
    config: AppConfig = apps.get_app_config("sites")
    create_default_site(config, using=using, verbosity=0)
    default = wagtail_sites.filter(is_default_site=True).first()
    if default is not None:
        _write_site(default, using)


def _write_site(default: Any, using: str) -> None:
    port = "" if default.port in {80, 443} else f":{default.port}"
    domain = f"{default.hostname}{port}"[:100]
    name = (default.site_name or default.hostname)[:50]
    Site.objects.using(using).filter(pk=settings.SITE_ID).update(domain=domain, name=name)
    Site.objects.clear_cache()
