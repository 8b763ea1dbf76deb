"""A translator that asks nobody: it knows what people have translated on this site, and the words of the interface.

Whatever it does not know word for word is left to people, and so is the review: the translation package marks what
comes from here as made by a machine. https://wagtail-localize.org/stable/how-to/integrations/machine-translation/
"""

import re
from collections import Counter
from collections.abc import Iterable
from html import unescape
from typing import Any

from django.conf import settings
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale
from wagtail_localize.machine_translators.base import BaseMachineTranslator
from wagtail_localize.strings import StringValue

IN_CODE = ("%", "{", "<")
"""Signs of a text that only makes sense with something put into it, or has markup the catalogue need not have."""

TAG = re.compile(r"<[^<>]*>")
IN_ADDRESS = re.compile(r"[a-z0-9_-]+")
"""A slug, or a word that cannot be told from one: pages hand theirs over among their texts."""


class TranslationMemory(BaseMachineTranslator):
    """Reuses what was translated before, tags and links as they were."""

    display_name = _("the memory of this site")

    def can_translate(self, source_locale: Locale, target_locale: Locale) -> bool:
        """Between any two languages: it may then know nothing."""
        return source_locale.language_code != target_locale.language_code

    def translate(
        self, source_locale: Locale, target_locale: Locale, strings: Iterable[StringValue]
    ) -> dict[StringValue, StringValue]:
        """Those of the strings that are known, in the other language; one query."""
        wanted = [string for string in strings if not IN_ADDRESS.fullmatch(string.data)]
        known = from_people(source_locale, target_locale, wanted)
        found = {
            string: known.get(string.data) or from_catalogue(source_locale, target_locale, string) for string in wanted
        }
        return {string: value for string, value in found.items() if value is not None and is_sound(string, value)}


def from_people(source: Locale, target: Locale, strings: list[StringValue]) -> dict[str, StringValue]:
    """What the same words became elsewhere on the site, by the words: the newest by people, else by a machine."""
    from wagtail_localize.models import String, StringTranslation

    hashes = {String._get_data_hash(string.data) for string in strings}
    rows = StringTranslation.objects.filter(
        locale=target, has_error=False, translation_of__locale=source, translation_of__data_hash__in=hashes
    )
    # "machine" sorts before "manual", and later rows stand in the place of earlier ones.
    rows = rows.order_by("translation_type", "updated_at", "pk").values_list("translation_of__data", "data")
    return {before: StringValue(after) for before, after in rows}


def from_catalogue(source: Locale, target: Locale, string: StringValue) -> StringValue | None:
    """What the interface says for the same words, if they were written in the language it is written in."""
    words = unescape(string.data)
    if source.language_code != settings.LANGUAGE_CODE or not words.strip() or any(sign in words for sign in IN_CODE):
        return None
    with override(target.language_code):
        said: Any = gettext(words)
    return StringValue.from_plaintext(said) if said != words else None


def is_sound(string: StringValue, value: StringValue) -> bool:
    """Whether it has the markup of the original, its links among it: each tag as often, in whatever order."""
    return Counter(TAG.findall(string.data)) == Counter(TAG.findall(value.data))
