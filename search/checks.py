"""A system check of the database, run by `migrate` and by `check --database default`."""

from typing import Any

from django.core import checks
from django.db import connection

from search.configurations import lacks_folding


def check_accents(databases: Any = None, **kwargs: Any) -> list[checks.CheckMessage]:
    """Whether PostgreSQL can fold accents."""
    if not databases or connection.vendor != "postgresql" or not lacks_folding():
        return []
    return [
        checks.Warning(
            "Search does not find “Ty” in “Tŷ”: PostgreSQL lacks the extension unaccent.",
            hint="Have an owner of the database run CREATE EXTENSION unaccent, then `migrate` and `update_index`.",
            id="search.W001",
        )
    ]
