"""The form in which staff set up an activity and change it."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from base.timewords import same_minute

OWN_DATES = ("opens_at", "closes_at")
TOLD = _(
    "People were told when it is open. Use “Change the dates” of the consultation: it asks why, and people read it."
)
TAKEN_OFF = _("People have taken part already, and were told when it is open. Put it on a page again first.")


class ActivityForm(WagtailAdminModelForm):
    """Keeps an activity's own dates as they are once people were told them (docs/adr/0021)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_told = self.instance.is_told_by(timezone.now())
        self.told_words = TOLD if self.instance.placed else TAKEN_OFF
        for name in OWN_DATES if self.is_told else ():
            self.fields[name].help_text = self.told_words

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for name in OWN_DATES if self.is_told else ():
            told = getattr(self.instance, name)
            if same_minute(cleaned.get(name), told):
                cleaned[name] = told
            elif cleaned.get(name) != told:
                self.add_error(name, self.told_words)
        return cleaned
