"""What the demo's consultations are about."""

from wagtail.models import Locale

from engagement.consultations.models import Subject
from home.demo.words import key_of

SUBJECTS = {
    "streets-and-travel": ("Streets and travel", "Strydoedd a theithio"),
    "libraries-and-learning": ("Libraries and learning", "Llyfrgelloedd a dysgu"),
    "town-centre": ("Town centre", "Canol y dref"),
}


def load_subjects(english: Locale, welsh: Locale) -> dict[str, Subject]:
    """The subjects in English by slug; each exists in Welsh too."""
    for slug, (_name, welsh_name) in SUBJECTS.items():
        _subject(slug, welsh_name, welsh)
    return {slug: _subject(slug, name, english) for slug, (name, _welsh_name) in SUBJECTS.items()}


def _subject(slug: str, name: str, locale: Locale) -> Subject:
    """The subject of that slug in that language, whoever made it."""
    defaults = {"name": name, "translation_key": key_of("subject", slug)}
    return Subject.objects.get_or_create(slug=slug, locale=locale, defaults=defaults)[0]
