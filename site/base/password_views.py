"""Where passwords of pages and of collections of documents are typed: Wagtail's views, with a limit on guesses."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from wagtail.documents.views.serve import authenticate_with_password as open_documents
from wagtail.models import BaseViewRestriction, CollectionViewRestriction, Page
from wagtail.views import authenticate_with_password as open_page

from base.guards import Refusal, guard_write
from base.network import client_key
from base.ratelimit import Limit
from base.visibility import restrictions_for

BY_CLIENT = Limit("page-password-client", per=15 * 60, times=10)
BY_RESTRICTION = Limit("page-password", per=15 * 60, times=100)
"""Counts right passwords too: only so does a guess that is right not pass once the limit is reached."""


def page_password(request: HttpRequest, page_view_restriction_id: int, page_id: int) -> HttpResponse:
    """The password of this page, asked once where it closes several pages above it or translations.

    Raises:
        Http404: there is no such page, it is not live, or no password of this kind closes it.
        Refusal: 429, too many guesses.
    """
    page = get_object_or_404(Page, pk=page_id, live=True)
    closing = restrictions_for(page).filter(restriction_type=BaseViewRestriction.PASSWORD)
    asked = closing.filter(pk=page_view_restriction_id).first()
    if asked is None:
        raise Http404("this page is not closed by that password")
    _count(request, f"page:{page_view_restriction_id}")
    response: HttpResponse = open_page(request, page_view_restriction_id, page_id)
    if isinstance(response, HttpResponseRedirect):  # it was right
        for same in closing.filter(password=asked.password):
            same.mark_as_passed(request)
    return response


def documents_password(request: HttpRequest, restriction_id: int) -> HttpResponse:
    """The password of a collection of documents.

    Raises:
        Http404: no password of this kind closes a collection.
        Refusal: 429, too many guesses.
    """
    closing = CollectionViewRestriction.objects.filter(restriction_type=BaseViewRestriction.PASSWORD)
    get_object_or_404(closing, pk=restriction_id)
    _count(request, f"documents:{restriction_id}")
    response: HttpResponse = open_documents(request, restriction_id)
    if isinstance(response, HttpResponseRedirect):  # a page to stand on: a browser that loads a file stays where it is
        return TemplateResponse(request, "wagtaildocs/password_right.html", {"address": response.url})
    return response


def _count(request: HttpRequest, restriction: str) -> None:
    if request.method != "POST":
        return
    try:
        guard_write(request, limits=[BY_CLIENT], who=f"{restriction}:{client_key(request)}")
        guard_write(request, limits=[BY_RESTRICTION], who=restriction)
    except Refusal as refusal:
        remedy = (_return_url(request), _("Back to the page"))
        raise Refusal(429, _("Too many tries"), refusal.sentence, remedy, refusal.headers) from refusal


def _return_url(request: HttpRequest) -> str:
    address = request.POST.get("return_url", "")
    is_ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if is_ours else "/"
