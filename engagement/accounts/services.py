"""Everything that changes who someone is to us: joining, remembering, erasing.

Each function opens its own transaction and locks the rows it changes, in the order of their keys.
"""

from typing import Any

from allauth.account.models import EmailAddress
from axes.models import AccessAttempt
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import get_language

from base.mail import forget_mail_to, recall_mail
from engagement.accounts.models import FormerParticipant, Participant, User
from engagement.accounts.queries import at_address, confirmed_address, member_confirmed_as, with_address
from engagement.accounts.rules import is_only_administrator
from engagement.accounts.signals import participant_erased, participants_joined

ANSWER_KEY = "outcome:"
"""How the outbox keys of mails begin that tell people what came of something."""


class OnlyAdministrator(Exception):
    """The last administrator cannot leave: nobody could let anyone in again."""


def participant_for_user(user: User) -> Participant:
    """The one participant of this user, made on first need."""
    found = Participant.objects.filter(user=user).first()
    if found:
        return found
    with transaction.atomic():
        made, created = Participant.objects.get_or_create(user=user, defaults={"language": get_language() or ""})
        address = confirmed_address(user) if created else None
        return claim_address(made, address) if address else made


def confirm_guest(participant: Participant, email: str) -> Participant:
    """The owner of this address has shown that this guest is them.

    Returns the participant to go on with: the member or the earlier guest who owns the address, into
    whom this one was joined, or this one itself.

    Raises:
        Participant.DoesNotExist: erased or joined to another in the meantime.
        ValueError: it already belongs to another address, so it is another person.
    """
    with transaction.atomic():
        guest = Participant.objects.select_for_update().get(pk=participant.pk, erased_at__isnull=True)
        if guest.email and guest.email != email.strip().lower():
            raise ValueError("This guest has confirmed another address.")
        if guest.user_id is not None:
            return guest
        member = member_confirmed_as(email)
        if member:
            return join_participants(kept=participant_for_user(member), gone=guest)
        return _claim_as_guest(guest, email)


def _claim_as_guest(guest: Participant, email: str) -> Participant:
    try:
        with transaction.atomic():
            guest.email = email
            guest.save(update_fields=["email"])
            return guest
    except IntegrityError:
        # Someone was faster, or it is their second visit: the address has an owner already.
        owner = Participant.objects.get(email=email)
        guest.refresh_from_db()
        return join_participants(kept=owner, gone=guest)


def claim_address(participant: Participant, email: str) -> Participant:
    """A member has confirmed this address: they become one with the guest who used it before.

    The new address replaces the one the member had. Returns the member's participant, as stored.
    """
    try:
        return _claim(participant, email)
    except IntegrityError:
        # A guest confirmed it between our look and our write; now we can see them.
        return _claim(participant, email)


@transaction.atomic
def _claim(participant: Participant, email: str) -> Participant:
    owner = Participant.objects.filter(email=email).exclude(pk=participant.pk).first()
    if owner and owner.user_id is None:
        participant = join_participants(kept=participant, gone=owner)
    elif owner:
        # A member who has moved on to another address; only one user can have this one confirmed.
        Participant.objects.filter(pk=owner.pk).update(email=None)
    participant.email = email
    participant.save(update_fields=["email"])
    return participant


def join_participants(*, kept: Participant, gone: Participant) -> Participant:
    """Makes two participants one. Everything `gone` gave moves to `kept`; then `gone` is deleted.

    Returns `kept` as stored. Joining someone to themselves changes nothing.
    """
    if kept.pk == gone.pk:
        return kept
    with transaction.atomic():
        pair = Participant.objects.select_for_update().filter(pk__in=[kept.pk, gone.pk])
        both = {participant.pk: participant for participant in pair.order_by("pk")}
        if gone.pk not in both:
            return both[kept.pk]
        kept, gone = both[kept.pk], both[gone.pk]
        participants_joined.send(sender=Participant, kept=kept, gone=gone)
        FormerParticipant.objects.filter(participant=gone).update(participant=kept)
        FormerParticipant.objects.create(uuid=gone.uuid, participant=kept)
        gone.delete()
        kept.email = kept.email or gone.email
        kept.display_name = kept.display_name or gone.display_name
        kept.language = kept.language or gone.language
        kept.wants_answers = kept.wants_answers and gone.wants_answers
        kept.save()
        return kept


def erase_participant(participant: Participant, *, by: User | None, withdraw: bool = False) -> Participant:
    """Forgets who this was. What they wrote stays as "a former participant", or goes too with `withdraw`.

    When members ask for themselves (`by` is their user), their user and everything that signs them in
    is deleted as well. Erasing twice changes nothing.

    Raises:
        OnlyAdministrator: the member is the last administrator.
    """
    with transaction.atomic():
        participant = Participant.objects.select_for_update().get(pk=participant.pk)
        user = participant.user if by is not None and by.pk == participant.user_id else None
        if user and is_only_administrator(user):
            raise OnlyAdministrator
        if participant.erased_at is None:
            known = {participant.email, participant.user.email if participant.user else None}
            addresses = frozenset(filter(None, known))
            _forget_traces(addresses)
            _blank(participant, addresses=addresses, withdraw=withdraw)
        if user:
            user.delete()
    return participant


def _forget_traces(addresses: frozenset[str]) -> None:
    """Takes the addresses out of kept mail and counted sign-ins."""
    for address in addresses:
        forget_mail_to(address)
        AccessAttempt.objects.filter(username=address).delete()


def _blank(participant: Participant, *, addresses: frozenset[str], withdraw: bool) -> None:
    participant.user = None
    participant.email = None
    participant.display_name = ""
    participant.language = ""
    participant.wants_answers = True
    participant.former.all().delete()
    participant.erased_at = timezone.now()
    participant.save()
    participant_erased.send(sender=Participant, participant=participant, addresses=addresses, withdraw=withdraw)


def set_email(user: User, email: str, *, confirmed: bool) -> None:
    """Gives a user another address on behalf of the administration.

    Unless `confirmed`, its owner must confirm it before the next sign-in, and guests' words stay apart.
    """
    with transaction.atomic():
        EmailAddress.objects.filter(user=user).delete()
        user.email = email
        user.save(update_fields=["email"])
        EmailAddress.objects.create(user=user, email=user.email, verified=confirmed, primary=True)
        if confirmed:
            claim_address(participant_for_user(user), user.email)
        else:
            Participant.objects.filter(user=user).update(email=None)


def confirm_address(user: User, email: str) -> None:
    """Takes this address as the user's own on the word of someone we trust, such as the staff sign-in service.

    Does nothing when it is not the address of this account, or is confirmed already.
    """
    if email.lower() != user.email or confirmed_address(user) == user.email:
        return
    with transaction.atomic():
        make_room_for(user.email, owner=user)
        EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
        claim_address(participant_for_user(user), user.email)


def drop_pending_claims(email: str) -> None:
    """Forgets that members asked to change to this address but have not confirmed it.

    Otherwise a member could keep its owner from signing up, or be taken for them.
    """
    EmailAddress.objects.filter(email=email.lower(), verified=False).exclude(user__email=email.lower()).delete()


def make_room_for(email: str, *, owner: User) -> None:
    """Deletes sign-ups that hold this address but never confirmed it, now that its owner has.

    An account that staff made by hand is left alone, and so is one that was ever signed in to.
    """
    never_confirmed = User.objects.filter(email=email, last_login__isnull=True, is_staff=False, groups__isnull=True)
    for user in never_confirmed.exclude(pk=owner.pk).exclude(emailaddress__verified=True):
        Participant.objects.filter(user=user).delete()
        user.delete()


@transaction.atomic
def set_wants_answers(participant: Participant, *, wants: bool) -> None:
    """Whether we may tell this person what came of what they took part in; for everybody who uses their mailbox.

    Mails that still wait are not sent once they say no. Doing it twice changes nothing.
    """
    known = with_address(Participant.objects.filter(pk=participant.pk)).values_list("address", flat=True).first()
    same = [participant.pk, *(at_address(known).values_list("pk", flat=True) if known else ())]
    people = Participant.objects.select_for_update().filter(pk__in=same, erased_at__isnull=True).order_by("pk")
    changed = [person.pk for person in people if person.wants_answers != wants]
    Participant.objects.filter(pk__in=changed).update(wants_answers=wants)
    if known and not wants:
        recall_mail(ANSWER_KEY, to=known)


def remember_profile(participant: Participant, **fields: Any) -> Participant:
    """Stores `display_name` or `language` of a participant; returns it."""
    for name, value in fields.items():
        setattr(participant, name, value)
    participant.save(update_fields=list(fields))
    return participant
