"""What the translation package wants done later, such as a whole branch of the tree, goes into our own queue.

The package hands over functions with objects (`WAGTAILLOCALIZE_JOBS`, https://wagtail-localize.org/stable/ref/settings/);
a queue keeps JSON. Objects are written down as model and key, and read anew when the work is done.
"""

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.db.models import Model, QuerySet
from django.utils.module_loading import import_string
from wagtail_localize.tasks import BaseJobBackend

from base.tasks import background

PACKAGE = "wagtail_localize."
"""The only functions that a row in the queue can name."""


class TasksJobBackend(BaseJobBackend):
    """Does the package's work as background tasks, once the transaction under way is committed."""

    def enqueue(self, func: Callable[..., Any], args: Any, kwargs: Any) -> None:
        """What cannot be written down is done at once, as the package itself would do it."""
        try:
            written = [written_down(value) for value in args], {name: written_down(kwargs[name]) for name in kwargs}
        except TypeError:
            func(*args, **kwargs)
        else:
            do_job.enqueue_on_commit(f"{func.__module__}.{func.__qualname__}", *written)


@background()
def do_job(name: str, args: list[Any], kwargs: dict[str, Any]) -> None:
    """Call a function of the package.

    Raises:
        ValueError: it is not one of the package's.
        ObjectDoesNotExist: what it was about has been deleted since.
    """
    if not name.startswith(PACKAGE):
        raise ValueError(f"{name} is no function of the translation package.")
    import_string(name)(*map(read_anew, args), **{key: read_anew(value) for key, value in kwargs.items()})


def written_down(value: Any) -> Any:
    """A value as JSON.

    Raises:
        TypeError: it is neither JSON nor an object of the database.
    """
    from wagtail_localize.components import TranslationComponentManager

    if isinstance(value, Model):
        return {"model": value._meta.label, "pk": str(value.pk)}
    if isinstance(value, list | tuple | QuerySet):
        return [written_down(one) for one in value]
    if isinstance(value, TranslationComponentManager) and not list(value):
        return None  # further forms of the submit page, of which a site need not have any
    if value is None or isinstance(value, str | int | bool):
        return value
    raise TypeError(f"{type(value).__name__} is neither JSON nor an object of the database.")


def read_anew(value: Any) -> Any:
    """The value that was written down."""
    if isinstance(value, list):
        return [read_anew(one) for one in value]
    if isinstance(value, dict):
        return apps.get_model(value["model"])._default_manager.get(pk=value["pk"])
    return value
