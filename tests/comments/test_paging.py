"""Orders and pages of a talk: nothing is skipped or doubled while people write, and a link lands on its comment."""

import html
import re

import pytest
from django.test import Client
from django.utils import timezone

from engagement.comments.enums import Sort
from engagement.comments.models import Comment, Discussion
from engagement.comments.querysets import ONLY_OWN
from engagement.comments.services import agree
from engagement.plugin import Contribution, ContributionState
from engagement.testing.people import make_member
from tests.comments.conftest import url
from tests.comments.factories import make_discussion, make_participant, say
from tests.comments.test_thread import anchors, answered, busy, keys, queries, read

pytestmark = pytest.mark.django_db

PUBLISHED, REMOVED = ContributionState.PUBLISHED, ContributionState.REMOVED


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
        in_order = expected(comments, sort)
        number = in_order.index(root)
        # The first page is the usual one, the last one a whole one, and between them the conversation begins its own.
        begins = 0 if number < 20 else min(number, len(comments) - 20)
        assert found[0] == keys(in_order[begins])[0]


@pytest.mark.parametrize("was_public", [False, True])
@pytest.mark.parametrize("state", ContributionState.values)
@pytest.mark.parametrize("is_last", [False, True])
def test_link_to_what_its_reader_may_not_see_shows_the_talk_around_it(
    client: Client, discussion: Discussion, is_last: bool, state: str, was_public: bool
) -> None:
    """Also where nobody sees even a line of it: the newest one, withdrawn before anybody had read it."""
    author, place = make_member(name="Tomos"), 25 if is_last else 0
    others = [say(discussion, f"Number {number}") for number in range(place)]
    comment = say(discussion, "Secret words.", author=author.participant, state=ContributionState.PENDING)
    others += [say(discussion, f"Number {number}") for number in range(place, 25)]
    Contribution.objects.filter(pk=comment.contribution_id).update(state=state)
    Comment.objects.filter(pk=comment.pk).update(first_public_at=timezone.now() if was_public else None)
    for user in (author, None):
        client.logout()
        if user:
            client.force_login(user)
        for sort in Sort.values:
            page = read(client, url(discussion, sort=sort, comment=comment.contribution.uuid))
            is_readable = state == PUBLISHED or (user == author and state in ONLY_OWN and state != REMOVED)
            assert ("Secret words." in page) == is_readable, (sort, user)
            assert len(anchors(page)) >= 20
            assert keys(others[-1] if is_last else others[0])[0] in anchors(page)


def test_withdrawing_the_newest_comment_leads_back_to_the_talk(client: Client, discussion: Discussion) -> None:
    author = make_member(name="Tomos")
    comments = [say(discussion, f"Number {number}") for number in range(24)]
    newest = say(discussion, "Mine.", author=author.participant, state=ContributionState.PENDING)
    client.force_login(author)
    sent = client.post(url(discussion, "withdraw", comment=newest.contribution.uuid))
    page = read(client, sent["Location"].partition("#")[0])
    assert "You have withdrawn your words." in page
    assert anchors(page) == keys(*comments[4:])


def test_new_comment_stands_behind_those_before_it(client: Client, discussion: Discussion) -> None:
    author = make_member(name="Tomos")
    comments = [say(discussion, f"Number {number}") for number in range(45)]
    newest = say(discussion, "Mine.", author=author.participant, state=ContributionState.PENDING)
    client.force_login(author)
    page = read(client, url(discussion, comment=newest.contribution.uuid))
    assert anchors(page) == keys(*comments[26:], newest)
    assert "19 of 45 comments are on this page" in page
    assert walk(client, link(page, "prev"), "prev") == [keys(*comments[6:26]), keys(*comments[:20])]


def test_last_page_is_the_first_one_where_it_holds_all(client: Client, discussion: Discussion) -> None:
    comments = [say(discussion, f"Number {number}") for number in range(20)]
    gone = say(discussion, "Gone.", state=ContributionState.PENDING)
    page = read(client, url(discussion, comment=gone.contribution.uuid))
    assert (anchors(page), link(page, "prev"), link(page, "next")) == (keys(*comments), "", "")


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
