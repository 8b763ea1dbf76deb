"""A guest's e-mail address is confirmed through a one-use link that expires, acted on by POST."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation

from base.guards import hold_to_each
from base.mail import queue_mail
from base.mailboxes import mailbox_counts
from base.models import BrandSettings
from base.ratelimit import Limit, Tally
from engagement.accounts.models import Participant
from engagement.accounts.services import confirm_guest
from engagement.core.enums import ContributionState
from engagement.core.hosts import Host, find_host
from engagement.core.models import Confirmation, Contribution
from engagement.core.queries import text_of
from engagement.core.rules import ADDRESS_KEPT, CONFIRM_WITHIN, can_send_again, words_in_mail
from engagement.core.services.contributing import confirmed_state, make_way, move

LINKS = (Limit("links-of-contribution", 24 * 60 * 60, 3),)
"""How many links may go out for one contribution in a day, to whatever addresses."""


class LinkRefused(ValueError):
    """The link is unknown, used or expired. `confirmation` is set unless it is unknown."""

    def __init__(self, confirmation: Confirmation | None) -> None:
        self.confirmation = confirmation
        super().__init__("unknown" if confirmation is None else "used or expired")


def ask_to_confirm(
    *, contribution: Contribution, email: str, words: str, host: Host | None = None, lane: Sequence[Tally] = ()
) -> Confirmation:
    """Send the link for one unconfirmed contribution; a new link for the same one replaces the old.

    Args:
        words: what the person wrote. The mail repeats their beginning, so that they know what they confirm.
        host: where it was given, in the contribution's language; looked up where it is not at hand.
        lane: more counts that the mail is held to (`Visit.lane_to`).

    Raises:
        Refusal: 429, too many links for this contribution today, or too many mails to this address. Nothing was
            counted, and the caller's transaction can go on: some keep what was written also when no mail can go out.
    """
    # All or none: else a link that cannot go out would use up what may go to that mailbox.
    links = [Tally(limit, str(contribution.uuid)) for limit in LINKS]
    hold_to_each([*links, *mailbox_counts(email), *lane])
    with transaction.atomic(savepoint=False):
        return _send_link(contribution, email=email, words=words, host=host)


def _send_link(contribution: Contribution, *, email: str, words: str, host: Host | None) -> Confirmation:
    token = secrets.token_urlsafe(24)
    now = timezone.now()
    confirmation = Confirmation(
        contribution=contribution,
        token_digest=digest_of(token),
        email=email,
        sent_at=now,
        expires_at=now + CONFIRM_WITHIN,
    )
    renewed = ["token_digest", "email", "sent_at", "expires_at", "used_at"]
    Confirmation.objects.bulk_create(
        [confirmation], update_conflicts=True, unique_fields=["contribution"], update_fields=renewed
    )
    with translation.override(contribution.language):
        path = reverse("confirm", args=[token])
        host = host or find_host(contribution.activity)
    brand = BrandSettings.for_page(host.page if host else None)
    queue_mail(
        key=f"confirm:{confirmation.token_digest}",
        to=email,
        template="engagement/mail/confirm",
        context={
            "link": f"{settings.WAGTAILADMIN_BASE_URL}{path}",
            "title": host.title if host else contribution.activity.title,
            "words": words_in_mail(words),
            "reference": contribution.reference,
            "hours": int(CONFIRM_WITHIN.total_seconds() // 3600),
            "brand": brand,
        },
        language=contribution.language,
        sender=brand.site_name,
    )
    return confirmation


def digest_of(token: str) -> str:
    """What we keep of a token: its SHA-256, as 64 hexadecimal digits."""
    return hashlib.sha256(token.encode()).hexdigest()


def find_confirmation(token: str) -> Confirmation:
    """The confirmation a link belongs to.

    Raises:
        LinkRefused: unknown, used or expired, or its contribution no longer waits.
    """
    confirmation = (
        Confirmation.objects.select_related("contribution__activity", "contribution__participant")
        .filter(token_digest=digest_of(token))
        .first()
    )
    if confirmation is None:
        raise LinkRefused(None)
    if not _is_usable(confirmation):
        raise LinkRefused(confirmation)
    return confirmation


def _is_usable(confirmation: Confirmation) -> bool:
    return (
        confirmation.used_at is None
        and timezone.now() < confirmation.expires_at
        and confirmation.contribution.state == ContributionState.UNCONFIRMED
    )


@transaction.atomic
def confirm(*, token: str) -> tuple[Contribution, Participant]:
    """Take the person at their word: the contribution is theirs, and moves on as its activity says.

    Returns:
        The contribution in its new state and the participant it belongs to now.

    Raises:
        LinkRefused: see `find_confirmation`; of two clicks at once, one gets this.
    """
    found = find_confirmation(token)
    Contribution.objects.select_for_update(of=("self",)).get(pk=found.contribution_id)
    found = find_confirmation(token)
    contribution, email = found.contribution, found.email
    found.used_at, found.email = timezone.now(), ""
    found.save(update_fields=["used_at", "email"])
    participant = _claim(contribution, email)
    if contribution.is_only:
        make_way(activity=contribution.activity, participant=participant)
    state = confirmed_state(activity=contribution.activity, held_because=contribution.held_because)
    move(contribution=contribution, to=state, by=None)
    return contribution, participant


def may_send_again(confirmation: Confirmation, now: datetime) -> bool:
    """Whether a new link may take the place of this one: as `can_send_again`, while we keep the address."""
    return bool(confirmation.email) and can_send_again(confirmation.contribution, now)


@transaction.atomic
def send_again(*, confirmation: Confirmation) -> Confirmation:
    """Send a new link to the address on record; the old one ends.

    Raises:
        LinkRefused: see `may_send_again`.
        Refusal: as `ask_to_confirm`.
    """
    contribution = confirmation.contribution
    Contribution.objects.select_for_update(of=("self",)).get(pk=contribution.pk)
    confirmation.refresh_from_db(fields=["email"])
    contribution.refresh_from_db(fields=["state"])
    if not may_send_again(confirmation, timezone.now()):
        raise LinkRefused(confirmation)
    return ask_to_confirm(contribution=contribution, email=confirmation.email, words=text_of(contribution))


def forget_unused_addresses(now: datetime) -> int:
    """Take the address out of links that expired two weeks ago (`ADDRESS_KEPT`); how many.

    What was written stays, unconfirmed.
    """
    return Confirmation.objects.filter(expires_at__lte=now - ADDRESS_KEPT).exclude(email="").update(email="")


def _claim(contribution: Contribution, email: str) -> Participant:
    author: Any = contribution.participant or Participant.objects.create(language=contribution.language)
    participant = confirm_guest(author, email)
    contribution.participant = participant
    contribution.save(update_fields=["participant"])
    return participant
