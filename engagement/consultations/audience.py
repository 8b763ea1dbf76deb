"""Who is told what came of a consultation, and who is not and why: one reading, for the numbers and for the mails.

Told is everybody who has something standing there, whatever the language, the module or the channel: published, waiting
for a moderator, or hidden for now. Whoever took everything back is not, nor whose every contribution was removed: a
moderator has decided that it does not count. Nor is an officer who only gave official answers: that is the council's
part. Each mailbox gets one message, however many contributions came from it.
"""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import BooleanField, Case, CharField, Count, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, NullIf

from base.visibility import readers_of
from engagement.consultations.enums import Fate
from engagement.consultations.outcome import at_page
from engagement.plugin import STANDING, Channel, Contribution, Participant, from_people, with_address


def standing_at(page: Any) -> QuerySet[Contribution]:
    """What stands for its author at this consultation, in whatever language; the organisation's own answers do not."""
    return from_people(at_page(page).filter(state__in=STANDING))


def took_part(page: Any) -> QuerySet[Participant]:
    """Everybody who has something standing there, each once."""
    return Participant.objects.filter(Exists(standing_at(page).filter(participant=OuterRef("pk")).order_by()))


def with_fate(page: Any) -> Any:
    """The same people with `fate` (whether each is told), `address`, `spoken` (a language or "") and `channel`.

    Args:
        page: the page written first. Who may not see it any more is not told; passwords nobody can know of, see
            `telling_mail`.
    """
    readers = readers_of(page, "user")
    given = standing_at(page).filter(participant=OuterRef("pk"))
    # Only a member whose address is not on the participant can share a mailbox: with the guest who confirmed it.
    owners = took_part(page).filter(readers, wants_answers=True, email=OuterRef("address"))
    is_shared = Q(email__isnull=True) & Exists(owners.order_by())
    fates = [
        When(address__isnull=True, then=Value(Fate.NO_ADDRESS.value)),
        When(wants_answers=False, then=Value(Fate.UNWANTED.value)),
        When(is_shared, then=Value(Fate.SHARED.value)),
        *([When(readers, then=Value(Fate.TOLD.value))] if readers else []),
    ]
    rest = Fate.CLOSED if readers else Fate.TOLD
    return with_address(took_part(page)).annotate(
        fate=Case(*fates, default=Value(rest.value), output_field=CharField()),
        spoken=Coalesce(
            NullIf("language", Value("")),
            Subquery(given.order_by("-created_at", "-pk").values("language")[:1]),
            Value(""),
            output_field=CharField(),
        ),
        channel=Subquery(given.order_by("created_at", "pk").values("channel")[:1]),
        is_member=Case(When(user__isnull=False, then=True), default=False, output_field=BooleanField()),
    )


def to_tell(page: Any) -> Any:
    """Those who are told, in the order in which they are; as `with_fate`."""
    return with_fate(page).filter(fate=Fate.TOLD).order_by("pk")


def language_for(spoken: str, page: Any) -> str:
    """The language to write in to somebody: theirs where the interface has it, else that of the page."""
    return spoken if spoken in dict(settings.LANGUAGES) else page.locale.language_code


@dataclass(frozen=True)
class Audience:
    """How many people took part, and what becomes of each: the figures add up to `took_part`."""

    members: int
    guests: int
    without_address: int
    unwanted: int
    closed: int
    shared: int
    by_language: list[tuple[str, int]]
    """Of those told, by the language of the mail; the most first."""
    by_channel: list[tuple[str, int]]
    """Of those told, by how each took part first; the most first."""

    @property
    def told(self) -> int:
        """How many messages go out."""
        return self.members + self.guests

    @property
    def took_part(self) -> int:
        """Everybody; contributions without a participant count as a person each, as in `people_at`."""
        return self.told + self.without_address + self.unwanted + self.closed + self.shared


def audience_of(page: Any) -> Audience:
    """The figures for a consultation, as `to_tell` says just now; three queries at most.

    Args:
        page: the page written first, with its locale.
    """
    rows = list(
        with_fate(page).order_by().values_list("fate", "is_member", "spoken", "channel").annotate(people=Count("pk"))
    )
    fates: Counter[str] = Counter()
    kinds: Counter[bool] = Counter()
    languages: Counter[str] = Counter()
    channels: Counter[str] = Counter()
    for fate, is_member, spoken, channel, people in rows:
        fates[fate] += people
        if fate == Fate.TOLD:
            kinds[bool(is_member)] += people
            languages[language_for(spoken, page)] += people
            channels[channel] += people
    nameless = standing_at(page).filter(participant=None).count()
    return Audience(
        members=kinds[True],
        guests=kinds[False],
        without_address=fates[Fate.NO_ADDRESS] + nameless,
        unwanted=fates[Fate.UNWANTED],
        closed=fates[Fate.CLOSED],
        shared=fates[Fate.SHARED],
        by_language=_most_first(languages),
        by_channel=[(str(Channel(channel).label), people) for channel, people in _most_first(channels)],
    )


def _most_first(counted: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
