"""The forms of the staff's own screens of results."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from base.fields import CleanTextField, WordsField
from base.timewords import day_words
from base.widgets import DAY_FORMATS
from engagement.plugin import Channel
from engagement.surveys.enums import MayPublish
from engagement.surveys.kinds.dating import FIRST_YEAR, LAST_YEAR
from engagement.surveys.models import Redaction
from engagement.surveys.results import Filters

UNREADABLE = _("Write the day like 2026-12-01, or pick it.")


def day_field(label: Any) -> forms.DateField:
    """A day of a filter, as a browser's own field sends it or as somebody writes it into the address."""
    span = (
        MinValueValidator(date(FIRST_YEAR, 1, 1), UNREADABLE),
        MaxValueValidator(date(LAST_YEAR, 12, 31), UNREADABLE),
    )
    return forms.DateField(
        label=label,
        required=False,
        input_formats=DAY_FORMATS,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": UNREADABLE},
        validators=span,
    )


class FilterForm(forms.Form):
    """What results are narrowed to. It stands in the address, so anything may come."""

    since = day_field(_("From"))
    until = day_field(_("Until"))
    channel = forms.ChoiceField(
        label=_("How it reached us"),
        required=False,
        choices=[("", _("All ways")), *Channel.choices],
        error_messages={"invalid_choice": _("Choose one of the ways in the list.")},
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        since, until = data.get("since"), data.get("until")
        if since and until and until < since:
            raise ValidationError({"until": _("This day lies before the first one.")})
        return data

    @property
    def filters(self) -> Filters:
        """What was asked for; nothing where something in it cannot be read."""
        if not self.is_valid():
            return Filters()
        return Filters(**{name: self.cleaned_data[name] for name in ("since", "until", "channel")})

    @property
    def asked(self) -> dict[str, str]:
        """What was asked for, as it stands in an address."""
        return {name: self.data[name] for name in self.fields if self.data.get(name)} if self.is_valid() else {}

    @property
    def words(self) -> list[str]:
        """What was asked for, as people say it; nothing where everything is shown."""
        data = self.cleaned_data if self.is_valid() else {}
        labels = {"since": _("from %(day)s"), "until": _("until %(day)s")}
        days = [str(label) % {"day": day_words(data[name])} for name, label in labels.items() if data.get(name)]
        return [*days, str(Channel(data["channel"]).label)] if data.get("channel") else days


class WordsFilterForm(FilterForm):
    """What the list of what people wrote is narrowed to."""

    publishing = forms.ChoiceField(
        label=_("May it be published?"),
        required=False,
        choices=[("", _("All")), *MayPublish.choices],
        error_messages={"invalid_choice": _("Choose one of the answers in the list.")},
    )

    @property
    def words(self) -> list[str]:
        found = super().words
        publishing = self.cleaned_data.get("publishing") if self.is_valid() else ""
        return [*found, str(MayPublish(publishing).label)] if publishing else found

    @property
    def allowed(self) -> str:
        """One of `MayPublish`; "" for whatever people allow."""
        return self.cleaned_data["publishing"] if self.is_valid() else ""


class RedactionForm(forms.Form):
    """What to show in place of what somebody wrote, and why."""

    text = WordsField(
        label=_("What others read"),
        required=False,
        help_text=_("Put what you take out in square brackets, such as [name]. Left empty, nothing is shown."),
    )
    reason = CleanTextField(
        label=_("Reason"),
        max_length=300,
        help_text=_("For colleagues: “Names a child”, say. Do not repeat here what you take out."),
        error_messages={"required": _("Say in a few words why you take something out.")},
    )

    def __init__(self, *args: Any, written: str, redaction: Redaction | None, **kwargs: Any) -> None:
        """
        Args:
            written: what somebody wrote, which a first redaction begins with.
            redaction: the one that stands.
        """
        begun = {"text": redaction.text, "reason": redaction.reason} if redaction else {"text": written}
        super().__init__(*args, **{"initial": begun, **kwargs})
        self.written = written

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if text.split() == self.written.split():
            raise ValidationError(_("This is what was written. Change it, or go back to the list."))
        return text
