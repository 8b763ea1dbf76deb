"""What a guest does until the address is confirmed."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from base.guards import Refusal, see_other
from engagement.comments.contexts import titles
from engagement.comments.forms import AddressForm
from engagement.comments.models import Comment
from engagement.comments.rendering import html_of
from engagement.comments.services import send_link_again
from engagement.comments.views.finding import own_comment
from engagement.plugin import ContributionState, Visit, can_send_again


def sent(visit: Visit) -> HttpResponse:
    """Tell a guest to look into their mail, and what to do when there is none; POST sends the link again."""
    comment = own_comment(visit)
    if comment.contribution.state != ContributionState.UNCONFIRMED:
        return redirect(comment.get_absolute_url())
    typed = visit.request.POST if visit.request.method == "POST" else None
    form = AddressForm(typed, initial={"email": address_of(comment)})
    if form.is_valid():
        return _send_again(visit, comment, form.cleaned_data["email"])
    context = {"comment": comment, "form": form, "text": html_of(comment.comment), "sent_to": address_of(comment)}
    context["thread_url"] = visit.url("thread")
    context["title"] = titles(visit)[0]
    context["is_sent"] = hasattr(comment.contribution, "confirmation")
    context["can_send_again"] = can_send_again(comment.contribution, visit.now)
    return visit.render("engagement/comments/sent.html", context)


def _send_again(visit: Visit, comment: Comment, email: str) -> HttpResponse:
    if not can_send_again(comment.contribution, visit.now):
        raise Refusal(
            403,
            _("It is too late for another link"),
            _("What you wrote was not confirmed in time, so it is not shown. You can copy it and send it once more."),
            remedy=(comment.get_absolute_url(), _("Go to the talk")),
        )
    send_link_again(comment=comment, email=email, lane=visit.lane_to(email))
    messages.success(visit.request, _("A new link is on its way. Only the newest one works."))
    return see_other(visit.request.get_full_path())


def address_of(comment: Comment) -> str:
    """Where a guest's link was sent; "" when none was."""
    confirmation = getattr(comment.contribution, "confirmation", None)
    return confirmation.email if confirmation else ""
