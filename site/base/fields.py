"""The fields of forms for residents: what is typed comes out as it is kept."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from base.texts import clean_name, clean_text


class CleanTextField(forms.CharField):
    """Text without control characters, before any validator sees them."""

    def to_python(self, value: Any) -> str:
        return clean_text(super().to_python(value) or "")


class WordsField(CleanTextField):
    """What people say in their own words, with a count of what is left of its length where JavaScript runs."""

    def __init__(self, *, rows: int = 6, **kwargs: Any) -> None:
        super().__init__(strip=False, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)

    def limit_to(self, longest: int, hint: str) -> None:
        """Say how long it may be.

        Args:
            longest: in characters (code points).
            hint: with a place for the number, `%(count)s`.
        """
        self.help_text = hint % {"count": number_format(longest, use_l10n=True, force_grouping=True)}
        self.widget.attrs |= {
            "data-count": str(longest),
            "data-count-left": _("Characters left: %s"),
            "data-count-over": _("Characters too many: %s"),
        }


class NameField(forms.CharField):
    """A name to show, on one line and without characters that nobody sees."""

    def to_python(self, value: Any) -> str:
        return clean_name(super().to_python(value) or "")


class EmailField(forms.EmailField):
    """An address with our sentence when it is none."""

    default_error_messages = {
        "required": gettext_lazy("Write your e-mail address, such as name@example.org"),
        "invalid": gettext_lazy("Write your e-mail address in full, such as name@example.org"),
    }

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"autocomplete": "email", "autocapitalize": "none", "spellcheck": "false"}
        super().__init__(widget=forms.EmailInput(attrs=attrs), max_length=254, **kwargs)

    def to_python(self, value: Any) -> str:
        return clean_name(super().to_python(value) or "")


class _Hidden(BoundField):
    """Hidden by a class of the style sheet, so that it works without JavaScript.

    It comes back empty and in sight: what a helpful browser filled in by itself must not stop a person twice.
    """

    def css_classes(self, extra_classes: Any = None) -> str:
        return "" if self.errors else "fm-vh"

    def value(self) -> str:
        return ""


class TrapField(forms.CharField):
    """A field that only programs fill in."""

    def __init__(self) -> None:
        super().__init__(
            label=gettext_lazy("Leave this field empty: it is there to catch robots"),
            required=False,
            widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
            bound_field_class=_Hidden,  # type: ignore[call-arg]  # new in Django 5.2
        )

    def validate(self, value: str) -> None:
        super().validate(value)
        if value:
            raise forms.ValidationError(
                _("Something was in the field that stays empty. It is empty now: send it again")
            )
