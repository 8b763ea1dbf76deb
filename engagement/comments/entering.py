"""Comments that came by letter, by telephone or at an event, as staff type them in."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from base.fields import CleanTextField
from engagement.comments.models import Comment, Discussion
from engagement.comments.rules import LONGEST_LETTER, length_problem, private_in
from engagement.comments.services import post_comment
from engagement.plugin import Contribution, Entry, EntryForm


class CommentEntryForm(EntryForm):
    """The words of one letter, call or talk."""

    comment = CleanTextField(
        label=gettext_lazy("What the person said"),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "autofocus": True}),
        help_text=gettext_lazy(
            "In their own words. Everybody reads it: leave out addresses, phone numbers and names of private people."
        ),
        error_messages={"required": gettext_lazy("Type in what the person said.")},
    )

    def clean_comment(self) -> str:
        text: str = self.cleaned_data["comment"]
        if sentence := length_problem(text, longest=LONGEST_LETTER) or _private_problem(text):
            raise forms.ValidationError(sentence)
        return text


def _private_problem(text: str) -> str:
    return {
        "email": _("There is an e-mail address in the words, and everybody would read it. Take it out."),
        "phone": _("There is a phone number in the words, and everybody would read it. Take it out."),
    }.get(private_in(text), "")


def enter_comment(entry: Entry, data: dict[str, Any]) -> tuple[Contribution, bool]:
    """Store one comment under what the core has decided; never as an official answer, nor as a reply."""
    comment, is_new = post_comment(
        discussion=Discussion.objects.get(pk=entry.activity.pk),
        author=entry.participant,
        text=data["comment"],
        language=entry.language,
        retry_key=entry.retry_key,
        channel=entry.batch.channel,  # type: ignore[arg-type]  # the text of a Channel
        received_at=entry.received_at,
        state=entry.state,
        batch=entry.batch,
    )
    return comment.contribution, is_new


def correct_comment(comment: Comment, text: str) -> None:
    """Write the words as they stand on the paper."""
    Comment.objects.filter(pk=comment.pk).update(comment=text)
