"""Downloads of what people gave."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from wagtail.log_actions import log

from base.spreadsheets import csv_response, xlsx_response
from engagement.core.exports import headings, rows
from engagement.core.models import Activity
from engagement.core.rules import can_export

WRITERS: dict[str, Any] = {"csv": csv_response, "xlsx": xlsx_response}


def export_activity(request: HttpRequest, pk: int, kind: str) -> HttpResponseBase:
    """All contributions to one activity as a spreadsheet; who took it away is logged."""
    if not can_export(request.user):
        raise PermissionDenied
    if kind not in WRITERS:
        raise Http404("no such format")
    activity = get_object_or_404(Activity, pk=pk)
    log(instance=activity, action="engagement.export", user=request.user, data={"format": kind})
    return WRITERS[kind](f"{activity.module}-{activity.pk}.{kind}", headings(activity), rows(activity))
