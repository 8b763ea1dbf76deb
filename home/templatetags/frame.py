from django import template

from home.frame import Frame, frame_of

register = template.Library()


@register.simple_tag(takes_context=True)
def links_around(context: template.Context) -> Frame:
    """The menu, the footer and the languages around the page of the context; empty without a request."""
    return frame_of(context.get("request"), context.get("page"))
