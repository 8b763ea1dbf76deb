"""The home page, the list and Mill Lane in Welsh, translated the way a translator would: through wagtail-localize."""

from wagtail.models import Locale, Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource

from home.demo import mill_lane, pages
from home.demo.loading.pages import is_taken_over
from home.demo.words import WELSH, key_of

SLUGS = {
    pages.HOME_SLUG: f"{pages.HOME_SLUG}-cy",
    pages.INDEX_SLUG: pages.INDEX_WELSH_SLUG,
    mill_lane.SLUG: mill_lane.WELSH_SLUG,
}
"""Pages to translate, parents first, and their Welsh slugs."""


def translate_pages(welsh: Locale) -> None:
    """Bring the three pages up to date in Welsh."""
    for slug in SLUGS:
        page = Page.objects.get(translation_key=key_of("page", slug), locale__language_code="en").specific
        twin = page.get_translation_or_none(welsh)
        if twin is None or not is_taken_over(twin):
            _translate(page, welsh, is_missing=twin is None)


def _translate(page: Page, welsh: Locale, *, is_missing: bool) -> None:
    source = TranslationSource.objects.filter(object_id=page.translation_key, locale=page.locale).first()
    is_stale = source is None or source.last_updated_at < page.last_published_at
    if is_stale:
        source, _made = TranslationSource.update_or_create_from_instance(page)
    translation, _made = Translation.objects.get_or_create(source=source, target_locale=welsh)
    has_new_words = _put_in_words(source, welsh)
    if is_missing or is_stale or has_new_words:
        # Published here and not by wagtail-localize, which waits for the end of the transaction: the pages below need
        # the address of this one.
        translation.save_target(publish=False)
        page.get_translation(welsh).get_latest_revision().publish()


def _put_in_words(source: TranslationSource, welsh: Locale) -> bool:
    """Store the Welsh of every string of the source; whether any of it is new."""
    segments = StringSegment.objects.filter(source=source).select_related("string", "context")
    return sum(_put_in(segment, welsh) for segment in segments) > 0


def _put_in(segment: StringSegment, welsh: Locale) -> bool:
    english = segment.string.data
    words = SLUGS.get(english) if segment.context.path == "slug" else WELSH.get(english)
    if words is None:
        return False
    row, is_new = StringTranslation.objects.get_or_create(
        translation_of=segment.string, locale=welsh, context=segment.context, defaults={"data": words}
    )
    if is_new or row.data == words:
        return is_new
    row.data = words
    row.save()
    return True
