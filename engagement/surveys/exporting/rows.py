"""One response as it leaves: redacted, with what is reckoned from it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import F
from django.utils import timezone

from engagement.plugin import Contribution
from engagement.surveys.definition import Calculation, Definition, Option
from engagement.surveys.expressions import Value, text_of
from engagement.surveys.kinds import Written, kind_of
from engagement.surveys.kinds.base import BAR
from engagement.surveys.models import Response
from engagement.surveys.paths import walk
from engagement.surveys.queries import source_of
from engagement.surveys.redacting import redactions_of


@dataclass(frozen=True)
class Exported:
    """A response.

    Attributes:
        number: of the version that it answers.
        redacted: what others may read in place of what was written, by the key of the answer.
    """

    response: Response
    contribution: Contribution
    number: int
    redacted: Mapping[str, str]

    @cached_property
    def definition(self) -> Definition:
        return source_of(self.response.version)

    @cached_property
    def answers(self) -> dict[str, Any]:
        """As they are kept; what was redacted says what others may read."""
        answers: dict[str, Any] = self.response.answers
        return {key: self.redacted.get(key, answer) for key, answer in answers.items()}

    @cached_property
    def calculated(self) -> dict[str, Value]:
        """What is reckoned on its way, by code. It may say answers back, so it is made of the redacted ones."""
        codes = [one.code for one in self.definition.asked if isinstance(one, Calculation)]
        if not codes:
            return {}
        day = timezone.localdate(self.contribution.created_at)
        values = walk(self.definition, self.answers, today=day, seed=self.response.seed).values
        return {code: values[code] for code in codes if values.get(code) is not None}

    def written(self, key: str, options: Sequence[Option]) -> Written:
        """What stands in the cell of an answer or a calculation; "" without any.

        Args:
            options: those that the question has had in all versions, in order.
        """
        if key in self.calculated:
            return _calculation(self.calculated[key])
        stored, asked = self.answers.get(key), self.definition.by_code.get(key)
        if stored is None:
            return ""
        if asked is None or isinstance(asked, Calculation) or key in self.redacted:
            return str(stored)  # words beside "other", or in place of others
        return kind_of(asked).written(asked, stored, options)


def exported(contributions: Iterable[Contribution]) -> dict[int, Exported]:
    """The responses of these contributions, by the contribution's primary key, in two queries."""
    given = {contribution.pk: contribution for contribution in contributions}
    found = Response.objects.filter(contribution__in=given).select_related("version").defer("version__definition")
    responses = list(found.annotate(number=F("version__number")))
    redacted = redactions_of(responses)
    return {
        one.contribution_id: Exported(one, given[one.contribution_id], one.number, redacted.get(one.pk, {}))
        for one in responses
    }


def _calculation(value: Value) -> Written:
    if isinstance(value, bool | tuple) or value is None:
        return BAR.join(value) if isinstance(value, tuple) else text_of(value)
    return value
