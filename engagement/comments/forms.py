"""Where one writes. Which fields it has depends on who writes."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from base.fields import EmailField, NameField, TrapField, WordsField
from base.forms import PublicForm
from base.guards import KEY_FIELD, new_key
from engagement.comments.models import Comment
from engagement.comments.queries import discussion_of
from engagement.comments.rules import text_problem
from engagement.plugin import Visit, can_answer_officially

NAME_LENGTH = 60


class CommentForm(PublicForm, forms.Form):
    """A comment or a reply. `visit` and `parent` decide on the fields and their words."""

    comment = WordsField()
    name = NameField(
        label=gettext_lazy("Name to show"),
        help_text=gettext_lazy("A first name is enough."),
        required=False,
        max_length=NAME_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "given-name", "class": "govuk-input--width-20"}),
    )
    email = EmailField(
        label=gettext_lazy("Your e-mail"),
        help_text=gettext_lazy(
            "We send you a link, and your words count once you have opened it. The address is never shown."
        ),
    )
    is_official = forms.BooleanField(
        label=gettext_lazy("Answer for the council"),
        help_text=gettext_lazy("Marked as an official answer and shown at once."),
        required=False,
    )
    pinned = forms.BooleanField(label=gettext_lazy("Show this answer above all comments"), required=False)
    keep_empty = TrapField()

    def __init__(self, *args: Any, visit: Visit, parent: Comment | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.visit = visit
        self.discussion = discussion_of(visit)
        self.parent = parent
        self.fields[KEY_FIELD] = forms.CharField(widget=forms.HiddenInput, initial=new_key, required=False)
        if parent is not None:
            self.fields["reply"] = forms.CharField(
                widget=forms.HiddenInput, initial=str(parent.contribution.uuid), required=False
            )
        self._leave_out()
        self._word()

    @property
    def must_be_official(self) -> bool:
        """After closing the council may still answer, and nobody else."""
        return not self.visit.is_open

    def _leave_out(self) -> None:
        """Ask for nothing that we know or do not need."""
        person = self.visit.participant
        if person is not None and person.display_name:
            del self.fields["name"]
        if not self.visit.needs_email:
            del self.fields["email"]
        if not can_answer_officially(self.visit.user):
            del self.fields["is_official"], self.fields["pinned"]
        elif self.must_be_official:
            del self.fields["is_official"]
        if self.visit.user.is_authenticated:
            del self.fields["keep_empty"]

    def _word(self) -> None:
        comment = cast(WordsField, self.fields["comment"])
        comment.widget.attrs["data-draft"] = str(self.discussion.uuid)
        comment.label = _("Your reply") if self.parent else _("Your comment")
        comment.error_messages["required"] = _("Write your reply") if self.parent else _("Write your comment")
        hint = _(
            "Up to %(count)s characters. Everybody can read this, so leave out phone numbers and the names of children."
        )
        if self.must_be_official:
            comment.label = _("The council’s answer")
            hint = _("Up to %(count)s characters.")
        comment.limit_to(self.discussion.max_length, hint)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("pinned") and not self.is_answer:
            self.add_error("pinned", _("Tick “Answer for the council” too, or leave this empty"))
        if "comment" not in data:
            return data
        problem = text_problem(
            data["comment"],
            longest=self.discussion.max_length,
            is_reply=self.parent is not None,
            is_official=self.is_answer,
        )
        if problem:
            self.add_error("comment", problem)
        return data

    @property
    def is_answer(self) -> bool:
        """Whether it is to be sent as the council's; only staff are asked."""
        return self.must_be_official or bool(self.cleaned_data.get("is_official"))


class EditForm(PublicForm, forms.Form):
    """Other words in the place of a comment's."""

    comment = WordsField()

    def __init__(self, *args: Any, comment: Comment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.of = comment
        self.fields[KEY_FIELD] = forms.CharField(widget=forms.HiddenInput, initial=new_key, required=False)
        words = cast(WordsField, self.fields["comment"])
        words.label = _("Your reply") if self.is_reply else _("Your comment")
        hint = _("Up to %(count)s characters. Everybody can read this.")
        if comment.is_official:
            words.label, hint = _("The council’s answer"), _("Up to %(count)s characters.")
        words.error_messages["required"] = _("Write your reply") if self.is_reply else _("Write your comment")
        words.limit_to(comment.discussion.max_length, hint)

    @property
    def is_reply(self) -> bool:
        return self.of.reply_to_id is not None

    def clean_comment(self) -> str:
        text: str = self.cleaned_data["comment"]
        longest = self.of.discussion.max_length
        if problem := text_problem(text, longest=longest, is_reply=self.is_reply, is_official=self.of.is_official):
            raise forms.ValidationError(problem)
        return text


class AddressForm(PublicForm, forms.Form):
    """Where to send a guest's link again."""

    email = EmailField(
        label=gettext_lazy("Your e-mail"),
        help_text=gettext_lazy("Correct it here if it was wrong. What you wrote is kept."),
    )
