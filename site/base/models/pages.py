from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from wagtail.forms import PasswordViewRestrictionForm
from wagtail.models import Page, PageManager, PageViewRestriction
from wagtail.query import PageQuerySet
from wagtail.url_routing import RouteResult

from base.publication import Gated, GatedPageForm
from base.steps import COLUMNS, in_own_type
from base.visibility import refused_restriction, restrictions_for, visible_to
from base.widgets import SchedulePanel


class BasePageQuerySet(PageQuerySet):
    """Pages of one of our types."""

    def visible_to(self, user: Any) -> QuerySet[Any]:
        """Live pages that this user may see in any list: see `base.visibility`."""
        return visible_to(self, user)


BasePageManager = PageManager.from_queryset(BasePageQuerySet)


class BasePage(Gated, Page):
    """Every page type of the site. Knows publishing and visibility, and nothing of engagement."""

    base_form_class = GatedPageForm
    objects = BasePageManager()

    show_in_menus_default = False
    preview_modes: ClassVar[list[tuple[str, str]]] = Page.DEFAULT_PREVIEW_MODES
    settings_panels: ClassVar[list[object]] = [SchedulePanel(), *Page.settings_panels[1:]]

    class Meta:
        abstract = True

    def get_view_restrictions(self) -> QuerySet[PageViewRestriction]:
        """What Wagtail asks before it serves the page: restrictions on any of its languages count."""
        return restrictions_for(self)

    def serve_password_required_response(self, request: HttpRequest, form: forms.Form, action_url: str) -> HttpResponse:
        """The form without the page in its context: the frame would tell its title and where its translations are."""
        passwords = restrictions_for(self).filter(restriction_type=PageViewRestriction.PASSWORD)
        is_second = any(restriction.accept_request(request) for restriction in passwords)
        context = {"form": form, "action_url": action_url, "is_second": is_second}
        return TemplateResponse(request, "wagtailcore/password_required.html", context)

    def password_response(self, request: HttpRequest) -> HttpResponse | None:
        """The form that asks for a password and then leads back to this request's address; None where none would do."""
        closing = refused_restriction(self, request)
        if closing is None or closing.restriction_type != PageViewRestriction.PASSWORD:
            return None
        form = PasswordViewRestrictionForm(instance=closing, initial={"return_url": request.get_full_path()})
        address = reverse("wagtailcore_authenticate_with_password", args=[closing.pk, self.pk])
        return self.serve_password_required_response(request, form, address)

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """As in Wagtail, but the fields of a page type are read for the page that is served, not for those above it.

        Raises:
            Http404: there is no such page, or it is not live.
        """
        if len(path_components) < 2:
            return super().route(request, path_components)
        slug, *rest = path_components
        below = Page.objects.filter(path__startswith=self.path, depth=self.depth + 1, slug=slug).only(*COLUMNS)
        step = next(iter(below.order_by()[:1]), None)  # `first()` sorts, for which Django compares every column
        if step is None:
            raise Http404("no such page")
        step._cached_parent_obj = self
        return in_own_type(step).route(request, rest)
