"""The public results: what people said, in words and in the figures that were made public."""

from typing import Any

from django.db.models import Q
from django.http import HttpResponse

from engagement.plugin import ELSEWHERE, STANDING, TimeState, Visit
from engagement.surveys.enums import ResultsShown
from engagement.surveys.headline import entry_of
from engagement.surveys.models import Survey
from engagement.surveys.polls import took_part
from engagement.surveys.queries import current_version, definition_in, findings_in, survey_of, union_in
from engagement.surveys.results import channels_of, figures_of, public_among, responses_in, results_of
from engagement.surveys.showing import is_shown, not_yet_words
from engagement.surveys.views.lost import has_taken_part


def results(visit: Visit) -> HttpResponse:
    """What this visitor may see now, or a sentence on when that is."""
    survey = survey_of(visit.activity)
    version = current_version(survey)
    if version is None:
        return visit.render("engagement/surveys/not_ready.html")
    context = {
        "survey": survey,
        "definition": definition_in(version, visit.language),
        **(_shown(visit, survey) if sees_results(visit, survey) else _not_yet(visit, survey)),
    }
    return visit.render("engagement/surveys/results.html", context)


def sees_results(visit: Visit, survey: Survey) -> bool:
    """Whether what is public of the results is for this visitor now."""
    asks_who = survey.results_shown == ResultsShown.AFTER_ANSWERING and visit.state != TimeState.CLOSED
    return is_shown(survey, is_answered=asks_who and _has_answered(visit, survey), state=visit.state)


def results_told(visit: Visit, survey: Survey) -> dict[str, str]:
    """For the pages before and after answering: where the results are, or a sentence on when they are shown.

    Both are empty where nothing is public.
    """
    if survey.results_shown == ResultsShown.NEVER or not _is_anything_public(visit, survey):
        return {"results_url": "", "results_later": ""}
    is_now = sees_results(visit, survey)
    return {
        "results_url": visit.url("results") if is_now else "",
        "results_later": "" if is_now else not_yet_words(survey)[0],
    }


def _is_anything_public(visit: Visit, survey: Survey) -> bool:
    return bool(survey.public_questions) or bool(findings_in(survey, visit.language))


def _has_answered(visit: Visit, survey: Survey) -> bool:
    """Whether this visitor has, once or more often, as far as may be known."""
    if not survey.is_repeatable or survey.is_anonymous:
        return took_part(visit.request, survey, visit.given)
    theirs = Q(uuid__in=visit.mine)
    if visit.participant is not None:
        theirs |= Q(participant=visit.participant)
    return survey.contributions.filter(theirs, state__in=STANDING).exists()


def _shown(visit: Visit, survey: Survey) -> dict[str, Any]:
    public = public_among(survey, union_in(survey, visit.language))
    figures = figures_of(survey, codes=[one.code for one in public])
    responses = responses_in(figures)
    elsewhere = sum(count for channel, count in channels_of(survey) if channel in ELSEWHERE)
    return {
        "is_shown": True,
        "findings": findings_in(survey, visit.language),
        "responses": responses,
        "elsewhere": elsewhere,
        "entries": [entry_of(result) for result in results_of(figures, public)] if responses else [],
        "has_public": bool(public),
        "counted_at": visit.now,
    }


def _not_yet(visit: Visit, survey: Survey) -> dict[str, Any]:
    title, text = not_yet_words(survey)
    may_answer = visit.is_open and not has_taken_part(visit)
    return {"is_shown": False, "empty_title": title, "empty_text": text, "may_answer": may_answer}
