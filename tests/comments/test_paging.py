"""Orders and pages of a talk: nothing is skipped or doubled while people write, and a link lands on its comment."""

import html
import re

import pytest
from django.test import Client

from engagement.comments.enums import Sort
from engagement.comments.models import Comment, Discussion
from engagement.comments.services import agree
from tests.comments.conftest import url
from tests.comments.factories import make_discussion, make_participant, say
from tests.comments.test_thread import anchors, answered, busy, keys, queries, read

pytestmark = pytest.mark.django_db


def link(page: str, rel: str) -> str:
    """Where the link to more, or back, leads; "" without one."""
    found = re.findall(rf'<a href="([^"]+)" rel="{rel}"', page)
    return html.unescape(found[0]) if found else ""


def walk(client: Client, address: str, rel: str = "next") -> list[list[str]]:
    """The anchors of each page from here on."""
    pages = []
    while address:
        page = read(client, address)
        pages.append(anchors(page))
        address = link(page, rel)
    return pages


def support(comment: Comment, number: int) -> None:
    for _time in range(number):
        agree(comment=comment, participant=make_participant("Ann"))


def talk_of(discussion: Discussion, count: int) -> list[Comment]:
    """Comments of which every third has one supporter more than the others."""
    comments = [say(discussion, f"Number {number}") for number in range(count)]
    for comment in comments[::3]:
        support(comment, 1)
    return comments


def expected(comments: list[Comment], sort: str) -> list[Comment]:
    if sort == Sort.NEWEST:
        return list(reversed(comments))
    return [*comments[::3], *(c for c in comments if c not in comments[::3])] if sort == Sort.SUPPORTED else comments


@pytest.mark.parametrize("sort", Sort.values)
def test_every_page_follows_the_one_before_both_ways(client: Client, discussion: Discussion, sort: str) -> None:
    comments = expected(talk_of(discussion, 45), sort)
    pages = walk(client, url(discussion, sort=sort))
    assert pages == [keys(*comments[:20]), keys(*comments[20:40]), keys(*comments[40:])]

    first = read(client, url(discussion, sort=sort))
    last = link(read(client, link(first, "next")), "next")
    assert walk(client, last, "prev") == list(reversed(pages))


@pytest.mark.parametrize("sort", Sort.values)
def test_nothing_is_skipped_or_doubled_while_people_write(client: Client, discussion: Discussion, sort: str) -> None:
    comments = expected(talk_of(discussion, 45), sort)
    first = read(client, url(discussion, sort=sort))
    fresh = [say(discussion, "Meanwhile") for _time in range(3)]
    say(discussion, "Reply", to=comments[0])
    seen = [*anchors(first), *(key for page in walk(client, link(first, "next")) for key in page)]
    assert [key for key in seen if key not in keys(*fresh)] == keys(*comments)
    assert len(seen) == len(set(seen))


def test_conversation_that_is_gone_still_marks_the_place(client: Client, discussion: Discussion) -> None:
    comments = [say(discussion, f"Number {number}") for number in range(30)]
    more = link(read(client, url(discussion)), "next")
    comments[19].contribution.delete()
    assert anchors(read(client, more)) == keys(*comments[20:])


def test_replies_stand_with_their_comment_in_the_order_of_time(client: Client, discussion: Discussion) -> None:
    old, new = say(discussion, "old"), say(discussion, "new")
    first, second = say(discussion, "first", to=old), say(discussion, "second", to=old)
    support(second, 2)
    assert anchors(read(client, url(discussion, sort="newest"))) == keys(new, old, first, second)


def test_most_supported_stand_first_and_equals_in_the_order_of_time(client: Client, discussion: Discussion) -> None:
    a, b, c, d = (say(discussion, words) for words in "abcd")
    support(c, 2)
    support(d, 1)
    assert anchors(read(client, url(discussion, sort="supported"))) == keys(c, d, a, b)


def test_unanswered_are_those_without_a_public_answer_anywhere_below(client: Client, discussion: Discussion) -> None:
    waiting, asked = say(discussion, "waiting"), say(discussion, "asked")
    reply = say(discussion, "reply", to=waiting)
    answered(discussion, parent=say(discussion, "deep", to=asked))
    answered(discussion, "An opening.", pinned=True)
    address = url(discussion, sort="unanswered")
    assert anchors(read(client, address)) == keys(waiting, reply)
    answered(discussion, parent=reply)
    page = read(client, address)
    assert (anchors(page), "No comment waits" in page, 'aria-current="true">Waiting' in page) == ([], True, True)


def test_pinned_come_first_on_the_first_page_of_each_order(client: Client, discussion: Discussion) -> None:
    comments = [say(discussion, f"Number {number}") for number in range(22)]
    opening = answered(discussion, "Good morning.", pinned=True)
    for sort in ("oldest", "newest", "supported"):
        first, second = walk(client, url(discussion, sort=sort))
        assert (first[0], len(first), len(second)) == (keys(opening)[0], 21, 2)
        assert sorted(first[1:] + second) == sorted(keys(*comments))


@pytest.mark.parametrize(
    "query", [{"sort": "loudest"}, {"after": "x"}, {"before": "1-²"}, {"after": "9" * 40}, {"page": "7"}]
)
def test_bad_values_show_the_beginning(client: Client, discussion: Discussion, query: dict[str, str]) -> None:
    comments = [say(discussion, f"Number {number}") for number in range(22)]
    assert anchors(read(client, url(discussion, **query))) == keys(*comments[:20])


def test_chosen_order_is_marked_and_kept(client: Client, discussion: Discussion) -> None:
    comments = [say(discussion, f"Number {number}") for number in range(22)]
    page, address = read(client, url(discussion, sort="newest")), url(discussion)
    links = re.findall(r'<a href="([^"]+)"( aria-current="true")?>(?:Oldest|Newest|Most|Waiting)', page)
    assert links == [
        (address, ""),
        (f"{address}?sort=newest", ' aria-current="true"'),
        (f"{address}?sort=supported", ""),
        (f"{address}?sort=unanswered", ""),
    ]
    assert f"?sort=newest&amp;reply={comments[21].contribution.uuid}#composer" in page
    assert "sort=newest&after=" in link(page, "next")


@pytest.mark.parametrize("sort", Sort.values)
@pytest.mark.parametrize("name", ["reply", "comment"])
def test_link_to_a_reply_shows_it_below_its_parents(
    client: Client, discussion: Discussion, sort: str, name: str
) -> None:
    comments = talk_of(discussion, 45)
    for root in (comments[0], comments[20], comments[44]):
        parent = say(discussion, "Parent", to=root)
        reply = say(discussion, "Reply", to=parent)
        found = anchors(read(client, url(discussion, sort=sort, **{name: reply.contribution.uuid})))
        place = found.index(keys(root)[0])
        assert found[place : place + 3] == keys(root, parent, reply)
        is_early = expected(comments, sort).index(root) < 20
        assert found[0] == keys(expected(comments, sort)[0] if is_early else root)[0]


def test_link_to_an_answered_comment_leads_out_of_the_unanswered(client: Client, discussion: Discussion) -> None:
    asked, waiting = say(discussion, "asked"), say(discussion, "waiting")
    answer = answered(discussion, parent=asked)
    opening = answered(discussion, "Good morning.", pinned=True)
    for comment in (asked, answer, opening):
        page = read(client, url(discussion, sort="unanswered", comment=comment.contribution.uuid))
        assert anchors(page) == keys(opening, asked, answer, waiting)


def test_page_says_how_much_of_the_talk_it_shows(client: Client, discussion: Discussion) -> None:
    comments = [say(discussion, f"Number {number}") for number in range(25)]
    for _time in range(3):
        say(discussion, "Reply", to=comments[0])
    first = read(client, url(discussion))
    assert ("28 comments from 28 people." in first, "23 of 28 comments are on this page" in first) == (True, True)
    assert "5 of 28 comments are on this page" in read(client, link(first, "next"))


def test_every_page_and_link_costs_the_same_queries(client: Client) -> None:
    discussion = make_discussion()
    busy(discussion, 25)
    first = read(client, url(discussion))
    second = link(first, "next")
    last = Comment.objects.on(discussion).filter(level=2).order_by("-pk")[0]
    assert queries(client, second) <= queries(client, url(discussion)) <= 15
    assert queries(client, link(read(client, second), "prev")) <= queries(client, url(discussion)) + 1
    for sort in Sort.values:
        assert queries(client, url(discussion, sort=sort, comment=last.contribution.uuid)) <= 18
