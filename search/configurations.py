"""How PostgreSQL takes words apart: one text search configuration for each stemmer, accents folded where it can be.

https://www.postgresql.org/docs/current/textsearch-configuration.html and …/unaccent.html. There are no stop words in
them: `search.rules` leaves out the words that are in every text, so that both databases find the same.
"""

from contextlib import suppress
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection, transaction

STEMMERS = {
    **{"ar": "arabic", "ca": "catalan", "da": "danish", "de": "german", "el": "greek", "en": "english"},
    **{"es": "spanish", "fi": "finnish", "fr": "french", "ga": "irish", "hu": "hungarian", "id": "indonesian"},
    **{"it": "italian", "lt": "lithuanian", "nb": "norwegian", "ne": "nepali", "nl": "dutch", "pt": "portuguese"},
    **{"ro": "romanian", "ru": "russian", "sv": "swedish", "ta": "tamil", "tr": "turkish"},
}
"""The stemmer of PostgreSQL 13 and later for a language. Those without one, as Welsh and Bengali, keep words whole."""

WHOLE = "simple"
WORDS = "asciihword, asciiword, hword, hword_asciipart, hword_part, word"
"""The kinds of tokens that are words: https://www.postgresql.org/docs/current/textsearch-parsers.html"""


def configuration_of(language: str) -> str:
    """The name of the configuration for texts in a language, by its code."""
    return f"folkmoot_{STEMMERS.get(language.split('-', 1)[0], WHOLE)}"


def configurations() -> list[str]:
    """Those of all languages that the site can speak, each once, and the one that keeps words whole."""
    return list(dict.fromkeys([*(configuration_of(code) for code, _ in settings.LANGUAGES), f"folkmoot_{WHOLE}"]))


WITHOUT_FOLDING = """
    SELECT 1 FROM pg_ts_config WHERE cfgname = %s AND NOT EXISTS (
        SELECT 1 FROM pg_ts_config_map JOIN pg_ts_dict ON pg_ts_dict.oid = mapdict
        WHERE mapcfg = pg_ts_config.oid AND dictname = 'unaccent'
    )
"""


def lacks_folding() -> bool:
    """Whether words are taken apart without folding accents; not so in a database that `migrate` has yet to see."""
    with connection.cursor() as cursor:
        cursor.execute(WITHOUT_FOLDING, [f"folkmoot_{WHOLE}"])
        return cursor.fetchone() is not None


def can_fold() -> bool:
    """Whether the extension that folds accents is there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_extension WHERE extname = 'unaccent'")
        return cursor.fetchone() is not None


def write_configurations(**kwargs: Any) -> None:
    """Receiver, before each `migrate`: make the configurations, or mend them. Nothing on SQLite.

    Without the right to create the extension, words are stemmed all the same; a check says so, and `migrate` mends it
    once somebody has created it.
    """
    if connection.vendor != "postgresql":
        return
    _allow_folding()
    folding = "unaccent, " if can_fold() else ""
    for name in configurations():
        _write(name, folding)


def _allow_folding() -> None:
    # Where the role may not, `search.checks` says what to do.
    with suppress(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE EXTENSION IF NOT EXISTS unaccent")


def _write(name: str, folding: str) -> None:
    stemmer = name.removeprefix("folkmoot_")
    dictionary = WHOLE if stemmer == WHOLE else f"{name}_stem"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT dictname FROM pg_ts_dict UNION ALL SELECT cfgname FROM pg_ts_config")
        there = {known for (known,) in cursor.fetchall()}
        if dictionary not in there:
            cursor.execute(f"CREATE TEXT SEARCH DICTIONARY {dictionary} (TEMPLATE = snowball, LANGUAGE = {stemmer})")
        if name not in there:
            cursor.execute(f"CREATE TEXT SEARCH CONFIGURATION {name} (COPY = simple)")
        cursor.execute(f"ALTER TEXT SEARCH CONFIGURATION {name} ALTER MAPPING FOR {WORDS} WITH {folding}{dictionary}")
