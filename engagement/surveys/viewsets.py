"""The Wagtail screens for the questions of surveys: drafts, history, compare, schedule, lock, workflow, translation."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.widgets import Button
from wagtail.permissions import policy_registry
from wagtail.snippets.views.chooser import SnippetChooserViewSet
from wagtail.snippets.views.snippets import EditView, SnippetViewSet, UnpublishView

from base.choosers import ChosenByKey
from engagement.surveys.models import SurveyDesign


class OfTheirs:
    """Mixin for every view of one design, refused to those who may not change its survey: Wagtail does not ask."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "pk" in kwargs:
            design = get_object_or_404(SurveyDesign, pk=kwargs["pk"])
            policy = policy_registry.get_by_type(SurveyDesign)
            if not policy.user_has_permission_for_instance(request.user, "change", design):
                raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


class DesignEditView(EditView):
    """The questions, with a way to the survey's settings and to trying them."""

    @property
    def header_more_buttons(self) -> list[Any]:
        """The usual ones, and what belongs to the same survey."""
        survey = self.object.survey_id
        own = [
            Button(_("Try it"), url=reverse("survey_design:try", args=[survey]), icon_name="view", priority=5),
            Button(
                _("Ways through it"), url=reverse("survey_design:ways", args=[survey]), icon_name="order", priority=6
            ),
            Button(
                _("Settings of the survey"),
                url=reverse("engagement_surveys:edit", args=[survey]),
                icon_name="cog",
                priority=7,
            ),
        ]
        return [*super().header_more_buttons, *own]


class StaysPublished(UnpublishView):
    """A survey is closed by its dates, or taken off its page: its questions are not taken from under who answers."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        raise PermissionDenied


class DesignChooserViewSet(ChosenByKey, SnippetChooserViewSet):
    """Chooses one or more of them; a key that is none is not found."""


class SurveyDesignViewSet(SnippetViewSet):
    """Reached from the survey; there is no list of its own in the menu."""

    model = SurveyDesign
    icon = "list-ul"
    menu_label = _("Questions of surveys")
    add_to_admin_menu = False
    copy_view_enabled = False
    list_display = ["title", "survey"]
    search_fields = ["title"]
    edit_view_class = DesignEditView
    chooser_viewset_class = DesignChooserViewSet
    unpublish_view_class = StaysPublished
    add_to_reference_index = False
    pk_path_converter = "key"

    def construct_view(self, view_class: Any, **kwargs: Any) -> Any:
        """Each of Wagtail's views, with the question above before it."""
        return super().construct_view(type(view_class.__name__, (OfTheirs, view_class), {}), **kwargs)
