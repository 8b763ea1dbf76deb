"""The forms of the staff's own screen of discussions."""

import re
from typing import Any

from django import forms
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from engagement.comments.models import Comment, Discussion

NUMBER = re.compile(r"\d{1,18}", re.ASCII)


class WaitingFilterForm(forms.Form):
    """Which discussion to show; whatever cannot be read shows all."""

    discussion = forms.ModelChoiceField(
        label=_("Discussion"),
        queryset=Discussion.objects.order_by("title"),
        required=False,
        to_field_name="uuid",
        empty_label=_("All discussions"),
    )


class MomentField(forms.CharField):
    """A time as a screen wrote it into itself (ISO 8601, with its zone); None for what is none."""

    def to_python(self, value: Any) -> Any:
        try:
            moment = parse_datetime(super().to_python(value) or "")
        except ValueError:
            return None
        return moment if moment and moment.tzinfo else None


class ConversationsField(forms.Field):
    """The comments that begin the conversations with these numbers; what is none is left out."""

    widget = forms.MultipleHiddenInput
    default_error_messages = {"required": _("Tick at least one conversation.")}

    def to_python(self, value: Any) -> list[Comment]:
        numbers = [int(one) for one in value or [] if NUMBER.fullmatch(one)]
        return list(Comment.objects.top_level().filter(pk__in=numbers).select_related("discussion"))


class SettleForm(forms.Form):
    """Conversations that need no answer, or need one after all."""

    conversations = ConversationsField()
    until = MomentField(required=False)
    """When the screen was made: what came in later was not read."""
