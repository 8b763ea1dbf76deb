"""The style sheet of a brand."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control

from base.brand import DEFAULTS, fingerprint, own_colours, style_sheet
from base.models import BrandSettings

YEAR = 365 * 24 * 60 * 60


def brand_css(request: HttpRequest) -> HttpResponse:
    """The colours of this site that differ from the default; those named in the address instead, for a preview.

    The address carries a fingerprint of the content, so a browser may keep it for a year. Without the right one (an
    old page, a reader who typed it) the answer is the same, but is asked for again.
    """
    named = {name: request.GET[name] for name in DEFAULTS if name in request.GET}
    own = named or own_colours(BrandSettings.for_request(request).colours)
    try:
        sheet = style_sheet(own)
    except ValueError:
        raise Http404 from None
    response = HttpResponse(sheet, content_type="text/css; charset=utf-8")
    if own and request.GET.get("v") == fingerprint(own):
        patch_cache_control(response, public=True, max_age=YEAR, immutable=True)
    else:
        patch_cache_control(response, no_cache=True)
    return response
