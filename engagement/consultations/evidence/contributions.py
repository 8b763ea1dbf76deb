"""What people gave, as everybody could read it, and what was decided on the rest, without its words."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count

from engagement.consultations.evidence.archive import Archive
from engagement.consultations.evidence.subject import NOBODY, STAFF, Subject
from engagement.consultations.evidence.texts import moment_text
from engagement.moderation.queries import decisions
from engagement.plugin import (
    ELSEWHERE,
    Activity,
    ContributionState,
    StateChange,
    arrival_of,
    chunks_of,
    export_headings,
    export_rows,
    find_module,
    people_at,
)

Tick = Callable[[int], None]
"""Told how many rows were written since it was told last."""

OFFICIAL, IN_REPLY_TO, REFERENCE = "official", "in_reply_to", "reference"
"""Headings of exports by which a module says that a contribution is the organisation's answer, and to what."""


@dataclass
class Figures:
    """What the report says in numbers; it grows with the answers of staff and not with those of people."""

    published: int = 0
    official: int = 0
    answered: set[str] = field(default_factory=set)
    """References of what an official answer replies to."""
    rows: list[tuple[str, str, str, str, int]] = field(default_factory=list)
    """Activity, channel, language, state and how many."""
    people: int = 0
    decisions: int = 0
    moves: int = 0
    """Other moves from state to state."""
    reasons: dict[str, int] = field(default_factory=dict)
    first_at: datetime | None = None
    last_at: datetime | None = None

    def by(self, column: int, *, states: tuple[str, ...] = (ContributionState.PUBLISHED,)) -> dict[str, int]:
        """How many there are of each value of a column of `rows`, in these states."""
        found: dict[str, int] = {}
        for row in self.rows:
            if row[3] in states:
                found[str(row[column])] = found.get(str(row[column]), 0) + row[4]
        return dict(sorted(found.items()))

    @property
    def elsewhere(self) -> int:
        """Published contributions that came by letter, by telephone or at an event."""
        return sum(count for channel, count in self.by(1).items() if channel in ELSEWHERE)

    @property
    def waiting(self) -> int:
        """What nobody had read yet."""
        return sum(self.by(3, states=(ContributionState.PENDING,)).values())


def counted(subject: Subject) -> Figures:
    """The numbers, each from the rows themselves; none is kept anywhere."""
    titles = {activity.pk: title_of(activity) for activity in subject.activities}
    groups = subject.contributions.order_by().values_list("activity", "channel", "language", "state")
    rows = [(titles[key], *rest) for key, *rest in groups.annotate(count=Count("pk"))]
    reasons = subject.decisions.exclude(reason="").order_by().values_list("reason").annotate(count=Count("pk"))
    published = subject.contributions.published()
    return Figures(
        published=published.count(),
        rows=sorted(rows),
        people=people_at([subject.key]).get(subject.key, 0),
        decisions=subject.decisions.count(),
        moves=subject.moves.count(),
        reasons=dict(sorted(reasons)),
        first_at=_moment(subject.confirmed.order_by("created_at")),
        last_at=_moment(subject.confirmed.order_by("-created_at")),
    )


def _moment(contributions: Any) -> datetime | None:
    found: datetime | None = contributions.values_list("created_at", flat=True).first()
    return found


def title_of(activity: Activity) -> str:
    """An activity by its number and title: two may be called the same."""
    return f"{activity.pk} {activity.title}"


def add_activities(archive: Archive, subject: Subject) -> None:
    """Write `activities.csv`: what people could do, and the rules they met as they are now."""
    headings = ("number", "title", "module", "who", "when_public", "opens_at", "closes_at", "stands_on_the_page")
    rows = (
        (
            *(activity.pk, activity.title, activity.module, activity.audience, activity.moderation),
            *(moment_text(activity.window.opens_at), moment_text(activity.window.closes_at)),
            "yes" if activity.placed else "no",
        )
        for activity in subject.activities
    )
    archive.add_table("activities.csv", headings, rows)


def add_published(archive: Archive, subject: Subject, figures: Figures, tick: Tick) -> None:
    """Write one table for each activity: what everybody can read now, with the name that each chose to show."""
    for activity in subject.activities:
        headings = export_headings(activity, for_everyone=True)
        published = export_rows(activity, for_everyone=True, state=ContributionState.PUBLISHED)
        rows = _noting(headings, published, figures, tick)
        archive.add_table(f"contributions/{activity.pk:08}-{activity.module}.csv", headings, rows)


def _noting(headings: list[str], rows: Iterator[list[Any]], figures: Figures, tick: Tick) -> Iterator[list[Any]]:
    """The rows as they are; on the way the official answers are counted."""
    is_answering = OFFICIAL in headings
    for row in rows:
        if is_answering and row[headings.index(OFFICIAL)] == "yes":
            figures.official += 1
            if IN_REPLY_TO in headings and (asked := row[headings.index(IN_REPLY_TO)]):
                figures.answered.add(asked)
        tick(1)
        yield row


def add_counts(archive: Archive, figures: Figures) -> None:
    """Write `counts.csv`; the base of each number is the line itself."""
    archive.add_table("counts.csv", ("activity", "channel", "language", "state", "contributions"), figures.rows)


def add_decisions(archive: Archive, subject: Subject, tick: Tick) -> None:
    """Write `decisions.csv`: each decision of a moderator, with its reason. Notes for colleagues stay with them."""
    headings = ("decided_at", "reference", "from", "to", "reason", "by")
    archive.add_table("decisions.csv", headings, _changes(subject, subject.decisions, decided_by, tick))


def add_moves(archive: Archive, subject: Subject, tick: Tick) -> None:
    """Write `moves.csv`: each other move from state to state, which nobody decided on."""
    headings = ("moved_at", "reference", "from", "to", "reason", "by")
    archive.add_table("moves.csv", headings, _changes(subject, subject.moves, moved_by, tick))


def _changes(
    subject: Subject, changes: Any, whose: Callable[[Subject, StateChange], str], tick: Tick
) -> Iterator[tuple[Any, ...]]:
    for chunk in chunks_of(changes.select_related("by", "contribution__participant")):
        for change in chunk:
            who, reference = whose(subject, change), change.contribution.reference
            yield (moment_text(change.at), reference, change.from_state, change.to_state, change.reason, who)
        tick(len(chunk))


def decided_by(subject: Subject, change: StateChange) -> str:
    """A colleague by name or role, also one who is none any more."""
    return subject.staff_name(change.by) or (STAFF if change.by_id else NOBODY)


def moved_by(subject: Subject, change: StateChange) -> str:
    """Who made a move that is no decision: confirming, changing and taking back are its author's, with or without an
    account, unless a colleague stands beside it.
    """
    if change.moves_nothing:
        return decided_by(subject, change)
    author = change.contribution.participant
    is_own = author is not None and author.user_id == change.by_id
    return "its author" if is_own else subject.staff_name(change.by) or "its author"


def add_not_public(archive: Archive, subject: Subject, tick: Tick) -> None:
    """Write `not-public.csv`: what was given and is not shown, without words and names, and why."""
    headings = (
        "reference",
        "received_at",
        "activity",
        "channel",
        "language",
        "state",
        "arrival",
        "reason",
        "decided_at",
    )
    archive.add_table("not-public.csv", headings, _not_public(subject, tick))


def _not_public(subject: Subject, tick: Tick) -> Iterator[tuple[Any, ...]]:
    activities = {activity.pk: activity for activity in subject.activities}
    hidden = subject.confirmed.exclude(state=ContributionState.PUBLISHED)
    for chunk in chunks_of(hidden):
        last = _last_decisions(chunk)
        for one in chunk:
            activity = activities[one.activity_id]
            reason, decided_at = last.get(one.pk, ("", None))
            yield (
                *(one.reference, moment_text(one.created_at), title_of(activity), one.channel, one.language),
                *(one.state, arrival_of(one, activity).value, reason, moment_text(decided_at)),
            )
        tick(len(chunk))


def _last_decisions(contributions: list[Any]) -> dict[int, tuple[str, datetime]]:
    """The last decision on each of these that its state comes from; two queries, neither of which looks further."""
    changes = StateChange.objects.filter(contribution__in=contributions).order_by("at", "pk")
    last = {key: (pk, reason, at) for key, pk, reason, at in changes.values_list("contribution", "pk", "reason", "at")}
    decided = decisions().filter(pk__in=[pk for pk, *_rest in last.values()])
    keys = set(decided.order_by().values_list("pk", flat=True))
    return {key: (reason, at) for key, (pk, reason, at) in last.items() if pk in keys}


def module_names(subject: Subject) -> list[str]:
    """What one could do, in the words of editors."""
    modules = {activity.module: find_module(activity.module) for activity in subject.activities}
    return sorted(str(module.label) if module else slug for slug, module in modules.items())
