"""The nouns of engagement: docs/architecture.md says what each one is."""

from engagement.core.models.activity import Activity
from engagement.core.models.batch import Batch
from engagement.core.models.contribution import Confirmation, Contribution, StateChange
from engagement.core.models.placement import PageActivity, Placement, Timetable

__all__ = [
    "Activity",
    "Batch",
    "Confirmation",
    "Contribution",
    "PageActivity",
    "Placement",
    "StateChange",
    "Timetable",
]
