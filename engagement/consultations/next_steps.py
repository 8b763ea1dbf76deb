"""What happens next: the steps that an editor adds after the fixed dates, and which of them are late."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone


@dataclass(frozen=True)
class NextStep:
    """One step, as an editor wrote it; anything may be missing in a draft."""

    title: str
    day: date | None
    when: str
    details: str
    is_done: bool

    def is_late_at(self, now: datetime) -> bool:
        """Whether its day has passed, in local time, and nobody has said that it is done."""
        return not self.is_done and self.day is not None and self.day < timezone.localdate(now)


def steps_of(page: Any) -> list[NextStep]:
    """The steps of a page in their order."""
    return [_step(block.value) for block in page.next_steps]


def _step(value: Any) -> NextStep:
    return NextStep(
        title=(value.get("title") or "").strip(),
        day=value.get("day"),
        when=(value.get("when") or "").strip(),
        details=(value.get("details") or "").strip(),
        is_done=bool(value.get("is_done")),
    )


def first_undone(page: Any) -> date | None:
    """The earliest day of a step that is not done; None where none is waited for."""
    return min((step.day for step in steps_of(page) if step.day and not step.is_done), default=None)
