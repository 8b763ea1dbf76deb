"""The form with which staff begin the questions of a survey."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from engagement.surveys.models import Survey
from engagement.surveys.starters import STARTERS


class BeginForm(forms.Form):
    """A starter, or another survey to copy."""

    starter = forms.ChoiceField(
        label=_("Begin with"),
        choices=[(one.slug, f"{one.label}: {one.description}") for one in STARTERS],
        widget=forms.RadioSelect,
        initial="empty",
    )
    copy_of = forms.ModelChoiceField(
        label=_("Or copy the questions of"),
        queryset=Survey.objects.none(),
        required=False,
        help_text=_("As they were last saved, with their short names. Answers are not copied."),
    )

    def __init__(self, *args: Any, survey: Survey, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["starter"].choices = [(one.slug, f"{one.label}: {one.description}") for one in STARTERS]  # type: ignore[attr-defined]
        others = Survey.objects.filter(designs__isnull=False).exclude(pk=survey.pk).distinct()
        self.fields["copy_of"].queryset = others.order_by("-created_at")  # type: ignore[attr-defined]
