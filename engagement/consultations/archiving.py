"""Moves consultations among what is archived, and back."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from engagement.consultations.dating import ChangeRefused, lock, republish
from engagement.consultations.models import ConsultationPage
from engagement.consultations.rules import can_archive


@transaction.atomic
def archive(
    *,
    page: ConsultationPage,
    by: Any,
    no_decision_on: date | None = None,
    no_decision_reason: str = "",
    tells_at_once: bool | None = None,
) -> ConsultationPage:
    """Let a consultation leave the lists for the one of what is archived. It stays public, in all its languages.

    Args:
        page: the page written first.
        no_decision_on: the day on which people are told that nothing will be decided, where there is no outcome.
        no_decision_reason: why not.
        tells_at_once: whether those who took part are told the reason by mail now; None as the page says.

    Raises:
        ChangeRefused: it is archived already, still open, or not public.
        PublishRefused: people wait for an answer, or the page would not pass the gate for another reason.
    """
    live, _timetable = lock(page)
    if not can_archive(live.standing, timezone.now()):
        raise ChangeRefused(_("Only what has closed can be archived, and only once."))
    values: dict[str, Any] = {"archived_on": timezone.localdate()}
    if no_decision_reason:
        values |= {"no_decision_on": no_decision_on or timezone.localdate(), "no_decision_reason": no_decision_reason}
    if tells_at_once is not None:
        values["tells_at_once"] = tells_at_once
    republish(page=live, by=by, **values)
    log(instance=live, action="consultations.archived", user=by)
    return live


@transaction.atomic
def take_out(*, page: ConsultationPage, by: Any) -> ConsultationPage:
    """Let an archived consultation stand among the others again.

    Raises:
        ChangeRefused: it is not archived, or not public.
        PublishRefused: the page would not pass the gate.
    """
    live, _timetable = lock(page)
    if live.standing.archived_on is None:
        raise ChangeRefused(_("It is not archived."))
    republish(page=live, by=by, archived_on=None)
    log(instance=live, action="consultations.unarchived", user=by)
    return live
