"""Joining, signing in, the second factor and leaving, as a person does it; axe looks at every page on the way."""

import time

import pytest
from allauth.mfa.totp.internal.auth import hotp_value
from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import expect

from engagement.accounts.models import Participant, User
from tests.e2e.conftest import PageAt
from tests.e2e.visitor import follow, heading, last_link, send

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "three quiet herons"
OPEN = ["account_login", "account_signup", "account_reset_password", "account_request_login_code", "account_inactive"]


@pytest.fixture(autouse=True)
def forget_limits() -> None:
    cache.clear()


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("name", OPEN)
def test_open_page_has_no_fault(page_at: PageAt, width: int, name: str) -> None:
    page = page_at(width)
    page.goto(reverse(name))
    assert heading(page)


def test_form_with_errors_has_no_fault(page_at: PageAt) -> None:
    page = page_at(390)
    page.goto(reverse("account_signup"))
    send(page, "Join Folkmoot", display_name="Siân", email="sian", password1="short")
    assert heading(page) == "Join Folkmoot"
    assert page.input_value("[name=display_name]") == "Siân"
    expect(page.locator(".govuk-error-summary")).to_be_focused()


@pytest.mark.parametrize("width", [390, 1280])
def test_join_set_up_a_second_factor_and_leave(page_at: PageAt, width: int) -> None:
    page = page_at(width)
    page.goto(reverse("account_signup"))
    send(page, "Join Folkmoot", display_name="Siân", email="sian@example.org", password1=PASSWORD)
    assert heading(page) == "Look into your e-mail"
    page.goto(last_link("sian@example.org"))
    assert heading(page) == "Is this your e-mail?"
    send(page, "Yes, this is my e-mail")

    page.goto(reverse("account_home"))
    assert heading(page) == "Your account"
    follow(page.locator("a:has-text('your second factor')"))
    assert heading(page) == "Second factor"
    follow(page.locator("main a:text-is('Set up a second factor')"))
    send(page, "Continue", password=PASSWORD)
    assert heading(page) == "Set up a second factor"
    code = f"{hotp_value(page.inner_text('.fm-secret'), int(time.time()) // 30):06d}"
    send(page, "Switch it on", code=code)
    assert heading(page) == "Your recovery codes"

    page.goto(reverse("account_leave"))
    assert heading(page) == "Leave and erase"
    page.click("label:text-is('Take it away as well')")
    send(page, "Erase my account")
    assert heading(page) == "You have left"
    assert (User.objects.count(), Participant.objects.get().display_name) == (0, "")


def test_every_step_works_without_javascript(page_at: PageAt) -> None:
    page = page_at(390, javascript=False)
    page.goto(reverse("account_signup"))
    send(page, "Join Folkmoot", email="sian@example.org", password1=PASSWORD)
    page.goto(last_link("sian@example.org"))
    send(page, "Yes, this is my e-mail")
    page.goto(reverse("account_logout"))
    send(page, "Sign out")

    page.goto(reverse("account_reset_password"))
    send(page, "Send me the link", email="sian@example.org")
    page.goto(last_link("sian@example.org"))
    send(page, "Save my new password", password1="seven loud geese")
    follow(page.locator("main a:text-is('Sign in')"))
    page.check("[name=remember]")
    send(page, "Sign in", login="sian@example.org", password="seven loud geese")
    page.goto(reverse("account_home"))
    assert page.inner_text("h1") == "Your account"
