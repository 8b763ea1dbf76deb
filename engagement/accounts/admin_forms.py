"""How administrators make and change users: an e-mail is enough."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.users import forms

from engagement.accounts.models import User
from engagement.accounts.services import set_email


class EmailUserMixin:
    """No name and no password are needed; whoever gets no password chooses one by e-mail."""

    password_required = False
    error_messages = forms.UserForm.error_messages | {
        "duplicate_username": _("Someone with this e-mail is here already. Look for them in the list of users."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("first_name", "last_name"):
            self.fields[name].required = False  # type: ignore[attr-defined]

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()  # type: ignore[attr-defined]

    def save(self, commit: bool = True) -> User:
        user: User = super().save(commit=commit)  # type: ignore[misc]
        if commit and "email" in self.changed_data:  # type: ignore[attr-defined]
            set_email(user, user.email, confirmed=False)
        return user


class UserCreationForm(EmailUserMixin, forms.UserCreationForm):
    password1_help = _("Leave it empty, and they choose their own with “I have forgotten my password”.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "password1" in self.fields:
            self.fields["password1"].help_text = self.password1_help

    def save(self, commit: bool = True) -> User:
        if not self.cleaned_data.get("password1"):
            self.instance.set_unusable_password()
        return super().save(commit=commit)


class UserEditForm(EmailUserMixin, forms.UserEditForm):
    pass
