import logging
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django_tasks.backends.immediate import ImmediateBackend
from pytest_django import Settings

from base.tasks import background

done: list[str] = []


@background()
def note(word: str) -> None:
    done.append(word)


@background()
def fail() -> None:
    raise RuntimeError("the work failed")


@pytest.fixture(autouse=True)
def nothing_done() -> None:
    done.clear()


def test_enqueue_on_commit_waits_for_the_commit(transactional_db: None) -> None:
    with transaction.atomic():
        note.enqueue_on_commit(word="a")
        assert done == []
    assert done == ["a"]


def test_enqueue_on_commit_without_a_transaction_enqueues_at_once(transactional_db: None) -> None:
    note.enqueue_on_commit("a")
    assert done == ["a"]


def test_enqueue_on_commit_after_a_rollback_does_nothing(transactional_db: None) -> None:
    with transaction.atomic():
        note.enqueue_on_commit("a")
        transaction.set_rollback(True)
    assert done == []


class UnreachableBackend(ImmediateBackend):
    def enqueue(self, *args: Any, **kwargs: Any) -> Any:
        raise ConnectionError("the queue is down")


def test_enqueue_on_commit_without_a_queue_logs_and_does_not_fail(
    transactional_db: None, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.TASKS = {"default": {"BACKEND": "tests.base.test_tasks.UnreachableBackend"}}
    with transaction.atomic():
        note.enqueue_on_commit("a")
    [record] = caplog.records
    assert record.levelno == logging.ERROR
    assert "the queue is down" in record.getMessage()


def test_enqueue_on_commit_with_an_argument_that_is_no_json_raises(db: None) -> None:
    with pytest.raises(TypeError):
        note.enqueue_on_commit(object())  # type: ignore[arg-type]


def test_failure_in_the_immediate_backend_is_logged_with_its_cause(caplog: pytest.LogCaptureFixture) -> None:
    fail.enqueue()
    [record] = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert record.name == "django_tasks"
    assert "tests.base.test_tasks.fail" in record.getMessage()
    assert record.exc_info is not None
    assert str(record.exc_info[1]) == "the work failed"


def test_task_runs_from_the_database_queue(transactional_db: None, settings: Settings) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    with transaction.atomic():
        note.enqueue_on_commit("a")
    assert done == []
    call_command("db_worker", batch=True, interval=0, startup_delay=False)
    assert done == ["a"]
