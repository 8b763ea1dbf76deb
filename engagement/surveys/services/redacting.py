"""Takes out of what people wrote what others should not read, and puts it back. What was written stays as it was."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from engagement.surveys.models import Redaction, Response

REDACTED, UNDONE = "surveys.redact", "surveys.unredact"
"""What the log calls it. It keeps neither text: it would outlive the response."""


@transaction.atomic
def redact(*, response: Response, code: str, text: str, reason: str, by: Any) -> Redaction:
    """Show this text in place of what somebody wrote, from now on and wherever it leaves.

    Args:
        code: of the question, or of the words beside "other" (`redacting.text_of_answer`).
        text: "" shows nothing.

    Raises:
        ValueError: there is no reason, or nothing was written there.
    """
    if not reason.strip() or not response.answers.get(code):
        raise ValueError("a redaction needs words and a reason")
    redaction, _is_new = Redaction.objects.update_or_create(
        response=response, question=code, defaults={"text": text, "reason": reason, "by": by}
    )
    _log(response, code, by, REDACTED, reason=reason)
    return redaction


@transaction.atomic
def undo_redaction(*, response: Response, code: str, by: Any) -> bool:
    """Show what was written again; whether something had been taken out."""
    gone, _each = Redaction.objects.filter(response=response, question=code).delete()
    if gone:
        _log(response, code, by, UNDONE)
    return bool(gone)


def drop_outdated(*, response: Response, before: Mapping[str, Any]) -> None:
    """Forget the redactions of what its author has written anew: they would stand for words that nobody has said.

    Args:
        before: the answers that it had.
    """
    codes = [code for code, written in before.items() if response.answers.get(code) != written]
    response.redactions.filter(question__in=codes).delete()


def _log(response: Response, code: str, by: Any, action: str, **more: str) -> None:
    survey, reference = response.version.survey, response.contribution.reference
    log(instance=survey, action=action, user=by, data={"reference": reference, "question": code, **more})
