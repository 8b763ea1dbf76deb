"""What is asked about reports, second looks and decisions in more than one place."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, DurationField, ExpressionWrapper, F, Min, OuterRef, Q, QuerySet, Subquery
from wagtail.models import Page

from base.visibility import visible_to
from engagement.moderation.enums import Answer, Outcome
from engagement.moderation.models import Report, SecondLook
from engagement.moderation.rules import DECIDED, TAKEN_DOWN
from engagement.plugin import Contribution, ContributionState, Participant, StateChange

RULES_SLUG = "house-rules"
"""The last part of the address of the house rules, as `manage.py create_site` makes them."""


def standing_reports() -> QuerySet[Report]:
    """Reports that nobody has decided on."""
    return Report.objects.filter(outcome=Outcome.STANDING)


def standing_looks() -> QuerySet[SecondLook]:
    """Requests for a second look that nobody has answered."""
    return SecondLook.objects.filter(answer=Answer.STANDING)


def report_by(*, contribution: Contribution, participant: Participant | None, browser: str) -> Report | None:
    """The report of this person or this browser on a contribution: the standing one, else the latest, else None."""
    whose = Q(pk__in=())
    if participant is not None:
        whose |= Q(participant=participant)
    if browser:
        whose |= Q(browser=browser)
    found = Report.objects.filter(whose, contribution=contribution).select_related("decision", "participant")
    return found.order_by("outcome", "-created_at", "-pk").first()


def people_who_report(contribution: Contribution) -> int:
    """How many people whom we know have a standing report on it. A browser is no person: one can have many."""
    known = Q(participant__user__isnull=False) | Q(participant__email__isnull=False)
    reports = standing_reports().filter(known, contribution=contribution)
    return reports.order_by().values("participant").distinct().count()


def was_decided_on(contribution: Contribution) -> bool:
    """Whether a moderator has ever decided on it, to leave it included."""
    return contribution.changes.filter(by__isnull=False, to_state__in=DECIDED).exists()


def with_standing(contributions: QuerySet[Any], marks: QuerySet[Any]) -> QuerySet[Any]:
    """Those of the contributions with one of these marks, with `marked_since`, the time of the oldest."""
    own = marks.filter(contribution=OuterRef("pk")).order_by().values("contribution")
    since = Subquery(own.annotate(first=Min("created_at")).values("first"))
    return contributions.filter(pk__in=marks.order_by().values("contribution")).annotate(marked_since=since)


def taking_down(contribution: Contribution) -> StateChange | None:
    """The decision of a moderator by which a contribution is down now; None when it is not, or by itself.

    For what was hidden by itself it is the decision to leave it so.
    """
    if contribution.state not in TAKEN_DOWN:
        return None
    found = None
    for change in contribution.changes.all():
        if change.to_state != contribution.state:
            break
        found = change if change.by_id is not None else found
        if not change.moves_nothing:
            break
    return found


def can_ask_again(change: StateChange) -> bool:
    """Whether its author may ask for a second look at this decision: once, and not at the answer to another one."""
    return not SecondLook.objects.filter(Q(decision=change) | Q(answered_by=change)).exists()


def decisions() -> QuerySet[StateChange]:
    """Every decision of a moderator, and what was hidden by itself; neither confirming nor withdrawing is one."""
    made = StateChange.objects.filter(to_state__in=DECIDED).exclude(from_state=ContributionState.UNCONFIRMED)
    return made.select_related("contribution__activity", "by")


@dataclass(frozen=True)
class Figures:
    """How many decisions there are, how many reports they answered, and how long those had waited.

    `median` is the time from report to decision in the middle, None without reports; its base is `reports`.
    """

    decisions: int
    reports: int
    upheld: int
    median: timedelta | None


def figures_of(made: QuerySet[StateChange]) -> Figures:
    """The figures of these decisions: four queries, however many there are."""
    answered = Report.objects.filter(decision__in=made.order_by().values("pk")).order_by()
    counts = answered.aggregate(all=Count("pk"), upheld=Count("pk", filter=Q(outcome=Outcome.UPHELD)))
    took = ExpressionWrapper(F("decided_at") - F("created_at"), output_field=DurationField())
    waits = answered.annotate(took=took).order_by("took").values_list("took", flat=True)
    return Figures(made.order_by().count(), counts["all"], counts["upheld"], _median(waits, counts["all"]))


def _median(waits: QuerySet[Any, timedelta], count: int) -> timedelta | None:
    """The middle of ascending durations, or the mean of the two in the middle."""
    middle = list(waits[(count - 1) // 2 : count // 2 + 1]) if count else []
    return sum(middle, timedelta()) / len(middle) if middle else None


def rules_url(page: Page | None) -> str:
    """The address of the house rules of a page's site, path or whole as Wagtail gives it; "" when it has none."""
    site = page.get_site() if page is not None else None
    if site is None or page is None:
        return ""
    below = Page.objects.descendant_of(site.root_page).filter(slug=RULES_SLUG)
    rules = visible_to(below, AnonymousUser()).order_by("depth", "pk").first()
    if rules is None:
        return ""
    same = visible_to(Page.objects.filter(translation_key=rules.translation_key), AnonymousUser())
    return str((same.filter(locale=page.locale_id).first() or rules).full_url or "")
