"""Whether words were said before, and whether a person should read them before everybody can."""

from collections.abc import Set
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Case, Q, Value, When
from django.utils import timezone

from base.ratelimit import Limit, is_full, spend, take
from engagement.accounts.models import Participant
from engagement.accounts.rules import may_enter_admin
from engagement.core.enums import ContributionState, HeldBecause
from engagement.core.models import Activity, Contribution
from engagement.core.wording import are_long, links_in, words_digest

DOUBLES_WITHIN = timedelta(days=1)
"""Within this time the same words from the same person are said once."""

MOST_LINKS = 3
"""Links in one text of somebody we do not know long; who wants to show more is read first."""

NEW_FOR = timedelta(days=7)
"""How long a member is new."""

LINK_GIVERS = Limit("links-to-one-place", 60 * 60, 5)
"""How many people may link to one place in an hour before the next is read first: neighbours share an article, a swarm
of accounts shares a shop."""


@dataclass(frozen=True)
class Giver:
    """Who gives something, as far as one request knows: `Visit.giver()`."""

    counted_as: str
    """What tells people apart who send the same link: `Visit.counted_as`."""
    participant: Participant | None = None
    user: Any = None
    mine: Set[UUID] = frozenset()
    """What this browser gave in this session."""
    name: str = ""
    email: str = ""

    @property
    def own(self) -> Q:
        """Contributions of the same person. A known person is enough. A stranger must have given it from this browser,
        with this address or this name: whoever knows somebody's address and words must not get hold of theirs.
        """
        of_person = Q(participant=self.participant) if self.participant else Q(pk__in=[])
        sent_to = Q(confirmation=None) | Q(confirmation__email__iexact=self.email)
        as_guest = sent_to if self.email else Q(participant__display_name=self.name)
        return of_person | Q(uuid__in=self.mine, participant__user=None) & as_guest


@dataclass(frozen=True)
class Weighed:
    """What is to be known of a text before it is stored."""

    digest: str
    """For `Contribution.words_digest`."""
    held_because: HeldBecause = HeldBecause.NOTHING
    """For `Contribution.held_because`: then it waits for a moderator also where the activity publishes at once."""
    double: Contribution | None = None
    """The same words, said by the same person in this activity within a day: store nothing, show them this."""


NOTHING_SAID = Weighed("")
"""Of what has no words."""


def weigh(
    *, activity: Activity, words: str, giver: Giver, place: Q | None = None, changing: Contribution | None = None
) -> Weighed:
    """Look at what somebody is about to give, or to change. Nobody is refused for what it says, and staff are not held.

    Call it in the transaction that stores the words, with the person's row locked (`contributing.lock_person`): two
    tabs may send at once. One query, and some for each link.

    Args:
        place: which contributions stand in the same place. Short words, such as “Yes.” to two people, are said twice
            only there.
        changing: the contribution that gets these words in place of its own.
    """
    digest = words_digest(activity, words)
    said = _first_said(activity, words, giver, place, changing)
    if said is not None and said.is_own:
        return Weighed(digest, double=said)
    if giver.user is not None and may_enter_admin(giver.user):
        return Weighed(digest)
    because = _because_of_links(words, giver)
    if not because and said is not None:
        because = HeldBecause.SAME_WORDS
    return Weighed(digest, held_because=because)


def find_double(*, activity: Activity, words: str, giver: Giver, place: Q | None = None) -> Contribution | None:
    """The same words, said by the same person in this activity within a day, or None."""
    said = _first_said(activity, words, giver, place)
    return said if said is not None and said.is_own else None


def _first_said(
    activity: Activity,
    words: str,
    giver: Giver,
    place: Q | None,
    changing: Contribution | None = None,
) -> Any:
    """Where these words were said: by this person within a day (`is_own`), or, if they are long, by others; or None.

    What was withdrawn was not said.
    """
    digest = words_digest(activity, words)
    if not digest:
        return None
    said = Contribution.objects.filter(activity=activity.pk, words_digest=digest)
    said = said.exclude(state=ContributionState.WITHDRAWN)
    if changing is not None:
        said = said.exclude(pk=changing.pk)
    is_own = Case(When(giver.own, then=Value(True)), default=Value(False), output_field=BooleanField())
    if not said.order_by().exists():
        return None  # mostly: asked first, because what is asked of what was said is long
    said = said.annotate(is_own=is_own).select_related("activity", "confirmation")
    own = Q(is_own=True, created_at__gte=timezone.now() - DOUBLES_WITHIN)
    if are_long(words):
        return said.filter(own | Q(is_own=False)).order_by("-is_own", "-pk").first()
    return said.filter(own, place or Q()).order_by("-pk").first()


def _because_of_links(words: str, giver: Giver) -> HeldBecause:
    links = links_in(words)
    places = sorted(set(links))[: 2 * MOST_LINKS]
    # Each of them is counted, so that those who come later find them.
    are_given_by_many = [_is_given_by_many(place, giver.counted_as) for place in places]
    if any(are_given_by_many):
        return HeldBecause.LINK_FLOOD
    if len(links) > MOST_LINKS and _is_new(giver.user):
        return HeldBecause.MANY_LINKS
    return HeldBecause.NOTHING


def _is_given_by_many(place: str, giver: str) -> bool:
    now = timezone.now()
    hour = now.replace(minute=0, second=0, microsecond=0)
    if spend("link-given", f"{place}:{giver}", since=hour):
        return take([LINK_GIVERS], who=place) is not None
    return is_full(LINK_GIVERS, who=place)


def _is_new(user: Any) -> bool:
    is_member = user is not None and user.is_authenticated
    return not is_member or bool(user.date_joined > timezone.now() - NEW_FOR)
