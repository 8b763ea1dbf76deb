"""What comes after sending: the reference, the secret of an anonymous response, and a copy by mail."""

from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.utils.translation import gettext as _

from base.guards import see_other
from engagement.plugin import Contribution, ContributionState, Visit
from engagement.surveys.forms import AddressForm
from engagement.surveys.models import Response, Survey
from engagement.surveys.queries import current_version, definition_in, survey_of
from engagement.surveys.reading import answers_of
from engagement.surveys.services.copies import send_copy
from engagement.surveys.services.submitting import Sent
from engagement.surveys.views.lost import sent_or_gone
from engagement.surveys.views.results import results_told
from engagement.surveys.views.starting import told

SENT_COOKIE = "fm_sent"
SENT_FOR = 10 * 60
"""Seconds for which the page after sending can be shown again. The secret of an anonymous response is in no address and
in no row: only in this cookie and on the screen."""


def thank(visit: Visit, sent: Sent) -> HttpResponse:
    """Lead to the page after sending, or back to the page with the card of a quick poll."""
    if "from_page" in visit.request.POST:
        return _thank_on_page(visit, sent)
    response = see_other(visit.url("done"))
    response.set_cookie(
        SENT_COOKIE,
        signing.dumps([str(visit.activity.uuid), sent.reference, sent.state, sent.secret], salt=SENT_COOKIE),
        max_age=SENT_FOR,
        path=visit.url("done").removesuffix("done/"),
        httponly=True,
        samesite="Lax",
        secure=visit.request.is_secure(),
    )
    return response


def _thank_on_page(visit: Visit, sent: Sent) -> HttpResponse:
    """Back to the page with the card, which now shows what came of it."""
    if sent.state == ContributionState.UNCONFIRMED:
        words = _("We have sent you a link. Your answer counts once you have opened it: %(reference)s.")
    else:
        words = _("Thank you, your answer is counted. Your reference is %(reference)s.")
    messages.success(visit.request, words % {"reference": sent.reference})
    return see_other(f"{visit.host.url}#survey-{visit.activity.uuid}")


def just_sent(visit: Visit) -> Sent | None:
    """What this browser sent a moment ago, or None."""
    try:
        value = signing.loads(visit.request.COOKIES.get(SENT_COOKIE, ""), salt=SENT_COOKIE, max_age=SENT_FOR)
    except signing.BadSignature:
        return None
    uuid, reference, state, secret = value
    return Sent(reference, state, secret) if uuid == str(visit.activity.uuid) else None


def done(visit: Visit) -> HttpResponse:
    """Thanks, with the reference and what happens next."""
    survey, sent = survey_of(visit.activity), just_sent(visit)
    if sent is None and visit.given is not None:
        sent = Sent(visit.given.reference, visit.given.state)
    version = current_version(survey)
    if version is None or sent is None:
        return sent_or_gone(visit)
    return _done(visit, survey, sent, AddressForm())


def _done(visit: Visit, survey: Survey, sent: Sent, form: AddressForm) -> HttpResponse:
    response = _response(survey, sent)
    definition = definition_in(response.version, visit.language) if response else None
    if response is None or definition is None:
        return sent_or_gone(visit)
    context = {
        **told(visit, survey, definition),
        **results_told(visit, survey),
        "reference": sent.reference,
        "secret": sent.secret,
        "is_unconfirmed": sent.state == ContributionState.UNCONFIRMED,
        "is_held": sent.state == ContributionState.PENDING,
        "can_change": survey.allows_changes and visit.is_open and visit.given is not None,
        "rows": [{"key": one.question.label, "value": one.words} for one in answers_of(response) if one.words],
        "form": None if survey.is_anonymous else form,
        "known_address": _known_address(visit),
    }
    return visit.render("engagement/surveys/done.html", context)


def _response(survey: Survey, sent: Sent) -> Response | None:
    found = Response.objects.filter(contribution__activity=survey.pk, contribution__reference=sent.reference)
    return found.select_related("version", "contribution").defer("version__definition").first()


def _known_address(visit: Visit) -> str:
    """Where somebody we know gets a copy; a stranger is asked."""
    if visit.user.is_authenticated:
        return str(visit.user.email)
    return visit.participant.email or "" if visit.participant else ""


def copy(visit: Visit) -> HttpResponse:
    """Mail the answers to whoever has just sent them."""
    survey, sent = survey_of(visit.activity), just_sent(visit)
    response = _response(survey, sent) if sent and not survey.is_anonymous else None
    if sent is None or response is None:
        messages.info(visit.request, _("A copy can be sent for ten minutes after sending. Nothing was sent now."))
        return see_other(visit.url("start"))
    address = _known_address(visit)
    form = AddressForm({"email": address} if address else visit.request.POST)
    if not form.is_valid():
        return _done(visit, survey, sent, form)
    email = form.cleaned_data["email"]
    contribution: Contribution = response.contribution
    send_copy(response=response, contribution=contribution, email=email, host=visit.host, lane=visit.lane_to(email))
    messages.success(visit.request, _("A copy is on its way to %(email)s.") % {"email": email})
    return see_other(visit.url("done"))
