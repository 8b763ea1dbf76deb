"""Where staff show an answer above the talk."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from base.guards import see_other
from engagement.comments.services import pin, unpin
from engagement.comments.views.finding import found
from engagement.plugin import Visit


def pin_answer(visit: Visit) -> HttpResponse:
    """Show an official answer above the talk."""
    return _pinned(visit, pin, _("The answer stands above the talk now."))


def unpin_answer(visit: Visit) -> HttpResponse:
    """Show it in its place only."""
    return _pinned(visit, unpin, _("The answer stands in its place in the talk only."))


def _pinned(visit: Visit, service: Any, words: str) -> HttpResponse:
    if visit.request.method != "POST":
        return redirect(visit.url("thread"))
    comment = found(visit, visit.request.GET.get("comment", ""))
    service(comment=comment, user=visit.user)
    messages.success(visit.request, words)
    return see_other(comment.get_absolute_url())
