"""A stored response in words."""

from django.utils import timezone

from engagement.surveys.models import Response
from engagement.surveys.paths import ShownQuestion, walk
from engagement.surveys.queries import source_of


def answers_of(response: Response) -> list[ShownQuestion]:
    """Every question that was on the way of a response with its answer, in order, in the language of the survey."""
    path = walk(
        source_of(response.version_id),
        response.answers,
        today=timezone.localdate(response.contribution.created_at),
        seed=response.seed,
    )
    return list(path.by_code.values())
