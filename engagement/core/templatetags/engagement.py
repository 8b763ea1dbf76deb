"""How page templates show activities."""

from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from engagement.core.presence import Presence

register = template.Library()


@register.simple_tag(takes_context=True)
def activity_presence(context: template.Context, activity: Any) -> Presence | None:
    """The presence of an activity on the page being rendered; None outside a host page or without an activity."""
    presences: dict[int, Presence] = context.get("presences") or {}
    return presences.get(activity.pk) if activity else None


@register.simple_tag(takes_context=True)
def activity_inline(context: template.Context, presence: Presence) -> SafeString:
    """The activity as its module shows it in a page; `heading` is the one that stands above it already, if any."""
    if presence.module is None:
        return SafeString("")
    shared = {"presence": presence, "page": context.get("page"), "heading": context.get("heading", "")}
    names = {**shared, **presence.inline}
    return render_to_string(presence.module.inline_template, names, request=context.get("request"))
