from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from base.forms import PublicForm
from engagement.consultations.enums import ConsultationState
from engagement.consultations.models import Subject
from search.queries import Narrowed


class NarrowingForm(PublicForm, forms.Form):
    """The filters of consultations. What cannot be understood is left out, so that old and cut links show something."""

    mark_optional = False

    state = forms.ChoiceField(
        label=_("State"), choices=[("", _("Any state")), *ConsultationState.choices], required=False
    )
    subject = forms.ModelChoiceField(
        Subject.objects.none(), to_field_name="slug", label=_("Subject"), empty_label=_("All subjects"), required=False
    )
    place = forms.ChoiceField(label=_("Area"), required=False)

    def __init__(self, *args: Any, places: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["subject"].queryset = Subject.objects.filter(locale__language_code=get_language())
        fields["place"].choices = [("", _("All areas")), *((name, name) for name in places)]

    @property
    def narrowed(self) -> Narrowed:
        """What it asks for."""
        self.is_valid()
        chosen = self.cleaned_data
        return Narrowed(chosen.get("state") or "", chosen.get("subject"), chosen.get("place") or "")

    @property
    def misunderstood(self) -> bool:
        """Whether something was asked for that is not among the choices."""
        return not self.is_valid()
