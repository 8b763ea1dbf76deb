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
    """Who has Wagtail’s rights for designs has them for those of surveys that they may change."""

    def __init__(self) -> None:
        super().__init__(SurveyDesign)

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action not in NEVER and super().user_has_permission(user, action)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        if not self.user_has_permission(user, action):
            return False
        survey = Activity.objects.filter(pk=instance.survey_id).first()
        return survey is not None and _activities().user_has_permission_for_instance(user, "change", survey)

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> QuerySet[Any]:
        if not any(self.user_has_permission(user, action) for action in actions):
            return SurveyDesign.objects.none()
        theirs = _activities().instances_user_has_permission_for(user, "change")
        return SurveyDesign.objects.filter(survey__in=theirs.order_by().values("pk"))


def _activities() -> Any:
    return policy_registry.get_by_type(Activity)
