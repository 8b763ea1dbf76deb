"""What others may read of responses in place of what was written."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from engagement.surveys.models import Redaction, Response


def redactions_in(responses: Iterable[Response]) -> dict[UUID, dict[str, str]]:
    """The texts to show by the key of the answer, by the key of the response; in one query."""
    found: dict[UUID, dict[str, str]] = defaultdict(dict)
    rows = Redaction.objects.filter(response__in=[one.pk for one in responses])
    for response, key, text in rows.values_list("response", "question", "text"):
        found[response][key] = text
    return found
