"""The index: Wagtail's for the database at hand, on PostgreSQL with the configuration of each text's language."""

from copy import copy
from typing import Any

from django.conf import settings
from django.db import connection
from modelsearch.backends import database

from search.configurations import WHOLE, configuration_of

SearchBackend: Any = database.SearchBackend

if connection.vendor == "postgresql":
    from modelsearch.backends.database.postgres.postgres import PostgresIndex, PostgresSearchBackend

    class LanguageIndex(PostgresIndex):
        """Takes each object's words apart as its language wants it."""

        def add_items(self, model: Any, objs: Any) -> None:
            by_configuration: dict[str, list[Any]] = {}
            for item in objs:
                by_configuration.setdefault(configuration_of(language_of(item)), []).append(item)
            for configuration, items in by_configuration.items():
                index = copy(self)
                index.backend = copy(self.backend)
                index.backend.config = configuration
                PostgresIndex.add_items(index, model, items)

    class LanguageBackend(PostgresSearchBackend):
        """Wagtail's, with accents folded. The admin searches in the language of the site."""

        index_class = LanguageIndex

        def __init__(self, params: dict[str, Any]) -> None:
            super().__init__(params)
            self.config = configuration_of(settings.LANGUAGE_CODE)
            self.autocomplete_config = configuration_of(WHOLE)

    SearchBackend = LanguageBackend


def language_of(item: Any) -> str:
    """The language of an object's words, by its code."""
    locale = getattr(item, "locale", None)
    return locale.language_code if locale else getattr(item, "language", "") or settings.LANGUAGE_CODE
