"""A copy of one's answers by mail."""

from collections.abc import Sequence

from django.utils.translation import override

from base.guards import hold_to_each
from base.mail import queue_mail
from base.mailboxes import mailbox_counts
from base.models import BrandSettings
from base.ratelimit import Limit, Tally
from engagement.plugin import Contribution, Host, unlinked
from engagement.surveys.models import Response
from engagement.surveys.reading import answers_in
from engagement.surveys.rules import digest_of

COPIES = Limit("survey-copies", 24 * 60 * 60, 3)
"""How many copies of one response go out in a day."""


def send_copy(*, response: Response, contribution: Contribution, email: str, host: Host, lane: Sequence[Tally]) -> None:
    """Mail somebody what they answered. Anybody can have it sent to anybody, so nothing in it is a link.

    Args:
        lane: the counts that the mail is held to (`Visit.lane_to`).

    Raises:
        Refusal: 429, too many copies, or too many mails to this address.
    """
    hold_to_each([Tally(COPIES, str(contribution.uuid)), *mailbox_counts(email), *lane])
    with override(contribution.language):
        answers = [
            {"question": one.question.label, "answer": unlinked(one.words)}
            for one in answers_in(response, contribution, contribution.language)
            if one.words
        ]
    brand = BrandSettings.for_page(host.page)
    queue_mail(
        key=f"copy:{digest_of(f'{contribution.uuid}:{contribution.edits}:{email}')}",
        to=email,
        template="engagement/surveys/mail/copy",
        context={"answers": answers, "title": host.title, "reference": contribution.reference, "brand": brand},
        language=contribution.language,
        sender=brand.site_name,
    )
