"""What an editor is told who publishes a translation that is scheduled.

wagtail-localize says “Published … in Welsh” in any case (its 1.13, `edit_translation`), also of a page that goes public
next week.
"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail_localize.wagtail_hooks import before_edit_page

from base.admin_messages import say_instead
from base.timewords import moment_words


def say_when(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A `before_edit_page` hook that goes before wagtail-localize's, calls it, and puts its words right."""
    if request.method != "POST" or request.POST.get("action") != "publish":
        return None
    response: HttpResponse | None = before_edit_page(request, page)
    scheduled = Page.objects.get(pk=page.pk).scheduled_revision if response is not None else None
    if scheduled is None or scheduled.approved_go_live_at is None:
        return response
    words = _("“%(title)s” goes public on %(moment)s.")
    title = page.get_admin_display_title()
    moment = moment_words(scheduled.approved_go_live_at)
    say_instead(request, messages.SUCCESS, words % {"title": title, "moment": moment})
    return response
