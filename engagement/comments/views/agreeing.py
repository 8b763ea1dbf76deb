"""Where people agree with what others said."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from base.guards import Refusal, see_other
from engagement.comments.enums import Sort
from engagement.comments.models import Comment
from engagement.comments.rendering import html_of, name_of
from engagement.comments.rules import can_agree, can_be_agreed_with
from engagement.comments.services import AgreementRefused, agree, take_agreement_back
from engagement.comments.views.finding import found, is_visitors
from engagement.plugin import Audience, Visit


def agree_with(visit: Visit) -> HttpResponse:
    """Agree with a comment. GET shows it to those who come from signing in, and tells the others how to."""
    if visit.request.method == "POST":
        return _agreeing(visit, agree)
    comment: Comment = found(visit, visit.request.GET.get("comment", ""))
    if not visit.is_open or is_visitors(visit, comment) or not can_be_agreed_with(comment):
        return redirect(comment.get_absolute_url())
    names = {
        "comment": comment,
        "text": html_of(comment.comment),
        "name": name_of(comment),
        "back": comment.get_absolute_url(),
        "can_agree": can_agree(visit),
        "sign_in_url": visit.sign_in_url,
        "asks_email": visit.activity.audience == Audience.CONFIRMED,
        "thread_url": visit.url("thread"),
    }
    return visit.render("engagement/comments/agree.html", names)


def agree_no_more(visit: Visit) -> HttpResponse:
    """Take "I agree" back."""
    if visit.request.method != "POST":
        return redirect(visit.url("thread"))
    return _agreeing(visit, take_agreement_back)


def _agreeing(visit: Visit, service: Any) -> HttpResponse:
    comment: Comment = found(visit, visit.request.GET.get("comment", ""))
    if not can_agree(visit):
        raise Refusal(
            403,
            _("Sign in first"),
            _("Each person counts once, so we have to know who agrees. Nothing was counted."),
            remedy=(f"{visit.url('agree')}?{urlencode({'comment': comment.contribution.uuid})}", _("How to agree")),
        )
    try:
        service(comment=comment, participant=visit.participant)
    except AgreementRefused:
        raise Refusal(
            403,
            _("Nobody can agree with this comment now"),
            _("It is yours, or an official answer, or not on the page any more. Nothing was counted."),
            remedy=(visit.url("thread"), _("Go to the talk")),
        ) from None
    sort = Sort.of(visit.request.GET.get("sort"))
    return see_other(f"{visit.url('thread')}?{sort.query}comment={comment.contribution.uuid}#{comment.anchor}")
