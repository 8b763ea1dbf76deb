"""The demo takes a site that nobody uses yet, and no other."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from wagtail.models import Locale, Page, Site

from home.demo.pages import HOME, HOME_SLUG
from home.demo.words import key_of
from home.empty_site import is_welcome_page
from home.models import HomePage

HOME_KEY = key_of("page", HOME_SLUG)


class DemoRefused(Exception):
    """The demo cannot be loaded here; the message says why."""


def claim_site() -> Site:
    """The default site with the demo's home page as its root, at the address of the installation.

    Raises:
        DemoRefused: the default site has other content.
    """
    site = Site.objects.select_related("root_page").filter(is_default_site=True).first()
    if site and site.root_page.translation_key != HOME_KEY and not is_welcome_page(site.root_page):
        raise DemoRefused("The default site has pages of its own. Load the demo into an empty database.")
    welcome = site.root_page if site and site.root_page.translation_key != HOME_KEY else None
    home = _home()
    address = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    values = {
        "root_page": home,
        "site_name": HOME["title"],
        "hostname": address.hostname or "localhost",
        "port": address.port or {"https": 443}.get(address.scheme, 80),
    }
    site = _saved(site or Site(is_default_site=True), values)
    if welcome:
        welcome.specific.delete()
    return site


def _home() -> HomePage:
    found = HomePage.objects.filter(translation_key=HOME_KEY, locale__language_code="en").first()
    if found:
        return found
    locale = Locale.objects.get(language_code="en")
    home = HomePage(translation_key=HOME_KEY, locale=locale, slug=HOME_SLUG, title=HOME["title"], live=False)
    return Page.get_first_root_node().add_child(instance=home)


def _saved(site: Site, values: dict[str, Any]) -> Site:
    """The site with these values, written only if one of them is new."""
    if any(getattr(site, name) != value for name, value in values.items()):
        for name, value in values.items():
            setattr(site, name, value)
        site.save()
    return site
