"""What the tests of the outbox share: a mail in it, and a worker in a process of its own."""

import os
import subprocess
import sys
from typing import Any

from django.conf import settings
from django.db import connection, connections

from base.mail import queue_mail
from base.models import OutboxMessage
from config.paths import ROOT

SECRET_KEY = "x" * 60
"""That of the worker, for tests that follow links in its mails."""


def queue_hello(key: str = "hello", **changes: Any) -> OutboxMessage:
    """One mail to Ann."""
    arguments = {
        "to": "ann@example.org",
        "template": "tests/mail/hello",
        "context": {"title": "A & B"},
        "language": "en",
    }
    return queue_mail(key=key, **{**arguments, **changes})


def start_worker(mail_port: int, *command: str) -> subprocess.Popen[str]:
    """`manage.py deliver_mail`, or another Python program, with the production settings, on this test's database."""
    connections.close_all()
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "DATABASE_URL": database_url(),
        "SECRET_KEY": SECRET_KEY,
        "BASE_URL": "https://folkmoot.example.org",
        "ALLOWED_HOSTS": "folkmoot.example.org",
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": str(mail_port),
    }
    return subprocess.Popen(
        [sys.executable, "-W", "ignore", *(command or (str(ROOT / "manage.py"), "deliver_mail"))],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def database_url() -> str:
    """The address of this test's database for another process."""
    database = settings.DATABASES["default"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{database['NAME']}"
    user = f"{database['USER']}:{database['PASSWORD']}" if database["PASSWORD"] else database["USER"]
    return f"postgres://{user}@{database['HOST']}:{database['PORT'] or 5432}/{database['NAME']}"
