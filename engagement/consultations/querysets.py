from collections.abc import Iterable
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Case, F, OuterRef, Q, Subquery, Value, When

from base.models import BasePageQuerySet
from engagement.consultations.enums import ConsultationState
from engagement.consultations.rules import FROM_ANSWER

STANDING = (
    *("pk", "opens_at", "closes_at", "paused_at", "late_until"),
    *("answer_by", "withdrawn_on", "answer", "outcome_at", "archived_on"),
)
ON_CARD = ("title", "slug", "url_path", "question", "place", "plate", "translation_key", "locale__language_code")

AS_HOST = (
    *("title", "slug", "path", "depth", "url_path", "live", "translation_key", "locale", "content_type"),
    *("we_did", "imported_from"),
)


class ConsultationQuerySet(BasePageQuerySet):
    """Consultation pages in whatever language."""

    def with_standing(self) -> "ConsultationQuerySet":
        """Each with what its public state is made of, so that asking for it costs no further query.

        It comes from the timetable, so that all languages agree.
        """
        return self.annotate(**{f"timetable_{name}": F(f"timetable__{name}") for name in STANDING})

    def with_short_code(self) -> "ConsultationQuerySet":
        """Each with the `short_code` of its short address, None without one."""
        links: Any = self.model._meta.apps.get_model("engagement_consultations", "ShortLink")
        of_page = links.objects.filter(translation_key=OuterRef("translation_key"))
        return self.annotate(short_code=Subquery(of_page.values("code")[:1]))

    def for_cards(self) -> "ConsultationQuerySet":
        """Each with what a card in a list shows of it: a quarter of its columns."""
        return self.with_standing().select_related("locale").only(*ON_CARD)

    def for_activities(self) -> "ConsultationQuerySet":
        """Each with what its activities show: where it stands, and what came of what was said."""
        return self.with_standing().only(*AS_HOST)

    def for_plan(self) -> "ConsultationQuerySet":
        """Each with what the forward plan and the calendar show of it."""
        columns = (*ON_CARD, "last_published_at", "subject__name", "subject__translation_key")
        return self.with_standing().select_related("locale", "subject").only(*columns)

    def with_state(self, now: datetime) -> "ConsultationQuerySet":
        """Each with its `public_state` at an aware time."""
        cases = (When(condition, then=Value(state.value)) for state, condition in conditions_at(now).items())
        return self.with_standing().annotate(public_state=Case(*cases))

    def in_states(self, states: Iterable[ConsultationState], now: datetime) -> "ConsultationQuerySet":
        """Those that are in one of these states at an aware time."""
        conditions = conditions_at(now)
        return self.filter(reduce(or_, (conditions[state] for state in states)))


def conditions_at(now: datetime) -> dict[ConsultationState, Q]:
    """When a consultation is in each state at an aware time, of which no two hold: `rules.Standing.state_at` in SQL."""
    stands, has_closed = Q(timetable__withdrawn_on__isnull=True), Q(timetable__closes_at__lte=now)
    is_planned = Q(timetable__pk__isnull=True) | not_over_at(now) & Q(timetable__opens_at__gt=now)
    has_opened = Q(timetable__opens_at__isnull=True) | Q(timetable__opens_at__lte=now)
    return {
        ConsultationState.WITHDRAWN: Q(timetable__withdrawn_on__isnull=False),
        ConsultationState.PLANNED: stands & is_planned,
        ConsultationState.OPEN: stands & Q(timetable__pk__isnull=False) & not_over_at(now) & has_opened,
        **{state: stands & has_closed & Q(timetable__answer=answer) for answer, state in FROM_ANSWER.items()},
    }


def not_over_at(now: datetime) -> Q:
    """The condition for what has not closed at an aware time: it runs, has yet to open, or has no dates."""
    closes_at = "timetable__closes_at"
    return Q(**{f"{closes_at}__isnull": True}) | Q(**{f"{closes_at}__gt": now})
