"""The first page: what is asked, of whom, and what becomes of it."""

from typing import Any

from django.http import HttpResponse

from base.guards import see_other
from engagement.plugin import Audience, Visit
from engagement.surveys.definition import Definition
from engagement.surveys.forms import AnswersForm, SendForm, StartForm
from engagement.surveys.models import Survey
from engagement.surveys.polls import poll_context
from engagement.surveys.queries import current_version, definition_in, survey_of
from engagement.surveys.services.drafting import begin, begin_change, find_draft
from engagement.surveys.telling import effort_words, is_poll, once_words, privacy_words
from engagement.surveys.views.addresses import page_url
from engagement.surveys.views.lost import has_taken_part, taken_part_words
from engagement.surveys.views.results import results_told


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
        if "somebody_else" in visit.request.POST and can_be_somebody_else(visit):
            return visit.as_somebody_else(start_anew)
        return _begin(visit, survey, definition)
    return _tell(visit, survey, definition, StartForm())


def can_be_somebody_else(visit: Visit) -> bool:
    """Whether the next person at this browser may answer: where we ask nobody who they are."""
    return visit.activity.audience == Audience.EVERYONE and not visit.user.is_authenticated


def start_anew(visit: Visit) -> HttpResponse:
    """The first page as somebody sees it who was never here."""
    return see_other(visit.url("start"))


def _begin(visit: Visit, survey: Survey, definition: Definition) -> HttpResponse:
    if has_taken_part(visit):
        return see_other(visit.url("start"))
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
            **results_told(visit, survey),
            "has_taken_part": has_taken_part(visit),
            "taken_part_words": taken_part_words(),
            "can_be_somebody_else": can_be_somebody_else(visit),
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
