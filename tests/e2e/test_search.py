"""Looking for something: typing, choosing a title with the keys, narrowing, and the same without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from engagement.testing.consultations import make_consultation
from tests.comments.factories import say
from tests.e2e.conftest import PageAt
from tests.e2e.talk import Talk
from tests.e2e.visitor import complaints, faults, follow, heading

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("width", [390, 1280])
def test_visitor_chooses_a_title_with_the_keys(page_at: PageAt, talk: Talk, width: int) -> None:
    make_consultation(talk.page.get_parent(), title="Mill Lane bridge")
    page = page_at(width)
    found = complaints(page)
    page.goto("/search/")
    box = page.get_by_role("combobox", name="Search this site")
    box.press_sequentially("mill")
    options = page.get_by_role("option")
    expect(options).to_have_count(2)
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("status")).to_have_text("2 suggestions. Use the arrow keys to choose.")
    assert faults(page) == []

    box.press("ArrowDown")
    expect(page.get_by_role("option", selected=True)).to_have_count(1)
    expect(box).to_have_attribute("aria-activedescendant", "q-suggestions-0")
    box.press("Escape")
    expect(options).to_have_count(0)
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("mill")

    box.press_sequentially(" lane b")
    expect(options).to_have_count(1)
    box.press("ArrowUp")
    box.press("Enter")
    expect(page).to_have_url(re.compile(r"q=Mill\+Lane\+bridge"))
    follow(page.get_by_role("link", name="Mill Lane bridge"))
    assert heading(page) == "Mill Lane bridge"
    assert found == []


def test_suggestion_is_taken_with_the_mouse(page_at: PageAt, talk: Talk) -> None:
    page = page_at(1280)
    page.goto("/search/")
    page.get_by_label("Search this site").press_sequentially("mill")
    page.get_by_role("option").click()
    expect(page.get_by_role("link", name=re.compile("Mill Lane"))).to_be_visible()


@pytest.mark.parametrize(("width", "javascript"), [(390, True), (1280, True), (1280, False)])
def test_visitor_goes_from_everything_to_a_comment(page_at: PageAt, talk: Talk, width: int, javascript: bool) -> None:
    say(talk.discussion, "Mill Lane floods in winter.", name="Nadia")
    page = page_at(width, javascript=javascript)
    page.goto("/search/")
    page.get_by_label("Search this site").fill("mill")
    follow(page.get_by_role("button", name="Search"))
    assert faults(page) == []

    follow(page.get_by_role("link", name="Consultations (1)"))
    page.get_by_label("State").select_option("Open")
    follow(page.get_by_role("button", name="Show these"))
    expect(page.get_by_text("One consultation has “mill”.")).to_be_visible()
    assert faults(page) == []

    follow(page.get_by_role("link", name="Comments (1)"))
    assert faults(page) == []
    follow(page.get_by_role("link", name="Nadia in “Talk about Mill Lane”"))
    expect(page.get_by_text("Mill Lane floods in winter.")).to_be_visible()


def test_nothing_found_says_what_to_do(page_at: PageAt, talk: Talk) -> None:
    page = page_at(390)
    page.goto("/search/?q=submarine")
    expect(page.get_by_role("heading", name="Nothing matches “submarine”")).to_be_visible()
    assert faults(page) == []
