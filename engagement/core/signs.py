"""What stands out about contributions, in words for the moderators who read them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from engagement.core.enums import HeldBecause
from engagement.core.models import Contribution


@dataclass(frozen=True)
class Sign:
    """A few words beside a contribution."""

    words: str
    same: str = ""
    """The reference under which the queue lists all that have the same words; "" when it is about one alone."""


def signs_on(contributions: Sequence[Contribution]) -> dict[int, list[Sign]]:
    """The signs on each of these contributions by primary key; every one of them has an entry. One query at most."""
    others = _others_with_the_same_words(contributions)
    return {c.pk: list(_signs(c, others.get((c.activity_id, c.words_digest), 0))) for c in contributions}


def _signs(contribution: Contribution, others: int) -> Iterable[Sign]:
    if contribution.held_because not in {HeldBecause.NOTHING, HeldBecause.SAME_WORDS}:
        yield Sign(_("Held: %(why)s") % {"why": contribution.get_held_because_display()})
    if others:
        words = ngettext("Same words as %(count)d other", "Same words as %(count)d others", others)
        yield Sign(words % {"count": others}, same=contribution.reference)
    elif contribution.held_because == HeldBecause.SAME_WORDS:
        yield Sign(_("Held: %(why)s") % {"why": contribution.get_held_because_display()})


def _others_with_the_same_words(contributions: Sequence[Contribution]) -> dict[tuple[int, str], int]:
    """By activity and digest, how many others there are beside each, where one was held for it."""
    digests = {c.words_digest for c in contributions if c.words_digest}
    if not digests:
        return {}
    activities = {c.activity_id for c in contributions}
    said = Contribution.objects.filter(activity__in=activities, words_digest__in=digests).order_by()
    counted = said.values_list("activity", "words_digest").annotate(
        all=Count("pk"), held=Count("pk", filter=Q(held_because=HeldBecause.SAME_WORDS))
    )
    return {(activity, digest): everyone - 1 for activity, digest, everyone, held in counted if held}
