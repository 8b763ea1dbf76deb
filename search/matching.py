"""How objects are joined to the index and asked for words, on each database.

The index is Wagtail's and filled by it; it is read here because its own results ask it once for each object that is
found. Here one join takes the rows that match to their objects, by primary key, and everything else is plain filtering.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import FloatField, Model, QuerySet
from django.db.models.expressions import RawSQL

from search.configurations import WHOLE, configuration_of, configurations

ENTRY = "wagtailsearch_indexentry"
FTS = f"{ENTRY}_fts"
TITLE_COUNTS = 4
"""How many times more a word of the title weighs than one of the text."""

Terms = tuple[str, list[str]]
"""SQL and its parameters."""


def matched(objects: QuerySet[Any], models: Iterable[type[Model]], words: Sequence[str], *, operator: str) -> Any:
    """Those of the objects in which there are the words, as queryset joined to the index.

    Args:
        objects: of a model whose table, or its parent's, holds the primary key.
        models: the models under whose names the objects are indexed.
        words: of letters, digits and marks only.
        operator: "and" for all of the words, "or" for some.
    """
    return _joined(objects, models, _words(words, operator))


def begun(objects: QuerySet[Any], models: Iterable[type[Model]], words: Sequence[str]) -> Any:
    """Those of the objects whose title has the words, the last of which may be the beginning of one."""
    return _joined(objects, models, _beginning(words))


def by_relevance(objects: Any, words: Sequence[str], *, operator: str) -> Any:
    """What `matched` found, with the best in `place`, lowest first. It reads every text that matches: for few."""
    if connection.vendor == "sqlite":
        # The columns of the table are autocomplete, body, title.
        place = RawSQL(f"bm25({FTS}, 0, 1, {TITLE_COUNTS})", [], output_field=FloatField())
    else:
        asked, params = _asked(words, operator)
        sql = f"-({TITLE_COUNTS} * ts_rank({ENTRY}.title, {asked}) + ts_rank({ENTRY}.body, {asked}, 1))"
        place = RawSQL(sql, [*params, *params], output_field=FloatField())
    return objects.annotate(place=place)


def by_title(objects: Any, words: Sequence[str], *, operator: str) -> Any:
    """What `matched` found, with 0 in `place` where the words are in the title and 1 elsewhere."""
    if connection.vendor == "sqlite":
        inside = f"SELECT rowid FROM {FTS} WHERE {FTS} MATCH %s"
        place = f"CASE WHEN {ENTRY}.id IN ({inside}) THEN 0.0 ELSE 1.0 END"
        params = [f"{{title}} : ({_quoted(words, operator)})"]
    else:
        asked, params = _asked(words, operator)
        place = f"CASE WHEN {ENTRY}.title @@ {asked} THEN 0.0 ELSE 1.0 END"
    return objects.annotate(place=RawSQL(place, params, output_field=FloatField()))


def texts(objects: Any) -> Any:
    """What `matched` found, each with its words in `indexed`: all that the index knows besides the title."""
    column = "body" if connection.vendor == "sqlite" else "body_text"
    return objects.extra(select={"indexed": f"{ENTRY}.{column}"})


def _joined(objects: QuerySet[Any], models: Iterable[type[Model]], condition: Terms) -> Any:
    # Joined the other way round, as Wagtail's relation does it, each object is compared with each row of the index.
    root = _root(objects.model)._meta
    kinds = ",".join(str(kind.pk) for kind in ContentType.objects.get_for_models(*models).values())
    where = [condition[0], f"{root.db_table}.{root.pk.column} = CAST({ENTRY}.object_id AS bigint)"]
    if connection.vendor == "sqlite":
        # The plus hides the column from the planner, which would begin with all entries of a kind.
        where += [f"{ENTRY}.id = {FTS}.rowid", f"+{ENTRY}.content_type_id IN ({kinds})"]
        return objects.extra(tables=[FTS, ENTRY], where=where, params=condition[1])
    return objects.extra(tables=[ENTRY], where=[*where, f"{ENTRY}.content_type_id IN ({kinds})"], params=condition[1])


def _root(model: type[Model]) -> Any:
    """The model itself, or the one it extends: its table holds the primary key."""
    above = model._meta.pk.remote_field
    return _root(above.model) if above else model


def _words(words: Sequence[str], operator: str) -> Terms:
    if connection.vendor == "sqlite":
        return f"{FTS} MATCH %s", [f"{{title body}} : ({_quoted(words, operator)})"]
    asked, params = _asked(words, operator)
    return f"({ENTRY}.title || {ENTRY}.body) @@ {asked}", params


def _beginning(words: Sequence[str]) -> Terms:
    if connection.vendor == "sqlite":
        return f"{FTS} MATCH %s", [f"{{autocomplete}} : ({_quoted(words, 'and')} *)"]
    # Quoted, a word may be anything; our words hold no quotation mark and no backslash.
    lexemes = " & ".join(f"'{word}'" for word in words) + ":*"
    return f"{ENTRY}.autocomplete @@ to_tsquery('{configuration_of(WHOLE)}', %s)", [lexemes]


def _quoted(words: Sequence[str], operator: str) -> str:
    """In the language of FTS5, where a quoted word is no operator: https://www.sqlite.org/fts5.html"""
    return f" {operator.upper()} ".join(f'"{word}"' for word in words)


def _asked(words: Sequence[str], operator: str) -> Terms:
    """The words as each configuration takes them apart, because the language of what is found is not known before."""
    groups = [" ".join(words)] if operator == "and" else list(words)
    pairs = [(name, group) for name in configurations() for group in groups]
    queries = " || ".join(f"plainto_tsquery('{name}', %s)" for name, _ in pairs)
    # A subquery is worked out once; without it, a prepared statement does that for each row.
    return f"(SELECT {queries})", [group for _, group in pairs]
