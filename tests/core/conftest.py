"""A wall of postcards on a page, which is all the core's own tests need."""

from collections.abc import Callable
from typing import Any

import pytest
from wagtail.models import Page, Site

from engagement.plugin import Contribution
from engagement.testing.pages import publish
from home.models import HomePage, StandardPage
from tests.sample_module.models import Postcard, PostcardWall


@pytest.fixture
def home(db: None) -> HomePage:
    """The front page of the default site."""
    root = Page.objects.get(depth=1)
    page = root.add_child(instance=HomePage(title="Wexbourne", slug="wexbourne"))
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "port": 80, "root_page": page}
    )
    return page


@pytest.fixture
def wall(db: None) -> PostcardWall:
    """A wall that everybody may pin to, at once."""
    return PostcardWall.objects.create(title="Cards for Mill Lane", audience="everyone", moderation="at_once")


@pytest.fixture
def make_page(home: HomePage) -> Callable[..., StandardPage]:
    """Publish a page with activities under it."""

    def make(title: str = "Mill Lane", *, under: tuple[Any, ...] = (), text: tuple[Any, ...] = ()) -> StandardPage:
        page = home.add_child(instance=StandardPage(title=title))
        return publish(page, under=under, text=text)

    return make


@pytest.fixture
def page(make_page: Callable[..., StandardPage], wall: PostcardWall) -> StandardPage:
    """A live page with the wall under it."""
    return make_page(under=(wall,))


@pytest.fixture
def make_contribution(wall: PostcardWall) -> Callable[..., Contribution]:
    """Store a contribution in any state, with its postcard."""

    def make(*, state: str = "published", text: str = "Hello", **fields: Any) -> Contribution:
        contribution = Contribution.objects.create(activity=wall, state=state, language="en", **fields)
        Postcard.objects.create(contribution=contribution, text=text)
        return contribution

    return make
