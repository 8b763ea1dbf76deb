"""The public addresses of engagement: the door, and the link in a guest's mail."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from base.guards import guard_write
from base.network import client_key
from base.ratelimit import Limit
from engagement.accounts.guests import remember_guest
from engagement.core.door import PasswordNeeded, open_door
from engagement.core.enums import ContributionState
from engagement.core.hosts import find_host
from engagement.core.models import Contribution
from engagement.core.proving import ProofNeeded
from engagement.core.queries import own_url, text_of, with_rows
from engagement.core.rules import why_read_first
from engagement.core.services.confirming import LinkRefused, confirm, find_confirmation, may_send_again, send_again
from engagement.core.views.proving import ask, count_apart
from engagement.core.visit import remember_given

PRESSES = (Limit("confirmations", per=600, times=60),)
"""How often one network may press the button of a mailed link: generous for a library, useless for guessing tokens."""


@never_cache
def engage(request: HttpRequest, activity_uuid: Any, action_name: str) -> HttpResponse:
    """Let the request in and hand it to the module; `RefusalMiddleware` says why not, with everything typed."""
    try:
        visit, action = open_door(request, activity_uuid, action_name)
    except PasswordNeeded as needed:
        return needed.response
    try:
        return action.view(visit)
    except ProofNeeded as proof_needed:
        return ask(visit, proof_needed)
    finally:
        if visit.is_unproved:
            count_apart(visit)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_contribution(request: HttpRequest, token: str) -> HttpResponse:
    """Show what is to be confirmed; only the button confirms, because mail scanners follow links."""
    try:
        if "again" in request.POST:
            return _sent_again(request, token)
        if request.method == "POST":
            return _confirmed(request, token)
        contribution = find_confirmation(token).contribution
    except LinkRefused as refusal:
        return _link_refused(request, refusal)
    context = {"contribution": contribution, "words": text_of(contribution), "host": find_host(contribution.activity)}
    return render(request, "engagement/confirm.html", context)


def _confirmed(request: HttpRequest, token: str) -> HttpResponse:
    guard_write(request, limits=PRESSES, who=client_key(request))
    contribution, participant = confirm(token=token)
    response = redirect("confirmed", contribution.uuid)
    remember_guest(response, participant, for_long="remember" in request.POST)
    remember_given(request, contribution)
    request.session["engagement_confirmed"] = str(contribution.uuid)
    return response


def _sent_again(request: HttpRequest, token: str) -> HttpResponse:
    """A new link in place of one that has expired, to the address it was for."""
    guard_write(request, limits=PRESSES, who=client_key(request))
    try:
        confirmation = find_confirmation(token)
    except LinkRefused as refusal:
        if refusal.confirmation is None:
            raise
        confirmation = refusal.confirmation
    if not may_send_again(confirmation, timezone.now()):
        raise LinkRefused(confirmation)
    send_again(confirmation=confirmation)
    return render(request, "engagement/link_sent.html", {"contribution": confirmation.contribution})


def _link_refused(request: HttpRequest, refusal: LinkRefused) -> HttpResponse:
    contribution = refusal.confirmation.contribution if refusal.confirmation else None
    is_withdrawn = bool(contribution and contribution.state == ContributionState.WITHDRAWN)
    is_done = bool(refusal.confirmation and refusal.confirmation.used_at) and not is_withdrawn
    host = find_host(contribution.activity) if contribution else None
    status = 200 if is_done else 410 if contribution else 404
    context: dict[str, Any] = {"contribution": contribution, "is_done": is_done, "is_withdrawn": is_withdrawn}
    context |= {"host": host, "url": _url_of(contribution) if contribution and is_done and host else ""}
    if refusal.confirmation and contribution and contribution.state == ContributionState.UNCONFIRMED:
        # Whoever holds the link wrote them, and would otherwise have lost them.
        context["words"] = text_of(contribution)
        context["may_send_again"] = may_send_again(refusal.confirmation, timezone.now())
    return render(request, "engagement/link_refused.html", context, status=status)


def _url_of(contribution: Contribution) -> str:
    [(_contribution, row)] = with_rows([contribution])
    return own_url(contribution, row)


def confirmed(request: HttpRequest, contribution_uuid: Any) -> HttpResponse:
    """Say what happens now, to the browser that confirmed and to nobody else."""
    if request.session.get("engagement_confirmed") != str(contribution_uuid):
        raise Http404("not confirmed in this browser")
    contribution = Contribution.objects.select_related("activity").get(uuid=contribution_uuid)
    host = find_host(contribution.activity)
    url = _url_of(contribution) if host else ""
    why = "" if contribution.is_published else why_read_first(contribution.held_because)
    context = {"contribution": contribution, "host": host, "url": url, "why": why}
    return render(request, "engagement/confirmed.html", context)
