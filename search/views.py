from django.core.paginator import Page as ListPage
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Page as WagtailPage

from base.sites import site_of
from search.queries import find, specific_of
from search.results import count_words, results_from
from search.rules import LONGEST, Query, query_from

PER_PAGE = 10


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Find pages by the words in them. Nothing that is typed is an error."""
    query = query_from(request.GET.get("q", ""))
    found = find(query, site=site_of(request), user=request.user)
    pages: ListPage[WagtailPage] = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "query": query,
        "note": _note(query),
        "pages": pages,
        "results": results_from(specific_of(list(pages.object_list)), query),
        "count_words": count_words(found, query) if pages.paginator.count else "",
    }
    return render(request, "search/search.html", context)


def _note(query: Query) -> str:
    if query.is_cut:
        return _("That was long. We searched for the beginning of it: the first %(count)s characters at most.") % {
            "count": LONGEST
        }
    return ""
