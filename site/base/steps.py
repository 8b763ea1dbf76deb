"""The pages above the one that is served: read with what finding a page and linking to it needs, and no more."""

from typing import cast

from django.db.models import DEFERRED
from wagtail.models import Page

COLUMNS = ("path", "depth", "title", "slug", "url_path", "live", "locale", "translation_key", "content_type")
"""A third of a page's, enough to find and to link it; whatever else is asked of such a page is read then."""


def in_own_type(page: Page) -> Page:
    """The page as an object of its own type, to ask for its methods; no query.

    The same as `page.specific_deferred`, which would read every column that was left out.
    """
    own_type = page.specific_class
    if own_type is None or isinstance(page, own_type):
        return page
    known = page.__dict__
    fields = own_type._meta.concrete_fields
    found = own_type(*(page.pk if field.primary_key else known.get(field.attname, DEFERRED) for field in fields))
    for name, value in known.items():
        found.__dict__.setdefault(name, value)
    found._state.adding, found._state.db = False, page._state.db
    return cast(Page, found)
