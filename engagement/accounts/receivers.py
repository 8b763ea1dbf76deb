"""What we do when others tell us that something happened to an account. Connected by the app config."""

from typing import Any

from allauth.account.internal.flows.email_verification import verify_email_indirectly
from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed, password_reset
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.signals import social_account_added
from axes.models import AccessAttempt
from django.db.models.signals import pre_delete
from django.dispatch import receiver
from django.http import HttpRequest

from engagement.accounts.models import Participant, User
from engagement.accounts.second_factor import note_proof
from engagement.accounts.services import claim_address, confirm_address, erase_participant, participant_for_user
from engagement.accounts.staff import join_staff_group


@receiver(email_confirmed, dispatch_uid="accounts.join_guest")
def join_guest_of_confirmed_address(email_address: EmailAddress, **kwargs: Any) -> None:
    claim_address(participant_for_user(email_address.user), email_address.email)


@receiver(password_reset, dispatch_uid="accounts.confirm_by_reset")
def confirm_address_by_reset(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Whoever used the link in a mail owns its address, if there is only one it can have gone to."""
    addresses = {user.email, *EmailAddress.objects.filter(user=user).values_list("email", flat=True)}
    if len(addresses) == 1:
        verify_email_indirectly(request, user, user.email)


@receiver(password_reset, dispatch_uid="accounts.unlock_by_reset")
def unlock_by_reset(user: User, **kwargs: Any) -> None:
    """The page of a lock offers a new password as the way on, so it has to be one."""
    AccessAttempt.objects.filter(username=user.email).delete()


@receiver(pre_delete, sender=User, dispatch_uid="accounts.erase_participant")
def erase_participant_of_deleted_user(instance: User, **kwargs: Any) -> None:
    """On whatever road a user is deleted, the admin's too, the person is forgotten with it."""
    participant = Participant.objects.filter(user=instance).first()
    if participant:
        erase_participant(participant, by=None)


@receiver(authenticator_added, dispatch_uid="accounts.note_proof")
def note_second_factor(request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    """Whoever has just set up a second factor has just shown it."""
    if authenticator.type == Authenticator.Type.TOTP:
        note_proof(request, user)


@receiver(social_account_added, dispatch_uid="accounts.join_staff_group")
def let_known_person_join_staff(sociallogin: SocialLogin, **kwargs: Any) -> None:
    """A resident's account becomes a colleague's the first time the organisation vouches for it."""
    for address in sociallogin.email_addresses:
        if address.verified:
            confirm_address(sociallogin.user, address.email)
    join_staff_group(sociallogin.user)
