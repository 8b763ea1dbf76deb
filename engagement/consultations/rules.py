"""What the public state of a consultation is. Everything that shows, lists or counts consultations asks here.

`querysets.ConsultationQuerySet.with_state` says the same in the database; a property test holds the two together.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from engagement.consultations.enums import ConsultationState, ListTab
from engagement.plugin import TimeState, Window

FROM_TIME = {
    TimeState.SCHEDULED: ConsultationState.PLANNED,
    TimeState.OPEN: ConsultationState.OPEN,
    TimeState.CLOSED: ConsultationState.CLOSED,
}

TAB_STATES: dict[ListTab, frozenset[ConsultationState]] = {
    ListTab.OPEN: frozenset({ConsultationState.OPEN}),
    ListTab.PLANNED: frozenset({ConsultationState.PLANNED}),
    ListTab.CLOSED: frozenset(ConsultationState) - {ConsultationState.OPEN, ConsultationState.PLANNED},
    ListTab.ALL: frozenset(ConsultationState),
}


def content_state(*, withdrawn_on: date | None) -> ConsultationState | None:
    """The state that an editor's words give, which goes before the dates; None while the dates decide."""
    return ConsultationState.WITHDRAWN if withdrawn_on else None


@dataclass(frozen=True)
class Standing:
    """All that decides what a consultation is publicly said to be."""

    window: Window | None = None
    """From opening until closing; None as long as no dates have been published."""
    answer_by: date | None = None
    withdrawn_on: date | None = None

    def state_at(self, now: datetime) -> ConsultationState:
        """The public state at an aware time."""
        said = content_state(withdrawn_on=self.withdrawn_on)
        if said is not None:
            return said
        return FROM_TIME[self.window.state_at(now)] if self.window else ConsultationState.PLANNED

    def is_open_at(self, now: datetime) -> bool:
        """Whether people can take part."""
        return self.state_at(now) == ConsultationState.OPEN

    def is_closing_soon_at(self, now: datetime) -> bool:
        """Whether people can take part, for seven more days or less."""
        return self.is_open_at(now) and self.window is not None and self.window.is_closing_soon_at(now)

    def is_late_at(self, now: datetime) -> bool:
        """Whether the day that was promised for the answer has passed without one."""
        is_waiting = self.state_at(now) == ConsultationState.CLOSED
        return is_waiting and self.answer_by is not None and timezone.localdate(now) > self.answer_by
