"""The public door for modules and host pages. Import from here and from nowhere else in the core."""

from engagement.accounts.models import Participant
from engagement.accounts.rules import clean_name
from engagement.accounts.signals import participant_erased, participants_joined
from engagement.core.enums import (
    STANDING,
    Answer,
    Audience,
    Channel,
    ContributionState,
    Moderation,
    Reason,
    TimeState,
)
from engagement.core.host_pages import HostDates, HostPage
from engagement.core.hosts import Host, HostResolver, find_host
from engagement.core.models import Activity, Contribution, StateChange, Timetable
from engagement.core.module import ALWAYS, OPEN_ONLY, Action, Column, Module, Summary
from engagement.core.notes import Note, notes_on
from engagement.core.presence import Presence, action_url
from engagement.core.queries import people_at, published_counts, with_rows
from engagement.core.registry import find_module, register_gate, register_host_resolver, register_note_source
from engagement.core.rules import (
    AUTHOR_MAY_WITHDRAW_FROM,
    Window,
    can_answer_officially,
    can_moderate,
    can_send_again,
    reference_in,
)
from engagement.core.services.confirming import ask_to_confirm
from engagement.core.services.contributing import MoveRefused, contribute, first_state, moderate, withdraw
from engagement.core.services.placing import displace, is_source, place
from engagement.core.signals import (
    activity_displaced,
    activity_placed,
    contribution_published,
    contribution_received,
    contribution_state_changed,
    contribution_unpublished,
)
from engagement.core.visit import Visit

__all__ = [
    "ALWAYS",
    "AUTHOR_MAY_WITHDRAW_FROM",
    "OPEN_ONLY",
    "STANDING",
    "Action",
    "Activity",
    "Answer",
    "Audience",
    "Channel",
    "Column",
    "Contribution",
    "ContributionState",
    "Host",
    "HostDates",
    "HostPage",
    "HostResolver",
    "Moderation",
    "Module",
    "MoveRefused",
    "Note",
    "Participant",
    "Presence",
    "Reason",
    "StateChange",
    "Summary",
    "TimeState",
    "Timetable",
    "Visit",
    "Window",
    "action_url",
    "activity_displaced",
    "activity_placed",
    "ask_to_confirm",
    "can_answer_officially",
    "can_moderate",
    "can_send_again",
    "clean_name",
    "contribute",
    "contribution_published",
    "contribution_received",
    "contribution_state_changed",
    "contribution_unpublished",
    "displace",
    "find_host",
    "find_module",
    "first_state",
    "is_source",
    "moderate",
    "notes_on",
    "participant_erased",
    "participants_joined",
    "people_at",
    "place",
    "published_counts",
    "reference_in",
    "register_gate",
    "register_host_resolver",
    "register_note_source",
    "with_rows",
    "withdraw",
]
