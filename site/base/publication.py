"""The one gate for publishing: what is missing, asked the same way on every road."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm
from wagtail.log_actions import get_active_log_context

if TYPE_CHECKING:
    from wagtail.models import Revision

_publisher: ContextVar[Any] = ContextVar("publisher", default=None)

_is_history: ContextVar[bool] = ContextVar("is_history", default=False)


@dataclass(frozen=True)
class Problem:
    """Why something cannot be published yet: the field it belongs to and a sentence that says what to do."""

    field: str
    message: Any
    """Text, translated when it is shown."""


class PublishRefused(Exception):
    """Raised by `Gated.publish()`; carries the page, or whatever it was, and its problems.

    No `ValidationError`: who catches one, as wagtail-localize does, looks for fields of a form and forgets the rest.
    """

    def __init__(self, page: Any, problems: list[Problem]) -> None:
        self.page = page
        self.problems = problems
        super().__init__(" ".join(str(problem.message) for problem in problems))


class StaysPublic(PublishRefused):
    """Raised where a page would leave the site and must not; carries the page and why."""


def publish_problems(page: Any) -> list[Problem]:
    """What stands between this state of a page and the public, empty when nothing does."""
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

    Wagtail's editor of pages publishes without asking `Gated.publish()`. It names who is at work for its log, as every
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


class Gated:
    """Mixin, before Wagtail's, for what has drafts: none goes public while it has publishing problems."""

    def publish_problems(self) -> list[Problem]:
        """What must be mended before this may be public; subclasses add theirs."""
        return []

    def publish(self, revision: "Revision", user: Any = None, **kwargs: Any) -> Any:
        """Publish or schedule a revision.

        Raises:
            PublishRefused: the revision has publishing problems; nothing was changed.
        """
        problems = [] if is_history() else publish_problems(revision.as_object())
        if problems:
            raise PublishRefused(self, problems)
        with transaction.atomic(), publishing_as(user):
            return super().publish(revision, user=user, **kwargs)  # type: ignore[misc]


class NamesProblems:
    """Mixin for a form: names publishing problems beside their field when an editor publishes, schedules or submits.

    Wagtail defers required fields for drafts and previews only, so the gate closes exactly when it does not.
    """

    instance: Any
    errors: Any
    fields: Any
    is_deferred_validation: bool

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if not self.is_deferred_validation:
            self.name_problems()

    def name_problems(self) -> None:
        """Put each problem of what was filled in beside its field."""
        unreadable = set(self.errors)  # filled in, only not so that it could be read: not missing as well
        for problem in publish_problems(self.instance):
            if problem.field in unreadable:
                continue
            self.add_error(problem.field if problem.field in self.fields else None, problem.message)  # type: ignore[attr-defined]


class GatedPageForm(NamesProblems, WagtailAdminPageForm):
    """The form of pages."""


class GatedForm(NamesProblems, WagtailAdminModelForm):
    """The form of snippets."""
