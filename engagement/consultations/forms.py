from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from base.forms import PublicForm
from engagement.consultations.enums import EntryStatus, ListTab
from engagement.consultations.models import Subject


class NarrowingForm(PublicForm, forms.Form):
    """Filters in an address. What cannot be understood is left out, so that old and cut links still show something."""

    mark_optional = False

    subject = forms.ModelChoiceField(
        Subject.objects.none(), to_field_name="slug", required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, locale: Locale, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        subject: Any = self.fields["subject"]
        subject.queryset = Subject.objects.filter(locale=locale)


class ListingForm(NarrowingForm):
    """The filters of the list."""

    state = forms.ChoiceField(choices=ListTab.choices, required=False, widget=forms.HiddenInput)
    place = forms.CharField(max_length=120, required=False, widget=forms.HiddenInput)
    q = forms.CharField(label=_("Find a word or an area"), max_length=100, required=False)


class MonthField(forms.RegexField):
    """A month as `2026-05`; its value is its first day."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(r"^20[0-9]{2}-(0[1-9]|1[0-2])$", **kwargs)

    def clean(self, value: Any) -> date | None:
        text = super().clean(value)
        return date.fromisoformat(f"{text}-01") if text else None


class AreaForm(NarrowingForm):
    """Filters with the areas to choose from."""

    place = forms.ChoiceField(label=_("Area"), required=False)

    def __init__(self, *args: Any, places: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place: Any = self.fields["place"]
        place.choices = [("", _("All areas")), *((name, name) for name in places)]


class PlanForm(AreaForm):
    """The filters of the plan."""

    month = MonthField(required=False)


class OutcomesForm(AreaForm):
    """The filters of the outcomes."""

    status = forms.ChoiceField(choices=EntryStatus.choices, required=False, widget=forms.HiddenInput)
