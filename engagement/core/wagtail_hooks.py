"""Hangs engagement into the Wagtail admin: menu, screens, reports, log."""

from typing import Any

from django.http import HttpRequest
from django.urls import include, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.admin_url_finder import register_admin_url_finder
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.admin.ui.components import Component
from wagtail.log_actions import LogFormatter
from wagtail.models import Page
from wagtail.permissions import policy_registry, register_permission_policy

from engagement.core import registry
from engagement.core.attacks import Attack, attacks, switch_url
from engagement.core.chooser import activity_chooser
from engagement.core.marks import asked_counts
from engagement.core.models import Activity
from engagement.core.models.batch import FROM_ELSEWHERE
from engagement.core.permissions import ActivityPolicy
from engagement.core.queries import BATCH_EDITED, waiting_count, waiting_since
from engagement.core.rules import can_enter, can_moderate, can_read_contributions
from engagement.core.services.twins import twin_copied_tree
from engagement.core.views import batches, entering, queue
from engagement.core.views.reports import ParticipationReportView
from engagement.core.viewsets import ActivityURLFinder, url_name, viewset_for

register_permission_policy(Activity, ActivityPolicy())
register_admin_url_finder(Activity, ActivityURLFinder)


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[Any]:
    return [activity_chooser, *(viewset_for(module) for module in registry.modules().values())]


@hooks.register("register_admin_urls")
def register_entering() -> list[Any]:
    addresses = [
        path("", batches.index, name="index"),
        path("new/", batches.add, name="add"),
        path("<key:pk>/", entering.batch, name="batch"),
        path("<key:pk>/edit/", batches.edit, name="edit"),
        path("<key:pk>/delete/", batches.delete, name="delete"),
        path("<key:pk>/export/<str:kind>/", entering.export, name="export"),
        path("answer/<uuid:uuid>/", entering.answer, name="answer"),
        path("answer/<uuid:uuid>/take-out/", entering.take_out_answer, name="take_out"),
    ]
    return [path("engagement/elsewhere/", include((addresses, "engagement_entry")))]


@hooks.register("register_admin_urls")
def register_queue() -> list[Any]:
    addresses = [path("", queue.queue, name="index"), path("<uuid:uuid>/", queue.detail, name="detail")]
    report = ParticipationReportView
    return [
        path("engagement/given/", include((addresses, "engagement_queue"))),
        path("reports/participation/", report.as_view(), name="engagement_participation"),
        path(
            "reports/participation/results/", report.as_view(results_only=True), name="engagement_participation_results"
        ),
    ]


class QueueMenuItem(MenuItem):
    """The queue, with how much waits."""

    def is_shown(self, request: HttpRequest) -> bool:
        return can_read_contributions(request.user)


class EnteringMenuItem(MenuItem):
    """Where letters, calls and notes of events are typed in."""

    def is_shown(self, request: HttpRequest) -> bool:
        return can_enter(request.user)


class ActivitiesMenuItem(MenuItem):
    """The activities of one module, or the report over all."""

    def is_shown(self, request: HttpRequest) -> bool:
        policy = policy_registry.get_by_type(Activity)
        return policy.user_has_any_permission(request.user, {"add", "change", "delete", "view"})


class EngagementMenu(Menu):
    """What people gave first, then each module."""

    def __init__(self) -> None:
        super().__init__(
            register_hook_name="register_engagement_menu_item", construct_hook_name="construct_engagement_menu"
        )


engagement_menu = EngagementMenu()


class WaitingPanel(Component):
    """On the dashboard of a moderator: how much waits, and for how long."""

    name = "engagement_waiting"
    template_name = "engagement/admin/waiting_panel.html"
    order = 10

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        url = reverse("engagement_queue:index")
        asked = [
            {"words": source.waiting_words(count), "since": since, "url": f"{url}?marked={source.slug}"}
            for source, count, since in asked_counts()
        ]
        return {"count": waiting_count(), "oldest": waiting_since(), "url": url, "asked": asked}


class ChallengePanel(Component):
    """On the dashboard of those who moderate or may switch it: that strangers are asked for a proof, and why."""

    name = "engagement_challenge"
    template_name = "engagement/admin/challenge_panel.html"
    order = 5

    def __init__(self, found: list[Attack], *, may_switch: bool) -> None:
        self.found = found
        self.may_switch = may_switch

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"attacks": self.found, "url": switch_url() if self.may_switch else ""}


@hooks.register("register_admin_menu_item")
def register_menu() -> MenuItem:
    return SubmenuMenuItem(_("Engagement"), engagement_menu, icon_name="group", order=150)


@hooks.register("register_engagement_menu_item")
def register_queue_item() -> MenuItem:
    return QueueMenuItem(_("Contributions"), reverse("engagement_queue:index"), icon_name="comment", order=10)


@hooks.register("register_engagement_menu_item")
def register_entering_item() -> MenuItem:
    return EnteringMenuItem(batches.IN_ALL, reverse("engagement_entry:index"), icon_name="mail", order=20)


@hooks.register("construct_engagement_menu")
def add_modules(request: HttpRequest, items: list[MenuItem]) -> None:
    for place, module in enumerate(registry.modules().values()):
        item = ActivitiesMenuItem(
            module.label, reverse(f"{url_name(module)}:index"), icon_name=module.icon, order=100 + place
        )
        if item.is_shown(request):
            items.append(item)


@hooks.register("register_reports_menu_item")
def register_report_item() -> MenuItem:
    return ActivitiesMenuItem(_("Participation"), reverse("engagement_participation"), icon_name="group", order=50)


@hooks.register("construct_homepage_panels")
def add_waiting_panel(request: HttpRequest, panels: list[Any]) -> None:
    if can_moderate(request.user):
        panels.insert(0, WaitingPanel())
    may_switch = request.user.has_perm("base.change_protectionsettings")
    if (may_switch or can_moderate(request.user)) and (found := attacks()):
        panels.insert(0, ChallengePanel(found, may_switch=may_switch))


class BatchEdited(LogFormatter):
    """Says what everybody reads otherwise since."""

    label = _("Edit a batch")
    message = _("A batch of answers from elsewhere was edited")

    def format_message(self, log_entry: Any) -> Any:
        channels = log_entry.data["changes"].get("channel")
        if channels is None:
            return self.message
        before, after = (dict(FROM_ELSEWHERE)[channel] for channel in channels)
        words = gettext("How the answers of a batch reached us was changed from “%(before)s” to “%(after)s”")
        return words % {"before": before, "after": after}


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    actions.register_action("engagement.export", _("Export"), _("Contributions exported"))
    actions.register_action("engagement.batch", _("Begin a batch"), _("A batch of answers from elsewhere was begun"))
    actions.register_action(BATCH_EDITED)(BatchEdited)
    actions.register_action("engagement.batch_delete", _("Delete a batch"), _("A batch without answers was deleted"))
    actions.register_action("engagement.enter", _("Type in"), _("An answer from elsewhere was typed in"))
    actions.register_action("engagement.correct", _("Correct"), _("What was typed in was corrected"))


@hooks.register("after_copy_page")
def give_the_copy_its_own_activities(request: HttpRequest, page: Page, new_page: Page) -> None:
    """The admin copies without calling `Page.copy()`. An alias mirrors its original and keeps its activities."""
    if new_page.alias_of_id is None:
        twin_copied_tree(source=page, copy=new_page, user=request.user)
