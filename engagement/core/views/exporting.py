"""Downloads of what people gave."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from wagtail.log_actions import log

from base.spreadsheets import csv_response, download, xlsx_response
from engagement.core.exports import export_name, export_pieces, formats_of
from engagement.core.models import Activity
from engagement.core.rules import can_export

WRITERS: dict[str, Any] = {"csv": csv_response, "xlsx": xlsx_response}
"""Of lists that are not all that was given to one activity."""


def export_activity(request: HttpRequest, pk: int, kind: str) -> HttpResponseBase:
    """All contributions to one activity as a spreadsheet, or as what else its module offers; who took it away is
    logged."""
    if not can_export(request.user):
        raise PermissionDenied
    activity = get_object_or_404(Activity, pk=pk)
    wanted = formats_of(activity).get(kind)
    if wanted is None:
        raise Http404("no such format")
    log(instance=activity, action="engagement.export", user=request.user, data={"format": kind})
    return download(export_name(activity, kind), export_pieces(activity, kind), wanted.content_type)
