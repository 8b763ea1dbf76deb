"""The staff's screen of what waits for an answer, the longest waiting first."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages

from base.admin_head import head
from engagement.comments.admin_forms import SettleForm, WaitingFilterForm
from engagement.comments.rules import ANSWER_WITHIN
from engagement.comments.services import settle, unsettle
from engagement.comments.waiting import (
    Line,
    conversations,
    figures,
    lines,
    settled_conversations,
    settled_lines,
    waiting_comments,
)
from engagement.plugin import action_url, can_answer_officially

PER_PAGE = 50


def waiting(request: HttpRequest) -> HttpResponse:
    """Conversations that wait, or (`?show=settled`) those that need no answer; POST moves the ticked ones.

    Raises:
        PermissionDenied: this user may not answer for the organisation.
    """
    if not can_answer_officially(request.user):
        raise PermissionDenied
    form = SettleForm(request.POST if request.method == "POST" else None)
    is_settled = request.GET.get("show") == "settled"
    if request.method == "POST" and form.is_valid():
        _move(request, form, is_settled=is_settled)
        return redirect(request.get_full_path())
    return TemplateResponse(
        request, "engagement/comments/admin/waiting.html", _context(request, form, is_settled=is_settled)
    )


def _move(request: HttpRequest, form: SettleForm, *, is_settled: bool) -> None:
    chosen = form.cleaned_data["conversations"]
    for conversation in chosen:
        if is_settled:
            unsettle(conversation=conversation, by=request.user)
        else:
            settle(conversation=conversation, by=request.user, until=form.cleaned_data["until"])
    if is_settled:
        words = ngettext("%(count)d waits for an answer again.", "%(count)d wait for an answer again.", len(chosen))
    else:
        words = ngettext(
            "%(count)d needs no answer. It waits again when somebody adds to it.",
            "%(count)d need no answer. They wait again when somebody adds to them.",
            len(chosen),
        )
    messages.success(request, words % {"count": len(chosen)})


def _context(request: HttpRequest, form: SettleForm, *, is_settled: bool) -> dict[str, Any]:
    now, asked = timezone.now(), WaitingFilterForm(request.GET)
    asked.is_valid()
    discussion = asked.cleaned_data.get("discussion")
    numbers = figures(now, discussion)
    settled = settled_conversations(discussion)
    found = settled if is_settled else conversations(waiting_comments(discussion))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("p"))
    shown = settled_lines(list(page)) if is_settled else lines(list(page), now)
    return {
        "entries": [_entry(line) for line in shown],
        "page": page,
        "figures": numbers,
        "settled_count": page.paginator.count if is_settled else settled.count(),
        "is_settled": is_settled,
        "within": ANSWER_WITHIN,
        "asked": asked,
        "scope": f"&discussion={discussion.uuid}" if discussion else "",
        "form": form,
        "ticked": request.POST.getlist("conversations"),
        "until": now.isoformat(),
        **head(_("Waiting for an answer"), icon="comment"),
    }


def _entry(line: Line) -> dict[str, Any]:
    contribution = line.comment.contribution
    thread = action_url(line.comment.discussion, "thread")
    return {
        "line": line,
        "comment": line.comment,
        "contribution": contribution,
        "talk_url": line.comment.get_absolute_url(),
        "answer_url": f"{thread}?reply={contribution.uuid}&official=1#composer" if contribution.is_published else "",
    }
