"""allauth's forms in our words: plain labels, one password field, no placeholders.

https://docs.allauth.org/en/latest/account/forms.html
"""

from typing import Any

from allauth.account import forms as account
from allauth.account.adapter import get_adapter
from allauth.mfa.base import forms as mfa
from allauth.mfa.recovery_codes import forms as recovery
from allauth.mfa.totp import forms as totp
from django import forms
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext_lazy as _

from base.fields import NameField
from base.forms import PublicForm
from base.ratelimit import Limit, take
from engagement.accounts.models import Participant, User
from engagement.accounts.services import drop_pending_claims, participant_for_user, remember_profile

CODE_LIMITS = [Limit("second-factor", 15 * 60, 10)]
"""How often one person's second factor may be tried, however many servers share the work."""


class AccountForm(PublicForm):
    """Labels and hints of the fields that allauth's forms share. Mixed in before allauth's class."""

    account_already_exists: bool
    users: list[User]
    _user: User | None
    wording: dict[str, tuple[Any, Any]] = {}
    common: dict[str, tuple[Any, Any]] = {
        "login": (_("E-mail"), ""),
        "email": (_("E-mail"), ""),
        "password": (_("Password"), ""),
        "password1": (_("Password"), _("At least 10 characters. Three words in a row are easy to remember.")),
        "oldpassword": (_("Current password"), ""),
        "code": (_("Code"), ""),
        "remember": (_("Keep me signed in on this device"), ""),
    }

    missing: dict[str, Any] = {
        "login": _("Enter your e-mail."),
        "email": _("Enter your e-mail."),
        "password": _("Enter your password."),
        "password1": _("Choose a password."),
        "oldpassword": _("Enter your current password."),
        "code": _("Enter the code."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # One password field: people can ask for a reset, and typing blind twice helps nobody.
        self.fields.pop("password2", None)
        for name, field in self.fields.items():
            field.label, field.help_text = (self.common | self.wording).get(name, (field.label, field.help_text))
            field.error_messages |= {"required": self.missing.get(name, field.error_messages["required"])}
            if isinstance(field, forms.EmailField):
                field.error_messages["invalid"] = _("Enter an e-mail in full, like name@example.org.")
            attrs = field.widget.attrs
            attrs.pop("placeholder", None)
            if name in {"login", "email", "code"}:
                attrs |= {"spellcheck": "false", "autocapitalize": "none"}
            if name == "login":
                attrs["autocomplete"] = "username"
            if name == "code":
                attrs["inputmode"] = "text"


class LoginForm(AccountForm, account.LoginForm):
    pass


class SignupForm(AccountForm, account.SignupForm):
    display_name = NameField(
        label=_("Name to show"),
        help_text=_("Stands beside what you write. Leave it empty and we write “A resident”."),
        max_length=Participant._meta.get_field("display_name").max_length,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )
    field_order = ["display_name", "email", "password1"]

    def clean_email(self) -> str:
        drop_pending_claims(self.cleaned_data["email"])
        email: str = super().clean_email()
        return email

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """Signs up, or only seems to when the address has an account: same words, same time, one mail."""
        request.session["mail_sent_to"] = self.cleaned_data["email"]
        if not self.account_already_exists:
            try:
                with transaction.atomic():
                    return super().try_save(request)
            except IntegrityError:
                self.account_already_exists = True
        make_password(self.cleaned_data["password1"])
        return super().try_save(request)

    def save(self, request: HttpRequest) -> User:
        user: User = super().save(request)
        name, language = self.cleaned_data["display_name"], get_language() or ""
        remember_profile(participant_for_user(user), display_name=name, language=language)
        return user


class ChangeEmailForm(AccountForm, account.AddEmailForm):
    wording = {"email": (_("New e-mail"), _("We send a link there. Your e-mail changes once you have used it."))}

    def save(self, request: HttpRequest) -> Any:
        """Asks the new address, and tells the old one: it may not be its owner who asks."""
        to = self.cleaned_data["email"]
        get_adapter().send_notification_mail("account/email/email_change_asked", self.user, {"to_email": to})
        return super().save(request)


class ChangePasswordForm(AccountForm, account.ChangePasswordForm):
    wording = {"password1": (_("New password"), AccountForm.common["password1"][1])}


class SetPasswordForm(AccountForm, account.SetPasswordForm):
    pass


class ResetPasswordForm(AccountForm, account.ResetPasswordForm):
    def clean_email(self) -> str:
        email: str = super().clean_email()
        # Not those who only want to change to this address: they have not shown that it is theirs.
        self.users = [user for user in self.users if user.email == email]
        return email


class ResetPasswordKeyForm(AccountForm, account.ResetPasswordKeyForm):
    wording = ChangePasswordForm.wording


class ReauthenticateForm(AccountForm, account.ReauthenticateForm):
    pass


class RequestLoginCodeForm(AccountForm, account.RequestLoginCodeForm):
    def clean_email(self) -> str:
        email: str = super().clean_email()
        if self._user and self._user.email != email:
            self._user = None
        return email


class ConfirmLoginCodeForm(AccountForm, account.ConfirmLoginCodeForm):
    pass


class LimitedCodeMixin:
    """Counts tries of a second factor in the database, so that more servers do not mean more guesses."""

    user: User

    def clean_code(self) -> str:
        if take(CODE_LIMITS, who=str(self.user.pk)) is not None:
            raise ValidationError(_("There were too many tries. Wait 15 minutes, then try again."), code="limited")
        code: str = super().clean_code()  # type: ignore[misc]
        return code


class AuthenticateForm(AccountForm, LimitedCodeMixin, mfa.AuthenticateForm):
    wording = {"code": (_("Code"), _("Six digits from your app, or one of your recovery codes."))}


class ReauthenticateCodeForm(AccountForm, LimitedCodeMixin, mfa.ReauthenticateForm):
    wording = AuthenticateForm.wording


class ActivateTOTPForm(AccountForm, LimitedCodeMixin, totp.ActivateTOTPForm):
    wording = {"code": (_("Code from the app"), _("Six digits. They change every half minute."))}


class DeactivateTOTPForm(AccountForm, totp.DeactivateTOTPForm):
    pass


class GenerateRecoveryCodesForm(AccountForm, recovery.GenerateRecoveryCodesForm):
    pass


class ProfileForm(PublicForm, forms.ModelForm):
    """What members say about themselves: a name to show, and the language and kind of our messages.

    Answers are two choices and no tick: a form from before, or half sent, stops nothing that nobody meant to stop.
    """

    language = forms.ChoiceField(label=_("Language of our messages to you"))
    wants_answers = forms.TypedChoiceField(
        label=_("When something you took part in is answered"),
        choices=[("yes", _("Send me a message that says what came of it")), ("no", _("Do not write to me about it"))],
        coerce=lambda value: value == "yes",
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )

    class Meta:
        model = Participant
        fields = ["display_name", "language"]
        field_classes = {"display_name": NameField}
        help_texts = {"display_name": SignupForm.base_fields["display_name"].help_text}

    def __init__(self, *args: Any, languages: list[str], **kwargs: Any) -> None:
        """Each language is called by its own name, for whoever reads no other.

        Args:
            languages: codes of those the site offers.
        """
        super().__init__(*args, **kwargs)
        names = [(code, capfirst(get_language_info(code)["name_local"])) for code in languages]
        self.fields["language"].choices = names  # type: ignore[attr-defined]
        self.fields["display_name"].widget.attrs["autocomplete"] = "nickname"
        self.fields["wants_answers"].required = not self.is_bound  # it is asked of everybody, and may be missing
        self.initial["wants_answers"] = "yes" if self.instance.wants_answers else "no"

    def clean_wants_answers(self) -> bool:
        wanted: bool | None = self.cleaned_data["wants_answers"]
        return self.instance.wants_answers if wanted is None else wanted


class LeaveForm(PublicForm, forms.Form):
    """How someone leaves."""

    KEEP, WITHDRAW = "keep", "withdraw"
    words = forms.ChoiceField(
        label=_("What you have written"),
        choices=[
            (KEEP, _("Leave it, signed “A former participant”")),
            (WITHDRAW, _("Take it away as well")),
        ],
        initial=KEEP,
        widget=forms.RadioSelect,
    )
