"""What an editor reads before a page with engagement is taken away."""

from typing import Any

from django import template
from wagtail.models import Page

from base.translations import going_with
from engagement.core.queries import spoken_on

register = template.Library()


@register.inclusion_tag("engagement/admin/going.html")
def what_would_go(page: Page) -> dict[str, Any]:
    """Where people have spoken on this page and below it: how many are public, how many wait, and where it stands."""
    return {"spoken": spoken_on(page)}


@register.inclusion_tag("engagement/admin/going.html")
def what_would_go_of(items: list[dict[str, Any]]) -> dict[str, Any]:
    """The same for the pages of a bulk action, in one list; `items` as Wagtail's template has them."""
    return {"spoken": spoken_on(*(item["item"] for item in items))}


@register.inclusion_tag("engagement/admin/going_translations.html")
def translations_that_would_go(page: Page, is_deleted: bool = False) -> dict[str, Any]:
    """The public translations that are unpublished with this page, or when it is deleted with all pages below it."""
    return _going_with([page], is_deleted)


@register.inclusion_tag("engagement/admin/going_translations.html")
def translations_that_would_go_with(items: list[dict[str, Any]], is_deleted: bool = False) -> dict[str, Any]:
    """The same for the pages of a bulk action."""
    return _going_with([item["item"] for item in items], is_deleted)


def _going_with(pages: list[Page], is_deleted: bool) -> dict[str, Any]:
    going = [below for page in pages for below in page.get_descendants(inclusive=True)] if is_deleted else pages
    return {"translations": going_with(*going), "is_deleted": is_deleted}
