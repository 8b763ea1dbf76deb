"""What is asked about people in more than one place."""

from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db.models import Case, EmailField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

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


def with_address(participants: QuerySet[Participant]) -> Any:
    """Each with `address`: where we may write to them, or None.

    A guest's confirmed address, or the one that an active member has confirmed; nothing of who was erased or whose
    account is switched off. Two of them can have the same one only while a member's is not on their participant yet.
    """
    of_account = EmailAddress.objects.filter(user=OuterRef("user"), email=OuterRef("user__email"), verified=True)
    is_out = Q(erased_at__isnull=False) | Q(user__is_active=False)
    known = Coalesce("email", Subquery(of_account.values("email")[:1]), output_field=EmailField())
    address = Case(When(is_out, then=Value(None)), default=known, output_field=EmailField())
    return participants.annotate(address=address)


def at_address(address: str) -> Any:
    """Everybody who uses this mailbox, as `with_address`."""
    return with_address(Participant.objects.all()).filter(address=address.lower())
