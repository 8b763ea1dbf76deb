"""A page written first and its translations: they leave the site together."""

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from wagtail.models import Page


def going_with(*pages: Page) -> QuerySet[Page]:
    """The public translations that go when these pages are unpublished; those of a page that is one itself stay."""
    chosen = [page.pk for page in pages]
    first = Page.objects.filter(translation_key=OuterRef("translation_key")).order_by("pk").values("pk")[:1]
    public = Page.objects.filter(live=True, alias_of=None).exclude(pk__in=chosen)
    return public.alias(first=Subquery(first)).filter(first__in=chosen).select_related("locale").order_by("path")


def take_translations_along(sender: type, instance: Page, **kwargs: Any) -> None:
    """Receiver of `page_unpublished` and, for what is deleted, of `pre_delete`: translations stay as drafts.

    Wagtail's log says who: in the admin it knows the user by itself.
    """
    for page in going_with(instance):
        page.specific.unpublish(set_expired=instance.expired)
