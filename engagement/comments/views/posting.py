"""Where comments, replies and official answers arrive."""

import uuid
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from base.guards import form_key, guard_write
from base.ratelimit import Limit
from engagement.comments.forms import AddressForm, CommentForm
from engagement.comments.models import Comment
from engagement.comments.queries import Reader, discussion_of, find_double, find_sent
from engagement.comments.rules import TextRefused, can_be_answered
from engagement.comments.services import ReplyRefused, answer_officially, post_comment, send_link
from engagement.comments.views.finding import found, see, with_query
from engagement.comments.views.linking import address_of
from engagement.comments.views.reading import cannot_be_answered, show
from engagement.plugin import ContributionState, Visit

DOUBLES_WITHIN = timedelta(days=1)
"""Within this time the same words from the same person, still waiting, are one comment sent twice."""
POSTS = (Limit("comments", 10 * 60, 30), Limit("comments-day", 24 * 60 * 60, 300))
"""Generous, because guests are counted by network: a library or a drop-in with tablets is one. Counted here and not at
the door, because what was stored already must never be answered with "it was not taken"."""


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
        "retry_key": key,
        "user": visit.user,
    }
    if form.is_answer:
        comment, _is_new = answer_officially(author=visit.author(), pinned=data["pinned"], **given)
        return _thank(visit, comment)
    if double := _find_double(visit, form):
        return _thank_again(visit, double, is_double=True)
    guard_write(visit.request, limits=POSTS, who=visit.counted_as)
    comment, _is_new = post_comment(author=visit.participant, email=email, **given)
    return _thank(visit, comment)


def _find_double(visit: Visit, form: CommentForm) -> Comment | None:
    """The same words sent before from here, as the Back button and another press make them."""
    data = form.cleaned_data
    waiting = Comment.objects.on(discussion_of(visit)).waiting_since(visit.now - DOUBLES_WITHIN)
    return find_double(
        waiting.filter(comment=data["comment"], reply_to=form.parent),
        reader=Reader(visit.participant, frozenset(visit.mine)),
        email=data.get("email", ""),
        name=data.get("name", ""),
    )


def _thank_again(visit: Visit, comment: Comment, *, is_double: bool = False) -> HttpResponse:
    """Answer as the first time; a guest who mended the address gets the link there."""
    address = AddressForm(visit.request.POST)
    email = address.cleaned_data["email"] if address.is_valid() else ""
    if email and not send_link(comment=comment, email=email) and address_of(comment):
        messages.warning(visit.request, _("We could not send a link to the other address now. Ask for it in an hour."))
    if is_double:
        words = _("You have sent this already. Your reference is %(reference)s.")
        return _thank(visit, comment, words)
    return _thank(visit, comment)


def _thank(visit: Visit, comment: Comment, words: str = "") -> HttpResponse:
    """Say what happens now (`words`, if given), and lead to the comment or to what the guest must do."""
    contribution = comment.contribution
    visit.remember(contribution)
    if contribution.state == ContributionState.UNCONFIRMED:
        if words:
            messages.info(visit.request, words % {"reference": contribution.reference})
        return see(f"{visit.url('sent')}?{urlencode({'comment': contribution.uuid})}")
    if words:
        pass
    elif contribution.state == ContributionState.PUBLISHED:
        words = _("Your words are on the page. Your reference is %(reference)s.")
    else:
        words = _(
            "We have your words. A person checks them before everybody can read them. Your reference is %(reference)s."
        )
    messages.success(visit.request, words % {"reference": contribution.reference})
    return see(comment.get_absolute_url())
