"""All of the demo, in order."""

from dataclasses import dataclass
from datetime import date
from functools import partial

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from wagtail.models import Locale, Site

from base.models import BrandSettings
from engagement.comments.models import Discussion
from engagement.consultations.models import ConsultationPage
from engagement.plugin import Contribution
from home.demo import allotments, mill_lane_talk, others, pages
from home.demo.baths_talk import BATHS_SAID
from home.demo.crowd import CROWD
from home.demo.loading.claim import claim_site
from home.demo.loading.crowd import load_crowd
from home.demo.loading.documents import load_documents
from home.demo.loading.logins import load_logins, load_residents
from home.demo.loading.pages import Writer, publication_days
from home.demo.loading.subjects import load_subjects
from home.demo.loading.talk import load_talk
from home.demo.loading.translated import translate_pages
from home.demo.words import Said, key_of
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


def load_borough(*, today: date, crowd: int = CROWD) -> Loaded:
    """Load what is missing, and move dates and talk so that they are as fresh as if loaded today.

    A page that somebody has edited since is theirs and is left as it is, and so is everything that the demo did not
    load.

    Args:
        crowd: how many of the crowd speak about the baths.

    Raises:
        DemoRefused: the default site has content of its own; nothing was changed.
    """
    with transaction.atomic():
        english, *targets = (Locale.objects.get_or_create(language_code=code)[0] for code, _name in settings.LANGUAGES)
        site = claim_site()
        load_logins()
        BrandSettings.objects.get_or_create(site=site, defaults=BRAND)
        writer = Writer(today=today, locale=english)
        _load_pages(site, writer, targets, crowd)
        for target in targets:
            translate_pages(target)
        publication_days(today)
    users = get_user_model().objects
    consultations = ConsultationPage.objects.filter(locale=english).count()
    return Loaded(site, consultations, Contribution.objects.count(), users.count())


def _load_pages(site: Site, writer: Writer, targets: list[Locale], crowd: int) -> None:
    """Write every page in English with what people said there."""
    home = HomePage.objects.get(pk=site.root_page_id)
    index = writer.write_index(home)
    for slug in pages.STANDARD:
        writer.write_standard(slug, home)
    writer.write_home(home)
    subjects = load_subjects(writer.locale, targets)
    documents = load_documents()
    people = load_residents()

    def talk(discussion: Discussion, said: list[Said]) -> None:
        load_talk(discussion, said, people=people, today=writer.today)

    talk(writer.write_mill_lane(index, subjects["streets-and-travel"], documents), mill_lane_talk.TALK)
    writer.write_market(index, subjects["town-centre"])
    talk(writer.write_library(index, subjects["libraries-and-learning"]), others.LIBRARY_SAID)
    talk(writer.write_allotments(index, subjects["parks-and-play"]), allotments.SAID)

    # What decisions name must have been said first.
    is_said = Contribution.objects.filter(uuid=key_of("comment", BATHS_SAID[-1].key)).exists()
    write_baths = partial(writer.write_baths, index, subjects["sport-and-leisure"], crowd=crowd)
    baths_talk = write_baths(is_answered=is_said)
    talk(baths_talk, BATHS_SAID)
    load_crowd(baths_talk, today=writer.today, most=crowd)
    write_baths(is_answered=True)
