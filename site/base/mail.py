"""Mail leaves through an outbox: stored with the work it belongs to, sent once the transaction is committed.

A worker claims a row for `LEASE`, sends it and marks it as sent. Killed before sending, the row is sent once its lease
has run out. Killed between the server's acceptance and the mark, the mail may go out again, with the same Message-ID;
no order of steps can avoid that. Two workers never hold the same row. No address gets into the log or `last_error`.
"""

import logging
import re
import smtplib
import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from email.utils import formataddr, parseaddr
from typing import Any, NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import Count, F, Q, QuerySet
from django.template import Context, TemplateDoesNotExist
from django.template.loader import get_template, render_to_string
from django.utils import timezone, translation

from base.logs import without_addresses
from base.models import OutboxMessage
from base.tasks import background

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=15)
"""Longer than any conversation with the mail server: each of its eight or so steps ends after `EMAIL_TIMEOUT`."""
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=6)
MOST_ATTEMPTS = 20
"""With pauses that double from one minute to six hours: about three days."""
KEPT = timedelta(days=30)

HEADER_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
OUR_HEADERS = re.compile(r"(to|cc|bcc|from|sender|subject|date|message-id|return-path|mime-version|content-.*)", re.I)


def queue_mail(
    *,
    key: str,
    to: str,
    template: str,
    context: Mapping[str, Any],
    language: str,
    headers: Mapping[str, str] | None = None,
    sender: str = "",
) -> OutboxMessage:
    """Store a mail and have it sent after the transaction under way.

    Args:
        key: what makes this mail the only one of its kind, such as `confirm:<contribution uuid>`. A second call with
            the same key changes nothing and returns the first row.
        to: one address.
        template: `x/mail/y` stands for `x/mail/y.subject.txt`, `x/mail/y.txt` and, if there is one, `x/mail/y.html`.
            Nothing is escaped in the text templates.
        language: the receiver's; the site's own when empty.
        headers: more headers, such as `List-Unsubscribe`. Line breaks in values become spaces.
        sender: the name beside the address of `DEFAULT_FROM_EMAIL`, in place of the name there.

    Raises:
        ValueError: `to` is no address, or a header is one that belongs to the outbox or has no proper name.
    """
    message = prepare_mail(
        key=key, to=to, template=template, context=context, language=language, headers=headers, sender=sender
    )
    try:
        with transaction.atomic():
            message.save(force_insert=True)
    except IntegrityError:
        if sent_before := _queued(key):
            return sent_before
        raise
    deliver.enqueue_on_commit(message.pk)
    return message


def _queued(key: str) -> OutboxMessage | None:
    found = OutboxMessage.objects.filter(key=key).order_by()
    return next(iter(found[:1]), None)  # `first()` sorts, for which Django compares every column


def prepare_mail(
    *,
    key: str,
    to: str,
    template: str,
    context: Mapping[str, Any],
    language: str,
    headers: Mapping[str, str] | None = None,
    sender: str = "",
) -> OutboxMessage:
    """The same mail, rendered and not stored yet: for many at once, which `queue_prepared` stores together.

    Raises:
        ValueError: as `queue_mail`.
    """
    return OutboxMessage(
        key=key,
        to=_checked_address(to),
        headers=_checked_headers(headers or {}) | _from(sender),
        language=language,
        due_at=timezone.now(),
        **_rendered(template, context, language),
    )


def queue_prepared(messages: Sequence[OutboxMessage]) -> int:
    """Store mails from `prepare_mail` in the transaction under way and have them sent after it; how many are new.

    In two queries, however many. One whose key is there already changes nothing.
    """
    known = set(OutboxMessage.objects.filter(key__in=[m.key for m in messages]).values_list("key", flat=True))
    new = [message for message in messages if message.key not in known]
    OutboxMessage.objects.bulk_create(new, ignore_conflicts=True)
    if new:
        deliver_waiting.enqueue_on_commit(len(new))
    return len(new)


@background()
def deliver(pk: int) -> bool:
    """Task: send this mail if it is due and nobody else is at it. Whether it was sent."""
    return _deliver(pk, timezone.now())


@background()
def deliver_waiting(limit: int) -> int:
    """Task: send up to so many mails that are due; how many were sent."""
    return deliver_due(timezone.now(), limit)


def deliver_due(now: datetime, limit: int) -> int:
    """Send up to `limit` mails that are due, oldest first; how many were sent. Run every minute.

    Finds what the queue lost, what failed before and what a killed worker left behind.
    """
    waiting = _claimable(now).order_by("due_at", "pk").values_list("pk", flat=True)[:limit]
    # A lease runs from the moment of its claim, which for the last mail of many lies well after `now`.
    return sum(_deliver(pk, max(now, timezone.now())) for pk in list(waiting))


def late_since(now: datetime) -> datetime | None:
    """When the oldest mail became due that is still waiting though nothing failed, or None. A sign of no worker."""
    waiting = _unfinished().filter(due_at__lte=now, claimed_until__isnull=True)
    return waiting.order_by("due_at").values_list("due_at", flat=True).first()


def forget_sent(now: datetime) -> int:
    """Empty mails that were sent or given up more than 30 days (`KEPT`) ago; how many. The keys stay, so that none
    of them is sent again.
    """
    finished = Q(sent_at__lt=now - KEPT) | Q(abandoned_at__lt=now - KEPT)
    return _emptied(OutboxMessage.objects.filter(finished).exclude(to=""))


def forget_mail_to(address: str) -> int:
    """Empty every mail to this address, and never send those that still wait; how many. For erasing a person."""
    mails = OutboxMessage.objects.filter(to__iexact=address)
    mails.filter(sent_at__isnull=True, abandoned_at__isnull=True).update(abandoned_at=timezone.now())
    return _emptied(mails)


def recall_mail(key_prefix: str, *, to: str = "") -> int:
    """Take back mails whose key begins so and that nobody has at hand, to one address or all; how many.

    One that was never tried is as if it had never been: it can be queued anew, with other words. One that was is never
    sent, because a server may have it.
    """
    waiting = _unfinished().filter(key__startswith=key_prefix)
    waiting = waiting.filter(Q(claimed_until__isnull=True) | Q(claimed_until__lte=timezone.now()))
    if to:
        waiting = waiting.filter(to__iexact=to)
    tried = waiting.filter(attempts__gt=0).update(abandoned_at=timezone.now())
    return tried + waiting.filter(attempts=0).delete()[0]


class Progress(NamedTuple):
    """How far mails have come: sent, still waiting, and given up after the server refused them."""

    sent: int
    waiting: int
    failed: int


def progress_of(key_prefix: str) -> Progress:
    """How far the mails have come whose key begins so; one query."""
    found = OutboxMessage.objects.filter(key__startswith=key_prefix).aggregate(
        sent=Count("pk", filter=Q(sent_at__isnull=False)),
        waiting=Count("pk", filter=Q(sent_at__isnull=True, abandoned_at__isnull=True)),
        failed=Count("pk", filter=Q(sent_at__isnull=True, abandoned_at__isnull=False)),
    )
    return Progress(**found)


def _emptied(mails: QuerySet[OutboxMessage]) -> int:
    return mails.update(to="", subject="", body="", html="", headers={}, last_error="")


def _unfinished() -> QuerySet[OutboxMessage]:
    return OutboxMessage.objects.filter(sent_at__isnull=True, abandoned_at__isnull=True)


def _claimable(now: datetime) -> QuerySet[OutboxMessage]:
    free = Q(claimed_until__isnull=True) | Q(claimed_until__lte=now)
    return _unfinished().filter(free, due_at__lte=now, attempts__lt=MOST_ATTEMPTS)


def _deliver(pk: int, now: datetime) -> bool:
    message = _claimed(pk, now)
    if message is None:
        return False
    try:
        _email(message).send()
    except Exception as error:
        _put_off(message, error, now)
        return False
    _owned(message).update(sent_at=timezone.now(), claim=None, claimed_until=None, last_error="")
    logger.info("mail sent", extra={"mail": message.pk, "attempts": message.attempts})
    return True


def _claimed(pk: int, now: datetime) -> OutboxMessage | None:
    """The row if this worker has it now. Durable: the claim is on disk before anything is sent."""
    claim = uuid.uuid4()
    with transaction.atomic(durable=True):
        won = _claimable(now).filter(pk=pk)
        if not won.update(claim=claim, claimed_until=now + LEASE, attempts=F("attempts") + 1):
            return None
    return OutboxMessage.objects.filter(pk=pk, claim=claim).first()


def _owned(message: OutboxMessage) -> QuerySet[OutboxMessage]:
    """The row, unless its lease ran out and another worker has taken it meanwhile."""
    return OutboxMessage.objects.filter(pk=message.pk, claim=message.claim)


def _put_off(message: OutboxMessage, error: Exception, now: datetime) -> None:
    pause = min(FIRST_PAUSE * 2 ** (message.attempts - 1), LONGEST_PAUSE)
    hopeless = message.attempts >= MOST_ATTEMPTS or _is_final(error)
    _owned(message).update(
        claim=None,
        claimed_until=None,
        due_at=now + pause,
        abandoned_at=now if hopeless else None,
        last_error=without_addresses(f"{type(error).__name__}: {error}")[:500],
    )
    logger.warning(
        "mail given up" if hopeless else "mail not sent, trying again later",
        extra={"mail": message.pk, "attempts": message.attempts},
        exc_info=error,
    )


def _is_final(error: Exception) -> bool:
    """Whether the server refused the receiver for good: codes from 500, RFC 5321 section 4.2.1."""
    if not isinstance(error, smtplib.SMTPRecipientsRefused):
        return False
    return all(code >= 500 for code, _reply in error.recipients.values())


def _email(message: OutboxMessage) -> EmailMultiAlternatives:
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    headers = {"Message-ID": f"<{message.uuid}@{domain}>", "Auto-Submitted": "auto-generated", **message.headers}
    email = EmailMultiAlternatives(message.subject, message.body, to=[message.to], headers=headers)
    if message.html:
        email.attach_alternative(message.html, "text/html")
    return email


def _rendered(template: str, context: Mapping[str, Any], language: str) -> dict[str, str]:
    with translation.override(language or settings.LANGUAGE_CODE):
        subject = _one_line(_text(f"{template}.subject.txt", context))
        return {
            "subject": subject[:254] + "…" if len(subject) > 255 else subject,
            "body": _text(f"{template}.txt", context).strip() + "\n",
            "html": _html(f"{template}.html", context),
        }


def _text(name: str, context: Mapping[str, Any]) -> str:
    """A text template, where `&` stays `&`."""
    found: Any = get_template(name)
    return _storable(found.template.render(Context(dict(context), autoescape=False)))


def _html(name: str, context: Mapping[str, Any]) -> str:
    try:
        get_template(name)
    except TemplateDoesNotExist:
        return ""
    return _storable(render_to_string(name, dict(context)))


def _storable(text: str) -> str:
    """Without NUL, which PostgreSQL cannot hold and no mail needs."""
    return text.replace("\x00", "")


def _one_line(text: str) -> str:
    """Without line breaks and other control characters, which is what a header needs to stay one header."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def is_address(text: str) -> bool:
    """Whether a mail can go there: one proper e-mail address."""
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def _checked_address(address: str) -> str:
    if not is_address(address):
        raise ValueError("A mail needs one proper e-mail address.")
    return address


def _from(sender: str) -> dict[str, str]:
    name = _one_line(sender)
    return {"From": formataddr((name, parseaddr(settings.DEFAULT_FROM_EMAIL)[1]))} if name else {}


def _checked_headers(headers: Mapping[str, str]) -> dict[str, str]:
    for name in headers:
        if not HEADER_NAME.fullmatch(name) or OUR_HEADERS.fullmatch(name):
            raise ValueError(f"The header {name!r} cannot be set on a mail of the outbox.")
    return {name: _one_line(value) for name, value in headers.items()}
