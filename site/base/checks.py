"""System checks of what the site runs on."""

import sqlite3
from typing import Any

from django.core import checks
from django.db import connection

OLDEST_SQLITE = (3, 35)
"""The first that returns what a statement has written (`base.ratelimit`): https://www.sqlite.org/lang_returning.html"""


def check_sqlite(app_configs: Any = None, **kwargs: Any) -> list[checks.CheckMessage]:
    """Whether SQLite, where it is the database, is new enough."""
    if connection.vendor != "sqlite":
        return []
    return too_old(sqlite3.sqlite_version_info)


def too_old(version: tuple[int, ...]) -> list[checks.CheckMessage]:
    """What is said of an SQLite of this version; nothing of one that is new enough."""
    if version >= OLDEST_SQLITE:
        return []
    found, oldest = (".".join(map(str, numbers)) for numbers in (version, OLDEST_SQLITE))
    return [
        checks.Error(
            f"SQLite is {found}; Folkmoot needs {oldest} or newer.",
            hint="Use a newer system, or PostgreSQL: set DATABASE_URL.",
            id="base.E001",
        )
    ]
