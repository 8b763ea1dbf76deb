"""Reading of short addresses: which page one leads to, and how many people came by it."""

from typing import Any
from uuid import UUID

from django.db.models import Sum
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_from_request
from django.utils.translation.trans_real import get_supported_language_variant
from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_M

from engagement.consultations.enums import LinkSource
from engagement.consultations.models import ConsultationPage, ShortLink, ShortLinkCount


def page_for(key: UUID, user: Any, language: str | None) -> ConsultationPage | None:
    """The consultation in that language, else in the one it was written in first; None if this user may not see it."""
    pages = ConsultationPage.objects.filter(translation_key=key).visible_to(user)
    found = sorted(pages.with_standing().with_short_code().select_related("locale"), key=lambda page: page.pk)
    return next((page for page in found if page.locale.language_code == language), found[0] if found else None)


def public_page(page: ConsultationPage) -> ConsultationPage | None:
    """The page as it is public, whatever its draft says, with all that sharing it needs; one query."""
    pages = ConsultationPage.objects.filter(pk=page.pk, live=True).with_standing().with_short_code()
    return pages.select_related("locale").first()


def code_of(page: ConsultationPage) -> str:
    """The code of a page's short address, "" for one that was never public; no query after `with_short_code()`."""
    if hasattr(page, "short_code"):
        return page.short_code or ""
    return ShortLink.objects.filter(translation_key=page.translation_key).values_list("code", flat=True).first() or ""


def counts_by_source(key: UUID) -> list[tuple[str, int]]:
    """How often the short address of a consultation was followed, most first; one query."""
    rows = ShortLinkCount.objects.filter(link__translation_key=key).order_by().values("source")
    counted = rows.annotate(total=Sum("count")).values_list("source", "total")
    return sorted(((str(LinkSource(source).label), total) for source, total in counted), key=lambda row: -row[1])


def address_of(code: str, request: HttpRequest, source: LinkSource | None = None, language: str = "") -> str:
    """The whole short address, with its source if one is named, and the language it leads to if not the visitor's."""
    path = reverse("short_link", args=[code, source.value] if source else [code])
    return request.build_absolute_uri(f"{path}?lang={language}" if language else path)


def card_address(page: ConsultationPage, request: HttpRequest) -> str:
    """Where the card of a page on another website leads: to the same language, and counted."""
    return address_of(code_of(page), request, LinkSource.CARD, page.locale.language_code)


def language_for(request: HttpRequest) -> str:
    """The language a short address leads to: the one it names, if the site has it, else the visitor's."""
    try:
        return get_supported_language_variant(request.GET.get("lang", ""))
    except LookupError:
        return get_language_from_request(request)


def qr_path(text: str) -> tuple[SafeString, int]:
    """A QR code (ISO/IEC 18004) of a text as the path data of an SVG, a unit for each module, and how many to a side.

    With the quiet zone of four modules that the standard asks for.
    """
    code = QRCode(error_correction=ERROR_CORRECT_M, border=4)
    code.add_data(text)
    code.make(fit=True)
    rows = code.get_matrix()
    dark = (f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark)
    return mark_safe("".join(dark)), len(rows)
