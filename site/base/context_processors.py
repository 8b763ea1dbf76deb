from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from base.models import BrandSettings


def brand(request: HttpRequest) -> dict[str, Any]:
    """`brand`: the settings of the site, read from the database when a template first uses them."""
    return {"brand": SimpleLazyObject(lambda: BrandSettings.for_request(request))}
