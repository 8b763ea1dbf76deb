"""Counts all responses anew, and puts right what was counted otherwise."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from engagement.plugin import ContributionState, chunks_of
from engagement.surveys.models import QuotaCount, Response, Survey, Tally
from engagement.surveys.paths import walk
from engagement.surveys.queries import source_of
from engagement.surveys.services.following import HOLDING
from engagement.surveys.services.quotas import limited
from engagement.surveys.services.tallying import Key, Sums, add_sums, figures_on

NEARLY = Decimal("1e-9")
"""SQLite adds up in floating point: sums that agree in nine digits agree."""
Place = tuple[str, str]
"""The codes of a question and an option with a limit."""


@dataclass(frozen=True)
class Difference:
    """Something that was counted otherwise: a cell of the results, or with no day the places that an option has
    given away."""

    question: str
    cell: str
    channel: str
    day: date | None
    was: Decimal
    is_now: Decimal


def recount(*, survey: Survey) -> list[Difference]:
    """Count the responses of a survey anew, in bounded memory, and correct its figures and quotas.

    People may answer meanwhile: responses and figures are compared as they stood at one moment, and what differed is
    added to the figures of now.

    Returns:
        What differed.
    """
    with _one_moment():
        counted, places = _counted(survey)
        stored, held = _stored(survey), _held(survey)
    sums = _less(counted, stored)
    missing = Counter(places)
    missing.subtract(held)
    with transaction.atomic():
        _correct_places(survey, missing)
        add_sums(survey=survey, sums=sums)
    return [*_differences(sums, stored), *_place_differences(missing, held)]


@contextmanager
def _one_moment() -> Iterator[None]:
    """Read as of one moment. SQLite does within each transaction, PostgreSQL when it is asked before the first query:
    https://www.postgresql.org/docs/current/transaction-iso.html"""
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        if connection.vendor == "postgresql" and is_outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def _counted(survey: Survey) -> tuple[Sums, Counter[Place]]:
    """The figures, and how many places each option with a limit has given away."""
    sums, places = Sums(), Counter[Place]()
    given = survey.contributions.filter(state__in=HOLDING).only("pk", "state", "channel", "created_at")
    for chunk in chunks_of(given):
        responses = Response.objects.filter(contribution__in=[one.pk for one in chunk]).select_related("version")
        needed = responses.only("contribution_id", "answers", "seed", "version__digest")
        answers = {one.contribution_id: one for one in needed}
        for contribution in chunk:
            if response := answers.get(contribution.pk):
                _count(response, contribution, sums, places)
    return sums, places


def _count(response: Response, contribution: Any, sums: Sums, places: Counter[Place]) -> None:
    day = timezone.localdate(contribution.created_at)
    path = walk(source_of(response.version), response.answers, today=day, seed=response.seed)
    places.update((shown.question.code, option.code) for shown, option in limited(path))
    if contribution.state == ContributionState.PUBLISHED:
        sums.add(figures_on(path), day=day, channel=contribution.channel)


def _stored(survey: Survey) -> Sums:
    sums = Sums()
    for one in Tally.objects.filter(survey=survey.pk).iterator():
        key = (one.day, one.channel, one.question, one.cell)
        sums.counts[key], sums.totals[key] = one.count, one.total
    return sums


def _held(survey: Survey) -> Counter[Place]:
    rows = QuotaCount.objects.filter(survey=survey.pk).values_list("question", "option", "taken")
    return Counter({(question, option): taken for question, option, taken in rows})


def _less(counted: Sums, stored: Sums) -> Sums:
    """What has to be added to the stored figures."""
    sums = Sums()
    for key in counted.counts.keys() | stored.counts.keys():
        total, before = counted.totals.get(key, Decimal(0)), stored.totals.get(key, Decimal(0))
        count = counted.counts[key] - stored.counts[key]
        more = total - before
        if count or abs(more) > NEARLY * max(Decimal(1), abs(before)):
            sums.counts[key], sums.totals[key] = count, more
    return sums


def _correct_places(survey: Survey, missing: Counter[Place]) -> None:
    """In the order in which responses lock them."""
    for question, option in sorted(place for place, number in missing.items() if number):
        QuotaCount.objects.get_or_create(survey=survey, question=question, option=option)
        place = QuotaCount.objects.select_for_update().get(survey=survey, question=question, option=option)
        place.taken = max(0, place.taken + missing[question, option])
        place.save(update_fields=["taken"])


def _differences(sums: Sums, stored: Sums) -> Iterator[Difference]:
    for key in sorted(sums.counts):
        day, channel, question, cell = key
        was, more = Decimal(stored.counts[key]), Decimal(sums.counts[key])
        if not more:  # only the sum of its numbers
            was, more = _total(stored, key), _total(sums, key)
        yield Difference(question, cell, channel, day, was, was + more)


def _total(sums: Sums, key: Key) -> Decimal:
    return sums.totals.get(key, Decimal(0))


def _place_differences(missing: Counter[Place], held: Counter[Place]) -> Iterator[Difference]:
    for place in sorted(place for place, number in missing.items() if number):
        yield Difference(*place, "", None, Decimal(held[place]), Decimal(held[place] + missing[place]))
