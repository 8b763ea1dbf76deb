"""What people wrote in answer to one question, page by page for staff.

A page begins behind a response, not at a number: what comes in meanwhile pushes nothing over its edge. In an anonymous
survey the order is that of the random keys, because any other could tell in which order people answered.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from base.timewords import day_after
from engagement.plugin import ContributionState
from engagement.surveys.definition import Question
from engagement.surveys.definition.parts import OTHER
from engagement.surveys.enums import Kind, MayPublish, Privacy, Publishing
from engagement.surveys.models import Redaction, Response, Survey
from engagement.surveys.redacting import text_of_answer
from engagement.surveys.results import Filters
from engagement.surveys.union import United

PER_PAGE = 25
RECEIVED = "contribution__created_at"
ALLOWED = {
    MayPublish.YES: [Publishing.WITH_NAME, Publishing.WITHOUT_NAME],
    MayPublish.NO: [Publishing.NO],
    MayPublish.NOT_ASKED: [Publishing.NOT_ASKED],
}


def words_in(union: tuple[United, ...]) -> Iterator[tuple[str, United]]:
    """Under which codes people wrote words, each with its question: addresses and postcodes are none."""
    for united in union:
        if isinstance(united.asked, Question) and united.asked.kind in (Kind.TEXT, Kind.LONG_TEXT):
            yield united.code, united
        if united.has_words_beside:
            yield united.code + OTHER, united


@dataclass(frozen=True)
class Asked:
    """What a colleague wants to read.

    Attributes:
        code: of the question, or of another and `_other`.
        publishing: one of `MayPublish`; "" for whatever people allow.
        after: behind which response the page begins; `before`, before which it ends. None of both: the first page.
    """

    code: str
    filters: Filters = Filters()
    publishing: str = ""
    after: UUID | None = None
    before: UUID | None = None


@dataclass(frozen=True)
class Written:
    """What one person wrote: `text` as others read it, with what was taken out of it, if something was."""

    response: Response
    text: str
    redaction: Redaction | None


@dataclass(frozen=True)
class Slice:
    """One page, and whether there are others at either end."""

    lines: tuple[Written, ...] = ()
    has_previous: bool = False
    has_more: bool = False


def slice_of(survey: Survey, asked: Asked) -> Slice:
    """The published answers of one page, the newest first; the first page where none lies where it is asked for.

    Two queries for the first page and four for others, however many people wrote.
    """
    answers = _answers(survey, asked)
    if place := _place(survey, asked.after):
        found = _read(asked.code, answers.filter(_behind(survey, place)))
        if found:
            return _cut(asked.code, found, has_previous=True)
    if place := _place(survey, asked.before):
        found = _read(asked.code, answers.filter(_before(survey, place)).reverse())
        if len(found) > PER_PAGE:
            return Slice(_lines(asked.code, found[PER_PAGE - 1 :: -1]), has_previous=True, has_more=True)
    return _cut(asked.code, _read(asked.code, answers))


def _answers(survey: Survey, asked: Asked) -> QuerySet[Response]:
    """Those that count, as the figures do, and in which something was written."""
    filters = asked.filters
    found = Response.objects.filter(
        contribution__activity=survey.pk,
        contribution__state=ContributionState.PUBLISHED,
        answers__has_key=asked.code,
        **({f"{RECEIVED}__gte": _midnight(filters.since)} if filters.since else {}),
        **({f"{RECEIVED}__lt": _midnight(day_after(filters.until))} if filters.until else {}),
        **({"contribution__channel": filters.channel} if filters.channel else {}),
        **({"publishing__in": ALLOWED[MayPublish(asked.publishing)]} if asked.publishing else {}),
    )
    person = ["contribution__participant"] if survey.privacy == Privacy.NAMED else []
    return found.select_related("contribution", *person).order_by(*_order(survey))


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


Place = tuple[datetime, UUID]


def _order(survey: Survey) -> list[str]:
    return ["pk"] if survey.is_anonymous else [f"-{RECEIVED}", "-pk"]


def _place(survey: Survey, key: UUID | None) -> Place | None:
    """Where a response of this survey stands in its order."""
    found = Response.objects.filter(pk=key, contribution__activity=survey.pk) if key else Response.objects.none()
    return found.values_list(RECEIVED, "pk").first()


def _behind(survey: Survey, place: Place) -> Q:
    received_at, key = place
    if survey.is_anonymous:
        return Q(pk__gt=key)
    # The first condition follows from the rest, and is the one that tells a database where in the index to begin.
    later = Q(**{f"{RECEIVED}__lt": received_at}) | Q(**{RECEIVED: received_at, "pk__lt": key})
    return Q(**{f"{RECEIVED}__lte": received_at}) & later


def _before(survey: Survey, place: Place) -> Q:
    received_at, key = place
    if survey.is_anonymous:
        return Q(pk__lt=key)
    earlier = Q(**{f"{RECEIVED}__gt": received_at}) | Q(**{RECEIVED: received_at, "pk__gt": key})
    return Q(**{f"{RECEIVED}__gte": received_at}) & earlier


def _read(code: str, answers: QuerySet[Response]) -> list[Response]:
    """As many as a page shows, and one more where there are others."""
    redactions = Redaction.objects.filter(question=code).select_related("by")
    return list(answers.prefetch_related(Prefetch("redactions", queryset=redactions))[: PER_PAGE + 1])


def _cut(code: str, found: list[Response], *, has_previous: bool = False) -> Slice:
    return Slice(_lines(code, found[:PER_PAGE]), has_previous, has_more=len(found) > PER_PAGE)


def _lines(code: str, responses: list[Response]) -> tuple[Written, ...]:
    return tuple(Written(one, text_of_answer(one, code), next(iter(one.redactions.all()), None)) for one in responses)


def find_written(survey: Survey, key: UUID, code: str) -> Response | None:
    """The response with that key, if it is one of this survey and something was written there."""
    found = Response.objects.filter(pk=key, contribution__activity=survey.pk, answers__has_key=code)
    return found.select_related("contribution").first()
