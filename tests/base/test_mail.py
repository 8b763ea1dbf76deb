from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core import mail as django_mail
from django.db import transaction
from django.utils import timezone
from pytest_django import Settings

from base import mail
from base.mail import deliver, deliver_due, forget_mail_to, forget_sent, late_since
from base.models import OutboxMessage
from config.paths import ROOT
from engagement.testing.smtp import Mailbox, mail_server
from tests.base.clients import in_threads
from tests.base.outbox import queue_hello, start_worker

A_DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def mail_templates(settings: Settings) -> None:
    folder = ROOT / "tests" / "base" / "templates"
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [*settings.TEMPLATES[0]["DIRS"], folder]}]


@pytest.fixture
def server(settings: Settings) -> Iterator[tuple[Mailbox, int]]:
    with mail_server() as (mailbox, port):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 5
        yield mailbox, port


@pytest.fixture
def mailbox(server: tuple[Mailbox, int]) -> Mailbox:
    return server[0]


def test_queue_mail_sends_after_the_commit(transactional_db: None, mailbox: Mailbox) -> None:
    with transaction.atomic():
        message = queue_hello()
        assert mailbox.messages == []
    message.refresh_from_db()
    assert (message.attempts, message.claimed_until, message.last_error) == (1, None, "")
    assert message.sent_at is not None
    [sent] = mailbox.messages
    assert mailbox.receivers == ["ann@example.org"]
    assert sent["Subject"] == "A & B"
    assert sent["Auto-Submitted"] == "auto-generated"
    assert sent["Message-ID"] == f"<{message.uuid}@localhost>"
    assert sent.get_content().strip() == "en Monday: A & B"


def test_queue_mail_rolled_back_sends_nothing(transactional_db: None, mailbox: Mailbox) -> None:
    with transaction.atomic():
        queue_hello()
        transaction.set_rollback(True)
    assert mailbox.messages == []
    assert not OutboxMessage.objects.exists()


def test_queue_mail_twice_with_one_key_sends_the_first(transactional_db: None, mailbox: Mailbox) -> None:
    first = queue_hello()
    second = queue_hello(to="ben@example.org")
    assert second.pk == first.pk
    assert mailbox.receivers == ["ann@example.org"]


def test_queue_mail_speaks_the_receivers_language(db: None) -> None:
    assert queue_hello(language="cy").body == "cy dydd Llun: A & B\n"


def test_queue_mail_without_a_language_speaks_the_sites(db: None) -> None:
    assert queue_hello(language="").body == "en Monday: A & B\n"


def test_queue_mail_with_a_html_template_sends_both(transactional_db: None, mailbox: Mailbox) -> None:
    queue_hello(template="tests/mail/rich", context={"title": "<b>A & B"})
    [sent] = mailbox.messages
    parts = {part.get_content_type(): part.get_content().strip() for part in sent.iter_parts()}
    assert parts == {"text/plain": "<b>A & B", "text/html": "<p>&lt;b&gt;A &amp; B</p>"}


HOSTILE = "Hi\r\nBcc: eve@example.org\n\n<script>\x00\u2028Cc: eve@example.org"


def test_queue_mail_keeps_line_breaks_out_of_headers(transactional_db: None, mailbox: Mailbox) -> None:
    queue_hello(context={"title": HOSTILE}, headers={"List-Id": HOSTILE})
    [sent] = mailbox.messages
    one_line = "Hi Bcc: eve@example.org <script> Cc: eve@example.org"
    assert (sent["Subject"], sent["List-Id"]) == (one_line, one_line)
    assert (sent["Bcc"], sent["Cc"]) == (None, None)
    assert "\x00" not in sent.get_content()
    assert mailbox.receivers == ["ann@example.org"]


def test_queue_mail_cuts_a_long_subject(db: None) -> None:
    assert queue_hello(context={"title": "x" * 300}).subject == "x" * 254 + "…"


@pytest.mark.parametrize("name", ["To", "bcc", "From", "Content-Type", "Message-ID", "X-A:\nBcc", "", "X Y"])
def test_queue_mail_with_a_header_of_the_outbox_raises(db: None, name: str) -> None:
    with pytest.raises(ValueError, match="cannot be set"):
        queue_hello(headers={name: "x"})
    assert not OutboxMessage.objects.exists()


@pytest.mark.parametrize("address", ["", "ann", "ann@example.org\nBcc: eve@example.org", "a@b.org, c@d.org"])
def test_queue_mail_without_a_proper_address_raises(db: None, address: str) -> None:
    with pytest.raises(ValueError, match="one proper e-mail address"):
        queue_hello(to=address)


def test_deliver_twice_sends_once(transactional_db: None, mailbox: Mailbox) -> None:
    message = queue_hello()
    assert deliver.call(message.pk) is False
    assert deliver_due(timezone.now() + A_DAY, 10) == 0
    assert len(mailbox.messages) == 1


def test_deliver_due_sends_the_oldest_first_up_to_the_limit(transactional_db: None, mailbox: Mailbox) -> None:
    mailbox.receiver_reply = "451 later"
    for number in range(3):
        queue_hello(key=f"mail {number}", to=f"r{number}@example.org")
    mailbox.receiver_reply = "250 OK"
    assert deliver_due(timezone.now() + A_DAY, 2) == 2
    assert mailbox.receivers == ["r0@example.org", "r1@example.org"]


def test_deliver_after_a_failure_waits_longer_each_time(transactional_db: None, mailbox: Mailbox) -> None:
    mailbox.message_reply = "451 4.3.0 busy, told ann@example.org"
    message = queue_hello()
    pauses = []
    for _attempt in range(12):
        message.refresh_from_db()
        assert deliver_due(message.due_at - timedelta(seconds=1), 10) == 0
        moment = message.due_at
        assert deliver_due(moment, 10) == 0
        message.refresh_from_db()
        pauses.append((message.due_at - moment) / timedelta(minutes=1))
    assert pauses == [2, 4, 8, 16, 32, 64, 128, 256, 360, 360, 360, 360]
    assert message.last_error == "SMTPDataError: (451, b'4.3.0 busy, told [e-mail]')"
    assert message.attempts == 13
    mailbox.message_reply = "250 OK"
    assert deliver_due(message.due_at, 10) == 1
    message.refresh_from_db()
    assert message.last_error == ""


def test_deliver_gives_up_after_the_last_attempt(transactional_db: None, mailbox: Mailbox) -> None:
    mailbox.message_reply = "451 busy"
    message = queue_hello()
    OutboxMessage.objects.update(attempts=mail.MOST_ATTEMPTS - 1, due_at=timezone.now())
    deliver_due(timezone.now(), 10)
    message.refresh_from_db()
    assert message.abandoned_at is not None
    mailbox.message_reply = "250 OK"
    assert deliver_due(timezone.now() + 10 * A_DAY, 10) == 0


def test_deliver_to_a_refused_receiver_gives_up_at_once(transactional_db: None, mailbox: Mailbox) -> None:
    mailbox.receiver_reply = "550 no such person"
    message = queue_hello()
    message.refresh_from_db()
    assert (message.attempts, message.sent_at) == (1, None)
    assert message.abandoned_at is not None
    assert "ann@" not in message.last_error


def test_deliver_without_a_server_keeps_the_mail(transactional_db: None, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    message = queue_hello()
    message.refresh_from_db()
    assert (message.attempts, message.sent_at, message.abandoned_at) == (1, None, None)
    assert message.last_error == "ConnectionRefusedError: [Errno 111] Connection refused"


def test_deliver_inside_a_transaction_raises_and_sends_nothing(transactional_db: None, mailbox: Mailbox) -> None:
    mailbox.receiver_reply = "451 later"
    message = queue_hello()
    mailbox.receiver_reply = "250 OK"
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        deliver_due(timezone.now() + A_DAY, 10)
    message.refresh_from_db()
    assert (message.attempts, mailbox.messages) == (1, [])


def test_worker_killed_before_the_server_took_the_mail_sends_once(
    transactional_db: None, server: tuple[Mailbox, int]
) -> None:
    mailbox, port = server
    message = waiting_mail()
    kill_worker_at("receiver", mailbox, port)
    assert mailbox.messages == []
    message.refresh_from_db()
    assert (message.sent_at, message.attempts) == (None, 1)
    assert deliver_due(timezone.now(), 10) == 0
    assert deliver_due(message.claimed_until, 10) == 1
    assert len(mailbox.messages) == 1


def test_worker_killed_after_the_server_took_the_mail_repeats_the_same_mail(
    transactional_db: None, server: tuple[Mailbox, int]
) -> None:
    mailbox, port = server
    message = waiting_mail()
    kill_worker_at("message", mailbox, port)
    assert len(mailbox.messages) == 1
    message.refresh_from_db()
    assert message.sent_at is None
    assert deliver_due(timezone.now(), 10) == 0
    assert deliver_due(message.claimed_until, 10) == 1
    names = [sent["Message-ID"].partition("@")[0] for sent in mailbox.messages]
    assert names == [f"<{message.uuid}", f"<{message.uuid}"]


def test_three_workers_at_once_send_every_mail_once(transactional_db: None, server: tuple[Mailbox, int]) -> None:
    mailbox, port = server
    OutboxMessage.objects.bulk_create(
        OutboxMessage(key=f"mail {number}", to=f"r{number}@example.org", body="Hello", due_at=timezone.now())
        for number in range(40)
    )
    workers = [start_worker(port) for _ in range(3)]
    outputs = [worker.communicate(timeout=120)[0] for worker in workers]
    assert [worker.returncode for worker in workers] == [0, 0, 0], outputs
    assert sorted(mailbox.receivers) == sorted(f"r{number}@example.org" for number in range(40))
    assert OutboxMessage.objects.filter(sent_at=None).count() == 0
    assert "@example.org" not in "".join(outputs)


def waiting_mail() -> OutboxMessage:
    return OutboxMessage.objects.create(key="hello", to="ann@example.org", body="Hello", due_at=timezone.now())


def kill_worker_at(step: str, mailbox: Mailbox, port: int) -> None:
    """Start a worker, kill it (SIGKILL) when it stands at this step, and let the server answer again."""
    mailbox.hold_at = step
    worker = start_worker(port)
    try:
        assert mailbox.held.wait(60), "the worker never came to the server"
    finally:
        worker.kill()
        worker.communicate()
    mailbox.hold_at = ""


def test_late_since_tells_only_of_mail_nobody_took(db: None) -> None:
    now = timezone.now()
    hello = {"to": "ann@example.org", "body": "Hello"}
    assert late_since(now) is None
    OutboxMessage.objects.create(key="sent", due_at=now - A_DAY, sent_at=now, **hello)
    OutboxMessage.objects.create(key="given up", due_at=now - A_DAY, abandoned_at=now, **hello)
    OutboxMessage.objects.create(key="claimed", due_at=now - A_DAY, claimed_until=now + A_DAY, **hello)
    OutboxMessage.objects.create(key="later", due_at=now + A_DAY, **hello)
    assert late_since(now) is None
    waiting = OutboxMessage.objects.create(key="waiting", due_at=now - A_DAY, **hello)
    assert late_since(now) == waiting.due_at


def test_forget_sent_empties_old_mail_and_keeps_its_key(transactional_db: None) -> None:
    message = queue_hello()
    assert forget_sent(timezone.now() + 29 * A_DAY) == 0
    assert forget_sent(timezone.now() + 31 * A_DAY) == 1
    assert forget_sent(timezone.now() + 31 * A_DAY) == 0
    message.refresh_from_db()
    assert (message.key, message.to, message.subject, message.body) == ("hello", "", "", "")
    assert queue_hello().pk == message.pk
    assert len(django_mail.outbox) == 1


def test_forget_mail_to_stops_what_waits_and_leaves_other_people(transactional_db: None, mailbox: Mailbox) -> None:
    mailbox.receiver_reply = "451 later"
    queue_hello()
    queue_hello(key="other", to="ben@example.org")
    assert forget_mail_to("Ann@Example.org") == 1
    mailbox.receiver_reply = "250 OK"
    assert deliver_due(timezone.now() + A_DAY, 10) == 1
    assert mailbox.receivers == ["ben@example.org"]
    assert not OutboxMessage.objects.filter(to="ann@example.org").exists()


def test_queue_mail_at_once_from_two_clients_keeps_one(transactional_db: None, mailbox: Mailbox) -> None:
    results = in_threads(lambda: queue_hello().pk, 4)
    assert len(set(results)) == 1
    assert mailbox.receivers == ["ann@example.org"]
