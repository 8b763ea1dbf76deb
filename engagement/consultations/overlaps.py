"""Other consultations, public or not, that ask the same people in the same weeks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.db.models.fields.json import KeyTextTransform
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from wagtail.permissions import page_permission_policy

from engagement.consultations.gate import closing_day
from engagement.consultations.models import ConsultationPage, Subject
from engagement.consultations.warnings import Neighbour

DRAFTED = ("opens_at", "closes_at", "withdrawn_on", "place", "subject")
AS_DRAFTED = {f"drafted_{name}": KeyTextTransform(name, "latest_revision__content") for name in DRAFTED}
"""What the newest draft says: until it is published, the row of the page does not know it."""


SHOWN = ("title", "draft_title", "live", "url_path", "translation_key", "locale", "latest_revision", *DRAFTED)


@dataclass(frozen=True)
class Plans:
    """What a consultation is going to do, by its newest draft; `subject` is a primary key as text, "" for none."""

    opens_at: datetime
    closes_at: datetime
    place: str
    subject: str


def neighbours_of(page: ConsultationPage, reader: Any) -> list[Neighbour]:
    """Those that ask the people of this page while it is open, the first to open first; five queries at most.

    They ask the same people when they are on the same subject, or for the same area, or one of them for the whole.

    Args:
        reader: the member of staff who reads of them. What they may neither edit nor read as it is has no name.
    """
    now, opens_at, shut_at = timezone.now(), page.opens_at, page.shut_at
    if opens_at is None or shut_at is None or shut_at <= max(opens_at, now):
        return []
    own = Plans(max(opens_at, now), shut_at, page.place, str(page.subject_id or ""))
    subjects = same_subject(page.subject_id)
    found = [(plans, row) for row in may_meet(page, own) if (plans := plans_of(row)) and meet(own, plans, subjects)]
    found = in_one_language(page, found)
    known = known_to(reader, [row.pk for _plans, row in found])
    found.sort(key=lambda pair: (pair[0].opens_at, pair[1].pk))
    return [neighbour(plans, row, is_named=row.pk in known) for plans, row in found]


def known_to(reader: Any, keys: list[int]) -> set[int]:
    """Those of these pages that this member of staff may edit, or read just as they were written last; three queries.

    The dates come from the newest draft: beside the name of a public page they would give it away.
    """
    if not keys:
        return set()
    editable = page_permission_policy.instances_user_has_permission_for(reader, "change").filter(pk__in=keys)
    settled = ConsultationPage.objects.filter(pk__in=keys, live=True, has_unpublished_changes=False)
    return {
        *editable.order_by().values_list("pk", flat=True),
        *settled.visible_to(reader).order_by().values_list("pk", flat=True),
    }


def same_subject(pk: int | None) -> set[str]:
    """A subject in all its languages, by primary key as text; one query, or none without a subject."""
    if pk is None:
        return set()
    keys = Subject.objects.filter(pk=pk).values("translation_key")
    return {str(twin) for twin in Subject.objects.filter(translation_key__in=keys).values_list("pk", flat=True)}


def may_meet(page: ConsultationPage, own: Plans) -> Iterable[ConsultationPage]:
    """The pages to look at: every draft, and of what is public as it was last written what meets these dates.

    A record of what was published elsewhere asks nobody anything.
    """
    is_settled = Q(live=True, has_unpublished_changes=False)
    is_met = Q(opens_at__lt=own.closes_at, closes_at__gt=own.opens_at)
    others = ConsultationPage.objects.filter(is_met | ~is_settled, alias_of=None, imported_from="").order_by()
    return others.exclude(translation_key=page.translation_key).annotate(**AS_DRAFTED).only(*SHOWN)


def plans_of(row: Any) -> Plans | None:
    """What the newest draft of a page says, or its row where it has none; None without a span of time."""
    if row.latest_revision_id is None:
        opens_at, closes_at, withdrawn_on = row.opens_at, row.closes_at, row.withdrawn_on
        place, subject = row.place, row.subject_id
    else:
        opens_at, closes_at = moment_in(row.drafted_opens_at), moment_in(row.drafted_closes_at)
        place, subject = row.drafted_place, row.drafted_subject
        withdrawn_on = parse_date(row.drafted_withdrawn_on or "")  # SQLite says null as text
    if opens_at is None or closes_at is None or opens_at >= closes_at or withdrawn_on:
        return None
    return Plans(opens_at, closes_at, place or "", str(subject or ""))


def moment_in(text: str | None) -> datetime | None:
    """A moment as revisions keep it."""
    return parse_datetime(text) if text else None


def meet(one: Plans, other: Plans, subjects: set[str]) -> bool:
    """Whether both ask the same people at the same time; an empty area is the whole."""
    if one.opens_at >= other.closes_at or other.opens_at >= one.closes_at:
        return False
    places = [place.strip().casefold() for place in (one.place, other.place)]
    return other.subject in subjects or not all(places) or places[0] == places[1]


def in_one_language(
    page: ConsultationPage, found: list[tuple[Plans, ConsultationPage]]
) -> list[tuple[Plans, ConsultationPage]]:
    """Each consultation once, in the language of the page where it has it."""
    in_order = sorted(found, key=lambda pair: pair[1].locale_id == page.locale_id)
    return list({row.translation_key: (plans, row) for plans, row in in_order}.values())


def neighbour(plans: Plans, row: ConsultationPage, *, is_named: bool) -> Neighbour:
    """What the warning says of it; what is public leads to its page, a draft to its editor."""
    if not is_named:
        return Neighbour("", "", timezone.localdate(plans.opens_at), closing_day(plans.closes_at))
    return Neighbour(
        row.title if row.live else row.draft_title or row.title,
        (row.url if row.live else None) or reverse("wagtailadmin_pages:edit", args=[row.pk]),
        timezone.localdate(plans.opens_at),
        closing_day(plans.closes_at),
    )
