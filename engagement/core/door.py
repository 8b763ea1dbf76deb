"""The one door: every public write to an activity comes through here, and is checked before module code runs."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from base.guards import Refusal
from base.timewords import last_moment, moment_words
from engagement.core import registry
from engagement.core.enums import TimeState
from engagement.core.host_pages import HostPage
from engagement.core.hosts import find_host, is_visible_in
from engagement.core.module import Action
from engagement.core.presence import activity_with
from engagement.core.visit import Visit


class PasswordNeeded(Exception):
    """The host asks for a password, in this response; the right one leads on to the address asked for."""

    def __init__(self, response: HttpResponse) -> None:
        super().__init__("password needed")
        self.response = response


def open_door(request: HttpRequest, activity_uuid: Any, action_name: str) -> tuple[Visit, Action]:
    """Find the activity and its action, and let the request in or not.

    Raises:
        Http404: no such activity, module or action, or a host that this request may not see.
        PasswordNeeded: a host that a password would open; not for a write, because what was typed is shown again.
        Refusal: a write that is too late, too early, too often, or not for this person; or a write to what is not
            there, because what was typed is shown again.
    """
    try:
        visit, action = _arrive(request, activity_uuid, action_name)
    except Http404:
        if request.method == "POST":
            raise _not_here() from None
        raise
    _check_method(visit, action)
    if request.method == "POST":
        _check_write(visit, action)
    elif action.permission:
        _check_permission(visit, action)
    return visit, action


def _arrive(request: HttpRequest, activity_uuid: Any, action_name: str) -> tuple[Visit, Action]:
    activity = activity_with(activity_uuid)
    module = registry.find_module(activity.module) if activity else None
    action = registry.find_action(module, action_name) if module else None
    if activity is None or module is None or action is None or not isinstance(activity, module.activity_model):
        raise Http404("no such activity or action")
    host = find_host(activity)
    if host is None:
        raise Http404("the host is not public")
    if not is_visible_in(host, request):
        if host.page and request.method != "POST" and (form := host.page.password_response(request)):
            raise PasswordNeeded(form)
        raise Http404("the host is not for this visitor")
    return Visit(request, activity, module, host), action


def _not_here() -> Refusal:
    return Refusal(
        404,
        title=_("This is not here any more, or not for you"),
        sentence=_("Nothing was sent. If you were signed in, your session may have ended."),
        remedy=(reverse("account_login"), _("Sign in")),
    )


def _check_write(visit: Visit, action: Action) -> None:
    """Every rule in turn: time, audience, permission, rate, and what other apps registered."""
    _check_time(visit, action)
    if visit.must_sign_in and not action.for_everyone:
        raise _sign_in_first(visit)
    _check_permission(visit, action)
    visit.hold_to(action.limits)
    for gate in registry.gates():
        if refusal := gate(visit, action):
            raise refusal


def _check_method(visit: Visit, action: Action) -> None:
    method = "GET" if visit.request.method == "HEAD" else visit.request.method
    if method not in action.methods:
        raise Refusal(
            405,
            title=_("This cannot be done here"),
            sentence=_("Nothing was sent. Go back to the page and try again from there."),
            remedy=(visit.host.url, visit.host.title),
            headers={"Allow": ", ".join(action.methods)},
        )


def _check_time(visit: Visit, action: Action) -> None:
    if visit.state in action.when:
        return
    if visit.state == TimeState.PAUSED:
        raise _paused(visit)
    if visit.state == TimeState.SCHEDULED:
        title, sentence = _("This is not open yet"), _("It opens on %(when)s.")
        when = visit.activity.window.opens_at
    else:
        title, sentence = _("This has closed"), _("It closed on %(when)s, so nothing more can be added.")
        when = last_moment(visit.activity.window.closes_at) if visit.activity.window.closes_at else None
    words = moment_words(when) if when else ""
    raise Refusal(403, title=title, sentence=sentence % {"when": words}, remedy=(visit.host.url, visit.host.title))


def _paused(visit: Visit) -> Refusal:
    since = visit.activity.window.paused_at
    reason = visit.host.page.pause_reason() if isinstance(visit.host.page, HostPage) else ""
    paused = _("It has been paused since %(when)s.") % {"when": moment_words(since) if since else ""}
    kept = _("Nothing was sent. What you typed is below: copy it, and come back once it goes on.")
    return Refusal(
        403,
        title=_("This is paused just now"),
        sentence=" ".join(part for part in (paused, reason, kept) if part),
        remedy=(visit.host.url, visit.host.title),
    )


def _check_permission(visit: Visit, action: Action) -> None:
    if action.permission and not visit.user.has_perm(action.permission):
        if not visit.user.is_authenticated:
            raise _sign_in_first(visit)
        raise Refusal(
            403,
            title=_("This is for the council’s staff"),
            sentence=_("Your account does not have the right to do this."),
            remedy=(visit.host.url, visit.host.title),
        )


def _sign_in_first(visit: Visit) -> Refusal:
    return Refusal(
        403,
        title=_("Sign in first"),
        sentence=_("Only members can take part here. If you were signed in, your session has ended."),
        remedy=(visit.sign_in_url, _("Sign in and come back here")),
    )
