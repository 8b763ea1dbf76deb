"""What is not kept."""

from datetime import datetime
from typing import Any

from django.db.models import Q

from engagement.surveys.models import Draft
from engagement.surveys.rules import DRAFT_KEPT, KEPT_AFTER_CLOSING


def forget_drafts(sender: Any, now: datetime, **kwargs: Any) -> None:
    """Receiver of `tidying`: answers that were never sent go when nobody has touched them for long, or it is over."""
    is_over = Q(survey__closes_at__lte=now - KEPT_AFTER_CLOSING) | Q(
        survey__placement__timetable__closes_at__lte=now - KEPT_AFTER_CLOSING
    )
    Draft.objects.filter(Q(updated_at__lte=now - DRAFT_KEPT) | is_over).delete()
