"""What consultations add to the Wagtail admin."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.urls import path, re_path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.models import Page
from wagtail.permissions import page_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from engagement.consultations import admin_views, reports
from engagement.consultations.models import ConsultationPage, Subject
from engagement.consultations.panels import warnings_for


class SubjectViewSet(SnippetViewSet):
    """What consultations are sorted by."""

    model = Subject
    icon = "tag"
    menu_label = _("Subjects")
    list_display = ["name", "slug"]


register_snippet(SubjectViewSet)


@hooks.register("register_admin_urls")
def register_actions() -> list[Any]:
    names = "|".join(action.name for action in admin_views.ACTIONS)
    due = reports.DueReportView
    return [
        re_path(rf"^consultations/(?P<pk>\d+)/(?P<name>{names})/$", admin_views.editor_action, name=admin_views.NAME),
        path("reports/answers-due/", due.as_view(), name=reports.NAME),
        path("reports/answers-due/results/", due.as_view(results_only=True), name=f"{reports.NAME}_results"),
    ]


class DueMenuItem(MenuItem):
    """The report of what is owed, for those who can do something about it."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_edit_some(request.user)


def may_edit_some(user: Any) -> bool:
    """Whether there is a page that this user may edit."""
    return page_permission_policy.user_has_any_permission(user, {"change"})


@hooks.register("register_reports_menu_item")
def register_report_item() -> MenuItem:
    return DueMenuItem(_("Answers due"), reverse(reports.NAME), icon_name="calendar-check", order=40)


@hooks.register("construct_homepage_panels")
def add_due_panel(request: HttpRequest, panels: list[Any]) -> None:
    if may_edit_some(request.user):
        panels.insert(0, reports.DuePanel())


@hooks.register("register_page_header_buttons")
def offer_actions(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """Beside Move and Copy, where editors look for what can be done to a page."""
    if issubclass(page.specific_class or Page, ConsultationPage):
        for place, (action, url) in enumerate(admin_views.links_for(page, user)):
            yield Button(action.label, url=url, icon_name=action.icon, priority=16 + place)


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    actions.register_action("consultations.extended", _("Extend"), _("Closing date moved later"))
    actions.register_action("consultations.reopened", _("Open again"), _("Opened again"))
    actions.register_action("consultations.earlier", _("Bring forward"), _("Closing date brought forward"))
    actions.register_action("consultations.answer", _("Move the answer"), _("Day of the answer moved"))
    actions.register_action("consultations.paused", _("Pause"), _("Paused"))
    actions.register_action("consultations.resumed", _("Resume"), _("Went on after a pause"))
    actions.register_action("consultations.archived", _("Archive"), _("Archived"))
    actions.register_action("consultations.unarchived", _("Take out of the archive"), _("Taken out of the archive"))


@hooks.register("before_publish_page")
def remember_what_to_think_about(request: HttpRequest, page: Page) -> None:
    """Look before publishing: afterwards nobody knows what people had been told until then."""
    if isinstance(page, ConsultationPage):
        request.second_thoughts = warnings_for(page.get_latest_revision_as_object())  # type: ignore[attr-defined]


@hooks.register("after_publish_page")
def say_what_to_think_about(request: HttpRequest, page: Page) -> None:
    """After publishing or scheduling, the warnings that stopped nothing; a saved draft shows them in its editor."""
    for warning in getattr(request, "second_thoughts", ()):
        messages.warning(request, warning)
