"""Where comments, replies and official answers arrive."""

import uuid
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from base.guards import Refusal, form_key, see_other
from base.ratelimit import Limit
from engagement.comments.forms import AddressForm, CommentForm
from engagement.comments.models import Comment
from engagement.comments.queries import discussion_of, find_comment, find_sent
from engagement.comments.rules import TextRefused, can_be_answered
from engagement.comments.services import ReplyRefused, answer_officially, post_comment, send_link
from engagement.comments.views.finding import found, with_query
from engagement.comments.views.linking import address_of
from engagement.comments.views.reading import cannot_be_answered, show
from engagement.plugin import ContributionState, Giver, Visit, find_double, what_happens

POSTS = (Limit("comments", 10 * 60, 15), Limit("comments-day", 24 * 60 * 60, 100))
"""What one person may: nobody writes more than one comment every 40 seconds for long. Their network may ten times, the
site a hundred times as much (`base.tiers`). Counted here and not at the door, because what was stored already must
never be answered with "it was not taken"."""


def post(visit: Visit) -> HttpResponse:
    """Take a comment or a reply; from staff who ticked the box, an answer of the council."""
    if visit.request.method != "POST":
        return redirect(with_query(visit.url("thread"), visit))
    if "somebody_else" in visit.request.POST:
        return visit.as_somebody_else(_show_what_was_typed)
    return _take(visit)


answer = post
"""The council's answer, also after closing: the form knows, the door has asked for the permission."""


def _take(visit: Visit) -> HttpResponse:
    key = form_key(visit.request, of=("comment", "reply"))
    if earlier := find_sent(discussion_of(visit), key):
        return _thank_again(visit, earlier)
    parent = found(visit, visit.request.POST["reply"]) if visit.request.POST.get("reply") else None
    if parent is not None and not can_be_answered(parent):
        return _show_without_parent(visit, parent, cannot_be_answered())
    form = CommentForm(visit.request.POST, visit=visit, parent=parent)
    if form.is_valid():
        try:
            return _send(visit, form, key)
        except TextRefused as refusal:
            form.add_error("comment", refusal.sentence)
        except ReplyRefused as refusal:
            return _show_without_parent(visit, parent, refusal.sentence)
    return show(visit, parent, form)


def _show_what_was_typed(visit: Visit) -> HttpResponse:
    """The talk with the words in its form, sent by nobody yet."""
    typed = visit.request.POST
    asked = found(visit, typed["reply"]) if typed.get("reply") else None
    parent = asked if asked is not None and can_be_answered(asked) else None
    words = {"comment": typed.get("comment", ""), "name": typed.get("name", "")}
    return show(visit, parent, CommentForm(initial=words, visit=visit, parent=parent), focus=asked)


def _show_without_parent(visit: Visit, parent: Comment | None, sentence: str) -> HttpResponse:
    """The typed words in a form for a comment of its own. What cannot be answered is neither quoted nor named."""
    form = CommentForm(visit.request.POST, visit=visit)
    form.add_error(None, sentence)
    return show(visit, None, form, focus=parent)


def _send(visit: Visit, form: CommentForm, key: uuid.UUID) -> HttpResponse:
    data = form.cleaned_data
    email, name = data.get("email", ""), data.get("name", "")
    given: dict[str, Any] = {
        "discussion": discussion_of(visit),
        "text": data["comment"],
        "language": visit.language,
        "parent": form.parent,
        "name": name,
        "email": email,
        "retry_key": key,
        "user": visit.user,
    }
    if form.is_answer:
        del given["email"]
        comment, _is_new = answer_officially(author=visit.author(), pinned=data["pinned"], **given)
        return _thank(visit, comment)
    giver = visit.giver(name=name, email=email)
    try:
        visit.hold_to(POSTS)
    except Refusal:
        if double := _find_double(visit, form, giver):
            return _thank_again(visit, double, is_double=True)
        raise
    if instead := visit.ask_for_proof(email=email):
        given |= {"email": instead, "is_unproved": True}
    given["lane"] = visit.lane_to(given["email"], is_slow=bool(instead))
    comment, is_new = post_comment(author=visit.participant, giver=giver, host=visit.host, **given)
    return _thank(visit, comment) if is_new else _thank_again(visit, comment, is_double=True)


def _find_double(visit: Visit, form: CommentForm, giver: Giver) -> Comment | None:
    """The same words sent before by the same person, as the Back button and another press make them."""
    said = find_double(
        activity=visit.activity,
        words=form.cleaned_data["comment"],
        giver=giver,
        place=Q(comment__reply_to=form.parent),
    )
    return find_comment(discussion_of(visit), said.uuid) if said else None


def _thank_again(visit: Visit, comment: Comment, *, is_double: bool = False) -> HttpResponse:
    """Answer as the first time; a guest who mended the address gets the link there."""
    address = AddressForm(visit.request.POST)
    email = address.cleaned_data["email"] if address.is_valid() else ""
    if email and not send_link(comment=comment, email=email, lane=visit.lane_to(email)) and address_of(comment):
        messages.warning(visit.request, _("We could not send a link to the other address now. Ask for it in an hour."))
    if is_double:
        words = _("You have said this already. Your reference is %(reference)s.")
        return _thank(visit, comment, words)
    return _thank(visit, comment)


def _thank(visit: Visit, comment: Comment, words: str = "") -> HttpResponse:
    """Say what happens now (`words`, if given), and lead to the comment or to what the guest must do."""
    contribution = comment.contribution
    visit.remember(contribution)
    if contribution.state == ContributionState.UNCONFIRMED:
        if words:
            messages.info(visit.request, words % {"reference": contribution.reference})
        return see_other(f"{visit.url('sent')}?{urlencode({'comment': contribution.uuid})}")
    said = words % {"reference": contribution.reference} if words else what_happens(contribution)
    messages.success(visit.request, said)
    return see_other(comment.get_absolute_url())
