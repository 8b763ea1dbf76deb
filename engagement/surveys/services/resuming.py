"""Going on elsewhere with one's answers: through a link that works once, and proves an address."""

import secrets
from collections.abc import Sequence

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from base.guards import hold_to_each
from base.mail import queue_mail
from base.mailboxes import mailbox_counts
from base.models import BrandSettings
from base.ratelimit import Tally
from engagement.plugin import Host, Participant, action_url, confirm_guest
from engagement.surveys.models import Draft, Survey
from engagement.surveys.rules import RESUME_WITHIN, digest_of
from engagement.surveys.services.drafting import give_draft


def send_link(*, draft: Draft, survey: Survey, email: str, host: Host, lane: Sequence[Tally]) -> None:
    """Mail the link; a new one ends the one before.

    Args:
        lane: the counts that the mail is held to (`Visit.lane_to`).

    Raises:
        Refusal: 429, too many mails to this address.
    """
    hold_to_each([*mailbox_counts(email), *lane])
    token = secrets.token_urlsafe(24)
    with transaction.atomic():
        draft.resume_digest, draft.resume_email = digest_of(token), email
        draft.resume_expires_at = timezone.now() + RESUME_WITHIN
        draft.save(update_fields=["resume_digest", "resume_email", "resume_expires_at"])
        with translation.override(draft.language):
            path = action_url(survey, "resume")
        brand = BrandSettings.for_page(host.page)
        queue_mail(
            key=f"resume:{draft.resume_digest}",
            to=email,
            template="engagement/surveys/mail/resume",
            context={
                "link": f"{settings.WAGTAILADMIN_BASE_URL}{path}?token={token}",
                "title": host.title,
                "days": RESUME_WITHIN.days,
                "brand": brand,
            },
            language=draft.language,
            sender=brand.site_name,
        )


def find_by_token(*, survey: Survey, token: str) -> Draft | None:
    """The draft that a link leads to; None once the link was used, is too old, or the answers were sent."""
    drafts = Draft.objects.filter(survey=survey, resume_digest=digest_of(token), resume_expires_at__gt=timezone.now())
    return drafts.select_related("version").defer("version__definition").first() if token else None


@transaction.atomic
def resume(*, draft: Draft, participant: Participant | None, claims_address: bool) -> Draft | None:
    """Use up the link.

    Args:
        participant: who follows it, if we know them.
        claims_address: whether a stranger who follows it becomes the guest with that address, because the survey wants
            one. Where it asks for none, the address was for the link alone.

    Returns:
        The draft to go on with; None where the link was used a moment ago.
    """
    locked = Draft.objects.select_for_update(of=("self",)).filter(pk=draft.pk).first()
    if locked is None or locked.resume_digest != draft.resume_digest:
        return None
    email = locked.resume_email
    locked.resume_digest = locked.resume_email = ""
    locked.save(update_fields=["resume_digest", "resume_email"])
    if participant is None and claims_address:
        participant = confirm_guest(Participant.objects.create(language=locked.language), email)
    return give_draft(draft=locked, to=participant) if participant is not None else locked
