"""Said twice, said by many, and full of links, in a discussion."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from engagement.comments.models import Comment, Discussion
from engagement.plugin import Contribution
from engagement.testing.clock import NOON, at
from engagement.testing.people import make_member, make_staff
from tests.base.clients import in_threads
from tests.comments.conftest import Post, url
from tests.comments.factories import make_discussion, say

pytestmark = pytest.mark.django_db
LONG = "We the residents of Mill Lane ask the council to close it to lorries."
LINKS = " ".join(f"https://site{name}.example-{name}.org/" for name in "abcd")


def text_in(response: Any) -> str:
    return str(response.content.decode().replace("\xa0", " "))


def signed_in() -> Client:
    client = Client()
    client.force_login(make_member())
    return client


def test_yes_to_two_people_is_said_twice_and_long_words_once(discussion: Discussion, post: Post) -> None:
    parents, client = [say(discussion), say(discussion, "Another")], signed_in()
    for parent in parents:
        post(discussion, "Yes, please!", to=parent, by=client)
        post(discussion, LONG, to=parent, by=client)
    texts = Comment.objects.filter(level=1).order_by("pk").values_list("comment", flat=True)
    assert list(texts) == ["Yes, please!", LONG, "Yes, please!"]


def test_double_is_shown_the_first_with_its_reference(discussion: Discussion, post: Post) -> None:
    client = signed_in()
    first, second = (post(discussion, words, by=client)["Location"] for words in (LONG, LONG.upper()))
    given = Contribution.objects.get()
    assert first == second
    assert f"You have said this already. Your reference is {given.reference}." in text_in(client.get(second))


def test_double_is_thanked_for_when_the_limit_is_full(discussion: Discussion, post: Post) -> None:
    client = signed_in()
    with at(NOON):
        first = post(discussion, LONG, by=client)["Location"]
        statuses = [post(discussion, f"Number {number}", by=client).status_code for number in range(15)]
        again = post(discussion, LONG, by=client)
    assert (statuses[-1], again.status_code, again["Location"]) == (429, 303, first)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (LINKS, "Posts with many links are read by a person first."),
        (LONG, "Others have sent the same words, so a person reads them first."),
    ],
)
def test_author_is_told_why_a_person_reads_it_first(discussion: Discussion, post: Post, text: str, why: str) -> None:
    post(discussion, LONG, by=signed_in())
    client = signed_in()
    sent = post(discussion, text, by=client)
    given = Contribution.objects.latest("pk")
    assert given.state == "pending"
    assert f"We have your words. {why} Your reference is {given.reference}." in text_in(client.get(sent["Location"]))


def test_answer_of_the_council_is_never_held(post: Post) -> None:
    discussion, client = make_discussion(), Client()
    client.force_login(make_staff("Moderators", first_name="Priya"))
    for _ in range(2):
        post(discussion, f"{LONG} {LINKS}", by=client, is_official="on")
    assert set(Contribution.objects.values_list("state", "held_because")) == {("published", "")}


@pytest.mark.parametrize("who", [Client, signed_in])
def test_post_costs_the_same_however_much_was_said(discussion: Discussion, post: Post, who: Any) -> None:
    def cost(text: str) -> int:
        client = who()
        client.get(url(discussion))
        with CaptureQueriesContext(connection) as captured:
            assert post(discussion, text, by=client, name="Ann").status_code == 303
        return len([query for query in captured if "SAVEPOINT" not in query["sql"]])

    with at(NOON):
        cost("To begin with")
        one = cost(f"{LONG} One")
        for number in range(3):
            say(discussion, f"{LONG} Two {number}")
        three = cost(f"{LONG} Two")
    assert one == three
    assert one <= 30


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_same_words_from_two_tabs_at_once_are_one_comment(post: Post) -> None:
    discussion, user = make_discussion(), make_member(name="Sunniva")

    def send() -> int:
        client = Client()
        client.force_login(user)
        return int(post(discussion, LONG, by=client).status_code)

    assert set(in_threads(send, 8)) == {303}
    assert Comment.objects.count() == Contribution.objects.count() == 1
