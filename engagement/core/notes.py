"""What came of a contribution, said beside it by those who know: the page that hosts it, say.

A module asks for the notes of all contributions it shows at once; it does not know who answers.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from engagement.core import registry
from engagement.core.hosts import Host
from engagement.core.models import Contribution


@dataclass(frozen=True)
class Note:
    """One thing that came of a contribution."""

    title: str
    url: str


class NoteSource(Protocol):
    """How another app says what came of contributions to activities of a host."""

    def __call__(self, host: Host, contributions: Collection[Contribution]) -> Mapping[int, Sequence[Note]]:
        """The notes by primary key of the contribution, in a number of queries that does not grow with them."""


def notes_on(host: Host, contributions: Collection[Contribution]) -> dict[int, list[Note]]:
    """What came of these contributions to activities of one host; those of which nothing came have no entry.

    Only what everybody may read gets notes: whether something came of a hidden comment is not for the public.
    """
    public = [contribution for contribution in contributions if contribution.is_published]
    found: dict[int, list[Note]] = defaultdict(list)
    for source in registry.note_sources() if public else ():
        for key, notes in source(host, public).items():
            found[key].extend(notes)
    return dict(found)
