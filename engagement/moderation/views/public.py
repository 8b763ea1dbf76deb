"""What people can ask of moderators. The door has checked that they may see the host."""

import uuid
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from base.guards import Refusal, form_key, guard_write, hold_to_each, see_other
from base.network import client_key
from base.ratelimit import Limit, Scope, Tally
from base.timewords import day_words
from engagement.moderation.forms import ReportForm, SecondLookForm
from engagement.moderation.mails import change_of
from engagement.moderation.models import Report, SecondLook
from engagement.moderation.queries import can_ask_again, report_by, rules_url, taking_down
from engagement.moderation.rules import TAKEN_DOWN, looked_at_by
from engagement.moderation.services import NotThere, ask_again, report
from engagement.plugin import Contribution, StateChange, Visit, own_url, row_text, with_rows

REPORT_NAME = "report"
BROWSER = "engagement_reporter"
"""Session key: what tells this browser from others, so that it reports a thing once and finds its report again."""
REPORTS = (Limit("reports", 10 * 60, 20), Limit("reports-day", 24 * 60 * 60, 100))
"""For one person; their network and the site have more (`base.tiers`)."""
REPORTS_OF_STRANGERS = (Limit("reports-strangers", 10 * 60, 20), Limit("reports-strangers-day", 24 * 60 * 60, 100))
"""For one network of people we do not know: to us they are one, and reports hide what others said."""
REPORTS_OF_NETWORK = (Limit("reports-network", 10 * 60, 40),)
"""For one network, accounts and all: one person with many accounts is no crowd."""
LOOKS = (Limit("second-looks", 10 * 60, 20),)


def report_it(visit: Visit) -> HttpResponse:
    """Ask why something should not stand there, and take the report; whoever has sent one is told how it stands."""
    contribution, row = _asked_about(visit)
    mine = report_by(contribution=contribution, participant=visit.participant, browser=_browser(visit))
    if visit.request.method != "POST" and mine is not None and "again" not in visit.request.GET:
        return _how_it_stands(visit, mine, own_url(contribution, row))
    url = own_url(contribution, row) if contribution.is_published else ""
    if not url and (mine is None or visit.request.method != "POST"):
        raise _not_there(visit)
    if _is_own(visit, contribution):
        return visit.render("engagement/moderation/report_own.html", {"url": url})
    form = ReportForm(visit.request.POST if visit.request.method == "POST" else None, visit=visit)
    if form.is_bound and form.is_valid():
        return _take(visit, contribution, form)
    if not url:
        # What somebody reported once is no window on what it says since it was taken down.
        raise _not_there(visit)
    return visit.render(
        "engagement/moderation/report.html",
        {"form": form, "contribution": contribution, "text": row_text(contribution, row), "url": url},
    )


def _take(visit: Visit, contribution: Contribution, form: ReportForm) -> HttpResponse:
    data, person, browser = form.cleaned_data, visit.participant, _browser(visit)
    earlier = report_by(contribution=contribution, participant=person, browser=browser)
    is_first = earlier is None or not earlier.is_standing
    if is_first:
        visit.hold_to(REPORTS)
        hold_to_each(reports_of_network(visit))
    try:
        _report, is_new = report(
            contribution=contribution,
            participant=person,
            browser=browser,
            reason=data["reason"],
            words=data["words"],
            email=data.get("email", ""),
            language=visit.language,
            lane=visit.lane_to(data.get("email", "")),
            retry_key=form_key(visit.request, of=("reason", "words")),
        )
    except NotThere:
        raise _not_there(visit) from None
    query = {"of": contribution.uuid} | ({"sent": 1} if is_new else {})
    return see_other(f"{visit.url(REPORT_NAME)}?{urlencode(query)}")


def reports_of_network(visit: Visit) -> Iterator[Tally]:
    """What is counted by network alone: strangers as one, and everybody."""
    place = client_key(visit.request)
    limits = REPORTS_OF_NETWORK if visit.participant else (*REPORTS_OF_STRANGERS, *REPORTS_OF_NETWORK)
    for limit in limits:
        yield Tally(limit, place, Scope.NETWORK)


def _how_it_stands(visit: Visit, mine: Report, url: str) -> HttpResponse:
    contribution = mine.contribution
    names = {
        "report": mine,
        "is_new": "sent" in visit.request.GET,
        "day": day_words(looked_at_by(mine.created_at)),
        "is_told": bool(mine.email or (mine.participant and mine.participant.email)),
        "reason": mine.decision.get_reason_display() if mine.decision and mine.decision.reason else "",
        "url": url if contribution.is_published else "",
        "again_url": f"{visit.url(REPORT_NAME)}?{urlencode({'of': contribution.uuid, 'again': 1})}",
        "rules": rules_url(visit.host.page),
    }
    return visit.render("engagement/moderation/reported.html", names)


def _asked_about(visit: Visit) -> tuple[Contribution, Any]:
    """The contribution to this activity that `?of=` names, in whatever state, with its module's row."""
    try:
        key = uuid.UUID(visit.request.GET.get("of", ""))
    except ValueError:
        raise _not_there(visit) from None
    found = Contribution.objects.filter(uuid=key, activity=visit.activity.pk).select_related("participant").first()
    if found is None:
        raise _not_there(visit)
    found.activity = visit.activity
    [(contribution, row)] = with_rows([found])
    if row is None:
        raise _not_there(visit)
    return contribution, row


def _browser(visit: Visit) -> str:
    """The key of this browser, made on first need for people we do not know; "" for others who never needed one."""
    known: str = visit.request.session.get(BROWSER, "")
    if not known and visit.participant is None:
        known = visit.request.session[BROWSER] = str(uuid.uuid4())
    return known


def _is_own(visit: Visit, contribution: Contribution) -> bool:
    person = visit.participant
    by_person = person is not None and contribution.participant_id == person.pk
    return by_person or contribution.uuid in visit.mine


def second_look(visit: Visit) -> HttpResponse:
    """Let an author ask, once, to look again at the decision that took their words down."""
    change = _decision(visit)
    contribution = change.contribution
    if look := SecondLook.objects.filter(decision=change).first():
        return visit.render("engagement/moderation/second_look_asked.html", _looked(visit, look))
    if taking_down(contribution) != change or not can_ask_again(change):
        raise _decided_anew(visit)
    form = SecondLookForm(visit.request.POST if visit.request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        guard_write(visit.request, limits=LOOKS, who=visit.counted_as)
        try:
            ask_again(decision=change, words=form.cleaned_data["words"])
        except NotThere:
            raise _decided_anew(visit) from None
        return see_other(visit.request.get_full_path())
    [(_contribution, row)] = with_rows([contribution])
    names = {
        "form": form,
        "contribution": contribution,
        "change": change,
        "text": row_text(contribution, row),
        "reason": change.get_reason_display() if change.reason else "",
        "rules": rules_url(visit.host.page),
    }
    return visit.render("engagement/moderation/second_look.html", names)


def _looked(visit: Visit, look: SecondLook) -> dict[str, Any]:
    [(contribution, row)] = with_rows([look.contribution])
    is_public = contribution.is_published
    day = day_words(looked_at_by(look.created_at))
    return {"look": look, "day": day, "url": own_url(contribution, row) if is_public else ""}


def _decision(visit: Visit) -> StateChange:
    """The decision that the key of a mail is about, or that took down the visitor's own words named by `?of=`."""
    changes = StateChange.objects.select_related("contribution__participant").filter(
        contribution__activity=visit.activity.pk
    )
    if key := visit.request.GET.get("key", ""):
        change = changes.filter(pk__in=[change_of(key) or 0]).first()
    else:
        contribution, _row = _asked_about(visit)
        is_own = _is_own(visit, contribution)
        change = taking_down(contribution) if is_own else None
        if is_own and change is None and contribution.state in TAKEN_DOWN:
            raise _not_decided(visit)
    if change is None:
        raise _not_there(visit)
    change.contribution.activity = visit.activity
    return change


def _not_decided(visit: Visit) -> Refusal:
    return Refusal(
        409,
        _("Nobody has decided yet"),
        _("Several people have reported your words, so they are hidden until a moderator has looked at them."),
        remedy=(visit.host.url, visit.host.title),
    )


def _decided_anew(visit: Visit) -> Refusal:
    return Refusal(
        410,
        _("This was decided anew"),
        _("Somebody has looked at your words again since, so there is nothing left to ask here."),
        remedy=(visit.host.url, visit.host.title),
    )


def _not_there(visit: Visit) -> Exception:
    """A page that is not there; with what was typed, where something was."""
    if visit.request.method != "POST":
        return Http404("nothing to see here")
    return Refusal(
        404,
        _("This is not here any more"),
        _("Nothing was sent, because what you wrote about is not on the page any more."),
        remedy=(visit.host.url, visit.host.title),
    )
