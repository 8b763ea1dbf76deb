"""A stored response in words."""

from django.utils import timezone

from engagement.plugin import Contribution
from engagement.surveys.models import Response
from engagement.surveys.paths import Path, ShownQuestion, walk
from engagement.surveys.queries import source_of


def path_of(response: Response, contribution: Contribution) -> Path:
    """The way that its author went, in the language of the survey and on the day on which it was given."""
    day = timezone.localdate(contribution.created_at)
    return walk(source_of(response.version), response.answers, today=day, seed=response.seed)


def answers_of(response: Response) -> list[ShownQuestion]:
    """Every question that was on the way of a response with its answer, in order, in the language of the survey."""
    return list(path_of(response, response.contribution).by_code.values())
