"""What the history of a discussion says in the admin."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    actions.register_action("engagement.answer", _("Answer"), _("Answered for the council"))
    actions.register_action("engagement.pin", _("Pin"), _("An answer was pinned"))
    actions.register_action("engagement.unpin", _("Unpin"), _("An answer was unpinned"))
