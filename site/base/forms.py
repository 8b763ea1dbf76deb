"""How forms for residents behave. Their markup is in `site/templates/django/forms/`."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _

CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxSelectMultiple, "govuk-checkboxes__input"),
    (forms.CheckboxInput, "govuk-checkboxes__input"),
    (forms.RadioSelect, "govuk-radios__input"),
    (forms.Select, "govuk-select"),
    (forms.Textarea, "govuk-textarea"),
    (forms.FileInput, "govuk-file-upload"),
    (forms.widgets.Input, "govuk-input"),
)


@dataclass(frozen=True)
class ErrorLink:
    """One line of the error summary: the sentence, and the id of the control to go to ("" when there is none)."""

    anchor: str
    message: str


class PublicForm:
    """Mixin, before `forms.Form` or `forms.ModelForm`: our classes on every control, our sentences in place of the
    browser's. Every visible form of the site is one.

    `mark_optional` says whether "(optional)" stands beside fields that may stay empty; off for filters.
    """

    mark_optional = True
    use_required_attribute = False
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if classes := control_class(field.widget):
                field.widget.attrs["class"] = classes
            say_what_is_missing(field)


def say_what_is_missing(field: forms.Field) -> None:
    """Put a sentence that names the field in place of Django's "This field is required.", unless it has its own."""
    if not field.label or field.error_messages.get("required") != forms.Field.default_error_messages["required"]:
        return
    if isinstance(field.widget, forms.CheckboxInput):
        sentence = _("Tick “%(label)s” to go on")
    elif isinstance(field.widget, forms.Select | forms.RadioSelect | forms.CheckboxSelectMultiple):
        sentence = _("Choose an answer to “%(label)s”")
    else:
        sentence = _("Fill in “%(label)s”")
    field.error_messages["required"] = sentence % {"label": field.label}


def control_class(widget: forms.Widget) -> str:
    """The classes of a control: its own, and ours for its kind."""
    own = widget.attrs.get("class", "").split()
    ours = next((name for kind, name in CLASSES if isinstance(widget, kind)), "")
    return " ".join([*own, *([ours] if ours and ours not in own else [])])


def error_links(form: forms.BaseForm) -> list[ErrorLink]:
    """The lines of the error summary in the order of the page; what belongs to no field leads to the first one."""
    visible = form.visible_fields()
    first = control_id(visible[0]) if visible else ""
    links = [ErrorLink(first, str(message)) for message in form.non_field_errors()]
    links += [ErrorLink("", str(message)) for field in form.hidden_fields() for message in field.errors]
    return links + [ErrorLink(control_id(field), str(message)) for field in visible for message in field.errors]


def control_id(field: BoundField) -> str:
    """The id of a field's control, of the first one where there are several."""
    if isinstance(field.field.widget, (forms.RadioSelect, forms.CheckboxSelectMultiple)):
        return field.subwidgets[0].id_for_label if field.subwidgets else ""
    return field.id_for_label or field.auto_id
