"""Writes where activities stand and when their hosts are open."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.models import Page

from engagement.core.enums import Answer
from engagement.core.hosts import PAGE
from engagement.core.models import Activity, Placement, Timetable
from engagement.core.signals import activity_displaced, activity_placed, timetable_written


def is_source(page: Page) -> bool:
    """Whether this is the page its translations were made from: the one written first."""
    first = (
        Page.objects.filter(translation_key=page.translation_key).order_by("pk").values_list("pk", flat=True).first()
    )
    return first == page.pk


@transaction.atomic
def place_page(*, page: Any) -> None:
    """Write the timetable of a published source page and give it the activities it mentions.

    An activity that already has another host keeps it and shows here as a card. Translations write nothing.
    """
    if not is_source(page):
        return
    timetable = write_timetable(page=page)
    wanted = set(page.hosted_keys)
    for placement in Placement.objects.filter(host_kind=PAGE, host_key=page.translation_key).exclude(
        activity__in=wanted
    ):
        displace(placement=placement)
    for activity in Activity.objects.filter(pk__in=wanted, placement__isnull=True):
        place(activity=activity, timetable=timetable, host_kind=PAGE)


@transaction.atomic
def place_alias(*, page: Any) -> None:
    """Write the timetable of a new alias, which no publication announces. Its activities stay where they are at home.

    An alias that is a translation has the timetable of its original.
    """
    if is_source(page):
        write_timetable(page=page)


def write_timetable(*, page: Any) -> Timetable:
    """Write what the page says of its time, for all its languages. A pause is no matter of the page and stays."""
    dates = page.host_dates()
    timetable, _created = Timetable.objects.get_or_create(host_key=page.translation_key)
    values = {
        "opens_at": dates.window.opens_at,
        "closes_at": dates.window.closes_at,
        "answer_by": dates.answer_by,
        "late_until": dates.late_until,
        "withdrawn_on": dates.withdrawn_on,
        "answer": dates.answer,
        "archived_on": dates.archived_on,
        "outcome_at": dates.outcome_at or timetable.outcome_at or _first_answered(dates.answer),
    }
    is_first_outcome = not (dates.outcome_at or timetable.outcome_at) and dates.answer == Answer.OUTCOME
    for name, value in values.items():
        setattr(timetable, name, value)
    timetable.save(update_fields=[*values])
    timetable_written.send(sender=Timetable, timetable=timetable, page=page, is_first_outcome=is_first_outcome)
    return timetable


def _first_answered(answer: Answer) -> datetime | None:
    return timezone.now() if answer == Answer.OUTCOME else None


def place(*, activity: Activity, timetable: Timetable, host_kind: str) -> Placement | None:
    """Give an activity its host; None when another host was quicker."""
    try:
        with transaction.atomic():
            placement = Placement.objects.create(
                activity=activity, timetable=timetable, host_kind=host_kind, host_key=timetable.host_key
            )
    except IntegrityError:
        return None
    activity_placed.send(sender=Placement, activity=activity, placement=placement)
    return placement


def displace(*, placement: Placement) -> None:
    """Take an activity off its host; what people gave stays."""
    placement.delete()
    activity_displaced.send(sender=Placement, activity=placement.activity)


@transaction.atomic
def displace_page(*, page: Page) -> None:
    """Take every activity off a source page that is being unpublished or deleted."""
    if not is_source(page):
        return
    for placement in Placement.objects.filter(host_kind=PAGE, host_key=page.translation_key):
        displace(placement=placement)
