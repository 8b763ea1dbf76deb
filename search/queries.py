"""What a visitor finds, and how much. The same on both databases, whatever was typed."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, partial
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, Count, Value, When
from django.utils.translation import get_language
from wagtail.models import Page

from engagement.consultations.enums import ConsultationState
from engagement.consultations.models import ConsultationPage, Subject
from engagement.consultations.queries import matching
from engagement.plugin import Contribution, shown_of
from search.enums import Kind
from search.matching import begun, by_relevance, by_title, matched, texts
from search.reach import Reach, page_models
from search.rules import Query

RANKED = 200
"""To rank is to read every text that matches. A word that is found more often tells little: then those with the word in
their title come first, and the newest next."""
SUGGESTED = 8
OF_PAGE = ("title", "url_path", "path", "depth", "search_description", "content_type", "locale__language_code")
OF_CONTRIBUTION = (
    *("uuid", "state", "language", "created_at"),
    *(f"activity__{name}" for name in ("uuid", "module", "title")),
    *(f"participant__{name}" for name in ("display_name", "erased_at", "user__first_name", "user__last_name")),
)


@dataclass(frozen=True)
class Narrowed:
    """Which consultations are looked for."""

    state: str = ""
    subject: Subject | None = None
    place: str = ""

    def __bool__(self) -> bool:
        return bool(self.state or self.subject or self.place)


@dataclass(frozen=True)
class Part:
    """Some of what was found, all of one sort: how much, and how to read it from one place to another."""

    count: int
    read: Callable[[int, int], list[Any]]


@dataclass(frozen=True)
class Found:
    """What was found: a countable list for a paginator, pages before contributions, and how much of each kind."""

    parts: tuple[Part, ...] = ()
    counts: dict[Kind, int] = field(default_factory=dict)
    """Of each kind, whichever is looked at; narrowing apart."""
    has_every_word: bool = True
    """Whether each has all of the words; otherwise each has some."""

    def __len__(self) -> int:
        return sum(part.count for part in self.parts)

    def __getitem__(self, wanted: slice) -> list[Any]:
        rows: list[Any] = []
        start, stop = wanted.start or 0, wanted.stop
        for part in self.parts:
            if start < part.count and stop > 0:
                rows += part.read(max(0, start), min(stop, part.count))
            start, stop = start - part.count, stop - part.count
        return rows


def find(query: Query, reach: Reach, *, kind: Kind, narrowed: Narrowed, now: datetime) -> Found:
    """What has every word of the query; if nothing has and there was more than one word, what has some.

    Args:
        narrowed: of consultations, when they are looked for.
        now: an aware time, for the states of consultations.
    """
    if not query.words:
        return Found()
    search = Search(query, reach, "and")
    counts = search.counts()
    if not counts[Kind.EVERYTHING] and len(query.telling) > 1:
        search = Search(query, reach, "or")
        counts = search.counts()
    return Found(search.parts(kind, counts, narrowed, now), counts, search.operator == "and")


@dataclass(frozen=True)
class Search:
    """One way of asking the index for the words of a query."""

    query: Query
    reach: Reach
    operator: str

    @cached_property
    def pages(self) -> Any:
        """The pages, each once."""
        return matched(self.reach.pages_shown, page_models(), self.query.telling, operator=self.operator)

    @cached_property
    def contributions(self) -> Any:
        """What people have said in public."""
        return matched(self.reach.contributions, [Contribution], self.query.telling, operator=self.operator)

    def counts(self) -> dict[Kind, int]:
        """How much there is of each kind; two queries."""
        by_type = dict(self.pages.order_by().values_list("content_type").annotate(count=Count("pk")))
        consultations = by_type.get(consultation_type(), 0)
        counts = {
            Kind.PAGES: sum(by_type.values()) - consultations,
            Kind.CONSULTATIONS: consultations,
            Kind.COMMENTS: self.contributions.order_by().count(),
        }
        return {Kind.EVERYTHING: sum(counts.values()), **counts}

    def parts(self, kind: Kind, counts: dict[Kind, int], narrowed: Narrowed, now: datetime) -> tuple[Part, ...]:
        """What the list of one kind is made of."""
        said = self.part(counts[Kind.COMMENTS], self.read_contributions)
        if kind == Kind.COMMENTS:
            return (said,)
        if kind == Kind.PAGES:
            return (self.pages_part(self.pages.exclude(content_type=consultation_type()), counts[kind]),)
        if kind == Kind.CONSULTATIONS:
            consultations = self.pages.filter(content_type=consultation_type())
            if not narrowed:
                return (self.pages_part(consultations, counts[kind]),)
            consultations = consultations.filter(pk__in=_narrowed(narrowed, now).values("pk"))
            return (self.pages_part(consultations, consultations.order_by().count()),)
        return (self.pages_part(self.pages, counts[Kind.PAGES] + counts[Kind.CONSULTATIONS]), said)

    def pages_part(self, pages: Any, count: int) -> Part:
        """Some of the pages, those in the visitor's language first."""
        return self.part(count, partial(self.read_pages, pages))

    def part(self, count: int, read: Callable[[int, int, int], list[Any]]) -> Part:
        """What `read` gives for how many there are, where to begin and where to end."""
        return Part(count, partial(read, count))

    def read_pages(self, pages: Any, count: int, start: int, stop: int) -> list[Page]:
        """A stretch of these pages, each with what the index knows of it in `indexed`."""
        rows = texts(self.placed(pages, count)).select_related("locale").only(*OF_PAGE)
        return list(rows.order_by(others_last(), "place", "-pk")[start:stop])

    def read_contributions(self, count: int, start: int, stop: int) -> list[Contribution]:
        """A stretch of what people have said, each with what is shown of it in `shown`."""
        rows = self.placed(self.contributions, count).select_related("activity", "participant__user")
        return with_shown(list(rows.only(*OF_CONTRIBUTION).order_by("place", "-pk")[start:stop]))

    def placed(self, objects: Any, count: int) -> Any:
        """With what they are sorted by in `place`."""
        by = by_relevance if count <= RANKED else by_title
        return by(objects, self.query.telling, operator=self.operator)


def consultation_type() -> int:
    """The key under which consultations are indexed."""
    return int(ContentType.objects.get_for_model(ConsultationPage).pk)


def with_shown(contributions: list[Any]) -> list[Any]:
    """Each with its `shown`, from its row as it is now; what its module keeps out is left out."""
    shown = shown_of(contributions)
    for contribution in contributions:
        contribution.shown = shown.get(contribution.pk)
    return [contribution for contribution in contributions if contribution.shown]


def _narrowed(narrowed: Narrowed, now: datetime) -> Any:
    pages = matching(ConsultationPage.objects.all(), subject=narrowed.subject, place=narrowed.place)
    return pages.in_states([ConsultationState(narrowed.state)], now) if narrowed.state else pages


def suggested(query: Query, reach: Reach) -> list[str]:
    """Titles that have the words, the last of which may have just been begun; those in the visitor's language first."""
    pages = begun(reach.pages_shown, page_models(), query.words)
    titles = pages.order_by(others_last(), "title").values_list("title", flat=True)[: 2 * SUGGESTED]
    return list(dict.fromkeys(titles))[:SUGGESTED]


def others_last() -> Case:
    """Sorts pages in the visitor's language first."""
    return Case(When(locale__language_code=get_language(), then=Value(0)), default=Value(1))
