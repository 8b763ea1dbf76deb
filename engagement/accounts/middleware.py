from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from base.guards import refuse
from base.middleware import is_admin_path
from engagement.accounts.refusals import not_staff
from engagement.accounts.rules import may_enter_admin
from engagement.accounts.second_factor import has_second_factor, has_shown_second_factor


class AdminGateMiddleware:
    """Stands before every address of the admin, its previews and internal interfaces too.

    Somebody signed in who has no right to be there gets a sentence: Wagtail would send them to sign in,
    and from there they would come back. With `STAFF_SECOND_FACTOR` staff who have no second factor yet
    are sent to set one up, and those whose session is older than it are asked for it once. Residents
    never notice.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_leaving = request.path_info == f"/{settings.ADMIN_PATH}logout/"
        if is_leaving or not is_admin_path(request) or not request.user.is_authenticated:
            return self.get_response(request)
        if not may_enter_admin(request.user):
            return refuse(request, not_staff(), {})
        if settings.STAFF_SECOND_FACTOR and not _has_proof(request):
            return _ask(request)
        return self.get_response(request)


def _has_proof(request: HttpRequest) -> bool:
    return has_second_factor(request.user) and has_shown_second_factor(request)


def _ask(request: HttpRequest) -> HttpResponse:
    if request.method != "GET" or _is_by_script(request):
        raise PermissionDenied(_("Set up your second factor first, then come back to this page."))
    name = "mfa_reauthenticate" if has_second_factor(request.user) else "mfa_activate_totp"
    return redirect(f"{reverse(name)}?{urlencode({'next': request.get_full_path()})}")


def _is_by_script(request: HttpRequest) -> bool:
    wants_data = "application/json" in request.headers.get("accept", "")
    return wants_data or request.headers.get("x-requested-with") == "XMLHttpRequest"
