"""Who may write the questions of which surveys."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import policy_registry

from engagement.plugin import Activity
from engagement.surveys.models import SurveyDesign

NEVER = frozenset({"add", "delete"})
"""A design is made with its survey, by `services.designing`, and goes with it."""


class DesignPolicy(ModelPermissionPolicy):
    """Whoever may change a survey may write, publish and lock its questions: a design needs no rights of its own.

    The names of actions are those that Wagtail asks about.
    """

    def __init__(self) -> None:
        super().__init__(SurveyDesign)

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action not in NEVER and _activities().user_has_permission(user, "change")

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        if action in NEVER:
            return False
        survey = Activity.objects.filter(pk=instance.survey_id).first()
        return survey is not None and _activities().user_has_permission_for_instance(user, "change", survey)

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> QuerySet[Any]:
        if not set(actions) - NEVER:
            return SurveyDesign.objects.none()
        theirs = _activities().instances_user_has_permission_for(user, "change")
        return SurveyDesign.objects.filter(survey__in=theirs.order_by().values("pk"))


def _activities() -> Any:
    return policy_registry.get_by_type(Activity)
