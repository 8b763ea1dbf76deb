from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.models import Page
from wagtail.search import index
from wagtail.url_routing import RouteResult

from engagement.plugin import HostPage

if TYPE_CHECKING:
    from engagement.consultations.models.consultation import ConsultationPage
    from engagement.consultations.querysets import ConsultationQuerySet

FEED, PLAN, CALENDAR, OUTCOMES, LISTING, API = "feed", "plan", "plan.ics", "outcomes", "consultations.json", "api"
OWN = frozenset({FEED, PLAN, CALENDAR, OUTCOMES, LISTING, API})
"""What the list answers itself, whatever the pages below it are called."""


@cache
def _with_all_of_a_page() -> "ConsultationQuerySet":
    """Consultations with all that their page needs. Kept: to put it into words takes as long as to ask."""
    from engagement.consultations.models.consultation import ConsultationPage
    from engagement.consultations.models.datechange import DateChange

    # Whether its dates have ever changed comes along, so that the many where they have not cost no query for it.
    has_changes = Exists(DateChange.objects.filter(translation_key=OuterRef("translation_key")).order_by())
    found = ConsultationPage.objects.with_standing().with_short_code().annotate(has_changes=has_changes)
    return found.select_related("locale", "subject").order_by()


class ConsultationIndexPage(RoutablePageMixin, HostPage):
    """The list of the consultations below it, with its filters, its feed and its forward plan."""

    lead = models.TextField(_("lead"), blank=True, help_text=_("One or two sentences under the title."))

    template = "engagement/consultations/consultation_index_page.html"
    subpage_types: ClassVar[list[str]] = ["engagement_consultations.ConsultationPage"]
    page_description = _("Lists consultations: open, coming up and closed.")
    content_panels = [*HostPage.content_panels[:1], FieldPanel("lead"), *HostPage.content_panels[1:]]
    search_fields = [*HostPage.search_fields, index.SearchField("lead")]

    class Meta:
        verbose_name = _("list of consultations")
        verbose_name_plural = _("lists of consultations")

    @classmethod
    def can_create_at(cls, parent: Page) -> bool:
        """Inside a site only: at the top of the tree nobody could reach it."""
        return super().can_create_at(parent) and not parent.is_root()

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """As in Wagtail, but a consultation comes with all its page needs in one query in place of three."""
        is_below = bool(path_components) and path_components[0] not in OWN
        page = self.consultation_at(path_components[0]) if is_below else None
        if page is None:
            return super().route(request, path_components)
        page._cached_parent_obj = self
        return page.route(request, path_components[1:])

    def consultation_at(self, slug: str) -> "ConsultationPage | None":
        """The consultation below this list with that slug, public or not."""
        found = _with_all_of_a_page().filter(path__startswith=self.path, depth=self.depth + 1, slug=slug)
        return next(iter(found[:1]), None)  # `first()` sorts, for which Django compares every column

    @path(f"{FEED}/", name="feed")
    def feed(self, request: HttpRequest) -> HttpResponse:
        """What is new, as RSS; it holds only what everybody may see."""
        from engagement.consultations.feeds import consultation_feed

        return consultation_feed(self, request)

    @property
    def feed_url(self) -> str:
        """The address of the feed, path only."""
        return f"{self.url}{self.reverse_subpage('feed')}"

    @path(f"{PLAN}/", name="plan")
    def plan(self, request: HttpRequest) -> HttpResponse:
        """What everybody may see, month by month."""
        from engagement.consultations.plan import plan_context

        context = {**HostPage.get_context(self, request), **plan_context(self, request)}
        return TemplateResponse(request, "engagement/consultations/plan.html", context)

    @path(f"{CALENDAR}/", name="calendar")
    def calendar(self, request: HttpRequest) -> HttpResponse:
        """The same for calendars, which ask for it without the slash at the end."""
        from engagement.consultations.calendars import plan_calendar

        return plan_calendar(self, request)

    @path(f"{LISTING}/", name="listing")
    @path(f"{API}/2.4/json_search_results/", name="listing_2_4")
    def listing(self, request: HttpRequest) -> HttpResponseBase:
        """What everybody may see, for programs, in the shape of Citizen Space's listing and also at its address."""
        from engagement.consultations.citizenspace_listing import listing_response

        return listing_response(self, request)

    @property
    def listing_url(self) -> str:
        """The address of the listing for programs, path only."""
        return f"{self.url}{LISTING}"

    @path(f"{OUTCOMES}/", name="outcomes")
    def outcomes(self, request: HttpRequest) -> HttpResponse:
        """Everything that was decided on the whole site; each list answers with the same."""
        from engagement.consultations.outcomes import outcomes_context

        context = {**HostPage.get_context(self, request), **outcomes_context(self, request)}
        return TemplateResponse(request, "engagement/consultations/outcomes.html", context)

    @path(f"{OUTCOMES}/{FEED}/", name="outcomes_feed")
    def outcomes_feed(self, request: HttpRequest) -> HttpResponse:
        """The same as RSS; it holds only what everybody may see."""
        from engagement.consultations.outcomes import outcomes_feed

        return outcomes_feed(self, request)

    @property
    def outcomes_url(self) -> str:
        """The address of the list of outcomes, path only."""
        return f"{self.url}{self.reverse_subpage('outcomes')}"

    @property
    def plan_url(self) -> str:
        """The address of the forward plan, path only."""
        return f"{self.url}{self.reverse_subpage('plan')}"

    @property
    def calendar_url(self) -> str:
        """The address of the plan as iCalendar, path only."""
        return f"{self.url}{CALENDAR}"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from engagement.consultations.listing import listing_context

        return {**super().get_context(request, *args, **kwargs), **listing_context(self, request)}
