"""Form fields of our own in the admin."""

import re
from calendar import monthrange
from datetime import datetime
from itertools import product
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.formats import date_format
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.panels import PublishingPanel
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput

DAY_FORMATS = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d/%m/%y", "%d %B %Y", "%d %b %Y")
"""The day before the month, everywhere: Django's own English formats have it the American way round."""
TIME_FORMATS = ("%H:%M", "%H:%M:%S", "%I%p", "%I:%M%p", "%I %p", "%I:%M %p")
LATE_DAY = re.compile(r"\b(29|30|31)\b")
FEBRUARY = 2
MOMENT_FORMATS = tuple(" ".join(pair) for pair in product(DAY_FORMATS, TIME_FORMATS))


class ColourInput(forms.TextInput):
    """The browser's own colour picker beside the six-digit code, each following the other."""

    template_name = "base/widgets/colour_input.html"

    class Media:
        js = ["base/colour_input.js"]


class LeaveAsTyped:
    """Mixin for Wagtail's pickers, whose script puts the present moment in place of whatever it cannot read."""

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "validateOnBlur": False}  # type: ignore[misc]


class DayInput(LeaveAsTyped, AdminDateInput):
    """A day, typed or picked."""


class MomentInput(LeaveAsTyped, AdminDateTimeInput):
    """A day and a time, typed or picked."""


class CountsTheDays:
    """Mixin for our fields: a day that its month does not have is told so."""

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)  # type: ignore[misc]
        except ValidationError as error:
            if words := days_of_month(str(value)):
                raise ValidationError(words, code="invalid") from error
            raise


class DayField(CountsTheDays, forms.DateField):
    """A day in any ordinary spelling; what cannot be read is said to be so, and stays as it was typed."""

    default_error_messages = {"invalid": _("Write the day like 2026-12-01 or 1 December 2026, or pick it.")}

    def __init__(self, *, help_text: Any = "", **kwargs: Any) -> None:
        hint = with_hint(help_text, _("Like 2026-12-01, or pick it."))
        super().__init__(input_formats=DAY_FORMATS, help_text=hint, **kwargs)


class MomentField(CountsTheDays, forms.DateTimeField):
    """A day and a time in any ordinary spelling. A day alone is refused: its midnight is hardly ever what was meant."""

    default_error_messages = {
        "invalid": _("Write the day and the time like 2026-12-01 09:00 or 1 December 2026 9am, or pick them.")
    }

    def __init__(self, *, help_text: Any = "", **kwargs: Any) -> None:
        hint = with_hint(help_text, _("Like 2026-12-01 09:00, or pick it."))
        super().__init__(input_formats=MOMENT_FORMATS, help_text=hint, **kwargs)

    def to_python(self, value: Any) -> datetime | None:
        if isinstance(value, str) and is_day(value):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)


def with_hint(help_text: Any, hint: Any) -> Any:
    """The help of a field with one more sentence."""
    return format_lazy("{} {}", help_text, hint) if help_text else hint


def is_day(text: str) -> bool:
    """Whether this names a day and no time."""
    return any(_read(text.strip(), spelling) for spelling in DAY_FORMATS)


def days_of_month(text: str) -> str:
    """How many days the month has, if this would be readable but for a day that is too late for it; or ""."""
    first = LATE_DAY.sub("1", text.strip(), count=1)
    read = next(filter(None, (_read(first, spelling) for spelling in (*DAY_FORMATS, *MOMENT_FORMATS))), None)
    late = LATE_DAY.search(text)
    if read is None or late is None or int(late[0]) <= (days := monthrange(read.year, read.month)[1]):
        return ""
    month = date_format(read, "F Y" if read.month == FEBRUARY else "F")
    return gettext("%(month)s has %(days)s days.") % {"month": month, "days": days}


def _read(text: str, spelling: str) -> datetime | None:
    try:
        return datetime.strptime(text, spelling)  # noqa: DTZ007 - only what was typed, in no time zone
    except ValueError:
        return None


class SchedulePanel(PublishingPanel):
    """Wagtail's panel for going public and expiring, with our field for both moments."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        for panel in self.children:
            panel.widget = _as_typed(panel.widget)


def _as_typed(widget: AdminDateTimeInput) -> MomentInput:
    return MomentInput(attrs=widget.attrs, js_overlay_parent_selector=widget.js_overlay_parent_selector)


def register_fields() -> None:
    """Let every form of the admin use the fields above for days and moments."""
    register_form_field_override(models.DateField, override={"form_class": DayField, "widget": DayInput})
    register_form_field_override(models.DateTimeField, override={"form_class": MomentField, "widget": MomentInput})
