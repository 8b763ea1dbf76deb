"""Under attack: a browser solves a real challenge, and who has no JavaScript confirms by e-mail."""

import re

import pytest
from playwright.sync_api import expect
from pytest_django import Settings
from wagtail.models import Site

from base.challenge import zero_bits
from base.models import ProtectionSettings
from config.paths import SITE
from engagement.plugin import Audience, ContributionState
from tests.e2e.conftest import PageAt
from tests.e2e.talk import Talk
from tests.e2e.visitor import complaints, follow, heading, last_link, send, text_of

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = "The lorries come at seven. My windows shake."
BUTTON = "Post my comment"


@pytest.fixture(autouse=True)
def attack(talk: Talk, settings: Settings) -> None:
    """The talk asks for no address, and a manager has switched the challenge on."""
    settings.CHALLENGE_BITS = 12
    type(talk.discussion).objects.update(audience=Audience.EVERYONE)
    ProtectionSettings.objects.create(site=Site.objects.get(is_default_site=True), challenge="on")


@pytest.mark.parametrize("width", [390, 1280])
def test_browser_solves_the_challenge_and_sends_by_itself(page_at: PageAt, talk: Talk, width: int) -> None:
    page = page_at(width)
    said = complaints(page)
    page.goto(talk.url)
    page.fill("[name=comment]", WORDS)
    page.fill("[name=name]", "Nadia")
    page.click(f"text='{BUTTON}'")
    expect(page.locator(".fm-comment--mine")).to_contain_text(WORDS)
    assert "/thread/" in page.url
    assert talk.said() == [(WORDS, ContributionState.PENDING)]
    assert said == []


@pytest.mark.parametrize("width", [390, 1280])
def test_page_says_how_far_it_is_while_the_sum_is_hard(
    page_at: PageAt, talk: Talk, settings: Settings, width: int
) -> None:
    settings.CHALLENGE_BITS = 60
    page = page_at(width)
    said = complaints(page)
    send_first(page, talk)
    assert heading(page) == "One moment before we take it"
    expect(page.get_by_role("status")).to_have_text("The check is under way.")
    expect(page.get_by_role("progressbar")).to_be_visible()
    assert page.input_value("textarea >> nth=0") == WORDS
    follow(page.get_by_role("button", name="Send it and mail me the link"))
    assert "Write your e-mail address in full" in text_of(page)
    assert heading(page) == "One moment before we take it"
    assert (talk.said(), said) == ([], [])


WORKER = """([code, challenge, bits]) => {
  const worker = new Function("postMessage", "addEventListener", code + "; return solve;");
  return worker(() => {}, () => {})(challenge, bits);
}"""


def test_worker_counts_zero_bits_as_we_do(page_at: PageAt) -> None:
    """Whatever the length: the number may reach into a second block of SHA-256."""
    page, code = page_at(1280), (SITE / "static/base/proof_worker.js").read_text()
    for length in range(40, 140):
        challenge = "x" * length
        assert zero_bits(f"{challenge}:{page.evaluate(WORKER, [code, challenge, 7])}") >= 7


def send_first(page: object, talk: Talk) -> None:
    page.goto(talk.url)  # type: ignore[attr-defined]
    send(page, BUTTON, comment=WORDS, name="Nadia")  # type: ignore[arg-type]


@pytest.mark.parametrize("width", [390, 1280])
def test_without_javascript_the_way_by_mail_leads_to_the_end(page_at: PageAt, talk: Talk, width: int) -> None:
    page = page_at(width, javascript=False)
    send_first(page, talk)
    assert heading(page) == "One moment before we take it"
    assert not page.get_by_role("progressbar").is_visible()
    send(page, "Send it and mail me the link", proof_email="nadia@example.org")
    assert heading(page) == "One step more: look into your e-mail"
    assert talk.said() == [(WORDS, ContributionState.UNCONFIRMED)]

    page.goto(last_link("nadia@example.org"))
    follow(page.locator("text='Yes, this is mine'"))
    assert heading(page) == "Thank you, it counts now"
    assert talk.said() == [(WORDS, ContributionState.PENDING)]
    page.goto(talk.url)
    send(page, BUTTON, comment="And another thing.")
    assert re.search(r"/thread/", page.url)
    assert len(talk.said()) == 2
