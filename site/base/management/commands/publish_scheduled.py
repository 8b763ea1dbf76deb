"""Wagtail's command, but one page's refusal does not hold up the others."""

import logging
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils import timezone
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.management.commands.publish_scheduled import Command as WagtailCommand
from wagtail.models import Page, Revision

from base.mail import queue_mail
from base.publication import PublishRefused, StaysPublic

logger = logging.getLogger(__name__)


class Command(WagtailCommand):
    """Publish what is due and unpublish what has expired; run every minute."""

    help = "Publish scheduled pages and unpublish expired ones."

    def handle(self, *args: Any, **options: Any) -> None:
        if options["dryrun"]:
            super().handle(*args, **options)
            return
        for page in Page.objects.filter(live=True, expire_at__lt=timezone.now()).specific():
            _apart(unpublish_or_tell, page)
        for revision in Revision.objects.filter(approved_go_live_at__lt=timezone.now()).order_by("approved_go_live_at"):
            _apart(publish_or_tell, revision)


def unpublish_or_tell(page: Any) -> None:
    """Take a page down whose time is over, or write to its editors, once, why it stays until nothing holds it."""
    try:
        page.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    except StaysPublic as refusal:
        revision = page.get_latest_revision()
        users = (revision.user if revision else None, page.owner)
        _tell(refusal, users, key=f"stays-public:{page.pk}:{page.expire_at:%Y%m%d%H%M}", template="stays_public")


def publish_or_tell(revision: Revision) -> None:
    """Publish the revision, or take it off the schedule and write to its editor why."""
    try:
        revision.publish(log_action="wagtail.publish.scheduled")
    except PublishRefused as refusal:
        Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
        users = (revision.user, getattr(refusal.page, "owner", None))
        _tell(refusal, users, key=f"publish-refused:{revision.pk}", template="publish_refused")
        logger.warning("publication refused", extra={"page": refusal.page.pk, "revision": revision.pk})


def _tell(refusal: PublishRefused, users: Iterable[Any], *, key: str, template: str) -> None:
    page = refusal.page
    edit_url = f"{settings.WAGTAILADMIN_BASE_URL}{AdminURLFinder().get_edit_url(page)}"
    editors = {user.email: user for user in users if user and user.is_active}
    for editor in editors.values():
        queue_mail(
            key=f"{key}:{editor.pk}",
            to=editor.email,
            template=f"base/mail/{template}",
            context={"page": page, "edit_url": edit_url, "problems": [str(p.message) for p in refusal.problems]},
            language=_language_of(editor),
        )


def _language_of(user: Any) -> str:
    profile = getattr(user, "wagtail_userprofile", None)
    return profile.get_preferred_language() if profile else "en"


def _apart(work: Any, *args: Any, **kwargs: Any) -> None:
    """Do one piece of work so that its failure is logged and the next piece still happens."""
    try:
        work(*args, **kwargs)
    except Exception:
        logger.exception("a scheduled page could not be changed")
