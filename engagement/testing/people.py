"""People for tests: members, staff of each role, administrators."""

from collections.abc import Iterable
from itertools import count
from typing import Any

from django.contrib.auth.models import Group, Permission
from wagtail.models import GroupPagePermission, Page

from engagement.accounts.models import Participant, User
from engagement.accounts.roles import ROLES, create_roles

_numbers = count(1)


def make_member(*, email: str = "", name: str = "", **fields: Any) -> User:
    """A member who has signed up and confirmed an address; with the name that they show, where one is given."""
    user = User.objects.create_user(email or f"member{next(_numbers)}@example.org", "a long password", **fields)
    if name:
        Participant.objects.create(user=user, display_name=name)
    return user


def make_staff(role: str, **fields: Any) -> User:
    """A member of staff in one of the groups of `engagement.accounts.roles.ROLES`, such as "Moderators"."""
    create_roles()
    user = make_member(email=f"staff{next(_numbers)}@example.org", **fields)
    user.groups.add(Group.objects.get(name=role))
    return user


def make_staff_with(*permissions: str, **fields: Any) -> User:
    """A colleague with these single rights, each `app_label.codename`, and no group."""
    user = make_member(**fields)
    for name in permissions:
        user.user_permissions.add(_permission(name))
    return user


def make_editor_of(page: Page, *, pages: Iterable[str] = ROLES["Editors"].pages) -> User:
    """An editor whose rights on pages, each `app_label.codename`, begin at this one: of a second site, say."""
    group = Group.objects.create(name=f"Editors of {page.title} {next(_numbers)}")
    group.permissions.set(_permission(name) for name in ROLES["Editors"].everywhere)
    for name in pages:
        GroupPagePermission.objects.create(group=group, page=page, permission=_permission(name))
    editor = make_member()
    editor.groups.add(group)
    return editor


def _permission(name: str) -> Permission:
    app_label, codename = name.split(".")
    return Permission.objects.get(content_type__app_label=app_label, codename=codename)


def make_administrator() -> User:
    """Somebody who may do everything."""
    return User.objects.create_superuser(f"admin{next(_numbers)}@example.org", "a long password")
