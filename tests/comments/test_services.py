"""What stands in the tables after people have spoken."""

import gc
import uuid
import weakref

import pytest
from django.db import IntegrityError
from django.db.models import RestrictedError
from django.test import Client
from django.urls import NoReverseMatch, reverse
from pytest_django import Settings

from base.models import OutboxMessage
from engagement.accounts.services import erase_participant
from engagement.comments.engagement_module import CommentsModule
from engagement.comments.models import Comment, Discussion
from engagement.comments.rendering import name_of
from engagement.comments.rules import TextRefused
from engagement.comments.services import ReplyRefused, answer_officially, pin, post_comment, withdraw_comment
from engagement.plugin import (
    Audience,
    Contribution,
    ContributionState,
    Moderation,
    MoveRefused,
    Participant,
    Reason,
    moderate,
)
from engagement.testing.people import make_staff, make_staff_with
from tests.comments.factories import make_discussion, make_participant, page_of, say

pytestmark = pytest.mark.django_db

PUBLISHED, PENDING, HIDDEN = ContributionState.PUBLISHED, ContributionState.PENDING, ContributionState.HIDDEN
REMOVED, WITHDRAWN, UNCONFIRMED = (
    ContributionState.REMOVED,
    ContributionState.WITHDRAWN,
    ContributionState.UNCONFIRMED,
)


def order_of(discussion: Discussion) -> list[str]:
    """The texts in the order of the tree, indented by level."""
    return ["-" * c.level + c.comment for c in Comment.objects.on(discussion).order_by("thread_id", "order")]


def flags(comment: Comment) -> tuple[bool, bool]:
    comment = Comment.objects.get(pk=comment.pk)
    return comment.is_public, comment.is_removed


def test_comment_stores_nothing_personal_in_the_package_columns() -> None:
    discussion = make_discussion()
    staff = make_staff("Moderators", name="Priya Raman", first_name="Priya")
    comments = [
        say(discussion, name="Nadia"),
        say(discussion, author=staff.participant, user=staff),
        answer_officially(
            discussion=discussion, user=staff, author=staff.participant, text="Yes.", language="en", pinned=True
        )[0],
    ]

    found = Comment.objects.filter(pk__in=[c.pk for c in comments])
    columns = ("user_name", "user_email", "user_url", "ip_address", "user_id", "followup")
    assert list(found.values_list(*columns)) == [("", "", "", None, None, False)] * 3


def test_comment_points_to_its_discussion_and_site(settings: Settings) -> None:
    discussion = make_discussion()
    comment = Comment.objects.get(pk=say(discussion).pk)

    assert (comment.content_object, comment.object_pk, comment.site_id) == (
        discussion,
        str(discussion.pk),
        settings.SITE_ID,
    )
    assert comment.submit_date == comment.contribution.created_at


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (UNCONFIRMED, (False, False)),
        (PENDING, (False, False)),
        (PUBLISHED, (True, False)),
    ],
)
def test_flags_say_the_state_it_starts_in(state: ContributionState, expected: tuple[bool, bool]) -> None:
    assert flags(say(make_discussion(), state=state)) == expected


def test_flags_follow_every_decision() -> None:
    comment = say(make_discussion(), state=PENDING)
    seen = []
    for to in (PUBLISHED, HIDDEN, PUBLISHED, REMOVED, PUBLISHED):
        moderate(contribution=comment.contribution, to=to, by=None, reason=Reason.OTHER)
        seen.append(flags(comment))
    withdraw_comment(comment=comment)

    assert seen == [(True, False), (False, False), (True, False), (False, True), (True, False)]
    assert flags(comment) == (False, True)


def test_pending_reply_stays_pending_when_its_parent_is_approved_or_saved() -> None:
    discussion = make_discussion()
    parent = say(discussion, "Parent")
    reply = say(discussion, "Reply", to=parent, state=PENDING)
    moderate(contribution=parent.contribution, to=HIDDEN, by=None)
    moderate(contribution=parent.contribution, to=PUBLISHED, by=None)
    Comment.objects.get(pk=parent.pk).save()

    assert flags(reply) == (False, False)
    assert Contribution.objects.get(pk=reply.contribution_id).state == PENDING


def test_nested_count_is_right_however_often_a_comment_is_saved() -> None:
    discussion = make_discussion()
    parent = say(discussion, "Parent")
    first = say(discussion, "First", to=parent)
    say(discussion, "Second", to=first)
    for _time in range(3):
        Comment.objects.get(pk=first.pk).save()
        moderate(contribution=first.contribution, to=HIDDEN, by=None)
        moderate(contribution=first.contribution, to=PUBLISHED, by=None)

    counts = Comment.objects.on(discussion).order_by("order").values_list("nested_count", flat=True)
    assert list(counts) == [2, 1, 0]


def test_replies_stand_below_what_they_answer_in_the_order_of_time() -> None:
    discussion = make_discussion()
    a, b = say(discussion, "a"), say(discussion, "b")
    a1 = say(discussion, "a1", to=a)
    say(discussion, "b1", to=b)
    say(discussion, "a2", to=a)
    say(discussion, "a1x", to=a1)
    say(discussion, "a1y", to=a1)

    assert order_of(discussion) == ["a", "-a1", "--a1x", "--a1y", "-a2", "b", "-b1"]


def test_reply_to_the_deepest_level_stands_beside_what_it_answers() -> None:
    discussion = make_discussion()
    deepest = say(discussion, "0")
    for text in ("1", "2", "3"):
        deepest = say(discussion, text, to=deepest)
    reply = say(discussion, "4", to=deepest)

    assert order_of(discussion) == ["0", "-1", "--2", "---3", "---4"]
    assert reply.reply_to == deepest


@pytest.mark.parametrize("state", [UNCONFIRMED, PENDING])
def test_reply_is_refused_to_what_is_not_public_yet(state: ContributionState) -> None:
    discussion = make_discussion()
    parent = say(discussion, state=state)

    with pytest.raises(ReplyRefused) as refused:
        say(discussion, "Reply", to=parent)

    assert "not on the page any more" in refused.value.sentence
    assert Comment.objects.count() == Contribution.objects.count() == 1


@pytest.mark.parametrize("state", [HIDDEN, REMOVED, WITHDRAWN])
def test_reply_is_refused_to_what_was_taken_away_meanwhile(state: ContributionState) -> None:
    discussion = make_discussion()
    parent = say(discussion)
    stale = Comment.objects.select_related("contribution").get(pk=parent.pk)
    if state == WITHDRAWN:
        withdraw_comment(comment=parent)
    else:
        moderate(contribution=parent.contribution, to=state, by=None)

    with pytest.raises(ReplyRefused):
        say(discussion, "Reply", to=stale)

    assert Comment.objects.count() == 1


def test_reply_is_refused_across_discussions_and_where_replies_are_off() -> None:
    here, elsewhere = make_discussion(), make_discussion()
    quiet = make_discussion(allows_replies=False)
    with pytest.raises(ReplyRefused, match="another discussion"):
        say(here, to=say(elsewhere))
    with pytest.raises(ReplyRefused, match="switched off"):
        say(quiet, to=say(quiet))


def test_council_may_answer_where_replies_are_off() -> None:
    discussion = make_discussion(allows_replies=False)
    staff = make_staff_with("engagement.answer_officially", name="Priya")
    comment, _new = answer_officially(
        discussion=discussion,
        user=staff,
        author=staff.participant,
        text="Ring 01632 960 147.",
        language="en",
        parent=say(discussion),
    )

    assert (comment.is_official, comment.contribution.state) == (True, PUBLISHED)


def test_official_answer_is_never_held() -> None:
    discussion = make_discussion(moderation=Moderation.HOLD)
    staff = make_staff_with("engagement.answer_officially", first_name="Priya", last_name="Raman")
    author = Participant.objects.create(user=staff)
    comment, _new = answer_officially(
        discussion=discussion, user=staff, author=author, text="Yes.", language="en", pinned=True
    )
    comment = Comment.objects.get(pk=comment.pk)

    assert (comment.contribution.state, comment.is_official, comment.pinned_at is None) == (PUBLISHED, True, False)
    assert name_of(comment) == "Priya Raman"


def test_only_an_official_answer_can_be_pinned() -> None:
    comment = say(make_discussion())
    pin(comment=comment, user=None)
    assert Comment.objects.get(pk=comment.pk).pinned_at is None
    with pytest.raises(IntegrityError):
        Comment.objects.filter(pk=comment.pk).update(pinned_at=comment.submit_date)


def test_same_form_and_text_twice_is_one_comment() -> None:
    discussion, key = make_discussion(), uuid.uuid4()
    given = {"discussion": discussion, "author": None, "name": "Ann", "text": "Once.", "language": "en"}
    first, is_first_new = post_comment(**given, retry_key=key)
    second, is_second_new = post_comment(**given, retry_key=key)

    assert (is_first_new, is_second_new, second) == (True, False, first)
    assert second.contribution.reference == first.contribution.reference
    assert (Comment.objects.count(), Contribution.objects.count(), Participant.objects.count()) == (1, 1, 1)


def test_guest_waits_for_one_mail_and_a_mended_address_gets_another() -> None:
    discussion, key = make_discussion(audience=Audience.CONFIRMED), uuid.uuid4()
    given = {"discussion": discussion, "author": None, "text": "Hello.", "language": "en", "retry_key": key}
    first, _new = post_comment(**given, email="wrong@example.org")
    post_comment(**given, email="wrong@example.org")
    second, is_new = post_comment(**given, email="right@example.org")

    assert (first.contribution.state, second, is_new) == (UNCONFIRMED, first, False)
    assert list(OutboxMessage.objects.order_by("pk").values_list("to", flat=True)) == [
        "wrong@example.org",
        "right@example.org",
    ]


@pytest.mark.parametrize(
    ("audience", "moderation", "has_email", "expected"),
    [
        (Audience.EVERYONE, Moderation.AT_ONCE, False, PUBLISHED),
        (Audience.EVERYONE, Moderation.HOLD, False, PENDING),
        (Audience.CONFIRMED, Moderation.AT_ONCE, False, UNCONFIRMED),
        (Audience.CONFIRMED, Moderation.HOLD, False, UNCONFIRMED),
        (Audience.CONFIRMED, Moderation.AT_ONCE, True, PUBLISHED),
        (Audience.CONFIRMED, Moderation.HOLD, True, PENDING),
    ],
)
def test_first_state_by_audience_and_moderation(
    audience: Audience, moderation: Moderation, has_email: bool, expected: ContributionState
) -> None:
    discussion = make_discussion(audience=audience, moderation=moderation)
    author = make_participant(email="nadia@example.org" if has_email else None)
    comment, _new = post_comment(
        discussion=discussion, author=author, text="Hello.", language="en", email="nadia@example.org"
    )

    assert comment.contribution.state == expected
    assert (comment.first_public_at is not None) == (expected == PUBLISHED)


@pytest.mark.parametrize("text", ["", " \n\t ", "\u200b\u200e", "\x00"])
def test_text_that_shows_nothing_is_refused(text: str) -> None:
    discussion = make_discussion()
    with pytest.raises(TextRefused, match="Write your comment"):
        say(discussion, text)
    assert Contribution.objects.count() == 0


def test_text_that_is_too_long_is_refused_with_the_number() -> None:
    discussion = make_discussion(max_length=100)
    with pytest.raises(TextRefused, match="Shorten it by 3 characters: it can have 100"):
        say(discussion, "x" * 103)
    assert say(discussion, "x" * 100).comment == "x" * 100


def test_erased_author_leaves_the_words_and_no_name() -> None:
    comment = say(make_discussion(), name="Nadia")
    erase_participant(comment.contribution.participant, by=None)
    comment = Comment.objects.select_related("contribution__participant").get(pk=comment.pk)

    assert (name_of(comment), comment.comment) == ("A former participant", "Close it to lorries.")


def test_erasure_with_words_withdraws_them_and_keeps_replies() -> None:
    discussion = make_discussion()
    comment = say(discussion)
    reply = say(discussion, "Reply", to=comment)
    erase_participant(comment.contribution.participant, by=None, withdraw=True)

    assert (flags(comment), flags(reply)) == ((False, True), (True, False))


def test_withdrawing_twice_is_refused() -> None:
    comment = say(make_discussion())
    withdraw_comment(comment=comment)
    with pytest.raises(MoveRefused):
        withdraw_comment(comment=comment)


def test_comment_with_replies_cannot_be_deleted_from_under_them() -> None:
    discussion = make_discussion()
    comment = say(discussion)
    say(discussion, "Reply", to=comment)
    with pytest.raises(RestrictedError):
        comment.contribution.delete()


def test_deleting_the_page_leaves_no_orphan() -> None:
    discussion = make_discussion()
    comment = say(discussion)
    say(discussion, "Reply", to=comment)
    page_of(discussion).delete()

    assert [c.content_object for c in Comment.objects.all()] == [discussion, discussion]


@pytest.mark.parametrize(
    "path", ["comments/post/", "comments/cr/1/1/", "comments/confirm/x/", "comments/api/comment/", "comments/reply/1/"]
)
def test_package_addresses_are_not_mounted(client: Client, path: str) -> None:
    assert client.get(f"/{path}").status_code == 404
    for name in ("comments-xtd-confirm", "comments-post-comment", "comments-xtd-api-create", "comments-flag"):
        with pytest.raises(NoReverseMatch):
            reverse(name, args=["x"])


def test_comment_knows_its_address() -> None:
    comment = say(make_discussion())
    key, talk = comment.contribution.uuid, comment.contribution.activity.uuid
    assert comment.get_absolute_url() == f"/engage/{talk}/thread/?comment={key}#c-{key}"


def test_comments_of_an_export_are_gone_once_they_are_written() -> None:
    discussion = make_discussion()
    say(discussion)
    given = list(Contribution.objects.filter(activity=discussion.pk).select_related("participant"))
    gc.disable()
    try:
        rows = CommentsModule().rows_for(given)
        kept = [weakref.ref(row) for row in rows.values()]
        rows.clear()
        assert [one() for one in kept] == [None]
    finally:
        gc.enable()
