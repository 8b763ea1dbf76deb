"""What people wrote, as others may read it: the one rule for every way on which it leaves."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from engagement.surveys.models import Redaction, Response


def text_of_answer(response: Response, code: str) -> str:
    """What somebody wrote, without what was taken out; "" where they wrote nothing.

    Reads the redactions of the response: prefetch `redactions`, or use `redactions_of` for many.

    Args:
        code: of a question that is answered in words, or that of another and `_other`.
    """
    redacted = {redaction.question: redaction.text for redaction in response.redactions.all()}
    written = response.answers.get(code)
    return redacted.get(code, written if isinstance(written, str) else "")


def redactions_of(responses: Iterable[Response]) -> dict[UUID, dict[str, str]]:
    """The texts to show in place of what was written, by the key of the response and then by the code; one query.

    Look a text up with `in`: one that is empty says that nothing is to be shown. For exports, a chunk at a time.
    """
    found: dict[UUID, dict[str, str]] = defaultdict(dict)
    rows = Redaction.objects.filter(response__in=[response.pk for response in responses])
    for response, code, text in rows.values_list("response", "question", "text"):
        found[response][code] = text
    return found
