from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

KEPT_OUT = (
    f"/{settings.ADMIN_PATH}",
    *(f"{start}/{name}/" for name in ("account", "engage", "search") for start in ("", "/*")),
)
"""Nothing secret, which robots.txt could not protect: only addresses that make no sense in a list of results."""


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What programs may read here, and where the list of pages is (RFC 9309)."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in KEPT_OUT), ""]
    lines.append(f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
