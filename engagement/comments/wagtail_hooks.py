"""Hangs discussions into the Wagtail admin: what waits for an answer, and what the history of a discussion says."""

from typing import Any

from django.http import HttpRequest
from django.urls import include, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from engagement.comments.views.waiting import waiting
from engagement.comments.waiting import figures
from engagement.plugin import can_answer_officially


@hooks.register("register_admin_urls")
def register_waiting() -> list[Any]:
    addresses = [path("", waiting, name="index")]
    return [path("engagement/answers/", include((addresses, "engagement_answers")))]


class AnswersMenuItem(MenuItem):
    """What waits for an answer, for those who may give one."""

    def is_shown(self, request: HttpRequest) -> bool:
        return can_answer_officially(request.user)


@hooks.register("register_engagement_menu_item")
def register_waiting_item() -> MenuItem:
    return AnswersMenuItem(_("Waiting for an answer"), reverse("engagement_answers:index"), icon_name="help", order=20)


class AnswersPanel(Component):
    """On the dashboard of those who answer: how many conversations wait, and for how long."""

    name = "engagement_answers"
    template_name = "engagement/comments/admin/answers_panel.html"
    order = 11

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"figures": figures(timezone.now()), "url": reverse("engagement_answers:index")}


@hooks.register("construct_homepage_panels", order=-1)
def add_answers_panel(request: HttpRequest, panels: list[Any]) -> None:
    if can_answer_officially(request.user):
        panels.insert(0, AnswersPanel())


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    actions.register_action("engagement.answer", _("Answer"), _("Answered for the council"))
    actions.register_action("engagement.pin", _("Pin"), _("An answer was pinned"))
    actions.register_action("engagement.unpin", _("Unpin"), _("An answer was unpinned"))
    actions.register_action("engagement.settle", _("Needs no answer"), _("A conversation needs no answer"))
    actions.register_action("engagement.unsettle", _("Waits again"), _("A conversation waits for an answer again"))
