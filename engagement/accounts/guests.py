"""Who is asking: the member signed in, or the guest whom this browser remembers by a signed cookie."""

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from engagement.accounts.models import Participant, User
from engagement.accounts.services import participant_for_user

GUEST_COOKIE = "fm_guest"
GUEST_COOKIE_AGE = 365 * 24 * 60 * 60
"""Seconds a browser remembers a confirmed guest who wishes it: one year."""
_SALT = "engagement.accounts.guest"


def participant_in(request: HttpRequest) -> Participant | None:
    """Who is asking: the signed-in user, else the guest this browser remembers, else None.

    Looked up once per request and user.
    """
    key = request.user.pk if request.user.is_authenticated else None
    known = getattr(request, "_participant_in", None)
    if known is None or known[0] != key:
        known = (key, _find_participant(request))
        request._participant_in = known  # type: ignore[attr-defined]
    found: Participant | None = known[1]
    return found


def _find_participant(request: HttpRequest) -> Participant | None:
    if isinstance(request.user, User):
        return participant_for_user(request.user)
    try:
        value = request.get_signed_cookie(GUEST_COOKIE, salt=_SALT, max_age=GUEST_COOKIE_AGE)
    except (KeyError, signing.BadSignature):
        return None
    # A member proves who they are by signing in; a cookie from before they joined is not enough.
    return Participant.objects.filter(uuid=str(value), user__isnull=True, erased_at__isnull=True).first()


def remember_guest(response: HttpResponse, participant: Participant, *, for_long: bool) -> None:
    """Lets this browser act as this guest. Does nothing for a member: they sign in.

    Args:
        for_long: for a year, on a device of their own; else until the browser is closed.
    """
    if participant.user_id is not None or participant.erased_at is not None:
        return
    response.set_signed_cookie(
        GUEST_COOKIE,
        str(participant.uuid),
        salt=_SALT,
        max_age=GUEST_COOKIE_AGE if for_long else None,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def forget_guest(request: HttpRequest, response: HttpResponse) -> None:
    """Takes the memory of a guest, and of what they gave in this session, out of this browser and this request."""
    for key in [key for key, _value in request.session.items() if key.startswith("engagement_")]:
        del request.session[key]
    request.COOKIES.pop(GUEST_COOKIE, None)
    vars(request).pop("_participant_in", None)
    response.delete_cookie(GUEST_COOKIE, samesite="Lax")
