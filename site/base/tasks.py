"""Background work, written once against `django_tasks`; the setting `TASKS` says who does it.

https://pypi.org/project/django-tasks/ - an immediate backend in development and tests, the database for one server,
Redis or Celery for many. Arguments must be JSON. Failures are logged by `django_tasks` itself, also by the immediate
backend, which swallows them otherwise (`tests/base/test_tasks.py` holds it to that).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ParamSpec, TypeVar

from django.db import transaction
from django_tasks.base import Task
from django_tasks.utils import normalize_json

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class BackgroundTask(Task[P, T]):
    """A task that can wait for the end of the transaction."""

    def enqueue_on_commit(self, *args: P.args, **kwargs: P.kwargs) -> None:
        """Enqueue once the transaction under way is committed, at once without one, never after a rollback.

        What was committed was acknowledged: a queue that cannot be reached is logged and does not fail the request.
        Work that must not be lost therefore also leaves a row that a periodic command finds, as the outbox does.

        Raises:
            TypeError: an argument is no JSON.
        """
        normalize_json([args, kwargs])

        # Not a partial: Django reports a failure by the function's name, which a partial lacks.
        def enqueue() -> None:
            self.enqueue(*args, **kwargs)

        transaction.on_commit(enqueue, robust=True)


def background(queue_name: str = "default") -> Callable[[Callable[P, T]], BackgroundTask[P, T]]:
    """Make a module-level function a task.

    Args:
        queue_name: a queue that the configured backend knows; every backend knows `default`.
    """

    def wrap(function: Callable[P, T]) -> BackgroundTask[P, T]:
        return BackgroundTask(func=function, queue_name=queue_name)

    return wrap
