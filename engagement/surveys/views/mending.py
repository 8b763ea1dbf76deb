"""Changing an anonymous response with the secret that only its author has."""

import hmac

from django.http import HttpResponse
from django.utils.translation import gettext as _

from base.guards import see_other
from engagement.plugin import Visit, reference_in
from engagement.surveys.forms import SecretForm
from engagement.surveys.models import Response, Survey
from engagement.surveys.queries import survey_of
from engagement.surveys.rules import digest_of
from engagement.surveys.services.drafting import begin_change
from engagement.surveys.views.addresses import page_url


def mend(visit: Visit) -> HttpResponse:
    """Ask for reference and secret, and begin to change what they belong to."""
    survey = survey_of(visit.activity)
    if not survey.is_anonymous or not survey.allows_changes:
        return see_other(visit.url("start"))
    form = SecretForm(visit.request.POST if visit.request.method == "POST" else None)
    if form.is_valid():
        response = _find(survey, form.cleaned_data["reference"], form.cleaned_data["secret"])
        if response is not None:
            return see_other(page_url(visit, begin_change(visit=visit, response=response), ""))
        form.add_error(None, _("We find no answers with this reference and this secret. Check both, letter by letter"))
    return visit.render("engagement/surveys/mend.html", {"form": form, "survey": survey})


def _find(survey: Survey, reference: str, secret: str) -> Response | None:
    found = Response.objects.filter(contribution__activity=survey.pk, contribution__reference=reference_in(reference))
    response = found.select_related("version__survey").defer("version__definition").first()
    typed = digest_of("-".join(_groups(secret)))
    kept = response.secret_digest if response else digest_of("nothing")
    return response if hmac.compare_digest(typed, kept) and response is not None and response.secret_digest else None


def _groups(secret: str) -> list[str]:
    """The groups of four as they were shown, from how people type them."""
    letters = "".join(letter for letter in secret.upper() if letter.isalnum())
    return [letters[start : start + 4] for start in range(0, len(letters), 4)]
