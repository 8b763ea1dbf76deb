"""Hangs the record of decisions among the reports of the Wagtail admin."""

from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from engagement.moderation.rules import can_read_decisions
from engagement.moderation.views.decisions import DecisionsReportView


class DecisionsMenuItem(MenuItem):
    """The record, for those who may read it."""

    def is_shown(self, request: HttpRequest) -> bool:
        return can_read_decisions(request.user)


@hooks.register("register_admin_urls")
def register_decisions() -> list[Any]:
    results = DecisionsReportView.as_view(results_only=True)
    return [
        path("reports/decisions/", DecisionsReportView.as_view(), name="engagement_decisions"),
        path("reports/decisions/results/", results, name="engagement_decisions_results"),
    ]


@hooks.register("register_reports_menu_item")
def register_decisions_item() -> MenuItem:
    return DecisionsMenuItem(_("Moderation decisions"), reverse("engagement_decisions"), icon_name="history", order=60)
