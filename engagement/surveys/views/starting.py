"""The first page: what is asked, of whom, and what becomes of it."""

from typing import Any

from django.http import HttpResponse

from base.guards import see_other
from engagement.plugin import Visit
from engagement.surveys.definition import Definition
from engagement.surveys.forms import AnswersForm, SendForm, StartForm
from engagement.surveys.models import Survey
from engagement.surveys.polls import poll_context
from engagement.surveys.queries import current_version, definition_in, survey_of
from engagement.surveys.services.drafting import begin, begin_change, find_draft
from engagement.surveys.telling import effort_words, is_poll, once_words, privacy_words
from engagement.surveys.views.addresses import page_url


def start(visit: Visit) -> HttpResponse:
    """Tell what this is; a POST begins, or goes on where this person has begun."""
    survey = survey_of(visit.activity)
    version = current_version(survey)
    if version is None:
        return visit.render("engagement/surveys/not_ready.html")
    definition = definition_in(version, visit.language)
    if is_poll(definition):
        return show_poll(visit, survey, definition)
    if visit.request.method == "POST":
        return _begin(visit, survey, definition)
    return _tell(visit, survey, definition, StartForm())


def _begin(visit: Visit, survey: Survey, definition: Definition) -> HttpResponse:
    form = StartForm(visit.request.POST) if survey.asks_for_whom else None
    if form is not None and not form.is_valid():
        return _tell(visit, survey, definition, form)
    organisation = form.cleaned_data["organisation"] if form else ""
    draft = begin(visit=visit, survey=survey, organisation=organisation)
    return see_other(page_url(visit, draft, ""))


def change(visit: Visit) -> HttpResponse:
    """Begin to change what was sent; only its author gets here."""
    survey = survey_of(visit.activity)
    given = visit.given
    response = getattr(given, "response", None) if given else None
    if response is None or not survey.allows_changes:
        return see_other(visit.url("start"))
    return see_other(page_url(visit, begin_change(visit=visit, response=response), ""))


def _tell(visit: Visit, survey: Survey, definition: Definition, form: StartForm) -> HttpResponse:
    draft = find_draft(visit)
    return visit.render(
        "engagement/surveys/start.html",
        {
            **told(visit, survey, definition),
            "form": form if survey.asks_for_whom and draft is None else None,
            "draft": draft,
            "go_on_url": page_url(visit, draft, "") if draft else "",
            "given": visit.given,
            "can_change": survey.allows_changes and visit.is_open,
        },
    )


def told(visit: Visit, survey: Survey, definition: Definition) -> dict[str, Any]:
    """What every page of a survey tells beside its questions."""
    return {
        "definition": definition,
        "survey": survey,
        "effort": effort_words(definition),
        "privacy": privacy_words(survey),
        "once": once_words(survey),
        "closes_at": survey.window.closes_at,
        "is_open": visit.is_open,
    }


def show_poll(
    visit: Visit,
    survey: Survey,
    definition: Definition,
    form: AnswersForm | None = None,
    sending: SendForm | None = None,
) -> HttpResponse:
    """The card of a quick poll on a page of its own.

    Args:
        form: an answer that came back, and `sending` what came with it.
    """
    context = poll_context(survey, definition, visit.request, given=visit.given, form=form)
    more = {"sending": sending or SendForm(visit=visit, survey=survey, has_words=False)}
    return visit.render("engagement/surveys/poll_page.html", {**told(visit, survey, definition), **context, **more})
