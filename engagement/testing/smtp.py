"""A real mail server for tests, on a free port of this machine."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from threading import Event
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

OK = "250 OK"


class Mailbox:
    """What the server took, and how it answers. Change `receiver_reply` or `message_reply` to make it refuse.

    `hold_at` makes it fall silent at that step, for the rest of its life: "receiver" before a mail is taken,
    "message" after it was taken but before that is said; with `hold_after`, only once it has taken so many mails.
    `held` is set once a client waits there.
    """

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.receivers: list[str] = []
        self.receiver_reply = OK
        self.message_reply = OK
        self.hold_at = ""
        self.hold_after = 0
        self.held = Event()

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[Any]
    ) -> str:
        await self._hold("receiver")
        if self.receiver_reply == OK:
            envelope.rcpt_tos.append(address)
        return self.receiver_reply

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.message_reply == OK:
            self.messages.append(message_from_bytes(envelope.original_content or b"", policy=policy.default))
            self.receivers.extend(envelope.rcpt_tos)
        await self._hold("message")
        return self.message_reply

    async def _hold(self, step: str) -> None:
        if self.hold_at == step and len(self.messages) >= self.hold_after:
            self.held.set()
            await asyncio.Event().wait()


@contextmanager
def mail_server() -> Iterator[tuple[Mailbox, int]]:
    """A running server: its mailbox and its port."""
    mailbox = Mailbox()
    controller = Controller(mailbox, hostname="127.0.0.1", port=_free_port())
    controller.start()
    try:
        yield mailbox, controller.port
    finally:
        controller.stop()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
