"""When strangers have to show that they are no robots, and how: by a sum their browser solves, or by e-mail."""

from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from base import alarm
from base.challenge import CHALLENGE_FIELD, NONCE_FIELD, use_proof
from base.mail import is_address
from base.models import ProtectionSettings
from base.models.protection import ChallengeMode
from base.network import client_key
from base.ratelimit import Limit, Scope, Tally
from base.sites import site_of
from engagement.core.models import Activity

SITE_ALARM = Limit("strangers-on-site", 10 * 60, 120)
ACTIVITY_ALARM = Limit("strangers-in-activity", 10 * 60, 60)
"""How many posts of strangers in ten minutes are no longer people: one every five seconds on the site, one every ten in
one activity. A class that posts together may meet the challenge; it costs each of them some seconds."""

BY_MAIL_FIELD = "proof_by_mail"
ADDRESS_FIELD = "proof_email"

SLOW_LANE = (
    Tally(Limit("unproved-mail", 60 * 60, 5), "", Scope.NETWORK),
    Tally(Limit("unproved-mail-site", 60 * 60, 200), "site", Scope.SITE),
)
"""How much mail strangers without a proof cause while the challenge is on: enough for the few people of a network who
have no JavaScript, of no use to who wants to fill mailboxes."""


class ProofNeeded(Exception):
    """This post is not taken yet: its sender has to solve a challenge, or to choose the way by e-mail."""

    def __init__(self, problem: str = "", address: str = "") -> None:
        """
        Args:
            problem: what was wrong with the proof or the address that came with it, a sentence, or "".
            address: what was typed as address.
        """
        super().__init__(problem)
        self.problem = problem
        self.address = address


def alarms_of(request: HttpRequest, activity: Activity) -> tuple[Tally, Tally]:
    """What a stranger's post to this activity counts towards."""
    site = site_of(request)
    return site_alarm(site.pk if site else None), activity_alarm(activity.pk)


def site_alarm(pk: int | None) -> Tally:
    """The alarm of a Wagtail site."""
    return Tally(SITE_ALARM, f"{pk}", Scope.SITE)


def activity_alarm(pk: int) -> Tally:
    """The alarm of an activity."""
    return Tally(ACTIVITY_ALARM, f"{pk}", Scope.SITE)


def is_asked_here(request: HttpRequest, activity: Activity) -> bool:
    """Whether strangers are asked for a proof here and now. At most two queries."""
    mode = ProtectionSettings.for_request(request).challenge
    if mode == ChallengeMode.AUTOMATIC:
        return alarm.is_ringing(alarms_of(request, activity))
    return mode == ChallengeMode.ON


def ask_for_proof(request: HttpRequest, activity: Activity, *, email: str) -> str:
    """Let a stranger's post pass, with what it brought as proof, or not yet.

    Args:
        email: the address that the form asked for; "" where it asks for none.

    Returns:
        The address that the sender confirms in place of a proof, "" for those who need not.

    Raises:
        ProofNeeded: nothing that counts came with it.
    """
    if ProtectionSettings.for_request(request).challenge == ChallengeMode.OFF:
        return ""
    if is_asked_here(request, activity) and not _has_proof(request, activity):
        return _address_instead(request, email)
    transaction.on_commit(lambda: alarm.count(alarms_of(request, activity)), robust=True)
    return ""


def slow_lane(request: HttpRequest) -> Iterator[Tally]:
    """The counts of mail for those who came without a proof."""
    for lane in SLOW_LANE:
        yield Tally(lane.limit, lane.who or client_key(request), lane.scope)


def _has_proof(request: HttpRequest, activity: Activity) -> bool:
    challenge, nonce = request.POST.get(CHALLENGE_FIELD, ""), request.POST.get(NONCE_FIELD, "")
    return bool(nonce) and use_proof(challenge, nonce, place=str(activity.uuid))


def _address_instead(request: HttpRequest, email: str) -> str:
    if BY_MAIL_FIELD not in request.POST:
        raise ProofNeeded(_("The check had run out. Here is a new one.") if request.POST.get(NONCE_FIELD) else "")
    address = email or str(request.POST.get(ADDRESS_FIELD, "")).strip()
    if not is_address(address):
        raise ProofNeeded(_("Write your e-mail address in full, such as name@example.org"), address)
    return address


def fields_to_repeat(request: HttpRequest) -> list[tuple[str, str]]:
    """Everything the form sent, to be sent again with the proof: names and values in order."""
    own = {CHALLENGE_FIELD, NONCE_FIELD, BY_MAIL_FIELD, ADDRESS_FIELD, "csrfmiddlewaretoken"}
    lists: Any = request.POST.lists()
    return [(name, value) for name, values in lists if name not in own for value in values]
