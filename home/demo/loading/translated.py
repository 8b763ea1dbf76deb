"""The home page, the list and Mill Lane in every language, as a translator would do it: through wagtail-localize."""

from wagtail.models import Locale, Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource

from home.demo import arabic, bengali, mill_lane, pages
from home.demo.loading.pages import is_taken_over
from home.demo.words import WELSH, key_of

PAGES = (pages.HOME_SLUG, pages.INDEX_SLUG, mill_lane.SLUG)
"""What is translated, parents first."""

WELSH_SLUGS = {pages.INDEX_SLUG: pages.INDEX_WELSH_SLUG, mill_lane.SLUG: mill_lane.WELSH_SLUG}
WORDS = {"cy": WELSH, "bn": bengali.WORDS, "ar": arabic.WORDS}


def translate_pages(target: Locale) -> None:
    """Bring the three pages up to date in that language."""
    for slug in PAGES:
        page = Page.objects.get(translation_key=key_of("page", slug), locale__language_code="en").specific
        twin = page.get_translation_or_none(target)
        if twin is None or not is_taken_over(twin):
            _translate(page, target, is_missing=twin is None)


def _slug(slug: str, language: str) -> str:
    """Front pages stand side by side and are told apart; below them Bengali and Arabic keep the slug, easy to type."""
    if slug == pages.HOME_SLUG:
        return f"{slug}-{language}"
    return WELSH_SLUGS.get(slug, slug) if language == "cy" else slug


def _translate(page: Page, target: Locale, *, is_missing: bool) -> None:
    source = TranslationSource.objects.filter(object_id=page.translation_key, locale=page.locale).first()
    is_stale = source is None or source.last_updated_at < page.last_published_at
    if is_stale:
        source, _made = TranslationSource.update_or_create_from_instance(page)
    translation, _made = Translation.objects.get_or_create(source=source, target_locale=target)
    has_new_words = _put_in_words(source, target)
    if is_missing or is_stale or has_new_words:
        # Published here and not by wagtail-localize, which waits for the end of the transaction: the pages below need
        # the address of this one.
        translation.save_target(publish=False)
        page.get_translation(target).get_latest_revision().publish()


def _put_in_words(source: TranslationSource, target: Locale) -> bool:
    """Store the words of every string of the source; whether any of it is new."""
    segments = StringSegment.objects.filter(source=source).select_related("string", "context")
    return sum(_put_in(segment, target) for segment in segments) > 0


def _put_in(segment: StringSegment, target: Locale) -> bool:
    english = segment.string.data
    language = target.language_code
    words = _slug(english, language) if segment.context.path == "slug" else WORDS[language].get(english)
    if words is None:
        return False
    row, is_new = StringTranslation.objects.get_or_create(
        translation_of=segment.string, locale=target, context=segment.context, defaults={"data": words}
    )
    if is_new or row.data == words:
        return is_new
    row.data = words
    row.save()
    return True
