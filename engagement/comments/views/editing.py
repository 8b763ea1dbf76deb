"""Where people change what they said."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from base.guards import Refusal, form_key, see_other
from engagement.comments.forms import EditForm
from engagement.comments.models import Comment
from engagement.comments.queries import has_public_replies, is_edited_by
from engagement.comments.rules import TextRefused, can_edit, editable_until
from engagement.comments.services import edit_comment
from engagement.comments.views.finding import own_comment
from engagement.plugin import ContributionState, MoveRefused, Visit, is_held_again


def edit(visit: Visit) -> HttpResponse:
    """Show a comment's words to its author in a form, and put what comes back in their place."""
    if visit.request.method == "POST":
        return _take(visit)
    comment = own_comment(visit)
    if can_edit(comment, visit):
        return _show(visit, comment, EditForm(initial={"comment": comment.comment}, comment=comment))
    messages.warning(visit.request, _cannot_be_edited())
    return redirect(comment.get_absolute_url())


def _take(visit: Visit) -> HttpResponse:
    comment, key = _own_comment_of_form(visit), form_key(visit.request, of=("comment",))
    if is_edited_by(comment, key):
        return _thank(visit, comment, is_changed=True)
    if not can_edit(comment, visit):
        raise _too_late(comment)
    form = EditForm(visit.request.POST, comment=comment)
    if form.is_valid():
        try:
            text = form.cleaned_data["comment"]
            changed = edit_comment(comment=comment, text=text, retry_key=key, giver=visit.giver(), user=visit.user)
            return _thank(visit, *changed)
        except TextRefused as refusal:
            form.add_error("comment", refusal.sentence)
        except MoveRefused:
            raise _too_late(comment) from None
    return _show(visit, comment, form)


def _own_comment_of_form(visit: Visit) -> Comment:
    """The comment that the form is to change; what was typed is shown again where that is somebody else's now."""
    try:
        return own_comment(visit)
    except Http404:
        raise Refusal(
            404,
            _("This is not here any more, or not yours"),
            _("Nothing was changed. Your session may have ended: copy your words, and sign in if you have an account."),
            remedy=(visit.sign_in_url, _("Sign in and come back here")),
        ) from None


def _too_late(comment: Comment) -> Refusal:
    kept = _("What it said stays as it was.")
    return Refusal(
        403,
        _("Your changes were not saved"),
        f"{_cannot_be_edited()} {kept}",
        remedy=(comment.get_absolute_url(), _("Go to your comment")),
    )


def _cannot_be_edited() -> str:
    return _("The time to edit this comment is over, or it is not on the page any more.")


def _show(visit: Visit, comment: Comment, form: EditForm) -> HttpResponse:
    can_be_held = comment.contribution.state == ContributionState.PUBLISHED and not comment.is_official
    names = {
        "comment": comment,
        "form": form,
        "back": comment.get_absolute_url(),
        "until": editable_until(comment, visit.activity),
        "goes_away": can_be_held and is_held_again(activity=visit.activity, user=visit.user),
        "is_answered": has_public_replies(comment),
    }
    return visit.render("engagement/comments/edit.html", names)


def _thank(visit: Visit, comment: Comment, is_changed: bool) -> HttpResponse:
    if not is_changed:
        messages.info(visit.request, _("You changed nothing, so it says what it said."))
    elif comment.contribution.state == ContributionState.PUBLISHED:
        messages.success(visit.request, _("Your changes are on the page. It says that you edited your comment."))
    else:
        messages.success(
            visit.request, _("We have your changes. A person reads them before everybody can read your comment.")
        )
    return see_other(comment.get_absolute_url())
