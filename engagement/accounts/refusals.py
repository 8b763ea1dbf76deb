"""What people are told when an account page says no."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from base.guards import Refusal


def too_many_tries() -> Refusal:
    """429: this was asked for too often, by whomever."""
    return Refusal(
        429,
        _("Too many tries"),
        _("This was tried too often in a short time, so we have stopped it. Nothing was changed. Try again later."),
        (reverse("account_login"), _("Go to sign in")),
    )


def locked_out() -> Refusal:
    """403: too many wrong passwords for one address from one place."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    wait = ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
    return Refusal(
        403,
        _("Too many wrong passwords"),
        _("To protect this account we have stopped sign-ins with this e-mail from here for %(wait)s.") % {"wait": wait},
        (reverse("account_reset_password"), _("Choose a new password")),
        {"Retry-After": str(minutes * 60)},
    )


def not_staff() -> Refusal:
    """403: signed in, but with no right to open the admin."""
    return Refusal(
        403,
        _("This part is for the people who run the site"),
        _("You are signed in, but this account may not open it. Ask an administrator to give you a role."),
        (reverse("account_home"), _("Go to your account")),
    )
