"""Makes the first pages of a site in place of Wagtail's welcome page."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from wagtail.models import Locale, Page, Site
from wagtail.rich_text import RichText

from base.models import BrandSettings
from engagement.consultations.models import ConsultationIndexPage
from home.models import HomePage, StandardPage
from home.starter_pages import STARTER_PAGES, StarterPage

LIST_TITLE = "Have your say"
LIST_LEAD = "What we are asking, what we will ask, and what we asked before."


class NotEmpty(Exception):
    """The default site has pages of its own; nothing was changed."""


def is_welcome_page(page: Page) -> bool:
    """Whether this is the page that Wagtail puts into every new database."""
    return page.specific_class is Page and page.numchild == 0


@transaction.atomic
def create_site(name: str) -> bool:
    """Make languages, front page and list of consultations, both public, and three pages of the footer as drafts.

    Safe to run again: once there is a front page only missing languages are added.

    Args:
        name: of the site, 60 characters at most.

    Returns:
        Whether the pages were made; False when the site has its front page already.

    Raises:
        NotEmpty: the default site has pages of its own.
    """
    for code, _label in settings.LANGUAGES:
        Locale.objects.get_or_create(language_code=code)
    site = Site.objects.select_related("root_page").filter(is_default_site=True).first()
    if site and site.root_page.specific_class is HomePage:
        return False
    if site and not is_welcome_page(site.root_page):
        raise NotEmpty
    _make_site(site or Site(is_default_site=True), name)
    return True


def _make_site(site: Site, name: str) -> None:
    welcome = site.root_page if site.root_page_id else None
    home = _add(Page.get_first_root_node(), HomePage(title=name, locale=Locale.get_default()))
    _set_address(site, name, home)
    if welcome:
        welcome.delete()
    BrandSettings.objects.update_or_create(site=site, defaults={"site_name": name})
    home.get_latest_revision().publish()
    index = ConsultationIndexPage(title=LIST_TITLE, lead=LIST_LEAD, show_in_menus=True)
    _add(_fresh(home), index).get_latest_revision().publish()
    for starter in STARTER_PAGES:
        _add(_fresh(home), _drafted(starter))


def _set_address(site: Site, name: str, home: HomePage) -> None:
    address = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    site.root_page, site.site_name = home, name
    site.hostname = address.hostname or "localhost"
    site.port = address.port or {"https": 443}.get(address.scheme, 80)
    site.save()


def _fresh(page: Page) -> Page:
    """As stored: the tree keeps its books on the page itself, and publishing writes them."""
    return Page.objects.get(pk=page.pk)


def _add(parent: Page, page: Any) -> Any:
    page.live = False
    parent.add_child(instance=page)
    page.save_revision()
    return page


def _drafted(starter: StarterPage) -> StandardPage:
    page = StandardPage(title=starter.title, lead=starter.lead, show_in_footer=True)
    for heading, text in starter.parts:
        page.body.append(("heading", {"text": heading, "level": "2", "anchor": ""}))
        page.body.append(("text", RichText(text)))
    return page
