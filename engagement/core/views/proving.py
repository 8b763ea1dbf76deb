"""The page between a stranger's post and us while the site is under attack."""

import logging

from django.conf import settings
from django.http import HttpResponse

from base import alarm
from base.challenge import CHALLENGE_FIELD, NONCE_FIELD, new_challenge
from base.guards import kept_text
from base.ratelimit import give_back
from engagement.core.enums import Audience
from engagement.core.proving import ADDRESS_FIELD, BY_MAIL_FIELD, ProofNeeded, alarms_of, fields_to_repeat
from engagement.core.visit import Visit

logger = logging.getLogger(__name__)


def count_apart(visit: Visit) -> None:
    """Take what came without a proof out of the limits it was counted under, and let it ring the alarm.

    Else those who bring none would use up what is left for those who do. What goes by mail has the slow lane's limits.
    Call it once the view is done, outside of its transaction: that may have been taken back.
    """
    give_back(visit.counted)
    alarm.count(alarms_of(visit.request, visit.activity))


def ask(visit: Visit, needed: ProofNeeded) -> HttpResponse:
    """Everything that was typed, with a challenge that the browser solves and sends along, and the way by e-mail.

    It repeats the form, because this request has brought the form's token: it is no forged one.
    """
    logger.info("a stranger was asked for a proof", extra={"activity": str(visit.activity.uuid)})
    context = {
        "fields": fields_to_repeat(visit.request),
        "kept": kept_text(visit.request),
        "problem": needed.problem,
        "address": needed.address,
        "asks_address": visit.activity.audience == Audience.EVERYONE,
        "challenge": new_challenge(str(visit.activity.uuid)),
        "bits": settings.CHALLENGE_BITS,
        "names": {
            "challenge": CHALLENGE_FIELD,
            "nonce": NONCE_FIELD,
            "by_mail": BY_MAIL_FIELD,
            "address": ADDRESS_FIELD,
        },
    }
    return visit.render("engagement/challenge.html", context, status=429)
