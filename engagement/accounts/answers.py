"""The link at the foot of a mail that tells people what came of something: it stops such mails, and starts them again.

It is signed, belongs to one participant, works without a cookie and for ever, also after a guest has become a member.
It goes into the header `List-Unsubscribe` too: RFC 2369, section 3.2, and RFC 8058 for one click.
"""

from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils import translation

from engagement.accounts.models import FormerParticipant, Participant


def _signer() -> Signer:
    # With a stop between its parts, which mail programs leave in a link.
    return Signer(salt="engagement.accounts.answers", sep=".")


def answers_url(participant: Participant, language: str) -> str:
    """The whole address of the page on which this person stops our answers, in a language."""
    with translation.override(language):
        path = reverse("account_answers", args=[_signer().sign(participant.uuid.hex)])
    return f"{settings.WAGTAILADMIN_BASE_URL}{path}"


def unsubscribe_headers(url: str, mailbox: str = "") -> dict[str, str]:
    """The headers of a mail that can be stopped with one click, which mail programs show as a button.

    Args:
        url: from `answers_url`. RFC 8058, section 3.1, allows one click for HTTPS only.
        mailbox: an address that people read, for programs that know only of mail (RFC 2369).
    """
    ways = [f"<{url}>", *([f"<mailto:{mailbox}?subject=unsubscribe>"] if mailbox else [])]
    one_click = {"List-Unsubscribe-Post": "List-Unsubscribe=One-Click"} if url.startswith("https://") else {}
    return {"List-Unsubscribe": ", ".join(ways), **one_click}


def participant_of(token: str) -> Participant | None:
    """Whom a link belongs to, under whatever id they were known then.

    Raises:
        BadSignature: it is none of ours, or was cut in two.
    """
    try:
        uuid = UUID(_signer().unsign(token))
    except ValueError:
        raise BadSignature("no id in it") from None
    found = Participant.objects.filter(uuid=uuid).first()
    if found:
        return found
    former = FormerParticipant.objects.filter(uuid=uuid).select_related("participant").first()
    return former.participant if former else None
