"""What the form templates need to write GOV.UK markup around any Django form."""

from django import forms, template
from django.forms.boundfield import BoundField, BoundWidget
from django.utils.safestring import SafeString
from wagtail.forms import PasswordViewRestrictionForm

from base.forms import control_class, error_links
from base.password_form import PasswordForm

register = template.Library()
register.simple_tag(error_links, name="error_links")


@register.simple_tag
def password_form(form: PasswordViewRestrictionForm) -> PasswordForm:
    """Wagtail's form for the password of a page or document, in our words."""
    return PasswordForm(form)


@register.filter
def control(field: BoundField) -> SafeString:
    """A field's control with our classes, whether or not its form is a PublicForm."""
    classes = control_class(field.field.widget)
    return field.as_widget(attrs={"class": classes} if classes else None)


@register.filter
def control_kind(field: BoundField) -> str:
    """ "checkbox" for a single one, "radios" or "checkboxes" for a choice in rows, "group", or "input"."""
    widget = field.field.widget
    if isinstance(widget, forms.CheckboxInput):
        return "checkbox"
    if isinstance(widget, forms.CheckboxSelectMultiple):
        return "checkboxes"
    if isinstance(widget, forms.RadioSelect):
        return "radios"
    return "group" if field.use_fieldset else "input"


@register.filter
def options(field: BoundField) -> list[BoundWidget]:
    """The rows of a choice, each with our classes. The error is told by the fieldset, not by each row."""
    rows = field.subwidgets
    for row in rows:
        row.data["attrs"]["class"] = control_class(field.field.widget)
        row.data["attrs"].pop("aria-invalid", None)
    return rows
