"""Hangs surveys into the Wagtail admin: the screens of their questions and of their results."""

from typing import Any

from django.http import HttpRequest
from django.urls import include, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from engagement.surveys.models import SurveyDesign
from engagement.surveys.permissions import DesignPolicy
from engagement.surveys.services import redacting, releasing
from engagement.surveys.views import designing, figures, trying, words
from engagement.surveys.viewsets import SurveyDesignViewSet

register_permission_policy(SurveyDesign, DesignPolicy())
register_snippet(SurveyDesignViewSet)


@hooks.register("register_admin_urls")
def register_designing() -> list[Any]:
    addresses = [
        path("<key:pk>/questions/", designing.questions, name="questions"),
        path("<key:pk>/ways/", designing.ways, name="ways"),
        path("<key:pk>/try/", trying.trying, name="try"),
    ]
    return [path("engagement/surveys/", include((addresses, "survey_design")))]


@hooks.register("register_admin_urls")
def register_results() -> list[Any]:
    """Beside the addresses that the core gives to the module."""
    addresses = [
        path("<key:pk>/results/", figures.figures, name="index"),
        path("<key:pk>/words/<str:code>/", words.words, name="words"),
        path("<key:pk>/words/<str:code>/<uuid:response>/", words.one, name="redact"),
    ]
    return [path("engagement/surveys/", include((addresses, "engagement_results")))]


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    actions.register_action(releasing.RELEASED, _("Show results"), _("Results of questions were made public"))
    actions.register_action(releasing.HELD_BACK, _("Hide results"), _("Results of questions were taken off the page"))
    actions.register_action(redacting.REDACTED, _("Redact"), _("Something was taken out of what somebody wrote"))
    actions.register_action(redacting.UNDONE, _("Undo a redaction"), _("What somebody wrote is shown again"))


@hooks.register("construct_snippet_action_menu")
def leave_out_unpublish(menu_items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    if isinstance(context.get("instance"), SurveyDesign):
        menu_items[:] = [item for item in menu_items if item.name != "action-unpublish"]
