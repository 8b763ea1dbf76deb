from collections.abc import Callable
from typing import Any

import pytest
from wagtail.models import Locale, Page, Site

from engagement.consultations.models import ConsultationIndexPage, ConsultationPage
from engagement.testing.clock import noon  # noqa: F401
from engagement.testing.consultations import make_consultation, make_draft
from home.models import HomePage
from tests.sample_module.models import PostcardWall


@pytest.fixture
def home(db: None) -> HomePage:
    """The front page of the default site."""
    Locale.objects.get_or_create(language_code="en")
    page = Page.objects.get(depth=1).add_child(instance=HomePage(title="Wexbourne", slug="wexbourne"))
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "port": 80, "root_page": page}
    )
    return page


@pytest.fixture
def index(home: HomePage) -> ConsultationIndexPage:
    """The list of consultations, live and empty."""
    return home.add_child(instance=ConsultationIndexPage(title="Have your say", slug="have-your-say"))


@pytest.fixture
def wall(db: None) -> PostcardWall:
    """Something to do that everybody may do, at once."""
    return PostcardWall.objects.create(title="Cards for Mill Lane", audience="everyone", moderation="at_once")


@pytest.fixture
def consultation(index: ConsultationIndexPage, wall: PostcardWall) -> ConsultationPage:
    """A live consultation with the wall under it, open on the frozen clock."""
    return make_consultation(index, under=(wall,))


@pytest.fixture
def draft(index: ConsultationIndexPage) -> ConsultationPage:
    """A complete consultation that was never public."""
    return make_draft(index)


@pytest.fixture
def make(index: ConsultationIndexPage) -> Callable[..., Any]:
    """Publish consultations with other fields."""

    def make_one(**changes: Any) -> ConsultationPage:
        return make_consultation(index, **changes)

    return make_one
