"""What the demo's consultations are about."""

from wagtail.models import Locale

from engagement.consultations.models import Subject
from home.demo.words import key_of

SUBJECTS = {
    "streets-and-travel": {
        "en": "Streets and travel",
        "cy": "Strydoedd a theithio",
        "bn": "রাস্তা ও যাতায়াত",
        "ar": "الشوارع والتنقل",
    },
    "libraries-and-learning": {
        "en": "Libraries and learning",
        "cy": "Llyfrgelloedd a dysgu",
        "bn": "লাইব্রেরি ও শিক্ষা",
        "ar": "المكتبات والتعلم",
    },
    "parks-and-play": {
        "en": "Parks and play",
        "cy": "Parciau a chwarae",
        "bn": "পার্ক ও খেলাধুলা",
        "ar": "الحدائق واللعب",
    },
    "sport-and-leisure": {
        "en": "Sport and leisure",
        "cy": "Chwaraeon a hamdden",
        "bn": "ক্রীড়া ও অবসর",
        "ar": "الرياضة والترفيه",
    },
    "town-centre": {"en": "Town centre", "cy": "Canol y dref", "bn": "শহরের কেন্দ্র", "ar": "وسط المدينة"},
}


def load_subjects(english: Locale, targets: list[Locale]) -> dict[str, Subject]:
    """The subjects in English by slug; each exists in the other languages too."""
    for slug, names in SUBJECTS.items():
        for target in targets:
            _subject(slug, names[target.language_code], target)
    return {slug: _subject(slug, names["en"], english) for slug, names in SUBJECTS.items()}


def _subject(slug: str, name: str, locale: Locale) -> Subject:
    """The subject of that slug in that language, whoever made it."""
    defaults = {"name": name, "translation_key": key_of("subject", slug)}
    return Subject.objects.get_or_create(slug=slug, locale=locale, defaults=defaults)[0]
