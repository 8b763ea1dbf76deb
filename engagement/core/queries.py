"""Every number and every reading of contributions that is used more than once. One count, one function."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from wagtail.models import ModelLogEntry, Page

from engagement.core import registry
from engagement.core.enums import ELSEWHERE, Channel, ContributionState, TimeState
from engagement.core.models import Activity, Batch, Contribution, Placement, Timetable
from engagement.core.module import Earlier, Shown
from engagement.core.rules import reference_in
from engagement.core.wording import words_digest


def people() -> Any:
    """How many people contributions come from, as an aggregate.

    People are participants; contributions without one, from before an erasure say, count as one person each. Who only
    spoke for the organisation is none of them.
    """
    own = not_official()
    known = Count("participant", distinct=True, filter=own)
    return known + Count("pk", filter=own & Q(participant__isnull=True))


def not_official() -> Q:
    """The condition for contributions that the organisation did not give itself, as the modules know."""
    condition = Q()
    for module in registry.modules().values():
        if module.row_model is not None and module.official_field:
            rows = module.row_model._default_manager.filter(**{module.official_field: True})
            # The few official ones as a set: asked of each contribution, it costs as much as all the rest.
            condition &= ~Q(pk__in=rows.order_by().values("contribution"))
    return condition


FROM_ELSEWHERE = Q(channel__in=ELSEWHERE)


class Counts(NamedTuple):
    """How many contributions there are, how many people they come from, and how many came by other ways than the web.

    Answers of the organisation are contributions too; who gave them is not counted among the people.

    Each answer that staff typed in has a participant of its own, and so counts as one person, unless they said that it
    is from the person of an earlier one (`services.entering`).
    """

    contributions: int
    people: int
    elsewhere: int = 0
    """By letter, by telephone or at an event; among `contributions`."""


def published_counts(activities: Iterable[Activity]) -> dict[int, Counts]:
    """What is published in each of these activities, by primary key; every one of them has an entry."""
    keys = [activity.pk for activity in activities]
    rows = Contribution.objects.published().filter(activity__in=keys).order_by().values_list("activity")
    rows = rows.annotate(given=Count("pk"), people=people(), elsewhere=Count("pk", filter=FROM_ELSEWHERE))
    found = {activity: Counts(*counts) for activity, *counts in rows}
    return {key: found.get(key, Counts(0, 0)) for key in keys}


def people_at(host_keys: Iterable[UUID]) -> dict[UUID, int]:
    """How many people have something published at each of these hosts, each counted once a host; none: no entry."""
    host = "activity__placement__host_key"
    found = Contribution.objects.published().filter(**{f"{host}__in": set(host_keys)}).order_by()
    return dict(found.values(host).annotate(people=people()).values_list(host, "people"))


def counts_of_states(contributions: Any = None) -> dict[str, int]:
    """How many contributions, of these or of all, are in each state; states without any are 0."""
    counted = Contribution.objects.all() if contributions is None else contributions
    found = dict(counted.order_by().values_list("state").annotate(n=Count("pk")))
    return {state: found.get(state, 0) for state in ContributionState.values}


def waiting_count() -> int:
    """How many contributions wait for a moderator, over all activities."""
    return Contribution.objects.waiting().count()


def waiting_since() -> datetime | None:
    """When the contribution that waits longest for a moderator was received; None when nothing waits."""
    return Contribution.objects.waiting().values_list("created_at", flat=True).first()


def matching(contributions: QuerySet[Contribution], query: str) -> QuerySet[Contribution]:
    """Those whose reference, author's name or words contain the query."""
    asked = Q(participant__display_name__icontains=query)
    if reference := reference_in(query):
        asked |= Q(reference=reference)
    for module in registry.modules().values():
        if module.row_model is not None and module.words_field:
            rows = module.row_model._default_manager.filter(**{f"{module.words_field}__icontains": query})
            asked |= Q(pk__in=rows.values("contribution"))
    return contributions.filter(asked)


def with_words_of(contributions: QuerySet[Contribution], reference: str) -> QuerySet[Contribution]:
    """Those with the same words as the contribution of that reference, in the same activity, itself included."""
    asked = Contribution.objects.filter(reference=reference).exclude(words_digest="")
    return contributions.filter(activity__in=asked.values("activity"), words_digest__in=asked.values("words_digest"))


def with_host_title(activities: QuerySet[Any]) -> QuerySet[Any]:
    """Activities each with the `host_title` of the public page where it is at home, None where there is none."""
    hosts = Page.objects.filter(translation_key=OuterRef("placement__host_key"), live=True).order_by("pk")
    return activities.annotate(host_title=Subquery(hosts.values("title")[:1]))


def with_figures(activities: QuerySet[Any]) -> QuerySet[Any]:
    """Activities with where they stand and how many contributions are public or wait, for lists in the admin."""
    state = "contributions__state"
    return with_host_title(activities.select_related("placement__timetable")).annotate(
        published=Count("contributions", filter=Q(**{state: ContributionState.PUBLISHED})),
        waiting=Count("contributions", filter=Q(**{state: ContributionState.PENDING})),
    )


def with_channels(activities: QuerySet[Any]) -> QuerySet[Any]:
    """Activities with how many of their published contributions came by each channel: `by_web`, `by_paper` and so on.

    Together they are `published` of `with_figures`.
    """
    public = Q(contributions__state=ContributionState.PUBLISHED)
    return activities.annotate(
        **{
            f"by_{channel.value}": Count("contributions", filter=public & Q(contributions__channel=channel))
            for channel in Channel
        }
    )


@dataclass(frozen=True)
class Spoken:
    """A host where people have taken part."""

    title: str
    state: TimeState
    published: int
    waiting: int


def spoken_on(*pages: Page) -> list[Spoken]:
    """Where people have said something that is public or waits, on these pages and below: what goes with them.

    A translation takes nothing along: activities go with the page written first. Two queries.
    """
    above = tuple(page.path for page in pages)
    first = Page.objects.filter(translation_key=OuterRef("translation_key")).order_by("pk").values("pk")[:1]
    hosting = Page.objects.filter(pk=Subquery(first), translation_key__in=Placement.objects.values("host_key"))
    rows = hosting.order_by("path").values_list("path", "translation_key", "title")
    titles = {key: title for path, key, title in rows if path.startswith(above)}
    hosts: Any = Timetable.objects.filter(host_key__in=titles).annotate(
        **{name: Count("placements__activity__contributions", filter=_in_state(state)) for name, state in HEARD.items()}
    )
    found = {host.host_key: host for host in hosts if host.published or host.waiting}
    now = timezone.now()
    return [
        Spoken(title, found[key].window.state_at(now), found[key].published, found[key].waiting)
        for key, title in titles.items()
        if key in found
    ]


HEARD = {"published": ContributionState.PUBLISHED, "waiting": ContributionState.PENDING}


def _in_state(state: ContributionState) -> Q:
    return Q(placements__activity__contributions__state=state)


def same_words_in(batch: Batch, given: Mapping[str, Any], *, but: Contribution | None = None) -> Contribution | None:
    """What stands in this batch with the same words as a form brought, or None. Words are the same as `wording` says:
    a comma more or less is none.

    Args:
        given: the form's cleaned data; the words are in the field named as the module's `words_field`.
        but: leave this one out.
    """
    digest = digest_of_given(batch.activity, given)
    if not digest:
        return None
    found = Contribution.objects.filter(batch=batch, activity=batch.activity_id, words_digest=digest)
    found = found.exclude(state=ContributionState.REMOVED)
    return (found.exclude(pk=but.pk) if but else found).order_by("pk").first()


def digest_of_given(activity: Activity, given: Mapping[str, Any]) -> str:
    """What the words that a form for answers from elsewhere brought are known by; "" for none. `given` as above."""
    module = registry.find_module(activity.module)
    return words_digest(activity, given.get(module.words_field) or "") if module and module.words_field else ""


def corrections_of(batches: QuerySet[Batch]) -> QuerySet[ModelLogEntry]:
    """Each time that an answer of these batches was corrected as typed in (`services.entering.correct_answer`), or what
    is said of all of them alike (`services.batches.edit_batch`).
    """
    keys = [str(key) for key in batches.order_by().values_list("pk", flat=True)]
    of_all = Q(action=BATCH_EDITED, data__changes__has_any_keys=SAID_OF_ANSWERS)
    return ModelLogEntry.objects.get_for_model(Batch).filter(Q(action=CORRECTED) | of_all, object_id__in=keys)


CORRECTED = "engagement.correct"
"""The action in a batch's log by which a correction is known: its author has changed nothing, so `edited_at` stays."""
BATCH_EDITED = "engagement.batch_edit"
"""The action in a batch's log with what was changed about it: `changes`, each field as it was and as it is."""
SAID_OF_ANSWERS = ("channel", "title")
"""The fields of a batch that stand beside each answer, on pages or in exports."""


def has_answers(batch: Batch) -> bool:
    """Whether anything was ever typed into a batch; what was taken out is kept on record, so it counts too."""
    return batch.contributions.exists()


def batches_with_figures() -> QuerySet[Batch]:
    """Every batch, newest first, with how many answers were typed in and how many of them are public."""
    published = Q(contributions__state=ContributionState.PUBLISHED)
    batches = Batch.objects.select_related("activity", "created_by").annotate(
        typed=Count("contributions"), published=Count("contributions", filter=published)
    )
    return batches.order_by("-created_at", "-pk")


def from_people(contributions: QuerySet[Contribution]) -> QuerySet[Contribution]:
    """Those that the organisation did not give itself."""
    return contributions.filter(not_official())


def with_rows(contributions: Iterable[Contribution]) -> list[tuple[Contribution, Any]]:
    """Each contribution with its module's row, None when the module is not installed; one query for each module."""
    contributions = list(contributions)
    rows: dict[int, Any] = {}
    for slug in {contribution.activity.module for contribution in contributions}:
        if module := registry.find_module(slug):
            rows.update(module.rows_for([c for c in contributions if c.activity.module == slug]))
    return [(contribution, rows.get(contribution.pk)) for contribution in contributions]


def shown_of(contributions: Iterable[Contribution]) -> dict[int, Shown]:
    """What search shows of each of these, by primary key; one query for each module."""
    contributions = list(contributions)
    found: dict[int, Shown] = {}
    for slug in {contribution.activity.module for contribution in contributions}:
        if module := registry.find_module(slug):
            found.update(module.shown_of([c for c in contributions if c.activity.module == slug]))
    return found


def text_of(contribution: Contribution) -> str:
    """What the person wrote or chose, as plain text; "" when the module is not installed."""
    [(_contribution, row)] = with_rows([contribution])
    return row_text(contribution, row)


def row_text(contribution: Contribution, row: Any) -> str:
    """The text of a contribution whose row is at hand."""
    module = registry.find_module(contribution.activity.module)
    return module.text_of(row) if module and row is not None else ""


def row_context(contribution: Contribution, row: Any) -> str:
    """What a moderator must know to understand a contribution whose row is at hand, or ""."""
    module = registry.find_module(contribution.activity.module)
    return module.context_of(row) if module and row is not None else ""


def row_history(contribution: Contribution, row: Any) -> Sequence[Earlier]:
    """What a contribution whose row is at hand said before its author changed it, oldest first."""
    module = registry.find_module(contribution.activity.module)
    return module.history_of(row) if module and row is not None else ()


def row_url(contribution: Contribution, row: Any) -> str:
    """Where a published contribution shows, path only, or ""."""
    return own_url(contribution, row) if contribution.is_published else ""


def own_url(contribution: Contribution, row: Any) -> str:
    """Where a contribution shows to its author, also while it waits, path only, or ""."""
    module = registry.find_module(contribution.activity.module)
    return module.public_url(row) if module and row is not None else ""
