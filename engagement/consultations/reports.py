"""The report of what editors owe, and its panel on their dashboard."""

from typing import Any

import django_filters
from django.http import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page

from base.spreadsheets import csv_response, xlsx_response
from base.timewords import day_words
from engagement.consultations.due import days_over, due_at, overdue
from engagement.consultations.enums import ConsultationState
from engagement.consultations.models import ConsultationPage

NAME = "consultations_due"
HEADINGS = ["title", "branch", "state", "answer_by", "days_over", "feedback", "late_step_since", "last_edited_by"]
"""Headings of the export; they never change."""


def over_words(page: Any) -> str:
    """How late the answer is: "Late by 3 days", "Today", "In 5 days", "" when none is owed."""
    days = days_over(page, timezone.now())
    if days is None:
        return ""
    if days == 0:
        return gettext("Today")
    if days > 0:
        return ngettext("Late by %(count)s day", "Late by %(count)s days", days) % {"count": days}
    return ngettext("In %(count)s day", "In %(count)s days", -days) % {"count": -days}


def step_words(page: Any) -> str:
    """Since when a step of what happens next is late, "" when none is."""
    is_late = page.next_step_on is not None and page.next_step_on < timezone.localdate()
    return day_words(page.next_step_on, weekday=False) if is_late else ""


def answer_words(page: Any) -> str:
    """The promised day, while the answer is owed."""
    is_owed = days_over(page, timezone.now()) is not None
    return day_words(page.timetable_answer_by, weekday=False) if is_owed else ""


def editor_of(page: Any) -> str:
    """Who saved the page last."""
    revision = page.latest_revision
    return str(revision.user or "") if revision else ""


def state_words(page: Any) -> str:
    """The public state; "What we heard" says that feedback was given."""
    return str(ConsultationState(page.public_state).label)


class DueFilterSet(WagtailFilterSet):
    """By branch of the tree, which is mostly a service."""

    branch = django_filters.ModelChoiceFilter(
        label=_("Service"), queryset=Page.objects.filter(depth=3).order_by("path"), method="below"
    )

    class Meta:
        model = ConsultationPage
        fields: list[str] = []

    def below(self, pages: Any, name: str, branch: Page) -> Any:
        return pages.filter(path__startswith=branch.path)


class DueReportView(ReportView):
    """Answers that were promised and steps that were announced: what is late and what comes within thirty days."""

    page_title = _("Answers due")
    header_icon = "calendar-check"
    index_url_name = NAME
    index_results_url_name = f"{NAME}_results"
    model = ConsultationPage
    any_permission_required = ["change"]
    is_searchable = False
    filterset_class = DueFilterSet
    columns = [
        TitleColumn(
            "title", label=_("Consultation"), get_url=lambda page: reverse("wagtailadmin_pages:edit", args=[page.pk])
        ),
        Column("branch", label=_("Service")),
        Column("state", label=_("State"), accessor=state_words),
        Column("answer_by", label=_("Answer promised by"), accessor=answer_words),
        Column("days_over", label=_("How late"), accessor=over_words),
        Column("step", label=_("Step late since"), accessor=step_words),
        Column("editor", label=_("Last edited by"), accessor=editor_of),
    ]
    list_export = HEADINGS

    def get_base_queryset(self) -> Any:
        return due_at(self.request.user, timezone.now())

    def get_queryset(self) -> Any:
        return self.filter_queryset(self.get_base_queryset())

    def as_spreadsheet(self, queryset: Any, spreadsheet_format: str) -> HttpResponseBase:
        """Through our own writers: Wagtail's do not disarm formulas."""
        write = xlsx_response if spreadsheet_format == "xlsx" else csv_response
        return write(f"answers-due.{spreadsheet_format}", HEADINGS, map(_row, queryset.iterator(chunk_size=200)))


def _row(page: Any) -> list[Any]:
    now = timezone.now()
    days = days_over(page, now)
    is_late = page.next_step_on is not None and page.next_step_on < timezone.localdate(now)
    return [
        page.title,
        page.branch or "",
        page.public_state,
        page.timetable_answer_by.isoformat() if days is not None else "",
        "" if days is None else days,
        "yes" if page.public_state == ConsultationState.FEEDBACK else "no",
        page.next_step_on.isoformat() if is_late else "",
        editor_of(page),
    ]


class DuePanel(Component):
    """On the dashboard of an editor: how much is late, and for how long."""

    name = "consultations_due"
    template_name = "engagement/admin/due_panel.html"
    order = 20

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        found = overdue(parent_context["request"].user, timezone.now())
        return {"count": found.count, "oldest": found.oldest, "url": reverse(NAME)}
