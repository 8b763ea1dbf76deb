"""What every test may use. Fixtures of one app live in its own folder."""

import os
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import connection
from django.test import TransactionTestCase
from django.utils import translation
from pytest_django import DjangoDbBlocker
from wagtail.models import Site

from tests.databases import Copies


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    django_test_environment: None,
    django_db_blocker: DjangoDbBlocker,
    testrun_uid: str,
    worker_id: str,
) -> Iterator[None]:
    """Give this worker a copy of one migrated database, and bring it back after each test that commits."""
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "databases"
    folder.mkdir(exist_ok=True)
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        copies = Copies(folder=folder, run=testrun_uid[:12], worker=worker_id)
        copies.prepare()
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda self: copies.restore())
        yield
        copies.drop()


@pytest.fixture(autouse=True)
def default_language() -> None:
    """Begin in the site's first language: a request for a Welsh page leaves its thread in Welsh."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture(autouse=True)
def sites_of_each_test() -> Iterator[None]:
    """End with Wagtail's list of sites forgotten: the cache outlives what a test wrote into the database."""
    yield
    Site.clear_site_root_paths_cache()


@pytest.fixture(autouse=True)
def needs_postgres(request: pytest.FixtureRequest) -> None:
    """Leave out tests marked `postgres` on another database."""
    if request.node.get_closest_marker("postgres") and connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Repeat what `bin/test` found missing or failed in an earlier part, next to the closing line."""
    for note in filter(None, os.environ.get("TEST_NOTES", "").splitlines()):
        terminalreporter.line(note)
