"""A stored response in words."""

from dataclasses import replace

from django.utils import timezone

from engagement.plugin import Contribution
from engagement.surveys.definition.parts import OTHER
from engagement.surveys.models import Response
from engagement.surveys.paths import Path, ShownQuestion, walk
from engagement.surveys.queries import definition_in, source_of


def path_of(response: Response, contribution: Contribution, language: str = "") -> Path:
    """The way that its author went, on the day on which it was given.

    Args:
        language: of its texts; "" for that of the survey.
    """
    day = timezone.localdate(contribution.created_at)
    definition = definition_in(response.version, language) if language else source_of(response.version)
    return walk(definition, response.answers, today=day, seed=response.seed)


def answers_in(response: Response, contribution: Contribution, language: str = "") -> list[ShownQuestion]:
    """Every question that was on the way of a response with its answer, in order; arguments as for `path_of`."""
    return list(path_of(response, contribution, language).by_code.values())


def answers_of(response: Response) -> list[ShownQuestion]:
    """The same in the language of the survey."""
    return answers_in(response, response.contribution)


def shared_answers_of(response: Response) -> list[ShownQuestion]:
    """As `answers_of`, without what was taken out of somebody's words (`redacting.text_of_answer`), for everybody but
    its author. The way that the answers made stays as it was. Prefetch `redactions`.
    """
    texts = {redaction.question: redaction.text for redaction in response.redactions.all()}
    return [_redacted(shown, texts) if texts else shown for shown in answers_of(response)]


def _redacted(shown: ShownQuestion, texts: dict[str, str]) -> ShownQuestion:
    code = shown.question.code
    return replace(shown, stored=texts.get(code, shown.stored), other=texts.get(code + OTHER, shown.other))
