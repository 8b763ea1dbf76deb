"""What the public state of a consultation is. Everything that shows, lists or counts consultations asks here.

`querysets.conditions_at` says the same in the database; a property test holds the two together.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from engagement.consultations.enums import ConsultationState, ListTab
from engagement.plugin import Answer, TimeState, Window, reference_in

FROM_TIME = {
    TimeState.SCHEDULED: ConsultationState.PLANNED,
    TimeState.OPEN: ConsultationState.OPEN,
    TimeState.PAUSED: ConsultationState.OPEN,
    TimeState.CLOSED: ConsultationState.CLOSED,
}

FROM_ANSWER = {
    Answer.NONE: ConsultationState.CLOSED,
    Answer.FEEDBACK: ConsultationState.FEEDBACK,
    Answer.OUTCOME: ConsultationState.OUTCOME,
}
"""What a consultation is once it has closed; an answer counts from then on only."""

WAITING = (ConsultationState.CLOSED, ConsultationState.FEEDBACK)
"""States in which people still wait for what was promised."""

# Every tab but those of all and of what is archived; what is archived stands under these two only.
TAB_STATES: dict[ListTab, frozenset[ConsultationState]] = {
    ListTab.OPEN: frozenset({ConsultationState.OPEN}),
    ListTab.PLANNED: frozenset({ConsultationState.PLANNED}),
    ListTab.CLOSED: frozenset({*WAITING, ConsultationState.WITHDRAWN}),
    ListTab.ANSWERED: frozenset({ConsultationState.OUTCOME}),
    ListTab.ARCHIVED: frozenset(ConsultationState),
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
    answer: Answer = Answer.NONE
    outcome_at: datetime | None = None
    """When an outcome was first published."""
    archived_on: date | None = None
    late_until: date | None = None
    """The last local day on which letters, calls and notes still count after closing."""

    def state_at(self, now: datetime) -> ConsultationState:
        """The public state at an aware time."""
        said = content_state(withdrawn_on=self.withdrawn_on)
        if said is not None:
            return said
        state = FROM_TIME[self.window.state_at(now)] if self.window else ConsultationState.PLANNED
        return FROM_ANSWER[self.answer] if state == ConsultationState.CLOSED else state

    def is_open_at(self, now: datetime) -> bool:
        """Whether people can take part."""
        return self.state_at(now) == ConsultationState.OPEN and not self.is_paused_at(now)

    def is_paused_at(self, now: datetime) -> bool:
        """Whether people could take part, were it not paused. It is called open all the same."""
        is_open = self.state_at(now) == ConsultationState.OPEN
        return is_open and self.window is not None and self.window.state_at(now) == TimeState.PAUSED

    def is_closing_soon_at(self, now: datetime) -> bool:
        """Whether people can take part, for seven more days or less."""
        return self.is_open_at(now) and self.window is not None and self.window.is_closing_soon_at(now)

    def is_late_at(self, now: datetime) -> bool:
        """Whether the day that was promised for the answer has passed without one."""
        is_waiting = self.state_at(now) in WAITING
        return is_waiting and self.answer_by is not None and timezone.localdate(now) > self.answer_by


def can_move_dates(standing: Standing, now: datetime) -> bool:
    """Whether its dates can be changed with a public reason: it has opened, and is neither withdrawn nor archived."""
    window = standing.window
    has_opened = window is not None and window.state_at(now) != TimeState.SCHEDULED and window.closes_at is not None
    return has_opened and standing.withdrawn_on is None and standing.archived_on is None


def can_pause(standing: Standing, now: datetime) -> bool:
    """Whether there is something to pause."""
    return standing.is_open_at(now)


def can_resume(standing: Standing, now: datetime) -> bool:
    """Whether it can go on; also when it closed meanwhile, because then it may need more time."""
    return can_move_dates(standing, now) and standing.window is not None and standing.window.paused_at is not None


def can_archive(standing: Standing, now: datetime) -> bool:
    """Whether it is over and still stands among the others; the gate asks whether people were answered."""
    return standing.archived_on is None and standing.state_at(now) in OVER


def may_act(page: Any, user: Any) -> bool:
    """Whether this user may publish the page just now."""
    rights = page.permissions_for_user(user)
    return bool(rights.can_publish() and not rights.page_locked())


PROGRAMS = re.compile(r"bot[/)-]|crawl|spider|preview|facebookexternalhit|whatsapp/|slurp", re.IGNORECASE)
"""How programs call themselves that follow a link to show its title beside it, or to index it."""


def is_person(user_agent: str) -> bool:
    """Whether a visit may be somebody's: the services that show links fetch each once or more before anybody does.

    Args:
        user_agent: what the browser or program says it is (RFC 9110, 10.1.5).
    """
    return not PROGRAMS.search(user_agent)


OVER = (*WAITING, ConsultationState.OUTCOME, ConsultationState.WITHDRAWN)


def references_in(text: str) -> list[str]:
    """The references that an editor typed, with commas or on lines of their own, each once and as we write them.

    What cannot be one is kept as it was typed, so that a sentence can name it.
    """
    typed = (part.strip() for part in re.split(r"[,;\n]", text or ""))
    return list(dict.fromkeys(reference_in(part) or part for part in typed if part))
