"""Pages and comments to find."""

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from engagement.comments.models import Comment
from tests.comments.conftest import discussion
from tests.comments.factories import say
from tests.home.conftest import home, make_page, welsh_home

__all__ = ["discussion", "home", "make_page", "welsh_home"]

Say = Callable[..., Comment]


@pytest.fixture
def speak(django_capture_on_commit_callbacks: Any) -> Say:
    """`say`, with what follows the commit: search knows of it."""

    def speak(*args: Any, **fields: Any) -> Comment:
        with django_capture_on_commit_callbacks(execute=True):
            return say(*args, **fields)

    return speak


class Searched:
    """A page of results as somebody reads it."""

    def __init__(self, client: Client, query: str, *, path: str = "/search/", **more: Any) -> None:
        response = client.get(path, {"q": query, **more})
        assert response.status_code == 200
        self.soup = BeautifulSoup(response.content, "html.parser")

    @property
    def titles(self) -> list[str]:
        """The headings of the results."""
        return [" ".join(heading.get_text().split()) for heading in self.soup.select(".fm-results h2")]

    @property
    def tabs(self) -> dict[str, str]:
        """How many each view holds, by its name; empty where there are none."""
        labels = [tab.get_text(strip=True) for tab in self.soup.select(".fm-tabs a")]
        return dict(label.removesuffix(")").split(" (") for label in labels)

    @property
    def text(self) -> str:
        """Everything that can be read."""
        return " ".join(self.soup.get_text(" ").split())
