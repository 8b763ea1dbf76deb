"""The quick poll: a survey of one question, answered where it stands."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language

from base.guards import new_key
from engagement.plugin import Contribution, TimeState, action_url, participant_in
from engagement.surveys.definition import Definition, Question
from engagement.surveys.forms import AnswersForm
from engagement.surveys.models import Receipt, Response, Survey
from engagement.surveys.paths import walk
from engagement.surveys.queries import union_in
from engagement.surveys.rendering import question_line
from engagement.surveys.results import Table, figures_of, table_of, table_of_united
from engagement.surveys.rules import person_hash
from engagement.surveys.showing import is_shown
from engagement.surveys.telling import once_words

TOOK_PART = "engagement_took_part"
"""Session key: the anonymous surveys that this browser has answered. Which answers are its own is kept nowhere."""


def note_part(request: HttpRequest, survey: Survey) -> None:
    """Remember that this browser took part in an anonymous survey, as a receipt does of a known person."""
    if survey.is_anonymous:
        kept = request.session.get(TOOK_PART, [])
        request.session[TOOK_PART] = [*kept, str(survey.uuid)][-50:]


def took_part(request: HttpRequest, survey: Survey, given: Contribution | None) -> bool:
    """Whether this visitor has answered, as far as may be known."""
    if not survey.is_anonymous:
        return given is not None
    if str(survey.uuid) in request.session.get(TOOK_PART, []):
        return True
    participant = participant_in(request)
    return participant is not None and has_receipt(survey, participant)


def has_receipt(survey: Survey, participant: Any) -> bool:
    """Whether a known person took part in an anonymous survey."""
    known = person_hash(participant=participant, survey=survey)
    return Receipt.objects.filter(survey=survey, person_hash=known).exists()


def can_see_results(survey: Survey, codes: Iterable[str], *, is_answered: bool, state: TimeState) -> bool:
    """Whether this visitor may see the figures of these questions: all of them must be public."""
    return set(codes) <= set(survey.public_questions) and is_shown(survey, is_answered=is_answered, state=state)


def poll_context(
    survey: Survey,
    definition: Definition,
    request: HttpRequest,
    *,
    given: Contribution | None,
    form: AnswersForm | None = None,
) -> dict[str, Any]:
    """Names for `engagement/surveys/poll.html`.

    Args:
        given: what this visitor gave here, if it may be known.
        form: an answer that came back with errors.
    """
    state = survey.state_at(timezone.now())
    response = Response.objects.filter(contribution=given).first() if given is not None else None
    path = walk(definition, response.answers if response else {}, today=timezone.localdate())
    [shown] = path.by_code.values()
    form = form or AnswersForm(questions=[shown])
    is_answered = took_part(request, survey, given)
    can_answer = state == TimeState.OPEN and (not is_answered or (survey.allows_changes and not survey.is_anonymous))
    uuid = str(survey.uuid)
    asks_result, asks_form = request.GET.get("results") == uuid, request.GET.get("vote") == uuid
    sees = can_see_results(survey, [shown.question.code], is_answered=is_answered, state=state)
    shows = (sees or is_answered or not can_answer) and (is_answered or not can_answer or asks_result)
    shows = shows and not asks_form and not form.errors
    return {
        "line": {**question_line(path, form.rows()[shown.question.code]), "is_required": True},
        "poll_form": form,
        "table": _table(survey, shown.question) if shows and sees else None,
        "yours": shown.stored if isinstance(shown.stored, list) else [shown.stored],
        "is_answered": is_answered,
        "can_answer": can_answer,
        "can_see": sees,
        "shows_form": can_answer and not shows,
        "survey": survey,
        "once": once_words(survey),
        "vote_url": action_url(survey, "send"),
        "retry_key": new_key(),
    }


def _table(survey: Survey, question: Question) -> Table:
    """Its figures. Earlier versions are asked only where people have chosen what is not offered any more."""
    figures = figures_of(survey, codes=[question.code])
    table = table_of(figures, question)
    if not any(row.is_gone for row in table.rows):
        return table
    union = {one.code: one for one in union_in(survey, get_language() or "en")}
    return table_of_united(figures, union[question.code])
