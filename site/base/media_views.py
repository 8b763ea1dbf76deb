"""Pictures, where no web server stands before the site: in the demo and while working on it."""

import posixpath

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.static import serve

from base.storage import is_public


def picture(request: HttpRequest, path: str) -> HttpResponseBase:
    """A file from the public folders, however its path is spelt.

    Raises:
        Http404: it is none, or lies elsewhere.
    """
    name = posixpath.normpath(path).lstrip("/")
    if not is_public(name):
        raise Http404("not a picture")
    return serve(request, name, document_root=settings.MEDIA_ROOT)
