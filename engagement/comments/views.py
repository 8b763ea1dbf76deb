"""What residents and staff can do in a discussion. The door has checked host, time, audience, permission and rate."""

import uuid
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from base.guards import Refusal, form_key, hold_to_each
from base.mailboxes import mailbox_counts
from base.ratelimit import Limit
from engagement.comments.contexts import thread_context, titles
from engagement.comments.enums import Sort
from engagement.comments.forms import AddressForm, CommentForm
from engagement.comments.models import Comment
from engagement.comments.queries import discussion_of, find_comment, find_sent
from engagement.comments.rendering import html_of, name_of
from engagement.comments.rules import TextRefused, can_agree, can_be_agreed_with, can_be_answered, is_own
from engagement.comments.services import (
    AgreementRefused,
    ReplyRefused,
    agree,
    answer_officially,
    pin,
    post_comment,
    send_link,
    send_link_again,
    take_agreement_back,
    unpin,
    withdraw_comment,
)
from engagement.plugin import (
    AUTHOR_MAY_WITHDRAW_FROM,
    Audience,
    ContributionState,
    Giver,
    MoveRefused,
    Visit,
    can_send_again,
    find_double,
    why_read_first,
)

POSTS = (Limit("comments", 10 * 60, 15), Limit("comments-day", 24 * 60 * 60, 100))
"""What one person may: nobody writes more than one comment every 40 seconds for long. Their network may ten times, the
site a hundred times as much (`base.tiers`). Counted here and not at the door, because what was stored already must
never be answered with "it was not taken"."""


def thread(visit: Visit) -> HttpResponse:
    """One page of the talk, with the place to write at its end."""
    return _show(visit, _asked_parent(visit))


def post(visit: Visit) -> HttpResponse:
    """Take a comment or a reply; from staff who ticked the box, an answer of the council."""
    if visit.request.method != "POST":
        return redirect(_with_query(visit.url("thread"), visit))
    if "somebody_else" in visit.request.POST:
        return visit.as_somebody_else(_show_what_was_typed)
    return _take(visit)


answer = post
"""The council's answer, also after closing: the form knows, the door has asked for the permission."""


def _take(visit: Visit) -> HttpResponse:
    key = form_key(visit.request, of=("comment", "reply"))
    if earlier := find_sent(discussion_of(visit), key):
        return _thank_again(visit, earlier)
    parent = _found(visit, visit.request.POST["reply"]) if visit.request.POST.get("reply") else None
    if parent is not None and not can_be_answered(parent):
        return _show_without_parent(visit, parent, _cannot_be_answered())
    form = CommentForm(visit.request.POST, visit=visit, parent=parent)
    if form.is_valid():
        try:
            return _send(visit, form, key)
        except TextRefused as refusal:
            form.add_error("comment", refusal.sentence)
        except ReplyRefused as refusal:
            return _show_without_parent(visit, parent, refusal.sentence)
    return _show(visit, parent, form)


def _show_what_was_typed(visit: Visit) -> HttpResponse:
    """The talk with the words in its form, sent by nobody yet."""
    typed = visit.request.POST
    asked = _found(visit, typed["reply"]) if typed.get("reply") else None
    parent = asked if asked is not None and can_be_answered(asked) else None
    words = {"comment": typed.get("comment", ""), "name": typed.get("name", "")}
    return _show(visit, parent, CommentForm(initial=words, visit=visit, parent=parent), focus=asked)


def _show_without_parent(visit: Visit, parent: Comment | None, sentence: str) -> HttpResponse:
    """The typed words in a form for a comment of its own. What cannot be answered is neither quoted nor named."""
    form = CommentForm(visit.request.POST, visit=visit)
    form.add_error(None, sentence)
    return _show(visit, None, form, focus=parent)


def _cannot_be_answered() -> str:
    return _("That comment cannot be answered any more. You can write one of your own.")


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
        given |= {"email": instead, "state": ContributionState.UNCONFIRMED, "lane": visit.slow_lane}
    comment, is_new = post_comment(author=visit.participant, giver=giver, **given)
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
    if email and not send_link(comment=comment, email=email) and _address_of(comment):
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
        return _see(f"{visit.url('sent')}?{urlencode({'comment': contribution.uuid})}")
    if words:
        pass
    elif contribution.state == ContributionState.PUBLISHED:
        words = _("Your words are on the page. Your reference is %(reference)s.")
    elif why := why_read_first(contribution.held_because):
        words = _("We have your words. %(why)s Your reference is %(reference)s.") % {
            "why": why,
            "reference": "%(reference)s",
        }
    else:
        words = _(
            "We have your words. A person checks them before everybody can read them. Your reference is %(reference)s."
        )
    messages.success(visit.request, words % {"reference": contribution.reference})
    return _see(comment.get_absolute_url())


def sent(visit: Visit) -> HttpResponse:
    """Tell a guest to look into their mail, and what to do when there is none; POST sends the link again."""
    comment = _own_comment(visit)
    if comment.contribution.state != ContributionState.UNCONFIRMED:
        return redirect(comment.get_absolute_url())
    typed = visit.request.POST if visit.request.method == "POST" else None
    form = AddressForm(typed, initial={"email": _address_of(comment)})
    if form.is_valid():
        return _send_again(visit, comment, form.cleaned_data["email"])
    context = {"comment": comment, "form": form, "text": html_of(comment.comment), "sent_to": _address_of(comment)}
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
    hold_to_each([*mailbox_counts(email), *(visit.slow_lane if visit.is_under_attack else ())])
    send_link_again(comment=comment, email=email)
    messages.success(visit.request, _("A new link is on its way. Only the newest one works."))
    return _see(visit.request.get_full_path())


def _address_of(comment: Comment) -> str:
    confirmation = getattr(comment.contribution, "confirmation", None)
    return confirmation.email if confirmation else ""


def withdraw(visit: Visit) -> HttpResponse:
    """Ask once whether a comment shall go, then take it back."""
    comment = _own_comment(visit)
    if comment.contribution.state not in AUTHOR_MAY_WITHDRAW_FROM:
        return redirect(comment.get_absolute_url())
    if visit.request.method != "POST":
        names = {"comment": comment, "text": html_of(comment.comment), "back": comment.get_absolute_url()}
        return visit.render("engagement/comments/withdraw.html", names)
    try:
        withdraw_comment(comment=comment, user=visit.user)
    except MoveRefused:
        return _see(comment.get_absolute_url())
    messages.success(visit.request, _("You have withdrawn your words. Replies to them stay."))
    return _see(comment.get_absolute_url())


def agree_with(visit: Visit) -> HttpResponse:
    """Agree with a comment. GET shows it to those who come from signing in, and tells the others how to."""
    if visit.request.method == "POST":
        return _agreeing(visit, agree)
    comment: Comment = _found(visit, visit.request.GET.get("comment", ""))
    if not visit.is_open or _is_own(visit, comment) or not can_be_agreed_with(comment):
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
    comment: Comment = _found(visit, visit.request.GET.get("comment", ""))
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
    return _see(f"{visit.url('thread')}?{sort.query}comment={comment.contribution.uuid}#{comment.anchor}")


def pin_answer(visit: Visit) -> HttpResponse:
    """Show an official answer above the talk."""
    return _pinned(visit, pin, _("The answer stands above the talk now."))


def unpin_answer(visit: Visit) -> HttpResponse:
    """Show it in its place only."""
    return _pinned(visit, unpin, _("The answer stands in its place in the talk only."))


def _pinned(visit: Visit, service: Any, words: str) -> HttpResponse:
    if visit.request.method != "POST":
        return redirect(visit.url("thread"))
    comment = _found(visit, visit.request.GET.get("comment", ""))
    service(comment=comment, user=visit.user)
    messages.success(visit.request, words)
    return _see(comment.get_absolute_url())


def _show(
    visit: Visit, parent: Comment | None = None, form: CommentForm | None = None, *, focus: Comment | None = None
) -> HttpResponse:
    """The page of the talk: the one asked for, or the one with the comment asked for."""
    asked = visit.request.GET.get("comment", "")
    focus = focus or parent or (_found(visit, asked, or_none=True) if asked else None)
    context = thread_context(visit, focus=focus, parent=parent, form=form)
    return visit.render("engagement/comments/thread.html", context)


def _asked_parent(visit: Visit) -> Comment | None:
    """The comment that `?reply=` wants to answer; with a sentence, None when it cannot be answered."""
    asked = visit.request.GET.get("reply", "")
    if not asked:
        return None
    parent = _found(visit, asked)
    if can_be_answered(parent):
        return parent
    messages.warning(visit.request, _cannot_be_answered())
    return None


def _found(visit: Visit, key: str, *, or_none: bool = False) -> Any:
    """The comment of that contribution uuid in this discussion.

    Raises:
        Http404: the key is none, or there is no such comment (unless `or_none`).
    """
    try:
        comment = find_comment(discussion_of(visit), uuid.UUID(key))
    except ValueError:
        raise Http404("no key") from None
    if comment is None and not or_none:
        raise Http404("no such comment here")
    return comment


def _own_comment(visit: Visit) -> Comment:
    comment: Comment = _found(visit, visit.request.GET.get("comment", ""))
    if not _is_own(visit, comment):
        raise Http404("somebody else’s")
    return comment


def _is_own(visit: Visit, comment: Comment) -> bool:
    return is_own(comment.contribution, visit.participant, visit.mine)


def _with_query(url: str, visit: Visit) -> str:
    query = visit.request.GET.urlencode()
    return f"{url}?{query}" if query else url


def _see(url: str) -> HttpResponse:
    """Go on to another address with a GET, whatever the browser did before (RFC 9110, 15.4.4)."""
    response = HttpResponseRedirect(url)
    response.status_code = 303
    return response
