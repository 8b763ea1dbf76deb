"""What is asked about people in more than one place."""

from allauth.account.models import EmailAddress
from django.conf import settings

from engagement.accounts.models import Participant, User


def confirmed_address(user: User) -> str | None:
    """The address this user has confirmed, or None."""
    address = EmailAddress.objects.get_verified(user)
    return address.email if address else None


def member_confirmed_as(email: str) -> User | None:
    """The active user who has confirmed this address, or None."""
    address = EmailAddress.objects.filter(email=email.strip().lower(), verified=True, user__is_active=True)
    found = address.select_related("user").first()
    return found.user if found else None


def language_of(email: str) -> str | None:
    """The language someone with this address chose for our messages, or None.

    One query, whether or not the address is known.
    """
    address = email.strip().lower()
    chosen = Participant.objects.filter(user__email=address) | Participant.objects.filter(email=address)
    language = chosen.exclude(language="").values_list("language", flat=True).first()
    return language if language in dict(settings.LANGUAGES) else None
