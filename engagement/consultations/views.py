"""Short addresses, and what goes out with them: poster, picture, card; and the listing for programs."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, override
from django.views.decorators.http import require_safe

from base.models import BrandSettings
from base.sites import site_root
from engagement.consultations import embedding, pictures, short_links, words
from engagement.consultations.citizenspace_listing import listing_response
from engagement.consultations.enums import LinkSource
from engagement.consultations.models import ShortLink
from engagement.consultations.rules import is_person
from engagement.consultations.services import count_visit


@require_safe
def short_link(request: HttpRequest, code: str, source: str = "") -> HttpResponse:
    """On to the consultation, in the visitor's language; counted by where the address stood.

    Capitals are as good as small letters: who types it from a poster may use either.
    """
    link = get_object_or_404(ShortLink, code=code.lower())
    page = short_links.page_for(link.translation_key, request.user, short_links.language_for(request))
    if page is None:
        raise Http404("no such page, or not for this visitor")
    if request.method == "GET" and is_person(request.headers.get("User-Agent", "")):
        count_visit(link=link, source=LinkSource.named(source.lower()))
    return redirect(page.get_url(request))


@require_safe
def site_listing(request: HttpRequest) -> HttpResponseBase:
    """The consultations of all lists of the site, for programs."""
    home: Any = site_root(request)
    if home is None:
        raise Http404("no site")
    return listing_response(home if home.locale.language_code == get_language() else home.localized, request)


@require_safe
def embed(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """The card of a consultation for other websites: what everybody may see, whoever looks, and no cookie."""
    if not settings.EMBED_FRAME_ANCESTORS:
        raise Http404("no other website may show cards")
    page = short_links.page_for(key, AnonymousUser(), get_language())
    language = page.locale.language_code if page else get_language()
    with override(language):
        card = embedding.card_of(page, short_links.card_address(page, request), timezone.now()) if page else None
        # In a frame a plain 404 would be the browser's own words, with our name beside them.
        status = HTTPStatus.OK if card else HTTPStatus.NOT_FOUND
        response = render(request, "engagement/consultations/embed.html", {"card": card}, status=status)
    response["Content-Language"] = language
    return embedding.let_in_frames(response)


@require_safe
def social_picture(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """What other services show beside a link: the title, or the picture without words where it cannot be written."""
    page = short_links.page_for(key, AnonymousUser(), get_language())
    if page is None:
        raise Http404("no such page, or not for everybody")
    png = pictures.png_of(page, BrandSettings.for_request(request))
    if png is None:
        return redirect(pictures.plain_address(request))
    return HttpResponse(png, content_type="image/png")


@require_safe
def poster(request: HttpRequest, key: UUID) -> HttpResponse:
    """A sheet of A4 to print and hang up."""
    page = short_links.page_for(key, request.user, get_language())
    link = ShortLink.objects.filter(translation_key=key).first()
    if page is None or link is None:
        raise Http404("no such page, or not for this visitor")
    now = timezone.now()
    path, side = short_links.qr_path(short_links.address_of(link.code, request, LinkSource.POSTER))
    context = {
        "title": page.title,
        "question": page.question,
        "status_line": words.poster_line(page.standing, now),
        "phone": page.contact_phone,
        "page_url": page.get_url(request),
        "address": short_links.address_of(link.code, request).partition("://")[2],
        "qr_path": path,
        "qr_side": side,
    }
    return render(request, "engagement/consultations/poster.html", context)
