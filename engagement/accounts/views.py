"""The account pages that allauth has not: the account itself, leaving, and the door to the admin."""

import logging
from collections.abc import Callable
from typing import cast

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.logout import logout
from allauth.socialaccount.providers.openid_connect import views as openid_connect
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe
from requests import RequestException

from base.guards import Refusal, hold_to, refuse
from base.models import BrandSettings
from base.ratelimit import Limit
from engagement.accounts import guests
from engagement.accounts.answers import participant_of
from engagement.accounts.forms import LeaveForm, ProfileForm
from engagement.accounts.models import User
from engagement.accounts.refusals import too_many_tries
from engagement.accounts.rules import is_only_administrator
from engagement.accounts.second_factor import has_second_factor
from engagement.accounts.services import (
    erase_participant,
    participant_for_user,
    remember_profile,
    set_wants_answers,
)

logger = logging.getLogger(__name__)

AGAIN = (Limit("answers-again", per=60 * 60, times=20),)
"""How often one person's answers may be started again. Stopping them is never refused: it is done once and for all, and
the programs of a mail provider all come from a few addresses.
"""


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def account_home(request: HttpRequest) -> HttpResponse:
    """ "Your account": what others see, and the ways to everything else."""
    participant = participant_for_user(cast(User, request.user))
    form = ProfileForm(
        request.POST or None, instance=participant, languages=BrandSettings.for_request(request).language_codes
    )
    if form.is_valid():
        wants = form.cleaned_data.pop("wants_answers")
        remember_profile(participant, **form.cleaned_data)
        set_wants_answers(participant, wants=wants)
        messages.success(request, _("Your changes are saved."))
        return redirect("account_home")
    context = {"form": form, "has_second_factor": has_second_factor(request.user)}
    return render(request, "account/home.html", context)


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answers(request: HttpRequest, token: str) -> HttpResponse:
    """Stop or start the mails that tell somebody what came of something.

    Programs that look through mail follow links, so that reading changes nothing. A mail program posts here by itself,
    without cookies, and wants no redirect (RFC 8058, sections 3.1 and 3.2); the page posts the same way.
    """
    try:
        participant = participant_of(token)
    except BadSignature:
        raise Refusal(
            404,
            _("We do not know this link"),
            _("It may have been cut in two in the mail. Copy the whole line into the address bar."),
        ) from None
    wants = participant is not None and participant.erased_at is None and participant.wants_answers
    if request.method == "POST" and participant is not None:
        wants = "again" in request.POST and participant.erased_at is None
        if wants:
            hold_to(AGAIN, who=f"participant:{participant.pk}")
        set_wants_answers(participant, wants=wants)
    is_gone = participant is None or participant.erased_at is not None
    context = {"wants": wants, "is_gone": is_gone, "is_done": request.method == "POST"}
    return render(request, "account/answers.html", context)


@login_required
@never_cache
@reauthentication_required
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest) -> HttpResponse:
    """Leaving for good, in two steps: what it means, then done."""
    form = LeaveForm(request.POST or None)
    stuck = is_only_administrator(request.user)
    if stuck or not form.is_valid():
        return render(request, "account/leave.html", {"form": form, "is_only_administrator": stuck})
    user = cast(User, request.user)
    erase_participant(participant_for_user(user), by=user, withdraw=form.cleaned_data["words"] == LeaveForm.WITHDRAW)
    logout(request)
    response = redirect("account_left")
    guests.forget_guest(request, response)
    return response


@never_cache
@require_safe
def left(request: HttpRequest) -> HttpResponse:
    """The last page of someone who has left."""
    return render(request, "account/left.html")


@never_cache
def staff_entrance(request: HttpRequest) -> HttpResponse:
    """Where the admin sends strangers: to sign in, and back. `AdminGateMiddleware` stands before it."""
    wanted = _safe_next(request) or f"/{settings.ADMIN_PATH}"
    return redirect(wanted) if request.user.is_authenticated else redirect_to_login(wanted, "account_login")


@never_cache
def front_door(request: HttpRequest) -> HttpResponse:
    """Where Wagtail sends whom it does not let in: to sign in, and back.

    Raises:
        PermissionDenied: they are signed in, so it is their account that does not open the page.
    """
    if request.user.is_authenticated:
        raise PermissionDenied("not open to this account")
    wanted = _safe_next(request)
    return redirect_to_login(wanted, "account_login") if wanted else redirect("account_login")


def _safe_next(request: HttpRequest) -> str:
    """The address on this site that `next` names, or ""."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    is_safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if is_safe else ""


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """Django knows no `handler429`; allauth looks for one in the root URLs."""
    return refuse(request, too_many_tries(), {})


def staff_sign_in(request: HttpRequest, provider_id: str) -> HttpResponse:
    """To the organisation's own sign-in service."""
    return _or_say_so(request, openid_connect.login, provider_id)


def staff_signed_in(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Back from there."""
    return _or_say_so(request, openid_connect.callback, provider_id)


def _or_say_so(request: HttpRequest, view: Callable[..., HttpResponse], provider_id: str) -> HttpResponse:
    """allauth asks the service for its addresses before it begins to catch what goes wrong."""
    try:
        return view(request, provider_id)
    except (RequestException, KeyError):
        logger.exception("the staff sign-in service gave no usable answer")
        return render(request, "socialaccount/authentication_error.html", status=502)


def no_automatic_account(request: HttpRequest) -> HttpResponse:
    """The organisation's sign-in service told too little to make an account."""
    return render(request, "socialaccount/no_email.html", status=403)
