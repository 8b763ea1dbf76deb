"""Tells everybody who took part what came of it, once: starts, works off, stops and repeats rounds of it.

A round is worked off in pieces. Each stores the mails of some people and how far it has come in one transaction, so
that a worker may be killed at any point, and two may work at once. What a killed one left, the next minute takes up.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from base.mail import is_address, progress_of, queue_prepared, recall_mail
from base.models import PublicationRecord
from base.publication_records import subject_of
from base.tasks import background
from engagement.consultations.audience import to_tell
from engagement.consultations.enums import ConsultationState
from engagement.consultations.models import ConsultationPage, Telling
from engagement.consultations.telling_mail import answered, mails_to
from engagement.plugin import Answer, Participant

PIECE = 50
"""How many people are written to in one transaction."""
PIECES_AT_ONCE = 20
"""How many pieces a task or a minute does, so that other mail is not kept waiting."""


class TellingRefused(Exception):
    """There is nothing to tell just now, or it is being told; the sentence says which."""


def source_page(translation_key: UUID) -> ConsultationPage | None:
    """The page of a consultation that was written first, with its locale; None without any."""
    pages = ConsultationPage.objects.filter(translation_key=translation_key)
    return pages.with_standing().select_related("locale").order_by("pk").first()


def is_told_of(page: Any) -> bool:
    """Whether the public can read an outcome on this page just now."""
    return page.live and page.says_outcome and page.public_state() == ConsultationState.OUTCOME


def number_of_rounds(page: Any) -> int:
    """How many there have been of a consultation, this one included where one is under way."""
    return Telling.objects.filter(translation_key=page.translation_key).count()


def told_of(page: Any) -> tuple[int, datetime] | None:
    """How many people got a mail about the outcome of a consultation, and when that began; None where nobody did."""
    last = Telling.objects.filter(translation_key=page.translation_key).order_by("-number").first()
    sent = progress_of(last.key).sent if last else 0
    return (sent, last.started_at) if last and sent else None


@transaction.atomic
def start_telling(*, page: Any, by: Any, reason: str = "") -> Telling:
    """Begin a round: the first, or another one about what has changed.

    Args:
        page: the page written first, as it is public.
        by: who wants it; None for the scheduler.
        reason: what has changed, for the second round and those after it; people read it.

    Raises:
        TellingRefused: no outcome is public, or a round is under way or was stopped and can go on.
    """
    if not is_told_of(page):
        raise TellingRefused("no outcome is public")
    rounds = list(Telling.objects.filter(translation_key=page.translation_key, occasion=Answer.OUTCOME))
    if any(telling.finished_at is None for telling in rounds):
        raise TellingRefused("a round is not finished")
    records = PublicationRecord.objects.filter(subject=subject_of(page))
    try:
        with transaction.atomic():
            telling = Telling.objects.create(
                translation_key=page.translation_key,
                number=len(rounds) + 1,
                reason=reason if rounds else "",
                publication=records.order_by("-number").first(),
                started_by=by if by is not None and by.is_authenticated else None,
            )
    except IntegrityError:  # somebody else was faster
        raise TellingRefused("a round is not finished") from None
    tell.enqueue_on_commit(telling.pk)
    return telling


@transaction.atomic
def stop_telling(*, telling: Telling) -> bool:
    """Stop a round: what has not gone out is taken back. False if nobody was left to tell and no mail waited.

    It begins anew when it goes on; who has been told already is not told twice.
    """
    locked = Telling.objects.select_for_update().get(pk=telling.pk)
    if locked.stopped_at is not None:
        return False
    taken_back = recall_mail(locked.key)
    if locked.finished_at is not None and not taken_back:
        return False
    locked.stopped_at, locked.finished_at, locked.done_until = timezone.now(), None, 0
    locked.save(update_fields=["stopped_at", "finished_at", "done_until"])
    return True


@transaction.atomic
def go_on_telling(*, telling: Telling, page: Any) -> None:
    """Go on with a round that was stopped, with the words that are public now.

    Raises:
        TellingRefused: no outcome is public, or it is not stopped.
    """
    if not is_told_of(page):
        raise TellingRefused("no outcome is public")
    if not Telling.objects.filter(pk=telling.pk, stopped_at__isnull=False).update(stopped_at=None):
        raise TellingRefused("it is not stopped")
    tell.enqueue_on_commit(telling.pk)


def stop_all(*, translation_key: UUID) -> None:
    """The outcome of a consultation is no longer public: what has not gone out stays here."""
    for telling in Telling.objects.filter(translation_key=translation_key, stopped_at__isnull=True):
        stop_telling(telling=telling)


@background()
def tell(pk: int) -> None:
    """Task: work off a round, or a good piece of it."""
    carry_on(pk)


def carry_on_all(now: datetime) -> None:
    """Take up every round that is under way, as each minute does."""
    for pk in _under_way().filter(started_at__lte=now).order_by("started_at").values_list("pk", flat=True):
        carry_on(pk)


def carry_on(pk: int) -> None:
    """Work off a good piece of a round: all of a small one. Any number of workers may do so at once."""
    telling = _under_way().filter(pk=pk).first()
    page = source_page(telling.translation_key) if telling else None
    told = answered(page, reason=telling.reason) if telling and page and is_told_of(page) else None
    if telling and told is None:
        stop_telling(telling=telling)
        return
    for _piece in range(PIECES_AT_ONCE):
        telling = _under_way().filter(pk=pk).first()
        if telling is None or told is None:
            return
        _tell_piece(telling, told)


def _under_way() -> Any:
    return Telling.objects.filter(finished_at__isnull=True, stopped_at__isnull=True)


def _tell_piece(telling: Telling, told: Any) -> None:
    """Write to the next people, whose mails are rendered before the transaction begins."""
    people = list(to_tell(told.source).filter(pk__gt=telling.done_until)[:PIECE])
    # One that no mail can go to, as some directory of accounts keeps them, holds nobody else up.
    reached = [person for person in people if is_address(person.address)]
    progress = _under_way().filter(pk=telling.pk, done_until=telling.done_until)
    if not people:
        progress.update(finished_at=timezone.now())
        return
    mails = mails_to(reached, told, key=lambda person: f"{telling.key}{address_key(person.address)}")
    with transaction.atomic():
        # Whoever leaves or says no meanwhile waits for us or is seen by us.
        keys = [person.pk for person in people]
        list(Participant.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))
        still = dict(to_tell(told.source).filter(pk__in=keys).values_list("pk", "address"))
        if not progress.update(done_until=keys[-1]):
            return  # another worker has done it, or it was stopped
        standing = [mail for person, mail in zip(reached, mails, strict=True) if still.get(person.pk) == person.address]
        queue_prepared(standing)


def address_key(address: str) -> str:
    """What stands for a mailbox in an outbox key: 32 hexadecimal digits that give nothing away."""
    return salted_hmac("engagement.consultations.telling", address.lower(), algorithm="sha256").hexdigest()[:32]
