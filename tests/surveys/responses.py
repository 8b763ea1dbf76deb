"""Responses in the database, for tests: surveys of a written definition, and answers to them."""

from datetime import UTC, datetime
from itertools import count
from typing import Any

from django.db import transaction

from engagement.plugin import Contribution, Participant, contribute
from engagement.surveys.definition import Definition
from engagement.surveys.models import Response, Survey, SurveyVersion
from engagement.surveys.paths import walk
from engagement.surveys.queries import definitions_of
from engagement.surveys.services.freezing import content_digest
from engagement.surveys.services.quotas import take_places
from engagement.surveys.services.tallying import count as count_response

MOMENT = datetime(2026, 6, 10, 9, 30, tzinfo=UTC)
NUMBERS = count(1)


def survey_of(*definitions: Definition, **settings: Any) -> Survey:
    """A survey with these versions, the first one first."""
    settings = {"title": f"Survey {next(NUMBERS)}", "audience": "everyone", "moderation": "at_once", **settings}
    survey = Survey.objects.create(**settings)
    for definition in definitions:
        add_version(survey, definition)
    return survey


def add_version(survey: Survey, definition: Definition) -> SurveyVersion:
    """A version as publishing makes it."""
    content, number = definition.model_dump(mode="json"), survey.versions.count() + 1
    return SurveyVersion.objects.create(
        survey=survey, number=number, definition=content, digest=content_digest(content)
    )


@transaction.atomic
def respond(
    survey: Survey, answers: dict[str, Any], *, number: int = 0, person: Participant | None = None, **values: Any
) -> Response:
    """Answer a version, the newest unless told; stored and counted as what is sent online.

    Args:
        values: of the contribution: state, channel, language, received_at; of the response: organisation, publishing.
    """
    own = {name: values.pop(name) for name in ("organisation", "publishing") if name in values}
    given = {"state": "published", "language": "en", "received_at": MOMENT, **values}
    definitions = definitions_of(survey)
    number = number or len(definitions)
    day = given["received_at"].date()
    path = walk(definitions[number - 1], answers, today=day)
    take_places(survey=survey, path=path)
    contribution, _is_new = contribute(activity=survey, participant=person, **given)
    version = survey.versions.get(number=number)
    response = Response.objects.create(contribution=contribution, version=version, answers=dict(path.kept), **own)
    if contribution.is_published:
        count_response(response, contribution)
    return response


def references(survey: Survey) -> list[str]:
    """Of all its contributions, in the order in which they came."""
    return list(Contribution.objects.filter(activity=survey).order_by("pk").values_list("reference", flat=True))
