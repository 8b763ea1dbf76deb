"""Migration operations of our own."""

import json
from collections.abc import Callable
from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

Blocks = list[dict[str, Any]]


class MigrateBlocks(migrations.RunPython):
    """Change stored StreamField content as raw JSON, in the live rows and in every revision.

    Args:
        app_label, model_name: the model with the field, such as `"home", "HomePage"`.
        field: name of the StreamField.
        change: takes the list of blocks as stored (`[{"type", "value", "id"}, …]`) and returns the new list. It may
            change its argument and must leave the `id`s alone, because answers and translations hang on them.

    The models seen by migrations know no blocks, so nothing here may load or save a field value: rows are read and
    written as text with queryset updates.
    """

    def __init__(self, app_label: str, model_name: str, field: str, change: Callable[[Blocks], Blocks]) -> None:
        self.target = (app_label, model_name, field)
        self.change = change
        super().__init__(self._forwards, migrations.RunPython.noop)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return type(self).__name__, [*self.target, self.change], {}

    def describe(self) -> str:
        return "Change the stored blocks of {}.{}.{}".format(*self.target)

    def _forwards(self, apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
        app_label, model_name, field = self.target
        model = apps.get_model(app_label, model_name)
        self._change_rows(
            schema_editor, model._meta.db_table, model._meta.get_field(field).column, model._meta.pk.column
        )
        self._change_revisions(apps, app_label, model_name.lower(), field)

    def _change_rows(self, schema_editor: BaseDatabaseSchemaEditor, table: str, column: str, key: str) -> None:
        quote = schema_editor.quote_name
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(f"SELECT {quote(key)}, {quote(column)} FROM {quote(table)}")  # noqa: S608
            for pk, raw in cursor.fetchall():
                if changed := self._changed(raw):
                    cursor.execute(
                        f"UPDATE {quote(table)} SET {quote(column)} = %s WHERE {quote(key)} = %s",  # noqa: S608
                        [changed, pk],
                    )

    def _change_revisions(self, apps: Any, app_label: str, model_name: str, field: str) -> None:
        revisions = apps.get_model("wagtailcore", "Revision").objects.filter(
            content_type__app_label=app_label, content_type__model=model_name
        )
        for revision in revisions.iterator():
            if changed := self._changed(revision.content.get(field)):
                revision.content[field] = changed
                revision.save(update_fields=["content"])

    def _changed(self, raw: str | list[Any] | None) -> str | None:
        blocks = json.loads(raw) if isinstance(raw, str) else raw
        if not blocks:
            return None
        before = json.dumps(blocks)
        after = json.dumps(self.change(json.loads(before)))
        return after if after != before else None
