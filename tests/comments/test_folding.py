"""Long conversations are folded, and say what is in them; whoever comes for one of their replies finds it open."""

import re
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.test import Client

from engagement.accounts.services import participant_for_user
from engagement.comments.models import Comment, Discussion
from engagement.comments.rules import FOLDED_ABOVE, SHOWN_OF_FOLDED
from engagement.plugin import ContributionState, Reason, moderate
from engagement.testing.people import make_member
from tests.comments.conftest import url
from tests.comments.factories import say
from tests.comments.test_thread import answered, queries, read

pytestmark = pytest.mark.django_db


def conversation(discussion: Discussion, replies: int, **fields: Any) -> Comment:
    """A comment with so many replies, each to the one before as deep as it goes."""
    root = last = say(discussion, "Where do lorries turn?", **fields)
    for number in range(replies):
        last = say(discussion, f"Reply {number}", to=last if number % 3 else root)
    return root


def folds(client: Client, address: str) -> list[Tag]:
    return BeautifulSoup(read(client, address), "html.parser").select("details.fm-fold")


def words(fold: Tag) -> str:
    return " ".join(fold.summary.get_text().split()) if fold.summary else ""


def texts(fold: Tag) -> list[str]:
    return [text.get_text(strip=True) for text in fold.select(".fm-comment__text")]


@pytest.mark.parametrize(("replies", "is_folded"), [(0, False), (FOLDED_ABOVE, False), (FOLDED_ABOVE + 1, True)])
def test_only_many_replies_are_folded(client: Client, discussion: Discussion, replies: int, is_folded: bool) -> None:
    conversation(discussion, replies)
    found = folds(client, url(discussion))
    assert [fold.has_attr("open") for fold in found] == [False] * is_folded


def test_fold_says_how_many_reply_to_whom_and_whether_the_council_answered(
    client: Client, discussion: Discussion
) -> None:
    root = conversation(discussion, 6, name="Nadia")
    [fold] = folds(client, url(discussion))
    assert (words(fold), len(texts(fold))) == ("6 replies to Nadia", 6)
    answered(discussion, parent=root)
    [fold] = folds(client, url(discussion))
    assert words(fold) == "7 replies, with an official answer to Nadia"


def test_only_what_everybody_can_read_is_counted(client: Client, discussion: Discussion) -> None:
    root = conversation(discussion, 5)
    say(discussion, to=root, state=ContributionState.PENDING)
    gone = say(discussion, to=root)
    moderate(contribution=gone.contribution, to=ContributionState.REMOVED, by=None, reason=Reason.SPAM)
    [fold] = folds(client, url(discussion))
    assert words(fold).startswith("5 replies")
    moderate(contribution=root.contribution, to=ContributionState.REMOVED, by=None, reason=Reason.SPAM)
    [fold] = folds(client, url(discussion))
    assert words(fold) == "5 replies"


def test_link_to_a_reply_opens_its_conversation_and_no_other(client: Client, discussion: Discussion) -> None:
    conversation(discussion, 6)
    reply = Comment.objects.select_related("contribution").get(comment="Reply 5")
    other = conversation(discussion, 6)
    for address in (reply.get_absolute_url(), url(discussion, reply=reply.contribution.uuid)):
        first, second = folds(client, address.partition("#")[0])
        assert (first.has_attr("open"), second.has_attr("open")) == (True, False)
        assert first.select_one(f'[id="{reply.anchor}"]') is not None
    assert [fold.has_attr("open") for fold in folds(client, other.get_absolute_url().partition("#")[0])] == [
        False,
        True,
    ]


def test_very_long_conversation_shows_its_beginning_and_the_way_to_the_rest(
    client: Client, discussion: Discussion
) -> None:
    root = conversation(discussion, SHOWN_OF_FOLDED + 4)
    last = Comment.objects.select_related("contribution").order_by("-order").first()
    assert last is not None
    [fold] = folds(client, url(discussion, sort="newest"))
    assert words(fold).startswith(f"{SHOWN_OF_FOLDED + 4} replies")
    [link] = fold.select("a.fm-more")
    assert (len(texts(fold)), link.get_text(strip=True)) == (SHOWN_OF_FOLDED, "Show 4 more replies")
    whole = url(discussion, sort="newest", comment=root.contribution.uuid)
    assert link["href"] == f"{whole}#{root.anchor}"
    for address in (whole, last.get_absolute_url().partition("#")[0]):
        [fold] = folds(client, address)
        assert (fold.has_attr("open"), len(texts(fold)), fold.select("a.fm-more")) == (True, SHOWN_OF_FOLDED + 4, [])


def test_own_words_that_wait_are_never_folded_away(client: Client, discussion: Discussion) -> None:
    member = make_member()
    root = conversation(discussion, 6)
    say(discussion, to=root, author=participant_for_user(member), state=ContributionState.PENDING)
    assert [fold.has_attr("open") for fold in folds(client, url(discussion))] == [False]
    client.force_login(member)
    assert [fold.has_attr("open") for fold in folds(client, url(discussion))] == [True]


def test_folding_costs_one_query_for_all(client: Client, discussion: Discussion) -> None:
    conversation(discussion, 6)
    short = queries(client, url(discussion))
    for _time in range(3):
        conversation(discussion, SHOWN_OF_FOLDED + 3)
        assert queries(client, url(discussion)) == short + 1 <= 15


def test_folds_need_no_script(client: Client, discussion: Discussion) -> None:
    conversation(discussion, 6)
    page = read(client, url(discussion))
    assert re.search(r'<details class="fm-fold"><summary>', page)
