"""What the installed modules are: found once, lazily, in every installed app's `engagement_module.py`."""

from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.utils.module_loading import module_has_submodule

if TYPE_CHECKING:
    from engagement.core.hosts import HostResolver
    from engagement.core.marks import MarkSource
    from engagement.core.module import Action, Module
    from engagement.core.notes import NoteSource

Gate = Callable[..., Any]
_gates: list[Gate] = []
_resolvers: dict[str, "HostResolver"] = {}
_note_sources: list["NoteSource"] = []
_actions: dict[str, "Action"] = {}
_mark_sources: list["MarkSource"] = []


@cache
def modules() -> dict[str, "Module"]:
    """Every installed module by its slug, in the order of INSTALLED_APPS."""
    return {module.slug: module for module in discovered()}


def discovered() -> Iterator["Module"]:
    """One instance of each `Module` subclass defined in an `engagement_module.py`, duplicates included."""
    from engagement.core.module import Module

    for config in apps.get_app_configs():
        if not module_has_submodule(config.module, "engagement_module"):
            continue
        namespace = vars(import_module(f"{config.name}.engagement_module"))
        for value in namespace.values():
            if isinstance(value, type) and issubclass(value, Module) and value is not Module:
                yield value()


def find_module(slug: str) -> "Module | None":
    """The module of that slug, or None when it is not installed (any more)."""
    return modules().get(slug)


def module_of(activity_type: type) -> "Module":
    """The module whose activities are of that type.

    Raises:
        LookupError: no installed module declares it.
    """
    for module in modules().values():
        if module.activity_model is activity_type:
            return module
    raise LookupError(f"{activity_type.__name__} is the activity model of no installed module.")


def register_gate(gate: Gate) -> Gate:
    """Ask `gate(visit, action)` before every public write; it returns a `base.guards.Refusal` or None."""
    if gate not in _gates:
        _gates.append(gate)
    return gate


def unregister_gate(gate: Gate) -> None:
    """Ask this gate no more, for tests."""
    _gates.remove(gate)


def gates() -> tuple[Gate, ...]:
    """The registered gates, in the order of registration."""
    return tuple(_gates)


def register_host_resolver(resolver: "HostResolver") -> None:
    """Let objects that are no pages host activities: see `engagement.core.hosts.HostResolver`."""
    _resolvers[resolver.kind] = resolver


def unregister_host_resolver(kind: str) -> None:
    """Let objects of that kind host nothing any more, for tests."""
    del _resolvers[kind]


def host_resolver(kind: str) -> "HostResolver | None":
    """The resolver for that kind of host, or None when its app is not installed."""
    return _resolvers.get(kind)


def register_note_source(source: "NoteSource") -> "NoteSource":
    """Let an app say what came of contributions, beside each of them: see `engagement.core.notes`."""
    if source not in _note_sources:
        _note_sources.append(source)
    return source


def unregister_note_source(source: "NoteSource") -> None:
    """Ask this source no more, for tests."""
    _note_sources.remove(source)


def note_sources() -> tuple["NoteSource", ...]:
    """The registered sources of notes, in the order of registration."""
    return tuple(_note_sources)


def register_action(action: "Action") -> "Action":
    """Offer this action at the door of every module's activities; none of them may have one of that name."""
    _actions[action.name] = action
    return action


def unregister_action(name: str) -> None:
    """Offer it no more, for tests."""
    del _actions[name]


def common_actions() -> tuple["Action", ...]:
    """The actions that every activity has, whatever its module, in the order of registration."""
    return tuple(_actions.values())


def find_action(module: "Module", name: str) -> "Action | None":
    """The action of that name of an activity, its module's own or a common one, or None."""
    return module.action(name) or _actions.get(name)


def register_mark_source(source: "MarkSource") -> "MarkSource":
    """Let an app ask moderators to look at contributions, in their queue: see `engagement.core.marks`."""
    if source not in _mark_sources:
        _mark_sources.append(source)
    return source


def unregister_mark_source(source: "MarkSource") -> None:
    """Ask this source no more, for tests."""
    _mark_sources.remove(source)


def mark_sources() -> tuple["MarkSource", ...]:
    """The registered sources of marks, in the order of registration."""
    return tuple(_mark_sources)


def forget() -> None:
    """Look the modules up anew, for tests that change the installed apps."""
    modules.cache_clear()
