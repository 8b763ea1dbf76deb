"""Changing stored blocks without block definitions, in live rows and in every revision."""

import json

import pytest
from django.apps import apps as real_apps
from django.db import connection
from django.db.migrations.writer import MigrationWriter

from base.migrations import MigrateBlocks
from base.streamfield import StreamField
from engagement.testing.pages import publish
from home.models import StandardPage


def shout(blocks):
    """A change as a migration would define it."""
    for block in blocks:
        if block["type"] == "text":
            block["value"] = block["value"].upper()
    return blocks


@pytest.fixture
def written(home):
    page = home.add_child(instance=StandardPage(title="Rules"))
    page.body = json.dumps([{"type": "text", "id": "11111111-1111-4111-8111-111111111111", "value": "<p>be kind</p>"}])
    return publish(page)


def run(operation):
    with connection.schema_editor(atomic=False) as editor:
        operation.code(real_apps, editor)


@pytest.mark.django_db(transaction=True)
def test_rows_and_revisions_change_and_ids_stay(written):
    run(MigrateBlocks("home", "StandardPage", "body", shout))
    page = StandardPage.objects.get(pk=written.pk)
    assert [(block.id, block.value.source) for block in page.body] == [
        ("11111111-1111-4111-8111-111111111111", "<P>BE KIND</P>")
    ]
    for revision in page.revisions.all():
        assert json.loads(revision.content["body"])[0]["value"] == "<P>BE KIND</P>"
        assert revision.as_object().body[0].value.source == "<P>BE KIND</P>"


@pytest.mark.django_db(transaction=True)
def test_running_it_twice_changes_nothing_more(written):
    operation = MigrateBlocks("home", "StandardPage", "body", shout)
    run(operation)
    before = list(written.revisions.values_list("content", flat=True))
    run(operation)
    assert list(written.revisions.values_list("content", flat=True)) == before


def test_blocks_stay_out_of_migrations():
    name, path, args, kwargs = StandardPage._meta.get_field("body").deconstruct()
    assert (name, path, args) == ("body", "base.streamfield.StreamField", [[]])
    assert "block_lookup" not in kwargs
    text, _imports = MigrationWriter.serialize(StreamField([], blank=True))
    assert "block_lookup" not in text
