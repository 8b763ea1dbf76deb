"""The home page: what is open first, nothing that is private, the same price for one card and for three."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageViewRestriction

from engagement.comments.models import Comment, Discussion
from engagement.comments.services import post_comment
from engagement.consultations.models import ConsultationIndexPage, ConsultationPage
from engagement.plugin import ContributionState, Participant
from engagement.testing.people import make_administrator
from home.models import HomePage, StandardPage
from tests.home.reading import words_of

Ask = Callable[..., ConsultationPage]
WORDS = "A quotable thing that somebody from Ferrygate said about the lane."


@pytest.fixture
def index(home: HomePage) -> ConsultationIndexPage:
    page = home.add_child(instance=ConsultationIndexPage(title="Have your say"))
    page.save_revision().publish()
    return page


@pytest.fixture
def ask(index: ConsultationIndexPage) -> Ask:
    """Publish a consultation that opens and closes so many days from now, with a discussion under it."""

    def make(title: str, opens: int = -1, closes: int = 30) -> ConsultationPage:
        now = timezone.now()
        page = ConsultationPage(
            title=title,
            question="What do you think?",
            decided_by="The committee",
            opens_at=now + timedelta(days=opens),
            closes_at=now + timedelta(days=closes),
            answer_by=timezone.localdate(now) + timedelta(days=closes + 30),
            open_points=[("point", "All of it")],
            settled_points=[("point", "None of it")],
            contact_phone="01632 960 147",
            privacy_notice="<p>We keep it.</p>",
        )
        index.add_child(instance=page)
        talk = Discussion.objects.create(title=f"Talk about {title}")
        page.page_activities.add(page.page_activities.model(activity_id=talk.pk, locale=page.locale))
        page.save_revision().publish()
        return page

    return make


def say(page: ConsultationPage, text: str = WORDS, **more: Any) -> None:
    talk = Discussion.objects.get(placement__host_key=page.translation_key)
    values = {"language": "en", "state": ContributionState.PUBLISHED, **more}
    author = values.pop("author", None) or Participant.objects.create(display_name="Nadia")
    post_comment(discussion=talk, author=author, text=text, **values)


def cards(client: Client) -> dict[str, list[str]]:
    context = client.get("/").context
    sections = [context["open_now"], *context["others"]]
    return {section.title: [card.title for card in section.cards] for section in sections}


def test_consultations_stand_under_their_state(client: Client, ask: Ask) -> None:
    ask("Later", closes=40)
    ask("Sooner", closes=10)
    ask("Planned", opens=5)
    ask("Over", opens=-40, closes=-2)
    assert cards(client) == {"Open now": ["Sooner", "Later"], "Coming up": ["Planned"], "Closed lately": ["Over"]}


def test_four_at_most_are_shown_with_a_link_to_all(client: Client, ask: Ask) -> None:
    for number in range(5):
        ask(f"Question {number}", closes=10 + number)
    response = client.get("/")
    assert [card.title for card in response.context["open_now"].cards] == [f"Question {n}" for n in range(4)]
    assert "All 5 open questions" in words_of(response)


def test_first_card_leads(client: Client, ask: Ask) -> None:
    ask("One")
    ask("Two")
    assert words_of(client.get("/")).count("fm-card--wide") == 1


def test_nothing_open_is_said_with_what_to_do(client: Client, index: ConsultationIndexPage) -> None:
    content = words_of(client.get("/"))
    assert "Nothing is open just now" in content
    assert ("See what is open now" in content, "open questions" in content) == (False, False)


def test_site_without_a_list_of_consultations_has_a_home_page(client: Client, home: HomePage) -> None:
    assert client.get("/").status_code == 200


def test_second_site_has_a_home_page_of_its_own_beside_the_first(client: Client, home: HomePage) -> None:
    """As an administrator makes it: the page below the root, then *Settings › Sites*."""
    root = home.get_parent()
    client.force_login(make_administrator())
    add_page = reverse("wagtailadmin_pages:add", args=["home", "homepage", root.pk])
    fields = {"title": "Ferrygate Moot", "slug": "ferrygate", "body-count": 0, "action-publish": "1"}
    fields |= {f"page_activities-{name}_FORMS": 0 for name in ("TOTAL", "INITIAL", "MIN_NUM")}
    client.post(add_page, fields | {"comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0})
    ferrygate = HomePage.objects.get(slug="ferrygate")
    site = {"hostname": "127.0.0.1", "port": 80, "site_name": "Ferrygate", "root_page": ferrygate.pk}
    client.post(reverse("wagtailsites:add"), site)

    titles = [Client().get("/", headers={"host": host}).context["page"].title for host in ("localhost", "127.0.0.1")]
    assert titles == ["Wexbourne", "Ferrygate Moot"]


@pytest.mark.parametrize("kind", ["login", "password", "groups"])
def test_private_consultation_and_what_is_said_in_it_do_not_show(client: Client, ask: Ask, kind: str) -> None:
    page = ask("Mill Lane")
    say(page)
    PageViewRestriction.objects.create(page=page, restriction_type=kind, password="mill")
    content = words_of(client.get("/"))
    assert "Mill Lane" not in content
    assert WORDS not in content


@pytest.fixture
def linked(home: HomePage, make_page: Callable[..., StandardPage]) -> StandardPage:
    """The page beside the button, whose title is the words of the link."""
    page = make_page("Closing the library", slug="library-plans")
    home.link_page = page
    home.save()
    return page


def test_link_shows_the_title_of_its_page(client: Client, linked: StandardPage) -> None:
    assert '<a href="/library-plans/">Closing the library</a>' in words_of(client.get("/"))


@pytest.mark.parametrize("kind", ["login", "password", "groups"])
def test_link_to_a_private_page_does_not_show(client: Client, linked: StandardPage, kind: str) -> None:
    PageViewRestriction.objects.create(page=linked, restriction_type=kind, password="library")
    content = words_of(client.get("/"))
    assert ("Closing the library" in content, "library-plans" in content) == (False, False)


def test_link_to_a_page_for_members_shows_to_a_member(client: Client, linked: StandardPage) -> None:
    PageViewRestriction.objects.create(page=linked, restriction_type="login")
    client.force_login(make_administrator())
    assert "Closing the library" in words_of(client.get("/"))


def test_link_costs_one_query_beside_private_pages(
    client: Client, home: HomePage, make_page: Callable[..., StandardPage], linked: StandardPage
) -> None:
    PageViewRestriction.objects.create(page=make_page("Panel only"), restriction_type="login")
    client.get("/")
    with CaptureQueriesContext(connection) as with_link:
        client.get("/")
    HomePage.objects.update(link_page=None)
    with CaptureQueriesContext(connection) as without:
        client.get("/")
    assert len(with_link) == len(without) + 1


def test_what_was_said_lately_shows_with_a_link(client: Client, ask: Ask) -> None:
    say(ask("Mill Lane"))
    [heard] = client.get("/").context["heard"]
    assert (heard.text, heard.name, heard.about) == (WORDS, "Nadia", "Mill Lane")
    assert "/thread/" in heard.url


@pytest.mark.parametrize(
    "more",
    [
        {"state": ContributionState.PENDING},
        {"state": ContributionState.UNCONFIRMED},
        {"text": "Yes."},
        {"text": WORDS * 10},
        {"received_at": timezone.now() - timedelta(days=8)},
    ],
    ids=["held", "unconfirmed", "too short", "too long", "old"],
)
def test_what_cannot_be_quoted_does_not_show(client: Client, ask: Ask, more: dict[str, Any]) -> None:
    say(ask("Mill Lane"), **more)
    assert list(client.get("/").context["heard"]) == []


def test_reply_is_not_quoted_alone(client: Client, ask: Ask) -> None:
    page = ask("Mill Lane")
    say(page)
    say(page, f"{WORDS} I agree.", parent=Comment.objects.get())
    assert [heard.text for heard in client.get("/").context["heard"]] == [WORDS]


def test_markup_in_a_quote_is_escaped(client: Client, ask: Ask) -> None:
    say(ask("Mill Lane"), "<script>alert('Ferrygate')</script> and so on")
    assert "<script>alert" not in words_of(client.get("/"))


def test_queries_do_not_grow_with_cards_and_quotes(client: Client, ask: Ask) -> None:
    def fill(number: int) -> None:
        say(ask(f"Open {number}"), f"{WORDS} Number {number}.")
        ask(f"Planned {number}", opens=5)
        ask(f"Over {number}", opens=-40, closes=-2)

    fill(1)
    client.get("/")
    with CaptureQueriesContext(connection) as one:
        client.get("/")
    fill(2)
    fill(3)
    with CaptureQueriesContext(connection) as three:
        client.get("/")
    assert len(three) == len(one)
    assert len(three) <= 20
