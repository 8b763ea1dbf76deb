"""The form that asks for the password of a page or a document."""

from django.conf import settings
from django.utils.translation import gettext as _
from wagtail.forms import PasswordViewRestrictionForm

from base.forms import PublicForm


class PasswordForm(PublicForm, PasswordViewRestrictionForm):
    """Wagtail's form, with the manners of ours. Wagtail makes its own in four places, so this one is made of that."""

    def __init__(self, asked: PasswordViewRestrictionForm) -> None:
        initial = {"return_url": settings.LOGIN_REDIRECT_URL, **asked.initial}
        super().__init__(asked.data if asked.is_bound else None, initial=initial, instance=asked.restriction)
        self.fields["password"].help_text = _("The one that came with the link, not that of your account.")
