"""The public door for modules and host pages. Import from here and from nowhere else in the core."""

from engagement.accounts.models import Participant
from engagement.accounts.rules import clean_name
from engagement.accounts.signals import participant_erased, participants_joined
from engagement.core.entries import Entry, EntryForm
from engagement.core.enums import (
    ELSEWHERE,
    Answer,
    Arrival,
    Audience,
    Channel,
    ContributionState,
    Moderation,
    Reason,
    TimeState,
)
from engagement.core.exports import chunks_of
from engagement.core.exports import headings as export_headings
from engagement.core.exports import rows as export_rows
from engagement.core.host_pages import HostDates, HostPage
from engagement.core.hosts import Host, HostResolver, find_host
from engagement.core.models import Activity, Batch, Contribution, StateChange, Timetable
from engagement.core.module import ALWAYS, OPEN_ONLY, Action, Column, Module, Summary
from engagement.core.notes import Note, notes_on
from engagement.core.presence import Presence, action_url
from engagement.core.queries import Counts, people_at, published_counts, with_rows
from engagement.core.registry import find_module, register_gate, register_host_resolver, register_note_source
from engagement.core.rules import (
    AUTHOR_MAY_WITHDRAW_FROM,
    Window,
    arrival_of,
    can_answer_officially,
    can_moderate,
    can_send_again,
    reference_in,
)
from engagement.core.services.confirming import ask_to_confirm
from engagement.core.services.contributing import MoveRefused, contribute, first_state, moderate, withdraw
from engagement.core.services.placing import displace, place
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
    "ELSEWHERE",
    "OPEN_ONLY",
    "Action",
    "Activity",
    "Answer",
    "Arrival",
    "Audience",
    "Batch",
    "Channel",
    "Column",
    "Contribution",
    "ContributionState",
    "Counts",
    "Entry",
    "EntryForm",
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
    "arrival_of",
    "ask_to_confirm",
    "can_answer_officially",
    "can_moderate",
    "can_send_again",
    "chunks_of",
    "clean_name",
    "contribute",
    "contribution_published",
    "contribution_received",
    "contribution_state_changed",
    "contribution_unpublished",
    "displace",
    "export_headings",
    "export_rows",
    "find_host",
    "find_module",
    "first_state",
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
