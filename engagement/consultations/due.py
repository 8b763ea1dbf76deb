"""What editors owe the public: answers whose day has come or comes soon, and steps that are late."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, F, Min, OuterRef, Q, Subquery
from django.db.models.functions import Least, Substr
from django.utils import timezone
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from engagement.consultations.models import ConsultationPage
from engagement.consultations.querysets import ConsultationQuerySet
from engagement.consultations.rules import WAITING

SOON = timedelta(days=30)
BRANCH = 3 * Page.steplen
"""Letters of the path of a page below a home page: the branches of the tree in which services have their editors."""


def due_at(user: Any, now: datetime, within: timedelta = SOON) -> ConsultationQuerySet:
    """Closed consultations without an outcome whose promised day is over or near, and those with a step that is late.

    Only what the user may edit, each once, as written first; what was promised longest ago comes first.

    Args:
        within: how near the promised day must be.
    """
    today = timezone.localdate(now)
    mine: Any = PagePermissionPolicy(ConsultationPage).instances_user_has_permission_for(user, "change")
    earlier = Page.objects.filter(translation_key=OuterRef("translation_key"), pk__lt=OuterRef("pk"))
    is_late = Q(next_step_on__lt=today) & Q(timetable__withdrawn_on=None)
    owes = Q(public_state__in=WAITING, timetable__answer_by__lte=today + within)
    branch = Page.objects.filter(path=Substr(OuterRef("path"), 1, BRANCH)).values("title")[:1]
    found: ConsultationQuerySet = mine.filter(live=True, alias_of=None).filter(~Exists(earlier)).with_state(now)
    return (
        found.filter(owes | is_late)
        .annotate(branch=Subquery(branch), due_on=_due_on(today, within))
        .select_related("latest_revision__user")
        .order_by("due_on", "pk")
    )


def _due_on(today: date, within: timedelta) -> Any:
    """The earlier of the two days, where a missing one counts for nothing."""
    from django.db.models import Case, DateField, Value, When

    answer = Case(
        When(public_state__in=WAITING, timetable__answer_by__isnull=False, then=F("timetable__answer_by")),
        default=Value(date.max, output_field=DateField()),
    )
    step = Case(When(next_step_on__lt=today, then=F("next_step_on")), default=Value(date.max, output_field=DateField()))
    return Least(answer, step)


@dataclass(frozen=True)
class Overdue:
    """How many consultations owe something, and since when the oldest does."""

    count: int
    oldest: date | None


def overdue(user: Any, now: datetime) -> Overdue:
    """What is over already, of what the user may edit; two queries."""
    late = due_at(user, now, within=-timedelta(days=1))
    return Overdue(late.count(), late.aggregate(oldest=Min("due_on"))["oldest"])


def days_over(page: Any, now: datetime) -> int | None:
    """For how many days the answer is late; less than one when it is not yet, None when no answer is owed."""
    if page.public_state not in WAITING or page.timetable_answer_by is None:
        return None
    days: int = (timezone.localdate(now) - page.timetable_answer_by).days
    return days
