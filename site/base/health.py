"""What this process needs to answer residents, and what else runs behind it."""

from collections.abc import Callable
from datetime import timedelta
from functools import cache

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from base.mail import late_since

MAIL_PATIENCE = timedelta(minutes=15)


class Unhealthy(Exception):
    """The argument is one word that may be shown to anybody."""


def check_database() -> None:
    """
    Raises:
        Unhealthy: the database does not answer.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        raise Unhealthy("unreachable") from None


@cache
def check_migrations() -> None:
    """Reads every migration from disk; once none was pending, that holds for as long as this code runs.

    Raises:
        Unhealthy: the database is older than the code.
    """
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise Unhealthy("pending")


def check_mail() -> None:
    """
    Raises:
        Unhealthy: mail has been waiting for a quarter of an hour though nothing failed: no worker, no minute loop.
    """
    now = timezone.now()
    since = late_since(now)
    if since is not None and now - since > MAIL_PATIENCE:
        raise Unhealthy("late")


NEEDED: dict[str, Callable[[], None]] = {"database": check_database, "migrations": check_migrations}
"""Without these the site cannot answer, and a load balancer should send people elsewhere."""

WATCHED: dict[str, Callable[[], None]] = {"mail": check_mail}
"""Somebody should look at these, but every server would say the same and pages still work."""


def report() -> tuple[bool, dict[str, str]]:
    """Whether the site can answer, and a word for each check: `ok` or what is wrong. Stops at the first one needed."""
    words: dict[str, str] = {}
    for name, check in NEEDED.items():
        words[name] = _word(check)
        if words[name] != "ok":
            return False, words
    words.update({name: _word(check) for name, check in WATCHED.items()})
    return True, words


def _word(check: Callable[[], None]) -> str:
    try:
        check()
    except Unhealthy as error:
        return str(error)
    return "ok"
