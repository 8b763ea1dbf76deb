"""A site with a home page in English, and pages below it."""

from collections.abc import Callable
from typing import Any

import pytest
from wagtail.models import Locale, Page, Site

from home.models import HomePage, StandardPage


@pytest.fixture
def home(db: None) -> HomePage:
    """The front page of the default site."""
    page = Page.objects.get(depth=1).add_child(instance=HomePage(title="Wexbourne", slug="wexbourne"))
    Site.objects.update_or_create(is_default_site=True, defaults={"hostname": "localhost", "root_page": page})
    return page


@pytest.fixture
def make_page(home: HomePage) -> Callable[..., StandardPage]:
    """A live page below the front page."""

    def make(title: str, **fields: Any) -> StandardPage:
        return home.add_child(instance=StandardPage(title=title, **fields))

    return make


@pytest.fixture
def welsh_home(home: HomePage) -> HomePage:
    """The front page in Welsh."""
    welsh, _made = Locale.objects.get_or_create(language_code="cy")
    page = home.copy_for_translation(welsh)
    page.title = "Wexbourne yn Gymraeg"
    page.save_revision().publish()
    return page
