"""Corrects the public reason of a change of dates. What people were told before is kept: it is evidence."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from engagement.consultations.changes import changes_of
from engagement.consultations.dating import ChangeRefused, lock
from engagement.consultations.models import ConsultationPage, CorrectedWords, DateChange


@transaction.atomic
def correct_words(
    *, page: ConsultationPage, change: DateChange, reasons: Mapping[str, str], by: Any, seen: int | None = None
) -> CorrectedWords:
    """Say the reason of a change of dates in other words, or in more languages. Dates and day stay as they were told.

    Args:
        page: the page written first.
        change: one of its changes.
        reasons: why, by language code; empty words take that language off, a language that is not named stays.
        seen: how often it had been corrected when the editor read it, so that of two editors at once one is told.

    Raises:
        ChangeRefused: the page is not public, the language of the page would have no words, somebody else corrected
            them meanwhile, or nothing would change.
    """
    live, _timetable = lock(page)
    told = changes_of(live.translation_key).get(pk=change.pk)
    if seen is not None and seen != told.corrections.count():
        raise ChangeRefused(_("Somebody else corrected the words in the meantime. Look at them again."))
    words = {code: text.strip() for code, text in {**told.reasons, **reasons}.items() if text.strip()}
    if not words.get(told.language):
        raise ChangeRefused(_("Say why. People read it."))
    if words == told.reasons:
        raise ChangeRefused(_("Nothing would change: these are the words that people read."))
    corrected = CorrectedWords.objects.create(
        change=told, at=timezone.now(), by=by, by_name=str(by) if by else "", before=told.reasons, after=words
    )
    DateChange.objects.filter(pk=told.pk).update(reasons=words)
    log(instance=live, action="consultations.words", user=by, data={"change": told.pk})
    return corrected
