"""The mails of the demo: files that Django's filebased backend wrote, read back."""

import email
import email.policy
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

from django.conf import settings

MOST = 100
"""Mails in the list; older ones stay in the folder."""
BETWEEN = b"-" * 79 + b"\n"
"""The line after each message of a file: django.core.mail.backends.console, Django 5.2."""


@dataclass(frozen=True)
class Mail:
    """One mail as its receiver would read it."""

    name: str
    """Made of its file's name and its place in the file; the last part of its address."""
    to: str
    sender: str
    subject: str
    sent_at: datetime | None
    text: str


def mails() -> list[Mail]:
    """The newest mails, newest first."""
    found: list[Mail] = []
    for path in sorted(_files(), key=lambda path: path.stat().st_mtime, reverse=True)[:MOST]:
        found += reversed(list(_mails_in(path)))
    return found[:MOST]


def find_mail(name: str) -> Mail | None:
    """The mail of that name, or None. Only files that are in the folder are ever opened."""
    stem = name.rpartition("-")[0]
    path = next((path for path in _files() if path.stem == stem), None)
    return next((mail for mail in _mails_in(path) if mail.name == name), None) if path else None


def _files() -> list[Path]:
    folder = getattr(settings, "EMAIL_FILE_PATH", None)
    return list(Path(folder).glob("*.log")) if folder else []


def _mails_in(path: Path) -> Iterator[Mail]:
    messages = [part for part in path.read_bytes().split(BETWEEN) if part.strip()]
    for number, part in enumerate(messages, start=1):
        message = email.message_from_bytes(part, policy=email.policy.default)
        if isinstance(message, EmailMessage):
            yield _mail(f"{path.stem}-{number}", message)


def _mail(name: str, message: EmailMessage) -> Mail:
    body = message.get_body(preferencelist=("plain",))
    return Mail(
        name=name,
        to=str(message["To"] or ""),
        sender=str(message["From"] or ""),
        subject=str(message["Subject"] or ""),
        sent_at=_moment(str(message["Date"] or "")),
        text=body.get_content() if body else "",
    )


def _moment(header: str) -> datetime | None:
    """When it was sent. "-0000", which Django writes, says UTC and no more (RFC 5322, section 3.3)."""
    if not header:
        return None
    moment = parsedate_to_datetime(header)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
