"""Responses in the database, counted as those that people send are, for tests."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from engagement.plugin import Contribution, Participant
from engagement.surveys.models import Response, Survey
from engagement.surveys.paths import walk
from engagement.surveys.queries import current_version, source_of
from engagement.surveys.services.tallying import count


def respond(
    survey: Survey,
    *,
    at: datetime | None = None,
    channel: str = "web",
    state: str = "published",
    publishing: str = "",
    person: str = "Ann",
    language: str = "en",
    **answers: Any,
) -> Response:
    """Give a response to what the survey asks now, on the path that its answers make.

    Args:
        person: the name that its author shows; nobody's in an anonymous survey.
        answers: by the code of the question.
    """
    version = current_version(survey)
    at = at or timezone.now()
    path = walk(source_of(version), answers, today=timezone.localdate(at))
    author = None if survey.is_anonymous else Participant.objects.create(display_name=person, language="en")
    contribution = Contribution.objects.create(
        activity=survey, participant=author, channel=channel, state=state, language=language, created_at=at
    )
    response = Response.objects.create(
        contribution=contribution, version=version, answers=dict(path.kept), publishing=publishing
    )
    if contribution.is_published:
        count(response, contribution)
    return response
