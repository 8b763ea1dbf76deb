"""System checks: a module that is declared wrongly stops the start with a sentence."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.core.checks import CheckMessage, Error
from django.template import TemplateDoesNotExist
from django.template.loader import get_template

from engagement.core import registry
from engagement.core.exports import COMMON_COLUMNS
from engagement.core.models import Activity
from engagement.core.module import Action, Column, Module

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def check_modules(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Every declaration of every installed module."""
    found = list(registry.discovered())
    errors = [error for module in found for error in _check(module)]
    for slug, times in Counter(getattr(module, "slug", None) for module in found).items():
        if slug and times > 1:
            errors.append(Error(f"{times} modules have the slug “{slug}”.", id="engagement.E002"))
    return errors


def _check(module: Module) -> Iterator[CheckMessage]:
    missing = [name for name in ("slug", "label", "activity_model") if not hasattr(module, name)]
    if missing:
        yield Error(f"Declare {', '.join(missing)}.", obj=module, id="engagement.E001")
        return
    if not SLUG.fullmatch(module.slug):
        yield Error(f"“{module.slug}” is no slug: small letters, digits and hyphens.", obj=module, id="engagement.E003")
    if not (issubclass(module.activity_model, Activity) and module.activity_model is not Activity):
        yield Error("activity_model must be a subclass of Activity.", obj=module, id="engagement.E004")
    yield from _check_actions(module)
    yield from _check_rows(module)
    try:
        get_template(module.inline_template)
    except TemplateDoesNotExist:
        yield Error(f"There is no template {module.inline_template}.", obj=module, id="engagement.E008")


def _check_actions(module: Module) -> Iterator[CheckMessage]:
    names = [action.name for action in module.actions]
    if len(names) != len(set(names)):
        yield Error("Two actions have the same name.", obj=module, id="engagement.E005")
    for taken in sorted({action.name for action in registry.common_actions()} & set(names)):
        yield Error(f"“{taken}” is an action that every activity has.", obj=module, id="engagement.E012")
    if module.entrance and module.entrance not in names:
        yield Error(f"entrance names no action: “{module.entrance}”.", obj=module, id="engagement.E006")
    for action in module.actions:
        yield from _check_action(module, action)
    entrance = next((a for a in module.actions if a.name == (module.entrance or names[0])), None)
    if entrance is not None and "GET" not in entrance.methods:
        yield Error(f"People are sent to “{entrance.name}” first: it must take GET.", obj=module, id="engagement.E006")


def _check_action(module: Module, action: Action) -> Iterator[CheckMessage]:
    if not SLUG.fullmatch(action.name):
        yield Error(f"“{action.name}” is no action name.", obj=module, id="engagement.E003")
    for attribute in ("methods", "limits"):
        value = getattr(action, attribute)
        if not isinstance(value, tuple):
            hint = f"Write {attribute}=({value!r},)." if isinstance(value, str) else None
            words = f"{attribute} of the action “{action.name}” must be a tuple."
            yield Error(words, hint=hint, obj=module, id="engagement.E010")
        elif attribute == "methods" and not set(value) <= {"GET", "HEAD", "POST"}:
            yield Error(f"The action “{action.name}” knows GET, HEAD and POST only.", obj=module, id="engagement.E010")
    if action.permission and action.permission.count(".") != 1:
        yield Error(f"“{action.permission}” is no permission: app_label.codename.", obj=module, id="engagement.E011")


ENTERING = ("enter", "entry_data", "correct")


def _check_rows(module: Module) -> Iterator[CheckMessage]:
    if module.entry_form is not None:
        missing = [name for name in ENTERING if getattr(type(module), name) is getattr(Module, name)]
        if missing:
            yield Error(f"entry_form goes with {', '.join(missing)}.", obj=module, id="engagement.E012")
    if module.row_model is None:
        return
    field = next((f for f in module.row_model._meta.get_fields() if f.name == "contribution"), None)
    if field is None or not field.one_to_one:
        yield Error("row_model needs a OneToOneField named contribution.", obj=module, id="engagement.E007")
    if not all(isinstance(column, Column) for column in module.export_columns):
        yield Error("export_columns must hold Column objects.", obj=module, id="engagement.E009")
        return
    headings = [column.heading for column in (*COMMON_COLUMNS, *module.export_columns)]
    for heading in sorted({heading for heading in headings if headings.count(heading) > 1}):
        yield Error(f"Two export columns have the heading “{heading}”.", obj=module, id="engagement.E009")
