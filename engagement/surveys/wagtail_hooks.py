"""Hangs surveys into the Wagtail admin: the screens of their questions."""

from typing import Any

from django.http import HttpRequest
from django.urls import include, path
from wagtail import hooks
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from engagement.surveys.models import SurveyDesign
from engagement.surveys.permissions import DesignPolicy
from engagement.surveys.views import designing, trying
from engagement.surveys.viewsets import SurveyDesignViewSet

register_permission_policy(SurveyDesign, DesignPolicy())
register_snippet(SurveyDesignViewSet)


@hooks.register("register_admin_urls")
def register_designing() -> list[Any]:
    addresses = [
        path("<key:pk>/questions/", designing.questions, name="questions"),
        path("<key:pk>/try/", trying.trying, name="try"),
    ]
    return [path("engagement/surveys/", include((addresses, "survey_design")))]


@hooks.register("construct_snippet_action_menu")
def leave_out_unpublish(menu_items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    if isinstance(context.get("instance"), SurveyDesign):
        menu_items[:] = [item for item in menu_items if item.name != "action-unpublish"]
