"""Where people take their words back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from base.guards import see_other
from engagement.comments.rendering import html_of
from engagement.comments.services import withdraw_comment
from engagement.comments.views.finding import own_comment
from engagement.plugin import AUTHOR_MAY_WITHDRAW_FROM, MoveRefused, Visit


def withdraw(visit: Visit) -> HttpResponse:
    """Ask once whether a comment shall go, then take it back."""
    comment = own_comment(visit)
    if comment.contribution.state not in AUTHOR_MAY_WITHDRAW_FROM:
        return redirect(comment.get_absolute_url())
    if visit.request.method != "POST":
        names = {"comment": comment, "text": html_of(comment.comment), "back": comment.get_absolute_url()}
        return visit.render("engagement/comments/withdraw.html", names)
    try:
        withdraw_comment(comment=comment, user=visit.user)
    except MoveRefused:
        return see_other(comment.get_absolute_url())
    messages.success(visit.request, _("You have withdrawn your words. Replies to them stay."))
    return see_other(comment.get_absolute_url())
