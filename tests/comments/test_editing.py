"""Editing: one's own words, for a while, and nothing that nobody has read becomes public by it."""

import threading
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from base.guards import KEY_FIELD
from engagement.accounts.services import erase_participant, participant_for_user
from engagement.comments.models import Comment, CommentVersion, Discussion
from engagement.comments.rules import MINUTES_TO_EDIT, TextRefused
from engagement.comments.services import agree, answer_officially, edit_comment, withdraw_comment
from engagement.core.services.contributing import EditedSince, moderate
from engagement.plugin import Audience, Contribution, ContributionState, Moderation, MoveRefused, Reason
from engagement.testing.clock import at
from engagement.testing.people import make_administrator, make_member, make_staff, make_staff_with
from tests.comments.conftest import Post, url
from tests.comments.factories import make_discussion, make_participant, page_of, say
from tests.comments.test_thread import read

pytestmark = pytest.mark.django_db

AT = datetime.fromisoformat("2027-03-02T10:00:00+00:00")
WINDOW = timedelta(minutes=MINUTES_TO_EDIT)
OTHER = "Close it to lorries from seven to nine."


def by(client: Client, user: Any) -> Any:
    """Sign somebody in; who they are to us."""
    client.force_login(user)
    return participant_for_user(user)


def edit(client: Client, comment: Comment, text: str = OTHER, **more: str) -> Any:
    """Send the form as a browser does."""
    return client.post(address(comment), {"comment": text, KEY_FIELD: str(uuid.uuid4())} | more)


def address(comment: Comment) -> str:
    return url(comment.discussion, "edit", comment=comment.contribution.uuid)


def stored(comment: Comment) -> tuple[str, str, list[str]]:
    """What it says, its state, and what it said before."""
    fresh = Comment.objects.select_related("contribution").get(pk=comment.pk)
    versions = fresh.versions.order_by("number").values_list("text", flat=True)
    return fresh.comment, fresh.contribution.state, list(versions)


def change(comment: Comment, text: str = OTHER, **more: Any) -> tuple[Comment, bool]:
    return edit_comment(comment=comment, text=text, retry_key=uuid.uuid4(), **more)


# Who, and when

ROLES: dict[str, Callable[[Client], Any]] = {
    "author": lambda client: by(client, make_member()),
    "another member": lambda client: by(client, make_member(email="other@example.org")) and None,
    "moderator": lambda client: by(client, make_staff("Moderators")) and None,
    "administrator": lambda client: by(client, make_administrator()) and None,
    "visitor": lambda client: None,
}
MAY = {("author", "pending"), ("author", "published")}
"""Role × state: who may change a comment while the time for it runs. Whatever is not named is refused."""


@pytest.mark.parametrize("state", ContributionState.values)
@pytest.mark.parametrize("role", ROLES)
def test_role_and_state_decide(client: Client, discussion: Discussion, role: str, state: str) -> None:
    author = ROLES[role](client) or make_participant("Somebody else")
    comment = say(discussion, "First words.", author=author)
    Contribution.objects.filter(pk=comment.contribution_id).update(state=state)
    may = (role, state) in MAY
    shown = client.get(address(comment))
    assert (shown.status_code, address(comment) in read(client, url(discussion))) == (
        200 if may else 302 if role == "author" else 404,
        may,
    )
    response = edit(client, comment)
    assert response.status_code == (303 if may else 403 if role == "author" else 404)
    assert may or OTHER in response.content.decode()
    assert stored(comment) == ((OTHER, state, ["First words."]) if may else ("First words.", state, []))


@pytest.mark.parametrize(
    ("minutes", "after", "may"),
    [
        (MINUTES_TO_EDIT, timedelta(0), True),
        (MINUTES_TO_EDIT, WINDOW - timedelta(seconds=1), True),
        (MINUTES_TO_EDIT, WINDOW, False),
        (5, timedelta(minutes=5), False),
        (24 * 60, timedelta(hours=23), True),
        (0, timedelta(0), False),
    ],
)
def test_window_is_the_discussions_and_half_open(client: Client, minutes: int, after: timedelta, may: bool) -> None:
    with at(AT):
        discussion = make_discussion(minutes_to_edit=minutes)
        author = by(client, make_member())
        comment = say(discussion, author=author)
    with at(AT + after):
        client.force_login(author.user)
        assert ("edit/?comment=" in read(client, url(discussion))) == may
        assert edit(client, comment).status_code == (303 if may else 403)
    assert stored(comment)[0] == (OTHER if may else "Close it to lorries.")


def test_nothing_is_edited_after_closing_not_even_by_the_council(client: Client, discussion: Discussion) -> None:
    staff = make_staff("Moderators")
    author = by(client, staff)
    answer, _is_new = answer_officially(
        discussion=discussion, user=staff, author=author, text="We will.", language="en"
    )
    assert edit(client, answer, "We will, in May.").status_code == 303
    Discussion.objects.update(closes_at=timezone.now())
    assert client.get(address(answer)).status_code == 302
    response = edit(client, answer, "We will not.")
    assert (response.status_code, "We will not." in response.content.decode()) == (403, True)
    assert stored(answer)[::2] == ("We will, in May.", ["We will."])


def test_official_answer_may_hold_the_councils_number_and_needs_the_right_to_answer(
    client: Client, discussion: Discussion
) -> None:
    staff = make_staff("Moderators")
    answer, _is_new = answer_officially(
        discussion=discussion, user=staff, author=by(client, staff), text="We will.", language="en"
    )
    assert edit(client, answer, "Ring 01632 960 147.").status_code == 303
    staff.groups.clear()
    assert edit(client, answer, "We will not.").status_code == 403
    assert stored(answer)[0] == "Ring 01632 960 147."


def test_guest_edits_in_the_same_browser_and_nowhere_else(client: Client, discussion: Discussion, post: Post) -> None:
    post(discussion, "First words.", name="Ann")
    comment = Comment.objects.get()
    assert edit(Client(), comment).status_code == 404
    assert edit(client, comment).status_code == 303
    assert stored(comment)[0] == OTHER


def test_guest_who_has_not_confirmed_yet_cannot(client: Client, post: Post) -> None:
    discussion = make_discussion(audience=Audience.CONFIRMED)
    post(discussion, "First words.", name="Ann", email="ann@example.org")
    comment = Comment.objects.get()
    assert edit(client, comment).status_code == 403
    assert stored(comment) == ("First words.", "unconfirmed", [])


def test_words_of_somebody_erased_stand_still(client: Client, discussion: Discussion, post: Post) -> None:
    post(discussion, "First words.", name="Ann")
    comment = Comment.objects.select_related("contribution__participant").get()
    erase_participant(comment.contribution.participant, by=None)
    assert edit(client, comment).status_code == 403
    with pytest.raises(MoveRefused):
        change(comment)
    assert stored(comment)[0] == "First words."


# What may be said


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Write your comment"),
        ("x" * 2001, "Shorten it by 1 character: it can have 2,000"),
        ("Ring me on 01632 960 233.", "Take the phone number out of your comment"),
        ("Write to ann@example.org.", "Take the e-mail address out of your comment"),
    ],
)
def test_same_words_are_refused_as_in_posting_and_come_back(
    client: Client, discussion: Discussion, text: str, sentence: str
) -> None:
    comment = say(discussion, author=by(client, make_member()))
    page = edit(client, comment, text).content.decode()
    assert ("Your changes are not saved yet" in page, sentence in page, text in page) == (True, True, True)
    assert stored(comment)[2] == []
    with pytest.raises(TextRefused):
        change(comment, text)


def test_form_holds_what_was_said_and_says_what_happens(client: Client, discussion: Discussion) -> None:
    comment = say(discussion, "First <b>words</b>.", author=by(client, make_member()))
    page = read(client, address(comment))
    assert "First &lt;b&gt;words&lt;/b&gt;." in page
    assert ("Up to 2,000 characters" in page, 'data-count="2000"' in page) == (True, True)
    assert ("leaves the page" in page, "People have replied" in page) == (False, False)
    say(discussion, to=comment)
    Discussion.objects.update(moderation=Moderation.HOLD)
    page = read(client, address(comment))
    assert ("leaves the page until" in page, "People have replied" in page) == (True, True)


def test_same_form_twice_and_no_change_keep_one_version(client: Client, discussion: Discussion) -> None:
    comment = say(discussion, "First words.", author=by(client, make_member()))
    key = str(uuid.uuid4())
    for _time in range(2):
        assert edit(client, comment, **{KEY_FIELD: key}).status_code == 303
    edit(client, comment, "Third words.")
    edit(client, comment, **{KEY_FIELD: key})  # the first form, arriving late once more
    response = client.post(address(comment), {"comment": " Third words. ", KEY_FIELD: key}, follow=True)
    assert "You changed nothing" in response.content.decode()
    assert stored(comment)[::2] == ("Third words.", ["First words.", OTHER])


def test_late_repeat_of_what_was_saved_is_not_refused(client: Client) -> None:
    with at(AT):
        comment = say(make_discussion(), author=by(client, make_member()))
        key = str(uuid.uuid4())
        edit(client, comment, **{KEY_FIELD: key})
    with at(AT + WINDOW):
        client.force_login(comment.contribution.participant.user)
        assert edit(client, comment, **{KEY_FIELD: key}).status_code == 303


def test_form_without_a_key_is_a_sentence(client: Client, discussion: Discussion) -> None:
    comment = say(discussion, author=by(client, make_member()))
    response = client.post(address(comment), {"comment": OTHER})
    assert (response.status_code, OTHER in response.content.decode(), stored(comment)[2]) == (400, True, [])


@pytest.mark.parametrize("key", ["", "x", "%00", "6f0a3c1e-51a7-4a0e-9d2b-1f2b7f3f1c11"])
def test_address_of_nothing_is_not_found(client: Client, discussion: Discussion, key: str) -> None:
    assert client.get(url(discussion, "edit", comment=key)).status_code == 404
    response = client.post(url(discussion, "edit", comment=key), {"comment": OTHER, KEY_FIELD: str(uuid.uuid4())})
    assert (response.status_code, OTHER in response.content.decode()) == (404, True)


# What is shown, and to whom


def test_everybody_reads_that_it_was_edited_and_nobody_what_it_said(client: Client, discussion: Discussion) -> None:
    comment = say(discussion, "First words.")
    assert "edited" not in read(client, url(discussion))
    change(comment)
    for address_ in (url(discussion), page_of(discussion).url):
        page = read(client, address_)
        assert (OTHER in page, "First words." in page) == (True, False)
        assert ", edited <time" in page


def test_edited_answer_above_the_talk_says_so(client: Client, discussion: Discussion) -> None:
    staff = make_staff("Moderators")
    answer, _is_new = answer_officially(
        discussion=discussion,
        user=staff,
        author=by(client, staff),
        text="We will.",
        language="en",
        parent=say(discussion),
        pinned=True,
    )
    change(answer, "We will, in May.", user=staff)
    page = read(Client(), url(discussion))
    assert page.count("We will, in May.") == page.count(", edited <time") == 2


def test_moderators_read_every_earlier_version_with_its_time(client: Client) -> None:
    with at(AT):
        comment = say(make_discussion(), "First words.")
    for minutes, text in ((10, "Second words."), (20, "Third words.")):
        with at(AT + timedelta(minutes=minutes)):
            change(comment, text)
    by(client, make_staff("Moderators"))
    page = read(client, reverse("engagement_queue:detail", args=[comment.contribution.uuid]))
    places = [page.index(words) for words in ("Third words.", "10am", "First words.", "10:10am", "Second words.")]
    assert "What it said before" in page
    assert page.index("Second words.") > page.index("First words.") > page.index("What it said before")
    assert len(places) == 5
    assert " edited" in read(client, reverse("engagement_queue:index") + "?state=published")


def test_agreements_and_replies_stay(discussion: Discussion) -> None:
    comment = say(discussion)
    reply = say(discussion, to=comment)
    agree(comment=comment, participant=make_participant("Bea"))
    change(comment)
    assert Comment.objects.get(pk=comment.pk).supporters == 1
    assert stored(reply)[1] == "published"


# What is read before it is public


def test_public_words_go_back_to_be_read(client: Client) -> None:
    discussion = make_discussion(moderation=Moderation.HOLD)
    author = by(client, make_member(name="Nadia"))
    comment = say(discussion, "First words.", author=author)
    reply = say(discussion, "I walk there too.", to=comment)
    answer = edit(client, comment)
    assert "reads them before everybody" in client.get(answer["Location"]).content.decode()
    assert stored(comment) == (OTHER, "pending", ["First words."])
    page = read(Client(), url(discussion))
    assert (OTHER in page, "First words." in page, reply.comment in page) == (False, False, True)
    assert "until somebody has read what its author changed" in page
    assert OTHER in read(client, url(discussion))

    moderate(contribution=comment.contribution, to=ContributionState.PUBLISHED, by=make_staff("Moderators"))
    page = read(Client(), url(discussion))
    assert (OTHER in page, "First words." in page, ", edited <time" in page) == (True, False, True)


def test_held_words_that_nobody_answered_leave_no_line(client: Client) -> None:
    discussion = make_discussion(moderation=Moderation.HOLD)
    comment = say(discussion)
    change(comment)
    assert "fm-comment" not in read(client, url(discussion))


def test_moderators_own_words_are_not_held() -> None:
    staff = make_staff("Moderators")
    comment = say(make_discussion(moderation=Moderation.HOLD), author=participant_for_user(staff))
    change(comment, user=staff)
    assert stored(comment)[:2] == (OTHER, "published")


def test_official_answer_is_never_held(client: Client) -> None:
    staff = make_staff_with("engagement.answer_officially")
    answer, _is_new = answer_officially(
        discussion=make_discussion(moderation=Moderation.HOLD),
        user=staff,
        author=by(client, staff),
        text="We will.",
        language="en",
    )
    assert "leaves the page" not in read(client, address(answer))
    edit(client, answer, "We will, in May.")
    assert stored(answer) == ("We will, in May.", "published", ["We will."])


def test_editing_publishes_nothing() -> None:
    comment = say(make_discussion(moderation=Moderation.AT_ONCE), state=ContributionState.PENDING)
    change(comment)
    assert stored(comment)[:2] == (OTHER, "pending")


@pytest.mark.parametrize("state", ["hidden", "removed", "withdrawn", "unconfirmed"])
def test_state_decides_again_when_it_is_written(discussion: Discussion, state: str) -> None:
    comment = say(discussion)
    stale = Comment.objects.select_related("contribution__activity").get(pk=comment.pk)
    Contribution.objects.filter(pk=comment.contribution_id).update(state=state)
    with pytest.raises(MoveRefused):
        change(stale)
    assert stored(comment) == (comment.comment, state, [])


def test_decision_counts_for_the_words_that_were_read(client: Client) -> None:
    discussion = make_discussion(moderation=Moderation.HOLD)
    comment, other = (say(discussion, text, state=ContributionState.PENDING) for text in ("First words.", "Untouched."))
    by(client, make_staff("Moderators"))
    queue = reverse("engagement_queue:index")
    page = read(client, queue)
    shown = [f"{one.contribution_id}.0" for one in (comment, other)]
    assert all(f'name="read" value="{one}"' in page for one in shown)
    change(comment, "What nobody has read.")

    decision = {"contributions": [comment.contribution_id, other.contribution_id], "read": shown, "to": "published"}
    said = client.post(queue, decision | {"seen": "pending"}, follow=True).content.decode()
    assert f"{comment.contribution.reference} was left as it is: its author has edited it since you read it." in said
    assert [stored(one)[1] for one in (comment, other)] == ["pending", "published"]

    detail = reverse("engagement_queue:detail", args=[comment.contribution.uuid])
    assert f'name="read" value="{comment.contribution_id}.1"' in read(client, detail)
    decision = {"contributions": [comment.contribution_id], "read": [f"{comment.contribution_id}.1"], "to": "published"}
    client.post(detail, decision | {"seen": "pending"})
    assert stored(comment)[1] == "published"


@pytest.mark.parametrize("read_", ["x", "1.", "1.x", "9" * 30 + ".1", "%00"])
def test_what_was_read_may_be_garbled(client: Client, discussion: Discussion, read_: str) -> None:
    comment = say(discussion)
    by(client, make_staff("Moderators"))
    decision = {"contributions": [comment.contribution_id], "read": [read_], "to": "hidden", "reason": "other"}
    assert client.post(reverse("engagement_queue:index"), decision).status_code == 302
    assert stored(comment)[1] == "hidden"


def test_decision_on_earlier_words_is_refused_by_the_service(discussion: Discussion) -> None:
    comment = say(discussion)
    change(comment)
    with pytest.raises(EditedSince):
        moderate(contribution=comment.contribution, to=ContributionState.HIDDEN, by=None, read=0)
    moderate(contribution=comment.contribution, to=ContributionState.HIDDEN, by=None, read=1)


# What is forgotten


@pytest.mark.parametrize("with_words", [True, False])
def test_erasing_a_person_forgets_what_they_said_before(discussion: Discussion, with_words: bool) -> None:
    comment, person = say(discussion), make_participant("Ann")
    own = say(discussion, "My name is Ann Other.", author=person)
    for one in (comment, own):
        change(one)
    erase_participant(person, by=None, withdraw=with_words)
    assert list(CommentVersion.objects.values_list("comment", flat=True)) == [comment.pk]
    assert Comment.objects.get(pk=own.pk).comment == ("" if with_words else OTHER)


def test_withdrawn_words_keep_their_history_for_moderators(client: Client, discussion: Discussion) -> None:
    comment = say(discussion, "First words.")
    change(comment)
    withdraw_comment(comment=comment)
    by(client, make_staff("Moderators"))
    page = read(client, reverse("engagement_queue:detail", args=[comment.contribution.uuid]))
    assert ("First words." in page, OTHER in page) == (True, True)


def test_removed_words_keep_their_history_too(discussion: Discussion) -> None:
    comment = say(discussion, "First words.")
    change(comment)
    moderate(contribution=comment.contribution, to=ContributionState.REMOVED, by=None, reason=Reason.SPAM)
    assert stored(comment) == (OTHER, "removed", ["First words."])


# Many at once


def test_database_holds_each_version_and_each_edit_once(discussion: Discussion) -> None:
    comment = say(discussion)
    change(comment)
    version = CommentVersion.objects.get()
    for changes in ({"number": 2}, {"retry_key": uuid.uuid4()}):
        version.pk = None
        for name, value in changes.items():
            setattr(version, name, value)
        with pytest.raises(IntegrityError), transaction.atomic():
            version.save(force_insert=True)
        version.number, version.retry_key = 1, CommentVersion.objects.get().retry_key


@pytest.mark.django_db(transaction=True)
def test_fifty_edits_at_once_keep_every_version_once() -> None:
    comment = say(make_discussion(), "Words 0")
    barrier = threading.Barrier(50)

    def press(number: int) -> None:
        try:
            barrier.wait(60)
            change(Comment.objects.select_related("contribution__activity", "discussion").get(), f"Words {number}")
        finally:
            connection.close()

    with ThreadPoolExecutor(50) as pool:
        list(pool.map(press, range(1, 51)))
    text, _state, versions = stored(comment)
    assert sorted([text, *versions]) == sorted(f"Words {number}" for number in range(51))
    assert list(comment.versions.order_by("number").values_list("number", flat=True)) == list(range(1, 51))
    assert Contribution.objects.get().edits == 50


@pytest.mark.django_db(transaction=True)
def test_same_form_from_twenty_connections_is_one_edit() -> None:
    comment, key = say(make_discussion(), "First words."), uuid.uuid4()
    barrier = threading.Barrier(20)

    def press(_number: int) -> None:
        try:
            barrier.wait(60)
            fresh = Comment.objects.select_related("contribution__activity", "discussion").get()
            edit_comment(comment=fresh, text=OTHER, retry_key=key)
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        list(pool.map(press, range(20)))
    assert stored(comment)[::2] == (OTHER, ["First words."])
