from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from engagement.plugin import ContributionState

ONLY_OWN = (
    ContributionState.UNCONFIRMED,
    ContributionState.PENDING,
    ContributionState.HIDDEN,
    ContributionState.REMOVED,
)
"""States in which nobody but its author sees a comment, or why it was not published."""
GONE = (ContributionState.REMOVED, ContributionState.WITHDRAWN)
"""States that leave a line behind where everybody had been able to read the comment."""
DOWN = (ContributionState.REMOVED, ContributionState.HIDDEN)
"""States into which a moderator brings a comment, with a reason."""
AWAY = (ContributionState.HIDDEN, ContributionState.PENDING)
"""States that a public comment comes back from: looked at again, or read again after its author changed it."""

OF_COMMENT = (
    *("comment", "thread_id", "parent_id", "level", "order"),
    *("is_official", "pinned_at", "first_public_at", "supporters"),
)
OF_CONTRIBUTION = ("activity", "uuid", "reference", "state", "channel", "language", "created_at", "edited_at")
OF_PERSON = ("user", "display_name", "erased_at", "user__first_name", "user__last_name")
READ = (
    *OF_COMMENT,
    "nested_count",
    "reply_to",
    *(f"contribution__{name}" for name in OF_CONTRIBUTION),
    *(f"contribution__participant__{name}" for name in OF_PERSON),
)
"""The columns that a page needs: of some eighty, most of them the package's that stay empty."""
READ_OF_ASKED = ("comment", "level", "contribution__uuid", "contribution__state", "contribution__language")
"""The same of what a comment answers."""

OF_ROW = (*OF_COMMENT, "contribution", "reply_to__comment", "reply_to__contribution__reference")
"""The columns for queue, exports and addresses, where the contribution is at hand."""


class CommentQuerySet(QuerySet[Any]):
    """Comments, by where they stand and who may see them."""

    def on(self, discussion: Any) -> "CommentQuerySet":
        """Those given to a discussion."""
        return self.filter(discussion=discussion.pk)

    def published(self) -> "CommentQuerySet":
        """Those that everybody may read."""
        return self.filter(contribution__state=ContributionState.PUBLISHED)

    def top_level(self) -> "CommentQuerySet":
        """Those that answer no other, each the beginning of a conversation whose number (`thread_id`) is its key."""
        return self.filter(reply_to=None)

    def shown_to(self, participant: Any, mine: Iterable[UUID] = (), *, above: Iterable[int]) -> "CommentQuerySet":
        """Those of which this person sees at least a line.

        Published ones, their own, the trace of what was taken away, and what is away for now above published replies.

        Args:
            above: the keys of the last. To look below each comment takes a database longer than to read them.
        """
        return self.filter(_shown((ContributionState.PUBLISHED,), participant, mine) | Q(pk__in=above))

    def shown_or_away(self, participant: Any, mine: Iterable[UUID] = ()) -> "CommentQuerySet":
        """The same with all that is away for now: for readers who see themselves what stands below it."""
        return self.filter(_shown((ContributionState.PUBLISHED, *AWAY), participant, mine))

    def unanswered(self, discussion: Any = None) -> "CommentQuerySet":
        """Published comments of residents in whose conversation the council has not answered.

        The answered ones are a set: looked for below each comment, a database reads once for each all that is public.

        Args:
            discussion: the one to which these comments were given; None where they are from all.
        """
        answers = self.model.objects.published().filter(is_official=True).order_by()
        found, answers = (self.on(discussion), answers.on(discussion)) if discussion else (self, answers)
        return found.published().exclude(thread_id__in=answers.values("thread_id"))

    def with_words(self) -> "CommentQuerySet":
        """With what a page says of each: its words, and who said them."""
        return self.select_related("contribution__participant__user").only(*READ)

    def with_asked(self) -> "CommentQuerySet":
        """With what each answers; after `with_words()`."""
        return self.select_related("reply_to__contribution").only(
            *READ, *(f"reply_to__{name}" for name in READ_OF_ASKED)
        )


def _shown(states: Iterable[ContributionState], participant: Any, mine: Iterable[UUID]) -> Q:
    """The condition for what is in these states, this person's own, and the trace of what was taken away."""
    gone = Q(contribution__state__in=GONE, first_public_at__isnull=False)
    return Q(contribution__state__in=states) | gone | own(participant, mine) & Q(contribution__state__in=ONLY_OWN)


def own(participant: Any, mine: Iterable[UUID]) -> Q:
    """The condition for what this participant, or this browser, gave."""
    condition = Q(contribution__uuid__in=list(mine))
    return condition | Q(contribution__participant=participant) if participant else condition
