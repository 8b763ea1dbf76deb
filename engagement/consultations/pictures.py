"""The picture that other services show beside a link to a consultation: title and dates in the colours of the site."""

import hashlib
import json
from dataclasses import astuple
from io import BytesIO
from typing import TYPE_CHECKING

from django.core.cache import cache
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language_info, override

from base.art.titled import Words, titled
from base.brand import DEFAULTS, HEX
from base.models import BrandSettings
from engagement.consultations import words

if TYPE_CHECKING:
    from engagement.consultations.models import ConsultationPage

PLAIN = "img/social.png"
"""The one for every page, without words: `base.art.social` draws it."""
KEPT_FOR = 24 * 60 * 60
"""Seconds; a picture is drawn again after that, or when the cache was full."""


def words_of(page: "ConsultationPage", brand: BrandSettings) -> Words:
    """What the picture says, in the language of the page; dates and no number of days left, because it is kept."""
    language = page.locale.language_code
    with override(language):
        line = words.poster_line(page.standing, timezone.now())
    return Words(page.title, line, brand.site_name, language, get_language_info(language)["bidi"])


def colours_of(brand: BrandSettings) -> dict[str, str]:
    """The colours of the site, each that is none in its default."""
    own = {name: value for name, value in brand.colours.items() if HEX.fullmatch(value or "")}
    return {**DEFAULTS, **own}


def version_of(said: Words, brand: BrandSettings) -> str:
    """Changes with what the picture shows: services keep a picture for as long as its address is the same."""
    shown = json.dumps([astuple(said), colours_of(brand)], sort_keys=True)
    return hashlib.sha256(shown.encode()).hexdigest()[:12]


def picture_address(page: "ConsultationPage", request: HttpRequest) -> str:
    """The whole address of the picture of a page; without a query."""
    brand = BrandSettings.for_request(request)
    with override(page.locale.language_code):
        path = reverse("social_picture", args=[page.translation_key])
    return request.build_absolute_uri(f"{path}?v={version_of(words_of(page, brand), brand)}")


def plain_address(request: HttpRequest) -> str:
    """The whole address of the picture without words."""
    return request.build_absolute_uri(static(PLAIN))


def png_of(page: "ConsultationPage", brand: BrandSettings) -> bytes | None:
    """The picture of a page from `with_standing()`; None where it cannot be written in any face of ours."""
    said = words_of(page, brand)
    key = f"social:{version_of(said, brand)}"
    kept: bytes | None = cache.get(key)
    if kept is None:
        kept = _drawn(said, brand)
        cache.set(key, kept, KEPT_FOR)
    return kept or None


def _drawn(said: Words, brand: BrandSettings) -> bytes:
    """The picture as PNG, empty where there is none."""
    picture, out = titled(said, colours_of(brand)), BytesIO()
    if picture:
        picture.save(out, "PNG", optimize=True)
    return out.getvalue()
