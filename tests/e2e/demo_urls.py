"""The addresses of the demo: the site's, and those that the settings of the tests leave out."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views.static import serve

from config.urls import handler429
from config.urls import urlpatterns as site_urls

__all__ = ["handler429", "urlpatterns"]


def media(request: HttpRequest, path: str) -> HttpResponse:
    """A picture; the folder is another one in each test."""
    return serve(request, path, document_root=settings.MEDIA_ROOT)


urlpatterns = [
    path("demo/", include("home.demo_urls")),
    path("media/<path:path>", media),
    *site_urls,
]
