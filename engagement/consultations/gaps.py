"""What the public version of a page lacks already, and what is done to it all the same.

A record from elsewhere is public with gaps, and what the gate asks for grows. Whoever moves a date, calls a record off
or says what came of it is asked for that alone: people must not wait because nobody knows what could have changed.
"""

from typing import TYPE_CHECKING

from base.publication import Problem
from engagement.consultations.gate import is_changing_dates
from engagement.plugin import Answer

if TYPE_CHECKING:
    from engagement.consultations.models import ConsultationPage

DATES = ("closes_at", "late_until", "answer_by")
"""What is asked for by whoever changes the dates, also where it was missing before."""


def asked_for(page: "ConsultationPage", found: list[Problem]) -> list[Problem]:
    """Those of all problems of a page that stop what is being done to it."""
    if not found or not (is_changing_dates() or _is_record_that_ends(page)):
        return found
    public = type(page).objects.filter(pk=page.pk, live=True).first()
    known = public.all_problems() if public else []
    here = DATES if is_changing_dates() else ()
    return [problem for problem in found if problem.field in here or problem not in known]


def _is_record_that_ends(page: "ConsultationPage") -> bool:
    """Whether it was published elsewhere, and this version calls it off or answers people."""
    return bool(page.imported_from and (page.withdrawn_on or page.drafted_answer != Answer.NONE))
