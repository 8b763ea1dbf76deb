"""Writes consultations that were published elsewhere, and how people find one by its short address."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from wagtail.models import Page

from base.publication import publishing_history
from engagement.consultations.enums import LinkSource
from engagement.consultations.models import ConsultationIndexPage, ConsultationPage, ShortLink, ShortLinkCount
from engagement.consultations.models.index import OWN
from engagement.consultations.records import Record, Unreadable


@dataclass(frozen=True)
class Imported:
    """What became of one record: `change` is "created", "updated" or "unchanged"."""

    change: str
    page: ConsultationPage


@transaction.atomic
def import_record(*, record: Record, index: ConsultationIndexPage, publish: bool) -> Imported:
    """Make the page of a record, or bring it up to date; the same record again changes nothing.

    What the record does not speak of, an editor's own words, stays. A page stays where it was moved to. Imports
    wait for each other, whatever list they are for.

    Args:
        index: the list that a new page comes into, in whose language the record was read.
        publish: whether it goes public, also when the gate would miss something; else it is a draft.

    Raises:
        Unreadable: its page is in another language.
    """
    _wait_for_other_imports()
    known = ConsultationPage.objects.filter(imported_from=record.source).select_related("locale").first()
    if known is None:
        # Read anew: another import may have added pages while this one waited.
        page = _create(record, ConsultationIndexPage.objects.get(pk=index.pk))
        return Imported("created", _publish(page, record) if publish else page)
    _refuse_another_language(known, index)
    latest: Any = known.get_latest_revision_as_object()
    if (known if publish and known.live else latest).import_digest == record.digest and (known.live or not publish):
        return Imported("unchanged", known)
    # A draft that somebody works on is not published along with what has come; it stays in the history.
    page = known if publish and known.live else latest
    _fill(page, record)
    if publish:
        return Imported("updated", _publish(page, record))
    page.save_revision(changed=True)
    return Imported("updated", known)


def _wait_for_other_imports() -> None:
    """On PostgreSQL a lock on every list, in one order; on SQLite every transaction is alone (IMMEDIATE)."""
    lists = ConsultationIndexPage.objects.order_by("pk").values("pk")
    list(Page.objects.select_for_update(no_key=True).filter(pk__in=lists).order_by("pk").values_list("pk"))


def _refuse_another_language(page: ConsultationPage, index: ConsultationIndexPage) -> None:
    """Headings and buttons of a record are made in the language of the list: they would stand on a page in another."""
    if page.locale_id != index.locale_id:
        raise Unreadable(
            f"It is here already, as “{page.title}” in “{page.locale.language_code}”; the list “{index.title}” is in "
            f"“{index.locale.language_code}”. Name another list with --below."
        )


def _fill(page: ConsultationPage, record: Record) -> None:
    for name, value in record.fields.items():
        setattr(page, name, value)
    page.imported_from, page.import_digest = record.source, record.digest


def _create(record: Record, index: ConsultationIndexPage) -> ConsultationPage:
    page = ConsultationPage(live=False, slug=_free_slug(record.slug, index), locale=index.locale)
    _fill(page, record)
    index.add_child(instance=page)
    page.save_revision()
    return page


def _free_slug(wanted: str, index: ConsultationIndexPage) -> str:
    taken = {*index.get_children().values_list("slug", flat=True), *OWN}
    number, slug = 2, wanted
    while slug in taken:
        number, slug = number + 1, f"{wanted}-{number}"
    return slug


def _publish(page: ConsultationPage, record: Record) -> ConsultationPage:
    """Publish it as of the day on which it was first published elsewhere."""
    Page.objects.filter(pk=page.pk).update(first_published_at=record.first_public_at)
    page.first_published_at = record.first_public_at
    with publishing_history():
        page.save_revision().publish()
    return ConsultationPage.objects.get(pk=page.pk)


def give_short_link(*, translation_key: UUID) -> ShortLink:
    """The short address of a consultation, made the first time it is asked for."""
    return ShortLink.objects.get_or_create(translation_key=translation_key)[0]


def count_visit(*, link: ShortLink, source: LinkSource) -> None:
    """Count one visit by a short address, on today's local day."""
    named = {"link": link, "source": source, "day": timezone.localdate()}
    if not _add(named):
        try:
            with transaction.atomic():
                ShortLinkCount.objects.create(**named, count=1)
        except IntegrityError:  # somebody else was the first of the day
            _add(named)


def _add(named: dict[str, object]) -> int:
    return ShortLinkCount.objects.filter(**named).update(count=F("count") + 1)
