"""Who may change and delete which activities in the admin."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from wagtail.models import Page
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import page_permission_policy, policy_registry

from engagement.core.hosts import PAGE
from engagement.core.models import Activity

WRITING = frozenset({"change", "delete"})


class ActivityPolicy(ModelPermissionPolicy):
    """One set of rights for the activities of every module: a new module needs no new rights.

    What is saved is live at once. So whoever changes an activity at home on a page must also be one who may publish
    that page; one that stands nowhere, or on an object of another app, takes the right alone.
    """

    def __init__(self) -> None:
        super().__init__(Activity)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        return self.instances_user_has_permission_for(user, action).filter(pk=instance.pk).exists()

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> QuerySet[Any]:
        granted = {action for action in actions if self.user_has_permission(user, action)}
        if not granted:
            return Activity.objects.none()
        return Activity.objects.filter(_publishable_by(user)) if granted <= WRITING else Activity.objects.all()


def with_rights(activities: QuerySet[Any], user: Any) -> QuerySet[Any]:
    """Activities, each with whether this user `may_change` and `may_delete` it, for lists."""
    policy = policy_registry.get_by_type(Activity)
    theirs = {action: policy.instances_user_has_permission_for(user, action) for action in WRITING}
    return activities.annotate(
        **{f"may_{action}": Exists(found.filter(pk=OuterRef("pk")).order_by()) for action, found in theirs.items()}
    )


def _publishable_by(user: Any) -> Q:
    """At home on a page that this user may publish, in the language it was written in first; or on no page."""
    first = Page.objects.filter(translation_key=OuterRef("translation_key")).order_by("pk").values("pk")[:1]
    pages = page_permission_policy.instances_user_has_permission_for(user, "publish").order_by()
    theirs = pages.filter(pk=Subquery(first)).values("translation_key")
    return Q(placement=None) | ~Q(placement__host_kind=PAGE) | Q(placement__host_key__in=theirs)
