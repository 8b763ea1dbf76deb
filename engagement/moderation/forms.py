"""What somebody who reports, or asks again, is asked."""

from typing import Any

from django import forms
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from base.forms import PublicForm, TrapField
from base.guards import KEY_FIELD, new_key
from base.texts import clean_text
from engagement.moderation.enums import ReportReason
from engagement.moderation.rules import LONGEST
from engagement.plugin import Visit


class WordsField(forms.CharField):
    """Plain text of up to `LONGEST` characters, kept without control characters."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 4}), strip=False, max_length=LONGEST, **kwargs)

    def to_python(self, value: Any) -> str:
        return clean_text(super().to_python(value) or "")


class ReportForm(PublicForm, forms.Form):
    """Why something should not stand there. `visit` decides on what is asked."""

    reason = forms.ChoiceField(
        label=_("Why do you report it?"),
        choices=ReportReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose why you report it"), "invalid_choice": _("Choose why you report it")},
    )
    words = WordsField(label=_("What should we know?"), required=False)
    email = forms.EmailField(
        label=_("Your e-mail"),
        help_text=_("To hear what we decided. Without it we cannot tell you."),
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages={"invalid": _("Write your e-mail address in full, such as name@example.org")},
    )
    keep_empty = forms.CharField(
        label=_("Leave this field empty: it is there to catch robots"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
        bound_field_class=TrapField,  # type: ignore[call-arg]  # new in Django 5.2
    )

    def __init__(self, *args: Any, visit: Visit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[KEY_FIELD] = forms.CharField(widget=forms.HiddenInput, initial=new_key, required=False)
        hint = _("Up to %(count)s characters. Moderators read this; nobody else does.")
        self.fields["words"].help_text = hint % {"count": number_format(LONGEST, force_grouping=True)}
        if visit.participant is not None and visit.participant.email:
            del self.fields["email"]
        if visit.user.is_authenticated:
            del self.fields["keep_empty"]

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()

    def clean_keep_empty(self) -> str:
        if self.cleaned_data["keep_empty"]:
            raise forms.ValidationError(
                _("Something was in the field that stays empty. It is empty now: send it again")
            )
        return ""


class SecondLookForm(PublicForm, forms.Form):
    """Why the decision was wrong, in the author's words."""

    words = WordsField(
        label=_("Why should we look again?"),
        help_text=_("Up to 1,000 characters. Tell us what we may have missed or misunderstood."),
        error_messages={"required": _("Tell us why we should look again")},
    )
    idempotency_key = forms.CharField(widget=forms.HiddenInput, initial=new_key, required=False)
