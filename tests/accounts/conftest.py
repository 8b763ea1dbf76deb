"""What the tests of accounts share."""

import re
from collections.abc import Callable, Iterator

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.utils import translation

from base.models import OutboxMessage
from engagement.accounts.models import User
from engagement.accounts.roles import create_roles
from tests.accounts.factories import UserFactory


@pytest.fixture(autouse=True)
def forget_limits() -> Iterator[None]:
    """allauth counts in the cache, which outlives a test."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """A request in Welsh leaves the thread speaking Welsh."""
    with translation.override("en"):
        yield


@pytest.fixture
def link_in_mail() -> Callable[[str], str]:
    """Finds the path of the first link in the latest mail to an address."""

    def find(address: str) -> str:
        body = OutboxMessage.objects.filter(to=address).latest("pk").body
        found = re.search(r"http://[^/\s]+(/\S+)", body)
        assert found, body
        return found.group(1)

    return find


@pytest.fixture
def editor(db: None) -> User:
    create_roles()
    user: User = UserFactory(email="editor@example.org")
    user.groups.add(Group.objects.get(name="Editors"))
    return user
