"""What other apps may act on. All are sent inside the transaction that makes them true.

A receiver that raises stops the change: a person is never half joined or half erased.
"""

from django.dispatch import Signal

participants_joined = Signal()
"""Two participants are one person. `kept: Participant`, `gone: Participant`. Receivers move what points to
`gone` over to `kept`; `gone` is deleted right after."""

participant_erased = Signal()
"""A person wants to be forgotten. `participant: Participant` (already without name, e-mail, user, language),
`addresses: frozenset[str]`: the e-mail addresses they had, for what was given with an address and no account;
`withdraw: bool`: take their words away as well, instead of keeping them as "a former participant"."""
