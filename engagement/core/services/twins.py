"""Copying a page gives each activity it hosts a fresh, empty twin; translating a page never comes here."""

import json
from typing import Any

from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import Page, Revision

from engagement.core import registry
from engagement.core.host_pages import HostPage
from engagement.core.models import Activity, PageActivity
from engagement.core.presence import specific_activities
from engagement.core.services.placing import place_page


def twin_copied_tree(*, source: Page, copy: Page, user: Any = None) -> None:
    """Give every page of a freshly copied tree its own activities.

    The two trees have the same shape, or the copy is one page alone.
    """
    originals = source.get_descendants(inclusive=True).order_by("path").specific()
    twins = copy.get_descendants(inclusive=True).order_by("path").specific()
    for original, twin in zip(originals, twins, strict=False):
        if isinstance(original, HostPage) and isinstance(twin, HostPage):
            twin_page(source=original, copy=twin, user=user)


@transaction.atomic
def twin_page(*, source: HostPage, copy: HostPage, user: Any = None) -> None:
    """Replace the activities hosted by `source` (or by nobody yet) with new ones on `copy`."""
    mentioned = specific_activities(source.hosted_keys)
    twins = {
        pk: twin_activity(activity=activity, user=user)
        for pk, activity in mentioned.items()
        if activity.placed is None or activity.placed.host_key == source.translation_key
    }
    if not twins:
        return
    for row in PageActivity.objects.filter(page=copy, activity__in=twins):
        PageActivity.objects.filter(pk=row.pk).update(activity=twins[row.activity_id])
    _swap_in_body(copy, twins)
    for revision in Revision.page_revisions.filter(object_id=str(copy.pk)):
        _swap_in_revision(revision, twins)
    if copy.live:
        place_page(page=type(copy).objects.get(pk=copy.pk))


def twin_activity(*, activity: Activity, user: Any = None) -> Activity:
    """A new activity with the same settings and title, no dates of its own and nothing given to it yet."""
    twin = type(activity)(
        **{
            field.attname: getattr(activity, field.attname)
            for field in activity._meta.concrete_fields
            if not field.primary_key and field.name not in NOT_COPIED
        }
    )
    twin.save()
    registry.module_of(type(activity)).copy_content(activity, twin)
    log(instance=twin, action="wagtail.copy", user=user)
    return twin


NOT_COPIED = {"id", "activity_ptr", "uuid", "created_at", "opens_at", "closes_at"}


def _swap_in_body(copy: HostPage, twins: dict[int, Activity]) -> None:
    raw = [dict(block) for block in copy.body.raw_data]
    _swap_blocks(raw, twins)
    type(copy).objects.filter(pk=copy.pk).update(body=json.dumps(raw))


def _swap_in_revision(revision: Revision, twins: dict[int, Activity]) -> None:
    content = revision.content
    raw = json.loads(content.get("body") or "[]")
    _swap_blocks(raw, twins)
    content["body"] = json.dumps(raw)
    for row in content.get("page_activities", []):
        if row["activity"] in twins:
            row["activity"] = twins[row["activity"]].pk
    revision.save(update_fields=["content"])


def _swap_blocks(raw: list[dict[str, Any]], twins: dict[int, Activity]) -> None:
    for block in raw:
        if block["type"] == "activity" and block["value"].get("activity") in twins:
            block["value"] = {**block["value"], "activity": twins[block["value"]["activity"]].pk}
