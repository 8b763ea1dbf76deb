"""Words of Django, Wagtail and allauth that residents meet, named here so that our catalogues can say them.

A text that stands here and in their catalogues is said as ours says it; without ours, theirs holds. Put a text here
when it is missing there in one of our languages, or when it does not sound like the rest of the site. Nothing imports
this module: `make messages` reads it.
"""

from django.utils.translation import gettext_noop as _
from django.utils.translation import ngettext_lazy

# Translators: days of the week as they stand in a sentence and alone; Welsh wants them in small letters.
DAYS = [_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday")]

# Translators: small numbers in words, before "ways to take part" and "pages": where it matters, in their gender.
NUMBERS = [_("two"), _("three"), _("four"), _("five"), _("six"), _("seven"), _("eight"), _("nine")]

FORMS = [
    _("Enter a valid email address."),
    _("Null characters are not allowed."),
    _("Select a valid choice. %(value)s is not one of the available choices."),
    _("Select a valid choice. That choice is not one of the available choices."),
    ngettext_lazy(
        "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).",
        "Ensure this value has at most %(limit_value)d characters (it has %(show_value)d).",
        "limit_value",
    ),
]

# Names of fields, for the page that keeps what was typed into a form it does not know (`base.guards`).
FIELDS = [_("Comment"), _("Email"), _("Name"), _("Display name")]

PASSWORDS = [
    ngettext_lazy(
        "This password is too short. It must contain at least %d character.",
        "This password is too short. It must contain at least %d characters.",
    ),
    _("The password is too similar to the %(verbose_name)s."),
    _("This password is too common."),
    _("This password is entirely numeric."),
]

ACCOUNTS = [
    _("A user is already registered with this email address."),
    _("The password reset token was invalid."),
    _("The email address is not assigned to any user account."),
    _("You cannot remove your primary email address."),
    _("You cannot add more than %d email addresses."),
    _("Your primary email address must be verified."),
    _("Invalid or expired key."),
    _("Invalid login."),
    _("Please select only one."),
    _("You cannot add an email address to an account protected by two-factor authentication."),
    _("You cannot deactivate two-factor authentication."),
    _("You cannot generate recovery codes without having two-factor authentication enabled."),
    _(
        "An account already exists with this email address."
        " Please sign in to that account first, then connect your %s account."
    ),
    _("The third-party account is already connected to a different account."),
    _("You cannot disconnect your last remaining third-party account."),
    _("Your account has no password set up."),
    _("Your account has no verified email address."),
    _("Invalid token."),
]

CLOSED_PAGES = [
    _("The password you have entered is not correct. Please try again."),
]
