"""Every page of the demo, as residents and as staff see it: what axe finds, what stands out of the window, what the
console complains about, and what is asked of other hosts.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer
from wagtail.models import Page as WagtailPage

from engagement.accounts.models import User
from engagement.comments.models import Discussion
from engagement.plugin import Contribution
from tests.e2e.browser import axe
from tests.e2e.conftest import PageAt
from tests.e2e.editor import ConsultationEditor
from tests.e2e.visitor import complaints, faults, overflow, sign_in

pytestmark = pytest.mark.django_db(transaction=True)
OTHERS = [
    "/search/",
    "/search/?q=bus",
    "/search/?q=zzzz",
    "/cy/search/?q=bws",
    "/nowhere/",
    "/cy/nowhere/",
    "/ar/nowhere/",
    "/ar/account/signup/",
    "/ar/have-your-say/mill-lane/",
    "/bn/account/login/",
    "/bn/have-your-say/mill-lane/",
    "/account/login/",
    "/account/signup/",
    "/account/password/reset/",
    "/demo/",
    "/demo/mail/",
    "/engage/confirm/no-such-link/",
    "/have-your-say/?state=closed",
    "/have-your-say/?state=all&q=zzzz",
]
ACCOUNT = ["account_home", "account_email", "account_change_password", "account_logout", "account_leave"]
WAGTAILS = [
    # The rich text editor of Wagtail 8.0.1 does not name its box.
    ("aria-input-field-name", "public-DraftEditor-content"),
    # Nor does its table editor name the cells.
    ("label", "-value-table-cell-"),
    # Its modal names itself by a title inside.
    ("aria-dialog-name", 'class="modal fade'),
    # Its map of a long page scrolls before its links can be reached.
    ("scrollable-region-focusable", "w-minimap__list"),
]
"""What Wagtail's own widgets get wrong: the rule, and what its markup contains."""


def addresses() -> list[str]:
    """Every page that is public, each thread, and what is not a page."""
    pages = [page.url for page in WagtailPage.objects.live().filter(depth__gt=1).specific()]
    threads = [f"{prefix}/engage/{talk.uuid}/thread/" for talk in Discussion.objects.all() for prefix in ("", "/cy")]
    return [*pages, *threads, *OTHERS]


def screens() -> Iterator[str]:
    """Our own screens of the admin."""
    mill_lane = WagtailPage.objects.get(slug="mill-lane", locale__language_code="en")
    contribution = Contribution.objects.filter(state="pending").first()
    discussion = Discussion.objects.first()
    assert contribution
    assert discussion
    yield reverse("engagement_queue:index")
    yield f"{reverse('engagement_queue:index')}?state=published"
    yield reverse("engagement_queue:detail", args=[contribution.uuid])
    yield reverse("engagement_comments:index")
    yield reverse("engagement_comments:add")
    yield reverse("engagement_comments:edit", args=[discussion.pk])
    yield reverse("engagement_participation")
    yield reverse("wagtailsettings:edit", args=["base", "brandsettings"])
    yield reverse("wagtailadmin_pages:edit", args=[mill_lane.pk])
    yield reverse(
        "wagtailadmin_pages:add", args=["engagement_consultations", "consultationpage", mill_lane.get_parent().pk]
    )


@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_has_a_fault(page_at: PageAt, borough: None, site: LiveServer, width: int) -> None:
    """One test a width, because loading the borough takes as long as looking at ten pages of it."""
    visitor = page_at(width)
    said = complaints(visitor)
    found = {address: public_faults(visitor, address) for address in addresses()}
    assert said == []
    member = page_at(width)
    sign_in(member, User.objects.get(email="member@wexbourne.example"), site.url)
    found |= {address: public_faults(member, address) for address in map(reverse, ACCOUNT)}
    manager = page_at(width)
    sign_in(manager, User.objects.get(email="manager@wexbourne.example"), site.url)
    found |= {address: admin_faults(manager, address) for address in screens()}
    found["the chooser of activities"] = chooser_faults(manager)
    assert {address: wrong for address, wrong in found.items() if wrong} == {}


def public_faults(page: Page, address: str) -> list[Any]:
    """What is wrong with a page as it opens; of a phone's, also in the narrowest window.

    320 pixels are also what 400% zoom leaves of 1280 (WCAG 2.2, 1.4.10).
    """
    page.goto(address)
    found = faults(page)
    size = page.viewport_size
    if size and size["width"] == 390:
        page.set_viewport_size({"width": 320, "height": 700})
        found += overflow(page)
        page.set_viewport_size(size)
    return found


def admin_faults(page: Page, address: str) -> list[Any]:
    """What axe finds on a screen of the admin."""
    page.goto(address)
    page.wait_for_load_state("networkidle")
    return our_faults(page)


def chooser_faults(page: Page) -> list[Any]:
    """What axe finds in the chooser of activities, over the editor that stands open."""
    ConsultationEditor(page).open_chooser()
    page.locator(".modal").get_by_role("tab", name="New activity").click()
    expect(page.locator(".modal")).to_have_css("opacity", "1")
    return our_faults(page)


def our_faults(page: Page) -> list[Any]:
    """What axe finds now and is ours to mend."""
    found = [(fault["rule"], node) for fault in axe(page) for node in fault["nodes"]]
    return [(rule, markup) for rule, markup in found if not is_wagtails(rule, markup)]


def is_wagtails(rule: str, markup: str) -> bool:
    """Whether a fault is one of `WAGTAILS`."""
    return any(rule == known and sign in markup for known, sign in WAGTAILS)
