"""From an empty database to a site in the theme."""

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from wagtail.models import Locale, Page, Site

from base.models import BrandSettings
from engagement.consultations.models import ConsultationIndexPage, ConsultationPage
from home.models import HomePage, StandardPage

pytestmark = pytest.mark.django_db


def pages() -> list[tuple[str, str, bool]]:
    found = Page.objects.filter(depth__gt=1).order_by("path").specific()
    return [(type(page).__name__, page.title, page.live) for page in found]


MADE = [
    ("HomePage", "Wexbourne Moot", True),
    ("ConsultationIndexPage", "Have your say", True),
    ("StandardPage", "House rules", False),
    ("StandardPage", "Privacy: what we do with your answers", False),
    ("StandardPage", "Accessibility statement", False),
]


def test_site_is_made_in_place_of_the_welcome_page(client: Client) -> None:
    call_command("create_site", "Wexbourne Moot")
    assert pages() == MADE
    assert list(Locale.objects.order_by("pk").values_list("language_code", flat=True)) == [
        "en",
        "cy",
        "bn",
        "ar",
    ]
    assert BrandSettings.objects.get().site_name == "Wexbourne Moot"
    html = client.get("/").content.decode()
    assert "Wexbourne Moot" in html
    assert "Have your say" in html
    assert "Welcome to your new Wagtail site" not in html
    assert client.get("/have-your-say/").status_code == 200
    assert client.get("/house-rules/").status_code == 404


def test_drafts_say_what_to_fill_in() -> None:
    call_command("create_site", "Wexbourne Moot")
    page = StandardPage.objects.get(slug="house-rules")
    assert [block.block_type for block in page.body] == ["heading", "text"] * 3
    assert "[e-mail address]" in str(page.body[5].value)
    page.get_latest_revision().publish()
    assert StandardPage.objects.get(pk=page.pk).show_in_footer


def test_making_it_again_changes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("create_site", "Wexbourne Moot")
    call_command("create_site", "Another name")
    assert pages() == MADE
    assert Site.objects.get().site_name == "Wexbourne Moot"
    assert "has its front page already" in capsys.readouterr().out


def test_site_with_pages_of_its_own_is_left_alone() -> None:
    Page.objects.get(depth=2).add_child(instance=StandardPage(title="Our park"))
    before = pages()
    with pytest.raises(CommandError):
        call_command("create_site", "Wexbourne Moot")
    assert pages() == before
    assert not BrandSettings.objects.exists()


@pytest.mark.parametrize("name", [" ", "a" * 61])
def test_name_that_does_not_fit_is_refused(name: str) -> None:
    with pytest.raises(CommandError):
        call_command("create_site", name)
    assert HomePage.objects.count() == 0


def offered_at(place: Page) -> list[type[Page]]:
    kinds: list[type[Page]] = [HomePage, ConsultationIndexPage, ConsultationPage, StandardPage]
    return [kind for kind in kinds if kind.can_create_at(place)]


def test_pages_are_offered_where_people_can_reach_them() -> None:
    assert [offered_at(place) for place in Page.objects.order_by("path")] == [[HomePage], [ConsultationIndexPage]]
    call_command("create_site", "Wexbourne Moot")
    assert offered_at(HomePage.objects.get()) == [ConsultationIndexPage, StandardPage]
    assert offered_at(ConsultationIndexPage.objects.get()) == [ConsultationPage]
    assert offered_at(StandardPage.objects.get(slug="house-rules")) == [StandardPage]
