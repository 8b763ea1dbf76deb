from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from base.forms import PublicForm
from engagement.consultations.enums import ListTab
from engagement.consultations.models import Subject


class ListingForm(PublicForm, forms.Form):
    """The filters of the list. What cannot be understood is left out, so that old and cut links still show a list."""

    mark_optional = False

    state = forms.ChoiceField(choices=ListTab.choices, required=False, widget=forms.HiddenInput)
    subject = forms.ModelChoiceField(
        Subject.objects.none(), to_field_name="slug", required=False, widget=forms.HiddenInput
    )
    q = forms.CharField(label=_("Find a word or an area"), max_length=100, required=False)

    def __init__(self, *args: Any, locale: Locale, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        subject: Any = self.fields["subject"]
        subject.queryset = Subject.objects.filter(locale=locale)
