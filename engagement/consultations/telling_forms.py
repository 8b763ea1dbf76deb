"""Forms of the screen that says who is told what came of a consultation."""

from django import forms
from django.utils.translation import gettext_lazy as _

from base.fields import CleanTextField


class StartForm(forms.Form):
    """The first round, by hand."""

    sure = forms.BooleanField(
        label=_("Yes, write to them now"),
        help_text=_("What has gone out cannot be taken back."),
        error_messages={"required": _("Tick the box if you mean it.")},
    )


class AgainForm(StartForm):
    """Another round."""

    reason = CleanTextField(
        label=_("What has changed"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        help_text=_("People read it at the top of the message, so that they know why you write again."),
        error_messages={"required": _("Say what has changed. Nobody likes the same message twice.")},
    )
    field_order = ["reason", "sure"]
