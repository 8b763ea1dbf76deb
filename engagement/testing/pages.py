"""Putting activities on pages, as the editor does."""

import uuid
from collections.abc import Iterable
from typing import Any

from engagement.core.models import Activity, PageActivity


def publish(page: Any, *, under: Iterable[Activity] = (), text: Iterable[Activity] = ()) -> Any:
    """Save a host page with these activities under it and in its text, and publish it.

    Returns:
        The page as stored.
    """
    for activity in under:
        page.page_activities.add(PageActivity(activity_id=activity.pk, locale=page.locale))
    blocks = [
        {
            "type": "activity",
            "id": str(uuid.uuid4()),
            "value": {"activity": activity.pk, "heading": "", "intro": ""},
        }
        for activity in text
    ]
    if blocks:
        page.body = [*page.body.raw_data, *blocks]
    page.save_revision().publish()
    return type(page).objects.get(pk=page.pk)
