"""What somebody who reports, or asks again, is asked."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from base.fields import EmailField, TrapField, WordsField
from base.forms import PublicForm
from base.guards import KEY_FIELD, new_key
from engagement.moderation.enums import ReportReason
from engagement.moderation.rules import LONGEST
from engagement.plugin import Visit


class ReportForm(PublicForm, forms.Form):
    """Why something should not stand there. `visit` decides on what is asked."""

    reason = forms.ChoiceField(
        label=_("Why do you report it?"),
        choices=ReportReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose why you report it"), "invalid_choice": _("Choose why you report it")},
    )
    words = WordsField(label=_("What should we know?"), rows=4, max_length=LONGEST, required=False)
    email = EmailField(
        label=_("Your e-mail"), help_text=_("To hear what we decided. Without it we cannot tell you."), required=False
    )
    keep_empty = TrapField()

    def __init__(self, *args: Any, visit: Visit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[KEY_FIELD] = forms.CharField(widget=forms.HiddenInput, initial=new_key, required=False)
        words = cast(WordsField, self.fields["words"])
        words.limit_to(LONGEST, gettext("Up to %(count)s characters. Moderators read this; nobody else does."))
        if visit.participant is not None and visit.participant.email:
            del self.fields["email"]
        if visit.user.is_authenticated:
            del self.fields["keep_empty"]

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()


class SecondLookForm(PublicForm, forms.Form):
    """Why the decision was wrong, in the author's words."""

    words = WordsField(
        label=_("Why should we look again?"),
        rows=4,
        max_length=LONGEST,
        help_text=_("Up to 1,000 characters. Tell us what we may have missed or misunderstood."),
        error_messages={"required": _("Tell us why we should look again")},
    )
    idempotency_key = forms.CharField(widget=forms.HiddenInput, initial=new_key, required=False)
