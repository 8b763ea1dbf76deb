"""The one gate for publishing: what is missing, asked the same way on every road."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.log_actions import get_active_log_context

if TYPE_CHECKING:
    from base.models import BasePage

_publisher: ContextVar[Any] = ContextVar("publisher", default=None)

_is_history: ContextVar[bool] = ContextVar("is_history", default=False)


@dataclass(frozen=True)
class Problem:
    """Why a page cannot be published yet: the field it belongs to and a sentence that says what to do."""

    field: str
    message: Any
    """Text, translated when it is shown."""


class PublishRefused(Exception):
    """Raised by `BasePage.publish()`; carries the page and its problems.

    No `ValidationError`: who catches one, as wagtail-localize does, looks for fields of a form and forgets the rest.
    """

    def __init__(self, page: "BasePage", problems: list[Problem]) -> None:
        self.page = page
        self.problems = problems
        super().__init__(" ".join(str(problem.message) for problem in problems))


class StaysPublic(PublishRefused):
    """Raised where a page would leave the site and must not; carries the page and why."""


def publish_problems(page: Any) -> list[Problem]:
    """What stands between this state of the page and the public, empty when nothing does."""
    return page.publish_problems() if hasattr(page, "publish_problems") else []


@contextmanager
def publishing_as(user: Any) -> Iterator[None]:
    """Remember who publishes, for the receivers of Wagtail's signal, which does not say."""
    token = _publisher.set(user)
    try:
        yield
    finally:
        _publisher.reset(token)


def current_publisher() -> Any:
    """The user of the publication under way, or None (the scheduler, a command).

    Wagtail's editor publishes without asking `BasePage.publish()`. It names who is at work for its log, as every
    other screen of the admin does.
    """
    return _publisher.get() or get_active_log_context().user


@contextmanager
def publishing_history() -> Iterator[None]:
    """Let pages go public that lack what the gate asks for, because they are records of what was published elsewhere.

    For imports only. What is missing is asked for when somebody edits and publishes the page, by the rules of its type.
    """
    token = _is_history.set(True)
    try:
        yield
    finally:
        _is_history.reset(token)


def is_history() -> bool:
    """Whether what is being published was published elsewhere before."""
    return _is_history.get()


class GatedPageForm(WagtailAdminPageForm):
    """Names publishing problems beside their field when an editor publishes, schedules or submits.

    Wagtail defers required fields for drafts and previews only, so the gate closes exactly when it does not.
    """

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.is_deferred_validation:
            return
        unreadable = set(self.errors)  # filled in, only not so that it could be read: not missing as well
        for problem in publish_problems(self.instance):
            if problem.field in unreadable:
                continue
            self.add_error(problem.field if problem.field in self.fields else None, problem.message)
