"""Where one writes. Which fields it has depends on who writes."""

from typing import Any

from django import forms
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from base.forms import PublicForm, TrapField
from base.guards import KEY_FIELD, new_key
from engagement.comments.models import Comment
from engagement.comments.queries import discussion_of
from engagement.comments.rules import clean_text, text_problem
from engagement.plugin import Visit, can_answer_officially, clean_name

NAME_LENGTH = 60


class CleanTextField(forms.CharField):
    """Text without control characters, before any validator sees them."""

    def to_python(self, value: Any) -> str:
        return clean_text(super().to_python(value) or "")


class NameField(forms.CharField):
    """A name on one line."""

    def to_python(self, value: Any) -> str:
        return clean_name(super().to_python(value) or "")


class EmailField(forms.EmailField):
    """An address with our sentence when it is none."""

    default_error_messages = {
        "required": gettext_lazy("Write your e-mail address, such as name@example.org"),
        "invalid": gettext_lazy("Write your e-mail address in full, such as name@example.org"),
    }

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"autocomplete": "email", "autocapitalize": "none", "spellcheck": "false"}
        super().__init__(widget=forms.EmailInput(attrs=attrs), max_length=254, **kwargs)

    def to_python(self, value: Any) -> str:
        return clean_name(super().to_python(value) or "")


class CommentForm(PublicForm, forms.Form):
    """A comment or a reply. `visit` and `parent` decide on the fields and their words."""

    comment = CleanTextField(strip=False, widget=forms.Textarea(attrs={"rows": 6}))
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
    keep_empty = forms.CharField(
        label=gettext_lazy("Leave this field empty: it is there to catch robots"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
        bound_field_class=TrapField,  # type: ignore[call-arg]  # new in Django 5.2
    )

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
        comment = self.fields["comment"]
        comment.label = _("Your reply") if self.parent else _("Your comment")
        comment.error_messages["required"] = _("Write your reply") if self.parent else _("Write your comment")
        hint = _(
            "Up to %(count)s characters. Everybody can read this, so leave out phone numbers and the names of children."
        )
        if self.must_be_official:
            comment.label = _("The council’s answer")
            hint = _("Up to %(count)s characters.")
        count = number_format(self.discussion.max_length, use_l10n=True, force_grouping=True)
        comment.help_text = hint % {"count": count}

    def clean_keep_empty(self) -> str:
        if self.cleaned_data["keep_empty"]:
            raise forms.ValidationError(
                _("Something was in the field that stays empty. It is empty now: send it again")
            )
        return ""

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


class AddressForm(PublicForm, forms.Form):
    """Where to send a guest's link again."""

    email = EmailField(
        label=gettext_lazy("Your e-mail"),
        help_text=gettext_lazy("Correct it here if it was wrong. What you wrote is kept."),
    )
