"""Appends a PublicationRecord whenever a page goes public."""

from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from wagtail.models import Page, Revision

from base.models.publication import PublicationRecord, content_digest
from base.publication import current_publisher


def subject_of(instance: Any) -> str:
    """The name under which publications of this object are numbered."""
    return f"{instance._meta.label_lower}:{instance.pk}"


@transaction.atomic
def record_publication(*, instance: Any, revision: Revision | None) -> PublicationRecord:
    """Append the next record of this object.

    The page row is locked first, so that two publications at once get two numbers.
    """
    Page.objects.select_for_update().get(pk=instance.pk)
    subject, content = subject_of(instance), _content(instance, revision)
    last = PublicationRecord.objects.filter(subject=subject).aggregate(last=Max("number"))["last"] or 0
    user = current_publisher() or (revision.user if revision else None)
    return PublicationRecord.objects.create(
        subject=subject,
        translation_key=getattr(instance, "translation_key", None),
        number=last + 1,
        published_at=timezone.now(),
        published_by=user,
        published_by_name=str(user) if user else "",
        title=str(instance)[:255],
        content=content,
        digest=content_digest(content),
    )


def _content(instance: Any, revision: Revision | None) -> dict[str, Any]:
    return revision.content if revision else instance.serializable_data()


def on_page_published(sender: type, instance: Any, revision: Revision | None = None, **kwargs: Any) -> None:
    """Receiver of Wagtail's `page_published`."""
    record_publication(instance=instance, revision=revision)
