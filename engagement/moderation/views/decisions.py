"""The record of moderators' decisions, as a report of the Wagtail admin."""

from datetime import timedelta
from typing import Any

import django_filters
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView

from base.spreadsheets import csv_response, xlsx_response
from engagement.moderation.queries import decisions, figures_of
from engagement.moderation.rules import can_read_decisions
from engagement.plugin import Reason, StateChange

HEADINGS = ["decided_at", "reference", "activity", "from_state", "to_state", "reason", "note", "decided_by"]
"""Headings of the export; they never change."""


def _moderators(request: HttpRequest) -> QuerySet[Any]:
    """Everybody who has ever decided."""
    users = get_user_model()._default_manager
    return users.filter(pk__in=decisions().order_by().values("by")).order_by("email")


def decision_words(change: StateChange) -> str:
    """From what to what, or that it was left."""
    if change.moves_nothing:
        return _("Left as it was: %(state)s") % {"state": change.get_to_state_display()}
    return f"{change.get_from_state_display()} → {change.get_to_state_display()}"


def decider_words(change: StateChange) -> str:
    """Who it was."""
    return str(change.by) if change.by else _("By itself, or a colleague who has left")


class DecisionFilterSet(WagtailFilterSet):
    """Narrows the record by day, reason and colleague."""

    at = django_filters.DateFromToRangeFilter(label=gettext_lazy("Decided"), widget=DateRangePickerWidget)
    reason = django_filters.ChoiceFilter(label=gettext_lazy("Reason"), choices=Reason.choices)
    by = django_filters.ModelChoiceFilter(label=gettext_lazy("Moderator"), queryset=_moderators)

    class Meta:
        model = StateChange
        fields = ["at", "reason", "by"]


class DecisionsReportView(ReportView):
    """Every decision: what, why, by whom, when; the figures of those listed stand above them."""

    page_title = gettext_lazy("Moderation decisions")
    header_icon = "history"
    index_url_name = "engagement_decisions"
    index_results_url_name = "engagement_decisions_results"
    results_template_name = "engagement/moderation/admin/log_results.html"
    model = StateChange
    filterset_class = DecisionFilterSet
    is_searchable = False
    no_results_message = gettext_lazy("No decision matches.")
    list_export = HEADINGS
    columns = [
        TitleColumn(
            "contribution",
            label=gettext_lazy("Contribution"),
            accessor="contribution.reference",
            get_url=lambda change: reverse("engagement_queue:detail", args=[change.contribution.uuid]),
        ),
        Column("activity", label=gettext_lazy("Activity"), accessor="contribution.activity.title"),
        Column("decision", label=gettext_lazy("Decision"), accessor=decision_words),
        Column("reason", label=gettext_lazy("Reason"), accessor="get_reason_display"),
        Column("note", label=gettext_lazy("Note"), accessor="note"),
        Column("by", label=gettext_lazy("Moderator"), accessor=decider_words),
        DateColumn("at", label=gettext_lazy("Decided"), accessor="at"),
    ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """
        Raises:
            PermissionDenied: this user neither moderates nor reports on it.
        """
        if not can_read_decisions(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[StateChange]:
        return decisions().order_by("-at", "-pk")

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        figures = figures_of(self.get_filtered_queryset())
        names = {"figures": figures, "median": wait_words(figures.median)}
        return {**super().get_context_data(*args, **kwargs), **names}

    def as_spreadsheet(self, queryset: Any, spreadsheet_format: str) -> HttpResponseBase:
        """Through our own writers: Wagtail's do not disarm formulas."""
        write = xlsx_response if spreadsheet_format == "xlsx" else csv_response
        return write(f"decisions.{spreadsheet_format}", HEADINGS, map(_row, queryset.iterator()))


def wait_words(wait: timedelta | None) -> str:
    """A time between two moments in words, such as "3 hours, 20 minutes"; a dash for none."""
    if wait is None:
        return "–"
    now = timezone.now()
    return timesince(now - wait, now)


def _row(change: StateChange) -> list[Any]:
    given = change.contribution
    states = [change.from_state, change.to_state, change.reason]
    by = change.by.email if change.by else ""
    return [change.at.isoformat(), given.reference, given.activity.title, *states, change.note, by]
