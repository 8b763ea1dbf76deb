"""What has happened, in the past tense, for those who stand higher in the house.

Sent inside the transaction that did it; a receiver with effects outside the database uses `on_commit`.
"""

from django.dispatch import Signal

contribution_received = Signal()
"""`contribution`: stored, in whatever state. Its module's row follows in the same transaction: read it on commit."""
contribution_published = Signal()
"""`contribution`, `by`: it became public. A new one has no row of its module yet: read that on commit."""
contribution_unpublished = Signal()
"""`contribution`, `by`: it was public and no longer is."""
activity_placed = Signal()
"""`activity`, `placement`: it got its host."""
activity_displaced = Signal()
"""`activity`: its host is gone or unpublished."""
contribution_left = Signal()
"""`contribution`, `change`, `shown_at`: a moderator looked at what had been asked of it, and left it in its state.
`shown_at` is the aware time at which they saw it: what was asked later is not answered by this."""
timetable_written = Signal()
"""`timetable`, `page`, `is_first_outcome`: what a published host says of its time was written; `is_first_outcome` when
an outcome became public here that never was before, on this site or elsewhere."""
contribution_state_changed = Signal()
"""`contribution`, `change`: for modules that keep a copy of the state, such as the comments package's flags."""
contribution_words_changed = Signal()
"""`contribution`: its module's row was written anew. Modules that let people change their words send it."""
