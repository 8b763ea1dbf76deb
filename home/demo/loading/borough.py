"""All of the demo, in order."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from wagtail.models import Locale, Site

from base.models import BrandSettings
from engagement.plugin import Contribution
from home.demo import mill_lane, mill_lane_talk, others, pages
from home.demo.loading.claim import claim_site
from home.demo.loading.documents import load_documents
from home.demo.loading.logins import load_logins, load_residents
from home.demo.loading.pages import Writer, publication_days
from home.demo.loading.subjects import load_subjects
from home.demo.loading.talk import load_talk
from home.demo.loading.translated import translate_pages
from home.models import HomePage

BRAND = {
    "site_name": "Wexbourne Moot",
    "council_name": "Wexbourne Borough Council",
    "languages": ["en", "cy", "bn", "ar"],
    "phone": "01632 960 147",
    "email": "moot@wexbourne.example",
    "address": "The Old Corn Hall\nMarket Street\nWexbourne WX1 2AB",
    "opening_hours": "Lines are open Monday to Friday, 9am to 5pm.",
}


@dataclass(frozen=True)
class Loaded:
    """What there is afterwards."""

    site: Site
    consultations: int
    contributions: int
    logins: int


def load_borough(*, today: date) -> Loaded:
    """Load what is missing, and move dates and talk so that they are as fresh as if loaded today.

    A page that somebody has edited since is theirs and is left as it is, and so is everything that the demo did not
    load.

    Raises:
        DemoRefused: the default site has content of its own; nothing was changed.
    """
    with transaction.atomic():
        english, *targets = (Locale.objects.get_or_create(language_code=code)[0] for code, _name in settings.LANGUAGES)
        site = claim_site()
        load_logins()
        BrandSettings.objects.get_or_create(site=site, defaults=BRAND)
        discussions = _load_pages(site, today, english, targets)
        _load_talks(discussions, today)
        for target in targets:
            translate_pages(target)
        publication_days(today)
    users = get_user_model().objects
    return Loaded(site, len(discussions), Contribution.objects.count(), users.count())


def _load_pages(site: Site, today: date, english: Locale, targets: list[Locale]) -> dict[str, object]:
    """Write every page in English; the discussion of each consultation by its slug."""
    writer = Writer(today=today, locale=english)
    home = HomePage.objects.get(pk=site.root_page_id)
    index = writer.write_index(home)
    for slug in pages.STANDARD:
        writer.write_standard(slug, home)
    writer.write_home(home)
    subjects = load_subjects(english, targets)
    documents = load_documents()
    return {
        mill_lane.SLUG: writer.write_mill_lane(index, subjects["streets-and-travel"], documents),
        others.MARKET_SLUG: writer.write_market(index, subjects["town-centre"]),
        others.LIBRARY_SLUG: writer.write_library(index, subjects["libraries-and-learning"]),
    }


def _load_talks(discussions: dict[str, object], today: date) -> None:
    people = load_residents()
    load_talk(discussions[mill_lane.SLUG], mill_lane_talk.TALK, people=people, today=today)
    load_talk(discussions[others.LIBRARY_SLUG], others.LIBRARY_SAID, people=people, today=today)
