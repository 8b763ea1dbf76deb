"""What people do in a browser, in few words."""

import re
import time
from collections.abc import Callable
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.models import Group
from django.test import Client
from playwright.sync_api import Locator, Page

from base.models import OutboxMessage
from engagement.accounts.models import User
from tests.e2e.browser import axe

NETWORK = re.compile("Failed to load resource")


def make_staff(group: str, **fields: Any) -> User:
    """Somebody of that role, with nothing but what `create_roles` gives it."""
    user = User.objects.create_user(f"{group.lower()}@example.org", "three quiet herons", **fields)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    user.groups.add(Group.objects.get(name=group))
    return user


def sign_in(page: Page, user: User, url: str) -> None:
    """Be this person in this browser from now on."""
    client = Client()
    client.force_login(user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": f"{url}/"}])


def complaints(page: Page) -> list[str]:
    """What the console and the scripts of a page complain about from now on, such as what our policy forbids.

    A status above 399 is no complaint: some journeys are refused on purpose.
    """
    found: list[str] = []
    page.on("pageerror", lambda error: found.append(str(error)))
    page.on(
        "console",
        lambda message: (
            found.append(message.text)
            if message.type in {"error", "warning"} and not NETWORK.match(message.text)
            else None
        ),
    )
    return found


def faults(page: Page) -> list[Any]:
    """What is wrong with the page as it stands: what axe finds, and whatever stands out of the window.

    Where scripts are switched off axe would wait for ever; the markup is the same.
    """
    has_scripts = page.evaluate("matchMedia('(scripting: enabled)').matches")
    return (axe(page) if has_scripts else []) + overflow(page)


# The elements that make a page wider than its window: none of those that scroll or are cut off by themselves.
WIDE = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  const held = element => {
    for (let box = element.parentElement; box && box !== document.body; box = box.parentElement)
      if (getComputedStyle(box).overflowX !== 'visible') return true;
    return false;
  };
  const wide = [...document.querySelectorAll('body *')].filter(element => {
    const box = element.getBoundingClientRect();
    return (box.right > width + 1 || box.left < -1) && !held(element);
  });
  return wide.map(element => element.outerHTML.slice(0, 120));
}"""


def overflow(page: Page) -> list[str]:
    """The elements for which a page has to be scrolled sideways."""
    found: list[str] = page.evaluate(WIDE)
    return found


def heading(page: Page) -> str:
    """The page's heading, with plain spaces, once nothing is found wrong with the page."""
    assert faults(page) == []
    return page.inner_text("h1").replace("\u00a0", " ")


def text_of(page: Page) -> str:
    """What the main part of a page says, on one line with plain spaces."""
    return " ".join(page.inner_text("main").split())


def follow(way: Locator) -> None:
    """Press a link or a button, and be on the page it leads to.

    `click` alone may return while the old page still stands, and what is read then is the old page. A change of the
    address alone, such as Wagtail's autosave makes, is no new page.
    """
    with way.page.expect_event("load"):
        way.click()


def wait_until(is_so: Callable[[], bool], seconds: float = 15) -> None:
    """Until the server has come so far."""
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.1)


def send(page: Page, button: str, **fields: str) -> None:
    """Fill the form of the main part, press its button, and be on the page that answers."""
    for name, value in fields.items():
        page.fill(f"main [name={name}]", value)
    follow(page.locator(f"main button:text-is('{button}')"))


def last_link(address: str) -> str:
    """The path of the link in the newest mail to somebody."""
    body = OutboxMessage.objects.filter(to=address).latest("pk").body
    found = re.search(r"https?://[^/\s]+(/\S+)", body)
    assert found, body
    return found.group(1)
