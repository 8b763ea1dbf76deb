"""The planted site, and who visits it."""

from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import call_command
from pytest_django import Settings

from engagement.testing.clock import noon
from engagement.testing.people import make_administrator, make_member, make_staff
from tests.markers.planting import Planted, plant

__all__ = ["noon"]

ROLES = {"E": "Editors", "M": "Moderators", "C": "Community managers", "A": "Analysts"}


@pytest.fixture
def planted(
    noon: Any,
    settings: Settings,
    django_capture_on_commit_callbacks: Any,
) -> Planted:
    """Everything planted, with what follows each commit done, and a night later."""
    settings.EMBED_FRAME_ANCESTORS = ["*"]
    cache.clear()
    with django_capture_on_commit_callbacks(execute=True):
        planted = plant()
    call_command("update_index", verbosity=0)
    return planted


def person(letter: str, planted: Planted) -> Any:
    """Who a column of the tables stands for."""
    if letter in ROLES:
        return make_staff(ROLES[letter])
    if letter == "g":
        member = make_member()
        member.groups.add(planted.group)
        return member
    return {"n": lambda: None, "r": make_member, "w": lambda: planted.writer, "a": make_administrator}[letter]()
