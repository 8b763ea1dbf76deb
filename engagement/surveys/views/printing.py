"""The survey on paper."""

from django.http import HttpResponse

from engagement.plugin import Visit
from engagement.surveys.printing import sheet
from engagement.surveys.queries import current_version, definition_in, survey_of
from engagement.surveys.views.starting import told


def on_paper(visit: Visit) -> HttpResponse:
    """All questions to print, in the size of reading or, with `?large`, of large print."""
    survey = survey_of(visit.activity)
    version = current_version(survey)
    if version is None:
        return visit.render("engagement/surveys/not_ready.html")
    definition = definition_in(version, visit.language)
    is_large = "large" in visit.request.GET
    context = {**told(visit, survey, definition), "pages": sheet(definition), "is_large": is_large}
    return visit.render("engagement/surveys/print.html", context)
