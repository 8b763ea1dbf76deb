"""Reports in the Wagtail admin."""

from typing import Any

from django.http import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView

from base.spreadsheets import csv_response, xlsx_response
from engagement.core.columns import BY_CHANNEL, KIND, PUBLISHED, STANDS_ON, STATE, WAITING
from engagement.core.enums import Channel
from engagement.core.models import Activity
from engagement.core.permissions import with_rights
from engagement.core.queries import with_channels, with_figures
from engagement.core.rules import can_export
from engagement.core.viewsets import edit_url, export_urls

HEADINGS = ["title", "module", "stands_on", "state", "published", "waiting", *(f"by_{c}" for c in Channel.values)]
"""Headings of the export; they never change. `by_…` is the published by channel, which together are `published`."""


class ActivityColumn(Column):
    """The title, with the links that this reader may follow."""

    cell_template_name = "engagement/admin/report_activity.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        user = parent_context["request"].user
        return {
            **super().get_cell_context_data(instance, parent_context),
            "edit_url": edit_url(instance) if instance.may_change else "",
            "export_urls": export_urls(instance) if can_export(user) else {},
        }


class ParticipationReportView(ReportView):
    """Every activity with where it stands and what was given: one line each."""

    page_title = _("Participation")
    header_icon = "group"
    index_url_name = "engagement_participation"
    index_results_url_name = "engagement_participation_results"
    model = Activity
    any_permission_required = ["view"]
    is_searchable = False
    columns = [ActivityColumn("title", label=_("Activity")), KIND, STANDS_ON, STATE, PUBLISHED, BY_CHANNEL, WAITING]
    list_export = HEADINGS

    def get_queryset(self) -> Any:
        found = with_channels(with_figures(Activity.objects.all())).order_by("-created_at", "-pk")
        return with_rights(found, self.request.user)

    def as_spreadsheet(self, queryset: Any, spreadsheet_format: str) -> HttpResponseBase:
        """Through our own writers: Wagtail's do not disarm formulas."""
        write = xlsx_response if spreadsheet_format == "xlsx" else csv_response
        return write(f"participation.{spreadsheet_format}", HEADINGS, map(_row, queryset.iterator()))


def _row(activity: Any) -> list[Any]:
    state = activity.state_at(timezone.now()).value
    figures = [getattr(activity, name) for name in HEADINGS[4:]]
    return [activity.title, activity.module, activity.host_title or "", state, *figures]
