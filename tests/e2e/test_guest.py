"""A resident without an account comments: on a phone and a desk, with and without JavaScript, by keyboard, in error."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from engagement.core.models import Confirmation
from engagement.plugin import ContributionState, Moderation
from tests.accounts.factories import UserFactory
from tests.comments.factories import say
from tests.e2e.conftest import PageAt
from tests.e2e.talk import Talk
from tests.e2e.visitor import complaints, faults, follow, heading, last_link, overflow, send, sign_in, text_of

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = "The lorries come at seven. My windows shake."
ADDRESS = "nadia@example.org"
WAYS = [(390, True), (390, False), (1280, True), (1280, False)]
BUTTON = "Post my comment"


def write(page: Page, talk: Talk, text: str = WORDS) -> None:
    """Fill the composer of the thread, without sending it."""
    page.goto(talk.url)
    page.fill("[name=comment]", text)
    page.fill("[name=name]", "Nadia")
    page.fill("[name=email]", ADDRESS)


def typed(page: Page) -> tuple[str, str, str]:
    """What the composer holds."""
    return tuple(page.input_value(f"[name={name}]") for name in ("comment", "name", "email"))  # type: ignore[return-value]


def focused_fault(page: Page) -> str:
    """The sentences of the error summary, which has the focus."""
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    return " ".join(page.inner_text(".govuk-error-summary__list").split())


@pytest.mark.parametrize(("width", "javascript"), WAYS)
def test_guest_comments_and_confirms(page_at: PageAt, talk: Talk, width: int, javascript: bool) -> None:
    page = page_at(width, javascript=javascript)
    said = complaints(page)
    page.goto(talk.page.url)
    follow(page.locator("main a:has-text('Join the conversation') >> visible=true").first)
    send(page, BUTTON, comment=WORDS, name="Nadia", email=ADDRESS)
    assert heading(page) == "One step more: look into your e-mail"
    assert WORDS in text_of(page)
    assert talk.said() == [(WORDS, ContributionState.UNCONFIRMED)]

    page.goto("/demo/mail/")
    follow(page.locator("main li a"))
    assert WORDS in text_of(page)
    assert faults(page) == []
    follow(page.locator("main a[href*='/confirm/']"))
    assert heading(page) == "Confirm what you sent"
    follow(page.locator("text='Yes, this is mine'"))

    assert heading(page) == "Thank you, it counts now"
    assert talk.said() == [(WORDS, ContributionState.PENDING)]
    follow(page.locator("text='See it in the talk'"))
    own = page.locator(".fm-comment--mine")
    assert WORDS in own.inner_text()
    assert "Only you can see this" in own.inner_text()
    other = page_at(width, javascript=javascript)
    other.goto(talk.url)
    assert WORDS not in text_of(other)
    assert said == []


def test_words_come_along_while_people_look_around_until_they_are_sent(page_at: PageAt, talk: Talk) -> None:
    type(talk.discussion).objects.update(moderation=Moderation.AT_ONCE)
    first, _second = say(talk.discussion, "The first"), say(talk.discussion, "The second")
    page = page_at(390)
    page.goto(talk.url)
    page.fill("[name=comment]", WORDS)
    for link in ("Newest first", "Reply to Nadia", "Write a new comment instead"):
        follow(page.get_by_role("link", name=link).first)
        assert page.input_value("[name=comment]") == WORDS
    page.goto(f"{talk.url}?reply={first.contribution.uuid}")
    assert page.input_value("[name=comment]") == WORDS
    send(page, "Post my reply", name="Nadia", email="no address")
    assert page.input_value("[name=comment]") == WORDS
    send(page, "Post my reply", email=ADDRESS)
    assert heading(page) == "One step more: look into your e-mail"
    page.goto(talk.url)
    assert page.input_value("[name=comment]") == ""


def test_comment_is_shown_at_once_where_nothing_is_held(page_at: PageAt, talk: Talk) -> None:
    type(talk.discussion).objects.update(moderation=Moderation.AT_ONCE)
    page = page_at(390)
    write(page, talk)
    follow(page.locator(f"text='{BUTTON}'"))
    page.goto(last_link(ADDRESS))
    follow(page.locator("text='Yes, this is mine'"))
    assert "It is published now." in text_of(page)
    other = page_at(390)
    other.goto(talk.page.url)
    assert WORDS in text_of(other)
    assert faults(other) == []


@pytest.mark.parametrize("javascript", [True, False])
def test_remembered_guest_becomes_somebody_else_and_keeps_the_words(
    page_at: PageAt, talk: Talk, javascript: bool
) -> None:
    page = page_at(390, javascript=javascript)
    write(page, talk)
    follow(page.locator(f"text='{BUTTON}'"))
    page.goto(last_link(ADDRESS))
    assert "The name shown with it: Nadia" in text_of(page)
    follow(page.locator("text='Yes, this is mine'"))
    follow(page.locator("text='See it in the talk'"))
    assert "You write as Nadia." in text_of(page)
    page.fill("[name=comment]", "A bench, please.")
    follow(page.locator("text='Write as somebody else'"))
    assert typed(page) == ("A bench, please.", "", "")
    page.wait_for_function("scrollY > 0")
    assert faults(page) == []


def test_bar_with_the_way_to_the_form_is_gone_where_the_form_is(page_at: PageAt, talk: Talk) -> None:
    for number in range(8):
        say(talk.discussion, f"{number}. {WORDS}")
    page = page_at(390)
    page.goto(talk.url)
    dock = page.locator(".fm-dock")
    expect(dock).to_be_visible()
    for selector in (".fm-composer h2", "[name=comment]", f"text='{BUTTON}'"):
        page.locator(selector).scroll_into_view_if_needed()
        expect(dock).to_be_hidden()
    page.evaluate("scrollTo(0, 0)")
    expect(dock).to_be_visible()


def test_nothing_moves_when_somebody_leaves_the_form(page_at: PageAt, talk: Talk) -> None:
    """Or the first tap below it would miss what it meant."""
    page = page_at(390)
    page.goto(talk.url)
    page.focus("[name=comment]")
    expect(page.locator(".fm-dock")).to_be_hidden()
    places = "[scrollY, document.querySelector('.fm-footer').getBoundingClientRect().top]"
    before = page.evaluate(places)
    page.locator("[name=comment]").blur()
    assert page.evaluate(places) == before


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "Write your comment"),
        ("word " * 500, "Shorten it by"),
        ("Ring me on 07700 900123 about the lorries.", "Take the phone number out of your comment"),
    ],
    ids=["empty", "too-long", "phone"],
)
def test_mistake_is_named_and_nothing_is_lost(
    page_at: PageAt, talk: Talk, text: str, fault: str, javascript: bool
) -> None:
    page = page_at(390, javascript=javascript)
    write(page, talk, text)
    follow(page.locator(f"text='{BUTTON}'"))
    assert focused_fault(page).startswith(fault)
    assert typed(page) == (text, "Nadia", ADDRESS)
    assert faults(page) == []
    page.click(".govuk-error-summary__list a")
    expect(page.locator("[name=comment]")).to_be_focused()

    page.fill("[name=comment]", WORDS)
    follow(page.locator(f"text='{BUTTON}'"))
    assert talk.said() == [(WORDS, ContributionState.UNCONFIRMED)]


def test_double_click_posts_once(page_at: PageAt, talk: Talk) -> None:
    page = page_at(390)
    write(page, talk)
    page.dblclick(f"text='{BUTTON}'")
    page.wait_for_url("**/sent/**")
    assert talk.said() == [(WORDS, ContributionState.UNCONFIRMED)]


def test_back_button_brings_the_words_back(page_at: PageAt, talk: Talk) -> None:
    page = page_at(390)
    write(page, talk)
    follow(page.locator(f"text='{BUTTON}'"))
    page.go_back()
    assert page.input_value("[name=comment]") == WORDS
    page.fill("[name=comment]", "And a bench, please.")
    follow(page.locator(f"text='{BUTTON}'"))
    assert [text for text, _state in talk.said()] == [WORDS, "And a bench, please."]


def test_form_that_is_stale_after_signing_out_keeps_the_words(page_at: PageAt, talk: Talk, site: LiveServer) -> None:
    page = page_at(390)
    sign_in(page, UserFactory(), site.url)
    page.goto(talk.url)
    page.fill("[name=comment]", WORDS)
    other = page.context.new_page()
    other.goto("/account/logout/")
    send(other, "Sign out")

    follow(page.locator(f"text='{BUTTON}'"))
    assert WORDS in [area.input_value() for area in page.locator("main textarea").all()]
    assert heading(page)
    assert talk.said() == []


@pytest.mark.parametrize("width", [390, 1280])
def test_expired_used_and_cut_links_say_so(page_at: PageAt, talk: Talk, width: int) -> None:
    page = page_at(width)
    write(page, talk)
    follow(page.locator(f"text='{BUTTON}'"))
    link = last_link(ADDRESS)
    page.goto(link)
    Confirmation.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    follow(page.locator("text='Yes, this is mine'"))
    assert heading(page) == "This link does not work any more"
    assert WORDS in text_of(page)

    Confirmation.objects.update(expires_at=timezone.now() + timedelta(hours=1))
    page.goto(link)
    follow(page.locator("text='Yes, this is mine'"))
    page.goto(link)
    assert heading(page) == "You have confirmed this already"
    page.goto(link[:-6])
    assert heading(page) == "We do not know this link"


def test_link_is_sent_again_to_a_mended_address(page_at: PageAt, talk: Talk) -> None:
    page = page_at(390, javascript=False)
    write(page, talk)
    page.fill("[name=email]", "nadja@example.org")
    follow(page.locator(f"text='{BUTTON}'"))
    send(page, "Send the link again", email="nadia")
    assert "name@example.org" in focused_fault(page)
    send(page, "Send the link again", email=ADDRESS)
    assert "A new link is on its way" in text_of(page)
    page.goto(last_link(ADDRESS))
    follow(page.locator("text='Yes, this is mine'"))
    assert talk.said() == [(WORDS, ContributionState.PENDING)]


@pytest.mark.parametrize("width", [390, 1280])
def test_after_closing_nobody_can_post(page_at: PageAt, talk: Talk, width: int) -> None:
    stale = page_at(width)
    write(stale, talk)
    talk.close()

    page = page_at(width)
    page.goto(talk.page.url)
    assert faults(page) == []
    assert page.locator("main form").count() == 0
    page.goto(talk.url)
    assert page.locator("[name=comment]").count() == 0
    assert "This talk has closed" in text_of(page)
    assert faults(page) == []

    with stale.expect_response(lambda response: response.request.method == "POST") as answer:
        follow(stale.locator(f"text='{BUTTON}'"))
    assert answer.value.status == 403
    assert heading(stale) == "This has closed"
    assert [area.input_value() for area in stale.locator("main textarea").all()] == [WORDS, "Nadia", ADDRESS]
    assert talk.said() == []


def press_enter(page: Page) -> None:
    """On the link or button that has the focus, and be where it leads to."""
    with page.expect_event("load"):
        page.keyboard.press("Enter")


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until that element has the focus, and see that every stop on the way can be seen."""
    for _press in range(80):
        page.keyboard.press("Tab")
        assert page.evaluate(VISIBLE_FOCUS), page.evaluate("document.activeElement.outerHTML")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"Tab never reaches {selector}")


# Whatever has the focus is on the screen, and drawn differently from how it looks without.
VISIBLE_FOCUS = """() => {
  const element = document.activeElement;
  if (element === document.body || element === document.documentElement) return true;
  const box = element.getBoundingClientRect();
  const isTick = ['checkbox', 'radio'].includes(element.type);  // drawn around its label
  const style = getComputedStyle(isTick ? element.nextElementSibling : element);
  const drawn = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0 || style.boxShadow !== 'none';
  return box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight && drawn;
}"""


def test_guest_comments_with_the_keyboard_alone(page_at: PageAt, talk: Talk) -> None:
    page = page_at(1280)
    page.goto(talk.page.url)
    page.keyboard.press("Tab")
    expect(page.locator(".fm-skip")).to_be_focused()
    page.keyboard.press("Enter")
    tab_to(page, f"main a[href*='{talk.url}']")
    press_enter(page)
    for name, words in (("comment", WORDS), ("name", "Nadia"), ("email", ADDRESS)):
        tab_to(page, f"[name={name}]")
        page.keyboard.type(words)
    tab_to(page, "main button")
    press_enter(page)
    page.goto(last_link(ADDRESS))
    tab_to(page, "main button")
    press_enter(page)
    assert talk.said() == [(WORDS, ContributionState.PENDING)]


@pytest.mark.parametrize("javascript", [True, False])
def test_long_words_stay_within_the_narrowest_window(page_at: PageAt, talk: Talk, javascript: bool) -> None:
    """320 pixels are also what 400% zoom leaves of 1280 (WCAG 2.2, 1.4.10)."""
    long = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch" * 4
    type(talk.discussion).objects.update(moderation=Moderation.AT_ONCE, title=f"Talk about {long[:120]}")
    page = page_at(320, javascript=javascript)
    write(page, talk, long)
    page.fill("[name=name]", long[:60])
    follow(page.locator(f"text='{BUTTON}'"))
    assert overflow(page) == []
    page.goto(last_link(ADDRESS))
    assert overflow(page) == []
    follow(page.locator("text='Yes, this is mine'"))
    for address in (talk.url, talk.page.url):
        page.goto(address)
        assert long in page.inner_text("main")
        assert overflow(page) == []
