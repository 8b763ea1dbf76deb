"""How allauth does things here: mail through the outbox, our addresses of clients, our words.

https://docs.allauth.org/en/latest/account/adapter.html
"""

import base64
import hashlib
from typing import Any
from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from base.mail import queue_mail
from base.mailboxes import MAILBOX_LIMITS, mailbox_counts, network_counts
from base.models import BrandSettings
from base.network import client_address, client_key
from base.ratelimit import Limit, Scope, Tally, take_each
from engagement.accounts.models import User
from engagement.accounts.queries import language_of
from engagement.accounts.refusals import too_many_tries
from engagement.accounts.rules import may_enter_admin
from engagement.accounts.services import drop_pending_claims, make_room_for
from engagement.accounts.staff import join_staff_group

CLIENT_LIMITS = [Limit("account-mail-client", 24 * 60 * 60, 60)]
"""How many account mails one place can cause in a day: enough for a library, too few to write to a whole town."""


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is closed. Get in touch with us if that is a mistake."),
        "email_password_mismatch": _("The e-mail or the password is not right. Check both and try again."),
        "enter_current_password": _("This is not your current password. Type it again."),
        "incorrect_code": _("This code is not right. Check it, or ask for a new one."),
        "incorrect_password": _("This is not your password. Type it again."),
        "duplicate_email": _("This is your e-mail already. Enter the new one."),
        "too_many_login_attempts": _("There were too many tries. Wait five minutes, then try again."),
        "rate_limited": _("There were too many tries. Wait a minute, then try again."),
        "same_as_current": _("This is your e-mail already. Enter the new one."),
    }

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Puts the mail into the outbox, unless too many went there: known or not, the answer is the same."""
        place = client_key(self.request)
        by_place = [Tally(limit, place, Scope.NETWORK) for limit in CLIENT_LIMITS]
        if take_each([*by_place, *network_counts(email, place), *mailbox_counts(email, MAILBOX_LIMITS)]):
            raise too_many_tries()
        self._queue(template_prefix, email, context)

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Tells members what was done with their account. Never held back: a stranger may have done it."""
        address = email or EmailAddress.objects.get_primary_email(user)
        if address:
            self._queue(template_prefix, address, context or {})

    def _queue(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Puts the mail into the outbox, from the site and in the language its reader chose."""
        known = _mail_context(self.request)
        queue_mail(
            key=f"{template_prefix}:{uuid4()}",
            to=email,
            template=template_prefix,
            context=known | context,
            language=language_of(email) or get_language() or settings.LANGUAGE_CODE,
            sender=known["site_name"],
        )

    def respond_email_verification_sent(self, request: HttpRequest, user: Any) -> HttpResponse:
        """To the page that says where the mail went."""
        if user is not None:
            request.session["mail_sent_to"] = user.email
        response: HttpResponse = super().respond_email_verification_sent(request, user)
        return response

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Staff to their work, everybody else home, in the language they came in."""
        return reverse("wagtailadmin_home") if may_enter_admin(request.user) else reverse("wagtail_serve", args=[""])

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return reverse("wagtail_serve", args=[""])

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        return self.get_login_redirect_url(request)

    def get_email_verification_redirect_url(self, email_address: EmailAddress) -> str:
        return reverse("account_home" if self.request.user.is_authenticated else "account_login")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account_home")

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Marks the address as its owner's, who wins over anyone who only claimed it."""
        try:
            with transaction.atomic():
                make_room_for(email_address.email, owner=email_address.user)
                return super().confirm_email(request, email_address)
        except IntegrityError:
            template = "account/messages/email_confirmation_failed.txt"
            self.add_message(request, messages.ERROR, template, {"email": email_address.email})
            return False


def _mail_context(request: HttpRequest) -> dict[str, Any]:
    """What every account mail may name: the site, and where to sign in or choose a new password."""
    return {
        "site_name": BrandSettings.for_request(request).site_name,
        "login_url": request.build_absolute_uri(reverse("account_login")),
        "reset_url": request.build_absolute_uri(reverse("account_reset_password")),
    }


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Colleagues come in through the organisation's own sign-in service."""

    def authenticate_by_email(self, sociallogin: SocialLogin) -> Any:
        """The account of that address, never one that is only asking to change to it."""
        for address in sociallogin.email_addresses:
            drop_pending_claims(address.email)
        return super().authenticate_by_email(sociallogin)

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Stops someone new of whom the service tells no e-mail: without one there is no account here."""
        if not sociallogin.is_existing and not sociallogin.email_addresses:
            raise ImmediateHttpResponse(render(request, "socialaccount/no_email.html", status=403))

    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: Any = None) -> User:
        user: User = super().save_user(request, sociallogin, form)
        join_staff_group(user)
        return user

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: Any) -> str:
        return reverse("account_home")


class MFAAdapter(DefaultMFAAdapter):
    """Keeps the secrets of second factors encrypted, under keys made from `SECRET_KEY` and its fallbacks."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This code is not right. Wait for the next one in your app, then try again."),
        "unverified_email": _("Confirm your new e-mail first, then set up a second factor."),
    }

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()


def _cipher() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(b"engagement.accounts.mfa:" + str(key).encode()).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
