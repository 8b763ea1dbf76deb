from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from base.sites import site_of
from engagement.consultations.models import ConsultationPage
from engagement.consultations.queries import places_of
from search.enums import Kind
from search.forms import NarrowingForm
from search.queries import Narrowed, find, suggested
from search.reach import Reach, reach_of
from search.results import count_words, none_words, results_from, tabs_for
from search.rules import LONGEST, SHORTEST_BEGINNING, Query, query_from

PER_PAGE = 10


@dataclass
class Asked:
    """What an address asks for, as far as it can be understood."""

    request: HttpRequest

    @cached_property
    def query(self) -> Query:
        """The words."""
        return query_from(self.request.GET.get("q", ""))

    @cached_property
    def kind(self) -> Kind:
        """What is looked for; everything where it is no word of ours."""
        asked = self.request.GET.get("kind", "")
        return Kind(asked) if asked in Kind.values else Kind.EVERYTHING

    @cached_property
    def reach(self) -> Reach:
        """Where it is looked for."""
        return reach_of(site_of(self.request), self.request.user, self.request.GET.get("in", ""))

    @cached_property
    def form(self) -> NarrowingForm | None:
        """The filters, where there are consultations to narrow."""
        if self.kind != Kind.CONSULTATIONS or not self.query.words:
            return None
        ours = self.reach.pages.filter(locale__language_code=get_language())
        pages = ConsultationPage.objects.filter(pk__in=ours.values("pk"))
        return NarrowingForm(self.request.GET, places=places_of(pages))

    @property
    def narrowed(self) -> Narrowed:
        """Which consultations are looked for."""
        return self.form.narrowed if self.form else Narrowed()

    def encoded(self, **changes: Any) -> str:
        """The search as it stands in an address, with something changed and what is empty left out."""
        named = {"q": self.query.text, "kind": self.kind.value, "in": self.reach.below.pk if self.reach.below else ""}
        query = QueryDict(mutable=True)
        query.update({name: value for name, value in (named | changes).items() if value})
        return query.urlencode()

    @property
    def notes(self) -> list[str]:
        """What was not understood, or not wholly."""
        notes = []
        if self.query.is_cut:
            sentence = _("That was long. We searched for the beginning of it: the first %(count)s characters at most.")
            notes.append(sentence % {"count": LONGEST})
        if self.request.GET.get("in") and not self.reach.below:
            notes.append(_("The part of the site you searched in is not here. This searches all of it."))
        if self.form and self.form.misunderstood:
            notes.append(_("We do not know one of the filters in this address, and left it out."))
        return notes


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Find pages and what people have said by the words in them. Nothing that is typed is an error."""
    asked, now = Asked(request), timezone.now()
    query, kind, narrowed = asked.query, asked.kind, asked.narrowed
    found = find(query, asked.reach, kind=kind, narrowed=narrowed, now=now)
    pages: Any = Paginator[Any](found, PER_PAGE).get_page(request.GET.get("page"))  # type: ignore[arg-type]
    filters = {"state": narrowed.state, "subject": getattr(narrowed.subject, "slug", ""), "place": narrowed.place}
    context = {
        "query": query,
        "kind": kind,
        "below": asked.reach.below,
        "anywhere_url": f"?{asked.encoded(**{'in': ''})}",
        "notes": asked.notes,
        "form": asked.form,
        "is_narrow": bool(narrowed),
        "pages": pages,
        "list_query": asked.encoded(**filters),
        "results": results_from(pages.object_list, query, request=request, now=now),
        "count_words": count_words(found, query, kind) if len(found) else "",
    }
    if found.counts.get(Kind.EVERYTHING):
        context |= {
            "tabs": tabs_for(found, kind, lambda each: f"?{asked.encoded(kind=each.value)}"),
            "none_words": none_words(kind, query, is_narrow=bool(narrowed)),
            "everything_url": f"?{asked.encoded(kind='')}",
        }
    return render(request, "search/search.html", context)


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """Titles of pages for what has been typed so far, and a sentence that says how many: `{"titles", "status"}`."""
    asked = Asked(request)
    is_long = len(asked.query.plain) >= SHORTEST_BEGINNING and not asked.query.is_cut
    titles = suggested(asked.query, asked.reach) if is_long else []
    words = ngettext(
        "%(count)s suggestion. Use the arrow keys to choose.",
        "%(count)s suggestions. Use the arrow keys to choose.",
        len(titles),
    )
    return JsonResponse({"titles": titles, "status": words % {"count": len(titles)} if titles else ""})
