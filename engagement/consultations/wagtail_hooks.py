"""What consultations add to the Wagtail admin."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.urls import include, path, re_path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.models import Page
from wagtail.permissions import page_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.chooser import SnippetChooserViewSet
from wagtail.snippets.views.snippets import SnippetViewSet

from base.choosers import ChosenByKey
from base.converters import KeyConverter
from engagement.consultations import admin_views, reports, rewording_views
from engagement.consultations.evidence import screens
from engagement.consultations.evidence.rules import can_make_evidence
from engagement.consultations.models import ConsultationPage, Subject
from engagement.consultations.panels import warnings_for
from engagement.consultations.telling import number_of_rounds
from engagement.consultations.telling_views import say_of_new_round, told


class SubjectChooserViewSet(ChosenByKey, SnippetChooserViewSet):
    """Chooses one or more of them."""


class SubjectViewSet(SnippetViewSet):
    """What consultations are sorted by."""

    model = Subject
    icon = "tag"
    menu_label = _("Subjects")
    list_display = ["name", "slug"]
    chooser_viewset_class = SubjectChooserViewSet


register_snippet(SubjectViewSet)


@hooks.register("register_admin_urls")
def register_actions() -> list[Any]:
    key, names = KeyConverter.regex, "|".join(action.name for action in admin_views.ACTIONS)
    due = reports.DueReportView
    return [
        re_path(rf"^consultations/(?P<pk>{key})/(?P<name>{names})/$", admin_views.editor_action, name=admin_views.NAME),
        path("consultations/<key:pk>/words/<key:change>/", rewording_views.reword, name=rewording_views.NAME),
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
    actions.register_action("consultations.late", _("Move the day for letters"), _("Day for letters moved"))
    actions.register_action("consultations.paused", _("Pause"), _("Paused"))
    actions.register_action("consultations.resumed", _("Resume"), _("Went on after a pause"))
    actions.register_action("consultations.words", _("Correct the words"), _("Reason of a change of dates corrected"))
    actions.register_action("consultations.archived", _("Archive"), _("Archived"))
    actions.register_action("consultations.unarchived", _("Take out of the archive"), _("Taken out of the archive"))
    actions.register_action("consultations.evidence", _("Evidence"), _("An evidence pack was asked for"))
    actions.register_action("consultations.evidence_taken", _("Evidence taken"), _("An evidence pack was downloaded"))
    actions.register_action("consultations.tell", _("Tell participants"), _("Participants told what came of it"))
    actions.register_action("consultations.stop_telling", _("Stop telling"), _("Telling participants stopped"))


@hooks.register("register_admin_urls")
def register_evidence() -> list[Any]:
    addresses = [
        path("", screens.index, name="index"),
        path("<uuid:key>/", screens.packs, name="packs"),
        path("pack/<uuid:pack>/", screens.download, name="download"),
        path("pack/<uuid:pack>/again/", screens.again, name="again"),
    ]
    return [path("reports/evidence/", include((addresses, "evidence")))]


class EvidenceMenuItem(MenuItem):
    """Evidence packs, for those who may make them."""

    def is_shown(self, request: HttpRequest) -> bool:
        return can_make_evidence(request.user)


@hooks.register("register_reports_menu_item")
def register_evidence_item() -> MenuItem:
    return EvidenceMenuItem(_("Evidence packs"), reverse("evidence:index"), icon_name="lock", order=60)


@hooks.register("register_page_header_buttons")
def evidence_button(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """In the menu of a consultation's header, once it was public."""
    is_consultation = page.specific_class is ConsultationPage and page.first_published_at is not None
    if is_consultation and can_make_evidence(user):
        url = reverse("evidence:packs", args=[page.translation_key])
        yield Button(_("Evidence pack"), url, icon_name="lock", priority=66)


@hooks.register("before_publish_page")
def remember_what_to_think_about(request: HttpRequest, page: Page) -> None:
    """Look before publishing: afterwards nobody knows what people had been told until then."""
    if isinstance(page, ConsultationPage):
        request.second_thoughts = warnings_for(page.get_latest_revision_as_object(), request.user)  # type: ignore[attr-defined]
        request.rounds_before = number_of_rounds(page)  # type: ignore[attr-defined]


@hooks.register("after_publish_page")
def say_what_to_think_about(request: HttpRequest, page: Page) -> None:
    """After publishing or scheduling, the warnings that stopped nothing; a saved draft shows them in its editor."""
    for warning in getattr(request, "second_thoughts", ()):
        messages.warning(request, warning)


@hooks.register("after_publish_page")
def say_who_is_told(request: HttpRequest, page: Page) -> None:
    """After the publication that made an outcome public: how many people are being told of it."""
    if isinstance(page, ConsultationPage):
        say_of_new_round(request, page, before=getattr(request, "rounds_before", 0))


@hooks.register("register_admin_urls")
def register_telling() -> list[Any]:
    return [path("consultations/<key:page_id>/told/", told, name="consultation_told")]
