"""The page of the talk."""

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _

from engagement.comments.contexts import thread_context
from engagement.comments.forms import CommentForm
from engagement.comments.models import Comment
from engagement.comments.rules import can_be_answered
from engagement.comments.views.finding import found
from engagement.plugin import Visit


def thread(visit: Visit) -> HttpResponse:
    """One page of the talk, with the place to write at its end."""
    return show(visit, _asked_parent(visit))


def show(
    visit: Visit, parent: Comment | None = None, form: CommentForm | None = None, *, focus: Comment | None = None
) -> HttpResponse:
    """The page of the talk: the one asked for, or the one with the comment asked for."""
    asked = visit.request.GET.get("comment", "")
    focus = focus or parent or (found(visit, asked, or_none=True) if asked else None)
    told = list(messages.get_messages(visit.request))
    is_led = bool(asked) and parent is form is None
    context = thread_context(visit, focus=focus, parent=parent, form=form, messages=told, is_led=is_led)
    return visit.render("engagement/comments/thread.html", context)


def _asked_parent(visit: Visit) -> Comment | None:
    """The comment that `?reply=` wants to answer; with a sentence, None when it cannot be answered."""
    asked = visit.request.GET.get("reply", "")
    if not asked:
        return None
    parent = found(visit, asked)
    if can_be_answered(parent):
        return parent
    messages.warning(visit.request, cannot_be_answered())
    return None


def cannot_be_answered() -> str:
    """Why no reply may be written to what somebody wants to answer."""
    return _("That comment cannot be answered any more. You can write one of your own.")
