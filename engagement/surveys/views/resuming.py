"""Finishing later, and elsewhere."""

from django.http import HttpResponse

from base.guards import see_other
from engagement.plugin import Visit, remember_guest
from engagement.surveys.forms import AddressForm
from engagement.surveys.models import Draft, Survey
from engagement.surveys.queries import definition_in, survey_of
from engagement.surveys.services import resuming
from engagement.surveys.services.drafting import find_draft, remember_draft
from engagement.surveys.views.addresses import check_url, page_url
from engagement.surveys.views.answering import path_of
from engagement.surveys.views.lost import sent_or_gone
from engagement.surveys.views.starting import told


def later(visit: Visit) -> HttpResponse:
    """Say that the answers are stored; send a stranger the link to them."""
    draft = find_draft(visit)
    if draft is None:
        return sent_or_gone(visit)
    if visit.request.method != "POST":
        return _later(visit, draft, AddressForm())
    form = AddressForm(visit.request.POST)
    if not form.is_valid():
        return _later(visit, draft, form)
    email = form.cleaned_data["email"]
    survey = survey_of(visit.activity)
    resuming.send_link(draft=draft, survey=survey, email=email, host=visit.host, lane=visit.lane_to(email))
    return _later(visit, draft, form, sent_to=email)


def _later(visit: Visit, draft: Draft, form: AddressForm, *, sent_to: str = "") -> HttpResponse:
    survey = survey_of(visit.activity)
    context = {
        **told(visit, survey, definition_in(draft.version, visit.language)),
        "form": form,
        "sent_to": sent_to,
        "draft": draft,
        "is_mine": draft.participant_id is not None,
        "go_on_url": page_url(visit, draft, ""),
    }
    return visit.render("engagement/surveys/later.html", context)


def resume(visit: Visit) -> HttpResponse:
    """Show where a mailed link leads; only the button uses it up, because mail scanners follow links."""
    survey = survey_of(visit.activity)
    token = str(visit.request.POST.get("token") or visit.request.GET.get("token") or "")
    draft = resuming.find_by_token(survey=survey, token=token)
    if draft is None:
        return visit.render("engagement/surveys/link_used.html", status=410)
    if visit.request.method != "POST":
        context = {**told(visit, survey, definition_in(draft.version, visit.language)), "token": token}
        return visit.render("engagement/surveys/resume.html", context)
    return _resume(visit, survey, draft)


def _resume(visit: Visit, survey: Survey, draft: Draft) -> HttpResponse:
    found = resuming.resume(draft=draft, participant=visit.participant, claims_address=visit.needs_email)
    if found is None:
        return visit.render("engagement/surveys/link_used.html", status=410)
    remember_draft(visit, found)
    path = path_of(definition_in(found.version, visit.language), found)
    missing = path.first_missing
    response = see_other(page_url(visit, found, missing.code) if missing else check_url(visit, found))
    if found.participant is not None and not visit.user.is_authenticated:
        remember_guest(response, found.participant, for_long=False)
    return response
