"""Short addresses, and the poster that carries one."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, get_language_from_request
from django.views.decorators.http import require_safe

from engagement.consultations import short_links, words
from engagement.consultations.enums import LinkSource
from engagement.consultations.models import ShortLink
from engagement.consultations.services import count_visit


@require_safe
def short_link(request: HttpRequest, code: str, source: str = "") -> HttpResponse:
    """On to the consultation, in the visitor's language; counted by where the address stood."""
    link = get_object_or_404(ShortLink, code=code)
    page = short_links.page_for(link.translation_key, request.user, get_language_from_request(request))
    if page is None:
        raise Http404("no such page, or not for this visitor")
    if request.method == "GET":
        count_visit(link=link, source=LinkSource.named(source))
    return redirect(page.get_url(request))


@require_safe
def poster(request: HttpRequest, key: UUID) -> HttpResponse:
    """A sheet of A4 to print and hang up."""
    page = short_links.page_for(key, request.user, get_language())
    link = ShortLink.objects.filter(translation_key=key).first()
    if page is None or link is None:
        raise Http404("no such page, or not for this visitor")
    now = timezone.now()
    path, side = short_links.qr_path(short_links.address_of(link, request, LinkSource.POSTER))
    context = {
        "title": page.title,
        "question": page.question,
        "status_line": words.poster_line(page.standing, now),
        "phone": page.contact_phone,
        "page_url": page.get_url(request),
        "address": short_links.address_of(link, request).partition("://")[2],
        "qr_path": path,
        "qr_side": side,
    }
    return render(request, "engagement/consultations/poster.html", context)
