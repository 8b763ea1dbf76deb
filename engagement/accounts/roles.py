"""Who may do what, as groups that `manage.py create_roles` makes.

| may                                   | Editors | Moderators | Community managers | Analysts |
|---------------------------------------|---------|------------|--------------------|----------|
| open the admin                        | yes     | yes        | yes                | yes      |
| write, publish, lock pages            | yes     |            | yes                |          |
| images, documents, collections        | yes     |            | yes                |          |
| translate, redirect                   | yes     |            | yes                |          |
| set up activities, change them        | yes     |            | yes                |          |
| write and publish questions of surveys| yes     |            | yes                |          |
| add and rename subjects               | yes     |            | yes                |          |
| approve what was submitted            |         |            | yes                |          |
| delete activities                     |         |            | yes                |          |
| read contributions                    | yes     | yes        | yes                | yes      |
| hide, remove, approve contributions   |         | yes        | yes                |          |
| answer for the organisation           |         | yes        | yes                |          |
| type in answers from elsewhere        |         | yes        | yes                |          |
| export contributions                  |         |            | yes                | yes      |
| make evidence packs                   |         |            | yes                | yes      |
| name, colours and contact of the site |         |            | yes                |          |
| switch the check against robots       |         |            | yes                |          |
| users, groups, sites, workflows       | administrators only                               ||||

Editors do not moderate: whoever asks the question should not be alone in deciding which answers stand.
Analysts read and export, and change nothing. To change this table, change `ROLES`.
"""

import logging
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import QuerySet
from wagtail.models import Collection, GroupApprovalTask, GroupCollectionPermission, GroupPagePermission, Page, Workflow

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Role:
    """Permissions as `app_label.codename`: everywhere, below the root page, and below the root collection."""

    everywhere: frozenset[str] = field(default_factory=frozenset)
    pages: frozenset[str] = field(default_factory=frozenset)
    collections: frozenset[str] = field(default_factory=frozenset)


ADMIN = frozenset({"wagtailadmin.access_admin"})
READ = frozenset({"engagement.view_activity", "engagement.view_contribution"})
COMPOSE = frozenset(
    {
        "engagement.add_activity",
        "engagement.change_activity",
        "engagement_surveys.view_surveydesign",
        "engagement_surveys.change_surveydesign",
        "engagement_surveys.publish_surveydesign",
        "engagement_surveys.lock_surveydesign",
        "engagement_surveys.unlock_surveydesign",
        "engagement_consultations.add_subject",
        "engagement_consultations.change_subject",
        "wagtail_localize.submit_translation",
        "wagtailredirects.add_redirect",
        "wagtailredirects.change_redirect",
        "wagtailredirects.delete_redirect",
    }
)
MODERATE = frozenset(
    {
        "engagement.moderate_contribution",
        "engagement.answer_officially",
        "engagement.enter_contribution",
    }
)
EXPORT = frozenset({"engagement.export_contribution", "engagement_consultations.make_evidence"})
LEAD = frozenset({"engagement.delete_activity", "base.change_brandsettings", "base.change_protectionsettings"})
PAGES = frozenset(
    {
        "wagtailcore.add_page",
        "wagtailcore.change_page",
        "wagtailcore.publish_page",
        "wagtailcore.lock_page",
        "wagtailcore.unlock_page",
    }
)
COLLECTIONS = frozenset(
    {
        "wagtailcore.add_collection",
        "wagtailcore.change_collection",
        "wagtailcore.delete_collection",
        "wagtailimages.add_image",
        "wagtailimages.change_image",
        "wagtailimages.choose_image",
        "wagtaildocs.add_document",
        "wagtaildocs.change_document",
        "wagtaildocs.choose_document",
    }
)

ROLES = {
    "Editors": Role(ADMIN | READ | COMPOSE, PAGES, COLLECTIONS),
    "Moderators": Role(ADMIN | READ | MODERATE),
    "Community managers": Role(ADMIN | READ | COMPOSE | MODERATE | EXPORT | LEAD, PAGES, COLLECTIONS),
    "Analysts": Role(ADMIN | READ | EXPORT),
}

_MEDIA = frozenset(f"wagtailimages.{action}_image" for action in ("add", "change", "choose"))
_MEDIA |= frozenset(f"wagtaildocs.{action}_document" for action in ("add", "change", "choose"))
_WAGTAIL_EVERYWHERE = ADMIN | _MEDIA | {"wagtailimages.delete_image", "wagtaildocs.delete_document"}
_WAGTAIL_EVERYWHERE |= {"wagtail_localize.submit_translation"}
WAGTAIL_DEFAULTS = {
    "Editors": Role(_WAGTAIL_EVERYWHERE, PAGES & {"wagtailcore.add_page", "wagtailcore.change_page"}, _MEDIA),
    "Moderators": Role(_WAGTAIL_EVERYWHERE, PAGES, _MEDIA),
}
"""What Wagtail 8.0's migrations give to the two groups they make. While a group has exactly this, nobody
here has decided anything about it."""

WAGTAIL_WORKFLOW = "Moderators approval"
"""The workflow that Wagtail's migrations put on the root page. Our moderators read what residents give and have no
rights on pages: whatever was submitted to them would wait for ever."""
WORKFLOW = "A second pair of eyes"
APPROVERS = "Community managers"


@transaction.atomic
def create_roles() -> list[str]:
    """Makes the groups and gives them what the table says. Never takes away what an administrator gave.

    Only the two groups that Wagtail made are emptied first, and only while nobody has touched them; its workflow goes
    to those who may publish under the same condition.
    Safe to run again, as after an upgrade that brings new permissions.

    Returns:
        The permissions of the table that this site has not, such as those of an app not installed.
    """
    missing: set[str] = set()
    for name, role in ROLES.items():
        group, _created = Group.objects.get_or_create(name=name)
        if role_of(group) == WAGTAIL_DEFAULTS.get(name):
            _empty(group)
        missing |= _grant(group, role)
    _hand_over_approval()
    if missing:
        logger.warning("create_roles: this site has no %s", ", ".join(sorted(missing)))
    return sorted(missing)


def _hand_over_approval() -> None:
    for workflow in Workflow.objects.filter(name=WAGTAIL_WORKFLOW):
        tasks = [task.specific for task in workflow.tasks]
        if len(tasks) == 1 and _is_wagtails(tasks[0]):
            tasks[0].groups.set(Group.objects.filter(name=APPROVERS))
            for named in (workflow, tasks[0]):
                named.name = WORKFLOW
                named.save()


def _is_wagtails(task: Any) -> bool:
    if not isinstance(task, GroupApprovalTask) or task.name != WAGTAIL_WORKFLOW:
        return False
    return list(task.groups.values_list("name", flat=True)) == ["Moderators"]


def role_of(group: Group) -> Role:
    """What a group may do now, at the root of pages and collections."""
    pages = GroupPagePermission.objects.filter(group=group, page__depth=1)
    collections = GroupCollectionPermission.objects.filter(group=group, collection__depth=1)
    return Role(
        _names(group.permissions.all()),
        _names(Permission.objects.filter(pk__in=pages.values("permission"))),
        _names(Permission.objects.filter(pk__in=collections.values("permission"))),
    )


def _names(permissions: QuerySet[Permission]) -> frozenset[str]:
    pairs = permissions.values_list("content_type__app_label", "codename")
    return frozenset(f"{app}.{codename}" for app, codename in pairs)


def _empty(group: Group) -> None:
    group.permissions.clear()
    GroupPagePermission.objects.filter(group=group).delete()
    GroupCollectionPermission.objects.filter(group=group).delete()


def _grant(group: Group, role: Role) -> set[str]:
    found = _find(role.everywhere | role.pages | role.collections)
    page, collection = Page.get_first_root_node(), Collection.get_first_root_node()
    group.permissions.add(*(found[name] for name in role.everywhere & found.keys()))
    for name in role.pages & found.keys():
        GroupPagePermission.objects.get_or_create(group=group, page=page, permission=found[name])
    for name in role.collections & found.keys():
        GroupCollectionPermission.objects.get_or_create(group=group, collection=collection, permission=found[name])
    return set((role.everywhere | role.pages | role.collections) - found.keys())


def _find(names: frozenset[str]) -> dict[str, Permission]:
    codenames = {name.partition(".")[2] for name in names}
    permissions = Permission.objects.filter(codename__in=codenames).select_related("content_type")
    known = {f"{permission.content_type.app_label}.{permission.codename}": permission for permission in permissions}
    return {name: known[name] for name in names if name in known}
