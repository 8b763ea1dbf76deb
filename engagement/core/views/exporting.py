"""Downloads of what people gave."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from wagtail.log_actions import log

from engagement.core.exports import export_name, formats_of
from engagement.core.models import Activity
from engagement.core.rules import can_export


def export_activity(request: HttpRequest, pk: int, kind: str) -> HttpResponseBase:
    """All contributions to one activity as a spreadsheet, or what else its module offers; who took it away is
    logged."""
    if not can_export(request.user):
        raise PermissionDenied
    activity = get_object_or_404(Activity, pk=pk)
    found = formats_of(activity).get(kind)
    if found is None:
        raise Http404("no such format")
    log(instance=activity, action="engagement.export", user=request.user, data={"format": kind})
    return found.respond(activity, export_name(activity))
