"""The public door for modules and host pages. Import from here and from nowhere else in the core."""

from engagement.accounts.answers import answers_url, unsubscribe_headers
from engagement.accounts.guests import participant_in
from engagement.accounts.models import Participant
from engagement.accounts.queries import with_address
from engagement.accounts.services import ANSWER_KEY
from engagement.accounts.signals import participant_erased, participants_joined
from engagement.core.entries import Entry, EntryForm
from engagement.core.enums import (
    ELSEWHERE,
    STANDING,
    Answer,
    Arrival,
    Audience,
    Channel,
    ContributionState,
    HeldBecause,
    Moderation,
    Reason,
    TimeState,
)
from engagement.core.exports import COMMON_HEADINGS, chunks_of, export_pieces
from engagement.core.exports import headings as export_headings
from engagement.core.exports import records as export_records
from engagement.core.exports import rows as export_rows
from engagement.core.host_pages import HostDates, HostPage
from engagement.core.hosts import Host, HostResolver, find_host
from engagement.core.marks import Mark, MarkDetail
from engagement.core.models import Activity, Batch, Contribution, StateChange, Timetable
from engagement.core.models.batch import WAYS as BATCH_WAYS
from engagement.core.models.contribution import REFERENCE_ALPHABET, new_reference
from engagement.core.module import ALWAYS, OPEN_ONLY, Action, Column, Earlier, ExportFormat, Module, Shown, Summary
from engagement.core.notes import Note, notes_on
from engagement.core.presence import Presence, action_url
from engagement.core.queries import (
    Counts,
    corrections_of,
    from_people,
    own_url,
    people_at,
    published_counts,
    row_text,
    shown_of,
    with_rows,
)
from engagement.core.registry import (
    find_module,
    register_action,
    register_gate,
    register_host_resolver,
    register_mark_source,
    register_note_source,
)
from engagement.core.rules import (
    AUTHOR_MAY_EDIT_FROM,
    AUTHOR_MAY_WITHDRAW_FROM,
    Window,
    arrival_of,
    arrival_on,
    can_answer_officially,
    can_export,
    can_moderate,
    can_read_contributions,
    can_send_again,
    reference_in,
    why_read_first,
    words_in_mail,
)
from engagement.core.services.batches import begin_batch
from engagement.core.services.confirming import ask_to_confirm
from engagement.core.services.contributing import (
    MoveRefused,
    contribute,
    find_earlier,
    first_state,
    is_held_again,
    leave,
    lock_person,
    moderate,
    revise,
    withdraw,
)
from engagement.core.services.entering import received_at
from engagement.core.services.importing import Imported, imported_state, take_in_many
from engagement.core.services.placing import displace, is_source, place
from engagement.core.services.weighing import Giver, Weighed, find_double, weigh
from engagement.core.signals import (
    activity_displaced,
    activity_placed,
    contribution_left,
    contribution_published,
    contribution_received,
    contribution_state_changed,
    contribution_unpublished,
    contribution_words_changed,
    timetable_written,
)
from engagement.core.visit import Visit, given_in, say_it_was_said, what_happens
from engagement.core.wording import words_digest

__all__ = [
    "ALWAYS",
    "ANSWER_KEY",
    "AUTHOR_MAY_EDIT_FROM",
    "AUTHOR_MAY_WITHDRAW_FROM",
    "BATCH_WAYS",
    "COMMON_HEADINGS",
    "ELSEWHERE",
    "OPEN_ONLY",
    "REFERENCE_ALPHABET",
    "STANDING",
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
    "Earlier",
    "Entry",
    "EntryForm",
    "ExportFormat",
    "Giver",
    "HeldBecause",
    "Host",
    "HostDates",
    "HostPage",
    "HostResolver",
    "Imported",
    "Mark",
    "MarkDetail",
    "Moderation",
    "Module",
    "MoveRefused",
    "Note",
    "Participant",
    "Presence",
    "Reason",
    "Shown",
    "StateChange",
    "Summary",
    "TimeState",
    "Timetable",
    "Visit",
    "Weighed",
    "Window",
    "action_url",
    "activity_displaced",
    "activity_placed",
    "answers_url",
    "arrival_of",
    "arrival_on",
    "ask_to_confirm",
    "begin_batch",
    "can_answer_officially",
    "can_export",
    "can_moderate",
    "can_read_contributions",
    "can_send_again",
    "chunks_of",
    "contribute",
    "contribution_left",
    "contribution_published",
    "contribution_received",
    "contribution_state_changed",
    "contribution_unpublished",
    "contribution_words_changed",
    "corrections_of",
    "displace",
    "export_headings",
    "export_pieces",
    "export_records",
    "export_rows",
    "find_double",
    "find_earlier",
    "find_host",
    "find_module",
    "first_state",
    "from_people",
    "given_in",
    "imported_state",
    "is_held_again",
    "is_source",
    "leave",
    "lock_person",
    "moderate",
    "new_reference",
    "notes_on",
    "own_url",
    "participant_erased",
    "participant_in",
    "participants_joined",
    "people_at",
    "place",
    "published_counts",
    "received_at",
    "reference_in",
    "register_action",
    "register_gate",
    "register_host_resolver",
    "register_mark_source",
    "register_note_source",
    "revise",
    "row_text",
    "say_it_was_said",
    "shown_of",
    "take_in_many",
    "timetable_written",
    "unsubscribe_headers",
    "weigh",
    "what_happens",
    "why_read_first",
    "with_address",
    "with_rows",
    "withdraw",
    "words_digest",
    "words_in_mail",
]
