"""Reading: what stands on the page, for whom, and at what cost."""

import re
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Locale

from base.models import OutboxMessage
from engagement.accounts.guests import remember_guest
from engagement.accounts.services import erase_participant
from engagement.comments.contexts import sentence_of_counts
from engagement.comments.engagement_module import CommentsModule
from engagement.comments.models import Comment, Discussion
from engagement.comments.services import answer_officially, withdraw_comment
from engagement.plugin import (
    Activity,
    Answer,
    Audience,
    ContributionState,
    Counts,
    Moderation,
    Reason,
    Timetable,
    ask_to_confirm,
    moderate,
    people_at,
    published_counts,
)
from engagement.testing.confirming import confirm_by_mail, confirmation_path
from engagement.testing.people import make_member, make_staff_with
from tests.comments.conftest import Post, url
from tests.comments.factories import make_discussion, make_page, make_participant, page_of, say

pytestmark = pytest.mark.django_db

HIDDEN, PENDING, REMOVED, UNCONFIRMED = (
    ContributionState.HIDDEN,
    ContributionState.PENDING,
    ContributionState.REMOVED,
    ContributionState.UNCONFIRMED,
)


def read(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode().replace("\xa0", " ")


def anchors(page: str) -> list[str]:
    return re.findall(r'<li id="c-([0-9a-f-]+)"', page)


def keys(*comments: Comment) -> list[str]:
    return [str(comment.contribution.uuid) for comment in comments]


def answered(discussion: Discussion, text: str = "Yes.", **more: Any) -> Comment:
    staff = make_staff_with("engagement.answer_officially", name="Priya Raman")
    comment, _new = answer_officially(
        discussion=discussion, user=staff, author=staff.participant, text=text, language="en", **more
    )
    return comment


def test_comments_stand_oldest_first_with_replies_below(client: Client, discussion: Discussion) -> None:
    a, b = say(discussion, "a"), say(discussion, "b")
    a1 = say(discussion, "a1", to=a)
    a11 = say(discussion, "a11", to=a1)

    page = read(client, url(discussion))
    assert anchors(page) == keys(a, a1, a11, b)
    assert "4 comments from 4 people." in page


def test_reply_to_a_reply_says_whom_it_answers(client: Client, discussion: Discussion) -> None:
    root = say(discussion, "root", name="Ann")
    first = say(discussion, "first", to=root, name="Bea")
    say(discussion, "second", to=first, name="Cy")
    page = read(client, url(discussion))

    assert re.findall(r"In reply to <bdi>(\w+)</bdi>", page) == ["Bea"]


def test_removed_comment_leaves_a_line_with_its_reason_and_its_replies(client: Client, discussion: Discussion) -> None:
    comment = say(discussion, "Secret words.", name="Secret name")
    reply = say(discussion, "Reply.", to=comment)
    moderate(contribution=comment.contribution, to=REMOVED, by=None, reason=Reason.PERSONAL)
    page = read(client, url(discussion))

    assert "A comment was taken down here because it named or described a private person." in page
    assert ("Secret" in page, anchors(page)) == (False, keys(comment, reply))
    assert "1 comment from 1 person." in page


def test_withdrawn_comment_leaves_a_line(client: Client, discussion: Discussion) -> None:
    comment = say(discussion, "Secret words.")
    withdraw_comment(comment=comment)
    page = read(client, url(discussion))
    assert ("Withdrawn by its author." in page, "Secret" in page) == (True, False)


@pytest.mark.parametrize("state", [PENDING, UNCONFIRMED])
def test_what_was_never_public_leaves_no_line(client: Client, discussion: Discussion, state: ContributionState) -> None:
    withdrawn, removed = say(discussion, "one", state=state), say(discussion, "two", state=PENDING)
    withdraw_comment(comment=withdrawn)
    moderate(contribution=removed.contribution, to=REMOVED, by=None, reason=Reason.SPAM)

    assert anchors(read(client, url(discussion))) == []


def test_hidden_comment_shows_a_line_only_above_visible_replies(client: Client, discussion: Discussion) -> None:
    alone, above = say(discussion, "alone"), say(discussion, "above")
    reply = say(discussion, "Reply.", to=above)
    inner = say(discussion, "inner", to=reply)
    for comment in (alone, above, inner):
        moderate(contribution=comment.contribution, to=HIDDEN, by=None)
    page = read(client, url(discussion))

    assert anchors(page) == keys(above, reply)
    assert page.count("A comment is not shown here while we look at it again.") == 1


@pytest.mark.parametrize("state", [PENDING, UNCONFIRMED, HIDDEN])
def test_waiting_words_are_seen_by_their_author_only(
    client: Client, discussion: Discussion, state: ContributionState
) -> None:
    author, other = make_member(name="Tomos"), make_member(name="Other")
    parent = say(discussion)
    comment = say(discussion, "Mine.", author=author.participant, state=PENDING)
    reply = say(discussion, "Mine too.", author=author.participant, state=PENDING, to=parent)
    for one in (comment, reply):
        type(one.contribution).objects.filter(pk=one.contribution_id).update(state=state)
    for user, expected in ((author, keys(parent, reply, comment)), (other, keys(parent)), (None, keys(parent))):
        client.logout()
        if user:
            client.force_login(user)
        page = read(client, url(discussion))
        assert anchors(page) == expected
        assert page.count("Only you can see this.") == 2 * (user == author)


def test_author_of_a_refused_comment_is_told_why(client: Client, discussion: Discussion) -> None:
    author = make_member(name="Tomos")
    comment = say(discussion, "Mine.", author=author.participant, state=PENDING)
    moderate(contribution=comment.contribution, to=REMOVED, by=None, reason=Reason.OFF_TOPIC)
    client.force_login(author)

    assert "We did not publish it because it was about something else." in read(client, url(discussion))


def test_pinned_answers_come_first(client: Client, discussion: Discussion) -> None:
    asked = say(discussion, "Will ambulances still get through?")
    plain = say(discussion, "Plain.")
    opening = answered(discussion, "Good morning.", pinned=True)
    reply = answered(discussion, "Yes, all of them.", parent=asked, pinned=True)
    page = read(client, url(discussion))

    assert anchors(page) == keys(opening, asked, reply, plain)
    box = page[page.index("fm-answer__head") : page.index("fm-thread")]
    assert ("Will ambulances still get through?" in box, "Yes, all of them." in box) == (True, True)
    assert "Good morning." not in box


def test_language_is_marked_when_it_is_another(client: Client, discussion: Discussion) -> None:
    comment = say(discussion, "Bore da.")
    type(comment.contribution).objects.filter(pk=comment.contribution_id).update(language="cy")
    page = read(client, url(discussion))
    assert 'lang="cy" dir="ltr"' in page
    assert "Written in Welsh" in page


@pytest.mark.parametrize("name", ["reply", "comment"])
@pytest.mark.parametrize("value", ["nonsense", "%00", "6f1c1c0e"])
def test_comment_key_that_is_none_is_not_found(client: Client, discussion: Discussion, name: str, value: str) -> None:
    assert client.get(url(discussion, **{name: value})).status_code == 404


def test_comment_that_cannot_be_answered_any_more_is_said(client: Client, discussion: Discussion) -> None:
    comment = say(discussion, name="Ann")
    moderate(contribution=comment.contribution, to=HIDDEN, by=None)
    page = read(client, url(discussion, reply=comment.contribution.uuid))
    assert ("cannot be answered any more" in page, "Reply to Ann" in page) == (True, False)


def test_closed_talk_can_be_read_and_says_so(client: Client) -> None:
    discussion = make_discussion(closed=True)
    comment = say(discussion)
    page = read(client, url(discussion))
    assert ("This talk has closed" in page, "<textarea" in page, "?reply=" in page) == (True, False, False)
    assert anchors(page) == keys(comment)


def test_switched_off_replies_are_not_offered(client: Client) -> None:
    discussion = make_discussion(allows_replies=False)
    say(discussion)
    assert "?reply=" not in read(client, url(discussion))


def test_erased_author_is_not_named(client: Client, discussion: Discussion) -> None:
    comment = say(discussion, name="Nadia")
    erase_participant(comment.contribution.participant, by=None)
    page = read(client, url(discussion))
    assert ("A former participant" in page, "Nadia" in page) == (True, False)


def test_withdrawing_asks_first_and_then_takes_it_back(client: Client, discussion: Discussion, post: Post) -> None:
    post(discussion, "Mine.", name="Tomos")
    comment = Comment.objects.get()
    address = url(discussion, "withdraw", comment=comment.contribution.uuid)
    assert address in read(client, url(discussion))
    assert "Mine." in read(client, address)
    assert Comment.objects.get().is_public

    assert client.post(address).status_code == 303
    assert not Comment.objects.get().is_public
    assert client.post(address).status_code == 302


def test_withdrawing_is_open_after_closing_but_to_the_author_only(client: Client) -> None:
    discussion = make_discussion(closed=True)
    author = make_member(name="Tomos")
    comment = say(discussion, author=author.participant)
    address = url(discussion, "withdraw", comment=comment.contribution.uuid)
    client.force_login(make_member(name="Other"))
    assert (client.get(address).status_code, client.post(address).status_code) == (404, 404)
    client.force_login(author)
    assert client.post(address).status_code == 303
    assert Comment.objects.get().contribution.state == ContributionState.WITHDRAWN


def test_staff_tick_a_box_to_answer_for_the_council(client: Client, post: Post) -> None:
    discussion = make_discussion(moderation=Moderation.HOLD, team="Streets team")
    client.force_login(make_staff_with("engagement.answer_officially", name="Priya Raman"))
    asked = say(discussion, "Will ambulances get through?")
    assert "Answer for the council" in read(client, url(discussion))

    post(discussion, "Yes. Ring us on 01632 960 147.", to=asked, is_official="on", pinned="on")
    answer = Comment.objects.get(level=1)
    assert (answer.is_official, answer.pinned_at is None, answer.contribution.state) == (True, False, "published")
    page = read(Client(), url(discussion))
    assert ("Official answer" in page, "Streets team" in page) == (True, True)
    post(discussion, "As a neighbour.")
    assert Comment.objects.order_by("-pk").first().is_official is False


def test_only_an_answer_of_the_council_can_be_sent_to_the_top(
    client: Client, discussion: Discussion, post: Post
) -> None:
    client.force_login(make_staff_with("engagement.answer_officially", name="Priya Raman"))
    response = post(discussion, "As a neighbour.", pinned="on")
    assert ("Tick “Answer for the council” too" in response.content.decode(), Comment.objects.count()) == (True, 0)


def test_residents_cannot_pose_as_the_council(client: Client, discussion: Discussion, post: Post) -> None:
    client.force_login(make_member(name="Tomos"))
    post(discussion, "I am the mayor.", is_official="on", pinned="on")
    comment = Comment.objects.get()
    assert (comment.is_official, comment.pinned_at) == (False, None)
    for action in ("answer", "pin", "unpin"):
        assert post(discussion, "I am the mayor.", action=action, is_official="on").status_code == 403
    assert Comment.objects.count() == 1


def test_council_answers_after_closing_and_nobody_else(client: Client, post: Post) -> None:
    discussion = make_discussion(closed=True)
    asked = say(discussion)
    client.force_login(make_staff_with("engagement.answer_officially", name="Priya Raman"))
    page = read(client, url(discussion, reply=asked.contribution.uuid))
    assert url(discussion, "answer") in page
    assert post(discussion, "We will.", to=asked, action="answer").status_code == 303
    assert Comment.objects.get(level=1).is_official
    assert post(discussion, "We will not.", to=asked).status_code == 403
    client.force_login(make_member(name="Tomos"))
    assert post(discussion, "You will not.", to=asked, action="answer").status_code == 403
    assert Comment.objects.count() == 2


def test_answers_are_pinned_and_unpinned(client: Client, discussion: Discussion) -> None:
    answer = answered(discussion)
    client.force_login(make_staff_with("engagement.answer_officially", name="Priya Raman"))
    for action, is_pinned in (("pin", True), ("unpin", False)):
        address = url(discussion, action, comment=answer.contribution.uuid)
        assert address.replace("&", "&amp;") in read(client, url(discussion))
        assert client.get(address).status_code == 302
        assert client.post(address).status_code == 303
        assert (Comment.objects.get().pinned_at is not None) == is_pinned


def test_page_of_the_question_shows_answers_and_newest_comments(client: Client) -> None:
    discussion = make_discussion(prompt="What would you change?")
    comments = [say(discussion, f"Number {number}") for number in range(4)]
    answered(discussion, "Yes, all of them.", parent=comments[0], pinned=True)
    say(discussion, "Waiting.", state=PENDING)
    page = read(client, page_of(discussion).url)

    assert re.findall(r"<p>(Number \d|Yes, all of them\.|Waiting\.)</p>", page) == [
        "Yes, all of them.",
        "Number 3",
        "Number 2",
        "Number 1",
    ]
    assert "All 5 comments" in page
    assert f'href="{url(discussion)}#composer"' in page


def test_page_of_a_closed_question_offers_no_form(client: Client) -> None:
    discussion = make_discussion(closed=True)
    say(discussion)
    page = read(client, page_of(discussion).url)
    assert ("Closed on" in page, "#composer" in page) == (True, False)


def test_translations_of_a_page_share_one_talk(client: Client, discussion: Discussion) -> None:
    welsh, _new = Locale.objects.get_or_create(language_code="cy")
    page = page_of(discussion)
    page.get_parent().specific.copy_for_translation(welsh).save_revision().publish()
    page.copy_for_translation(welsh).save_revision().publish()
    comment = say(discussion)

    assert anchors(read(client, "/cy" + url(discussion))) == anchors(read(client, url(discussion))) == keys(comment)


def queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def busy(discussion: Discussion, count: int) -> None:
    """Comments of every sort, each with a reply and a reply to that."""
    for number in range(count):
        root = say(discussion, f"Number {number}")
        reply = say(discussion, "Reply", to=root)
        say(discussion, "Reply to reply", to=reply)
        gone = say(discussion, "Gone")
        say(discussion, "Reply", to=gone)
        moderate(contribution=gone.contribution, to=REMOVED, by=None, reason=Reason.SPAM)
        answered(discussion, parent=root, pinned=True)


@pytest.mark.parametrize("address", [url, lambda discussion: page_of(discussion).url], ids=["thread", "page"])
def test_queries_do_not_grow_with_comments(client: Client, address: Callable[[Discussion], str]) -> None:
    discussion = make_discussion()
    busy(discussion, 1)
    with_one = queries(client, address(discussion))
    busy(discussion, 2)
    assert queries(client, address(discussion)) == with_one


def test_thread_costs_at_most_fifteen_queries(client: Client, discussion: Discussion) -> None:
    busy(discussion, 10)
    with_twenty = queries(client, url(discussion))
    busy(discussion, 20)
    assert queries(client, url(discussion)) == with_twenty
    assert with_twenty <= 15


def test_page_with_several_talks_costs_the_same_for_their_comments(client: Client) -> None:
    talks = [make_discussion(page=False, title=f"Talk {number}") for number in range(2)]
    page = make_page(*Activity.objects.filter(pk__in=[talk.pk for talk in talks]))
    for talk in talks:
        say(talk)
    before = queries(client, page.url)
    for talk in talks:
        busy(talk, 2)
    assert queries(client, page.url) == before


def test_status_tag_says_when_it_closes(client: Client) -> None:
    soon = make_discussion(closes_at=timezone.now() + timedelta(days=3))
    later = make_discussion(closes_at=timezone.now() + timedelta(days=30))
    assert "fm-status--soon" in read(client, url(soon))
    assert '<span class="fm-status">Open</span>' in read(client, url(later))


def test_no_inline_script_or_style(client: Client, discussion: Discussion) -> None:
    busy(discussion, 1)
    page = read(client, url(discussion))
    assert re.findall(r"<script>|<style|\sstyle=|\son\w+=", page) == []
    draft, count = re.findall(r"<script [^>]*>.*?</script>", page)
    assert ('src="/static/base/draft' in draft, 'src="/static/base/character_count' in count) == (True, True)


def test_order_costs_no_query_and_is_not_offered_for_one_comment(client: Client, discussion: Discussion) -> None:
    say(discussion)
    assert "Newest first" not in read(client, url(discussion))
    busy(discussion, 3)
    for sort in ("newest", "supported", "unanswered"):
        assert queries(client, url(discussion, sort=sort)) <= queries(client, url(discussion))


def test_way_to_the_composer_stands_at_the_top_and_at_the_bottom_of_a_phone(client: Client) -> None:
    talk = make_discussion(closes_at=timezone.now() + timedelta(days=9, hours=1))
    page = read(client, url(talk))
    hero, dock = page.partition('id="composer"')[0], page.partition('class="fm-dock"')[2]
    assert re.findall(r'<a class="govuk-button" href="#composer">Add your comment', hero) != []
    assert re.findall(r"\d+ days left", dock) != []
    assert 'href="#composer">Add your comment</a>' in dock


def test_closed_talk_is_to_be_read_and_tells_nobody_how_to_write(client: Client) -> None:
    talk = make_discussion(closed=True, moderation=Moderation.HOLD)
    say(talk)
    page = read(client, url(talk))
    told = ("House rules", "A person reads every comment", "Anyone, no account", "fm-dock", "Add your comment")
    assert [words for words in told if words in page] == []


@pytest.mark.parametrize(("closed", "invitation"), [(True, "Read the conversation"), (False, "Join the conversation")])
def test_invitation_is_what_one_can_do(closed: bool, invitation: str) -> None:
    talk = make_discussion(closed=closed)
    assert str(CommentsModule().summarise([talk])[talk.pk].invitation) == invitation


def test_heading_and_introduction_are_those_of_the_page_in_this_language(client: Client) -> None:
    talk = make_discussion(page=False, title="Talk about Mill Lane", prompt="What would you change?")
    page = make_page(talk)
    welsh, _new = Locale.objects.get_or_create(language_code="cy")
    page.get_parent().specific.copy_for_translation(welsh).save_revision().publish()
    translated = page.copy_for_translation(welsh)
    row = translated.page_activities.get()
    row.heading, row.intro = "Siaradwch am Lôn y Felin", "Beth fyddech chi’n ei newid?"
    translated.page_activities = [row]
    translated.save_revision().publish()

    english, cymraeg = read(client, url(talk)), read(client, "/cy" + url(talk))
    assert re.findall(r"<h1>(.*?)</h1>", english) == ["Talk about Mill Lane"]
    assert re.findall(r"<h1>(.*?)</h1>", cymraeg) == ["Siaradwch am Lôn y Felin"]
    assert ("What would you change?" in cymraeg, "Beth fyddech chi’n ei newid?" in cymraeg) == (False, True)


@pytest.mark.parametrize("state", [None, PENDING, HIDDEN, UNCONFIRMED, REMOVED, ContributionState.PUBLISHED])
def test_link_to_a_comment_that_is_not_there_says_so(
    client: Client, discussion: Discussion, state: ContributionState | None
) -> None:
    say(discussion, "It stays")
    key = say(discussion, "It goes", state=state).contribution.uuid if state else uuid.uuid4()
    if state == REMOVED:
        Comment.objects.filter(contribution__uuid=key).update(first_public_at=timezone.now())
    page = read(client, url(discussion, comment=key))
    is_there = state in (REMOVED, ContributionState.PUBLISHED)
    assert ("That comment is not on the page any more." in page) != is_there
    assert "It stays" in page


def test_who_answers_for_the_council_is_nobody_who_took_part(client: Client) -> None:
    talk = make_discussion()
    officer = make_participant("Priya Raman")
    question = say(talk, "Will it be lit?")
    for words in ("It will.", "From May on."):
        say(talk, words, to=question, author=officer, is_official=True)
    assert published_counts([talk])[talk.pk] == (3, 1, 0)
    assert "3 comments from 1 person." in read(client, url(talk))
    say(talk, "I shall walk there myself.", author=officer)
    assert published_counts([talk])[talk.pk] == (4, 2, 0)
    assert people_at([talk.placement.host_key]) == {talk.placement.host_key: 2}


@pytest.mark.parametrize(("under", "heading"), [("Said under the page", "Said under the page"), (None, "In the text")])
def test_heading_is_that_under_the_page_else_that_in_the_text(client: Client, under: str | None, heading: str) -> None:
    talk = make_discussion(page=False, title="Talk about Mill Lane")
    page = make_page(talk)
    page.body = [{"type": "activity", "value": {"activity": talk.pk, "heading": "In the text", "intro": ""}}]
    rows = list(page.page_activities.all()) if under else []
    for row in rows:
        row.heading = under
    page.page_activities = rows
    page.save_revision().publish()
    assert re.findall(r"<h1>(.*?)</h1>", read(client, url(talk))) == [heading]


def test_mail_and_what_follows_name_the_page_in_the_language_of_the_writer(client: Client) -> None:
    talk = make_discussion(page=False, audience=Audience.CONFIRMED)
    page = make_page(talk)
    welsh, _new = Locale.objects.get_or_create(language_code="cy")
    page.get_parent().specific.copy_for_translation(welsh).save_revision().publish()
    translated = page.copy_for_translation(welsh)
    translated.title = "Lôn y Felin"
    translated.save_revision().publish()
    given = say(talk, state=ContributionState.UNCONFIRMED).contribution
    type(given).objects.filter(pk=given.pk).update(language="cy")
    given.refresh_from_db()
    ask_to_confirm(contribution=given, email="nadia@example.org", words="Leimiau")
    message = OutboxMessage.objects.get()
    assert message.subject == "Cadarnhau’r hyn a anfonoch at “Lôn y Felin” – Folkmoot"
    assert ("“Lôn y Felin”" in message.body, "Mill Lane" in message.body) == (True, False)
    assert "“Lôn y Felin”" in read(client, confirmation_path("nadia@example.org"))


def test_writer_is_named_and_a_guest_can_say_that_it_is_somebody_else(client: Client, discussion: Discussion) -> None:
    assert "You write as" not in read(client, url(discussion))
    client.force_login(make_member(name="Sunniva"))
    page = read(client, url(discussion))
    assert ("You write as <b><bdi>Sunniva</bdi></b>." in page, "Not you?" in page) == (True, False)

    guest = Client()
    response = HttpResponse()
    remember_guest(response, make_participant("Sam", email="sam@example.org"), for_long=True)
    guest.cookies = response.cookies
    composer = read(guest, url(discussion)).partition('id="composer"')[2]
    assert "You write as <b><bdi>Sam</bdi></b>." in composer
    # Enter in a field presses the first button of its form.
    assert re.findall(r'type="submit"(?: name="(\w+)")?', composer) == ["", "somebody_else"]


def test_guest_becomes_somebody_else_and_keeps_the_words(client: Client) -> None:
    asking = make_discussion(audience=Audience.CONFIRMED)
    comment = say(asking, "Limes, please.", author=(sam := make_participant("Sam", email="sam@example.org")))
    response = HttpResponse()
    remember_guest(response, sam, for_long=True)
    client.cookies = response.cookies
    typed = {"comment": "A bench & a lime", "reply": str(comment.contribution.uuid), "somebody_else": "1"}
    page = client.post(url(asking, "post"), typed).content.decode()
    assert client.cookies["fm_guest"].value == ""
    for shown in (page, read(client, url(asking))):
        assert ("You write as" in shown, 'name="email"' in shown, "fm-comment--mine" in shown) == (False, True, False)
    assert "A bench &amp; a lime</textarea>" in page
    assert f'name="reply" value="{comment.contribution.uuid}"' in page
    assert Comment.objects.count() == 1


@pytest.mark.parametrize("is_member", [False, True])
@pytest.mark.parametrize("moderation", [Moderation.AT_ONCE, Moderation.HOLD])
def test_author_is_led_from_the_mail_to_the_words(client: Client, moderation: str, is_member: bool) -> None:
    """Also a member who is not signed in, where the mail is opened in another browser."""
    if is_member:
        member = make_member(email="nadia@example.org")
        EmailAddress.objects.create(user=member, email=member.email, verified=True, primary=True)
    discussion = make_discussion(audience=Audience.CONFIRMED, moderation=moderation)
    comment = say(discussion, state=ContributionState.UNCONFIRMED)
    ask_to_confirm(contribution=comment.contribution, email="nadia@example.org", words=comment.comment)
    told = confirm_by_mail(client, "nadia@example.org").content.decode()
    [address] = re.findall(r'<a class="govuk-button" href="([^"]+)">See it in the talk', told)
    assert address == comment.get_absolute_url()
    assert f'id="{comment.anchor}" class="fm-comment fm-comment--mine"' in read(client, address)
    assert f'<a href="{page_of(discussion).url}">Back to' in told


def test_pinned_answer_and_its_question_say_their_languages(client: Client, discussion: Discussion) -> None:
    asked = say(discussion, "Pryd fydd y lorïau’n peidio?")
    type(asked.contribution).objects.filter(pk=asked.contribution_id).update(language="cy")
    answered(discussion, "In May.", parent=asked, pinned=True)
    spoken = r'<p class="fm-answer__q"(.*?)>.*?<div class="fm-answer__body"(.*?)>'
    english, cymraeg = read(client, url(discussion)), read(client, "/cy" + url(discussion))
    assert re.findall(spoken, english, re.S) == [(' lang="cy" dir="ltr"', "")]
    assert re.findall(spoken, cymraeg, re.S) == [("", ' lang="en" dir="ltr"')]


def test_who_answers_is_said_once(client: Client) -> None:
    page = read(client, url(make_discussion(team="Streets team", prompt="The Streets team reads all of it.")))
    assert page.count("Streets team answers here.") == 1
    assert "Streets team answers" not in page.partition('id="composer"')[0]


def test_what_happened_to_a_comment_is_said_beside_it_where_the_browser_goes(
    client: Client, discussion: Discussion, post: Post
) -> None:
    for _time in range(3):
        say(discussion)
    client.force_login(make_member(name="Tomos"))
    sent = post(discussion, "A lime.")
    comment = Comment.objects.latest("pk")
    page = read(client, sent["Location"].partition("#")[0])
    before, _anchor, beside = page.partition(f'id="{comment.anchor}"')
    words = f"Your words are on the page. Your reference is {comment.contribution.reference}."
    assert (words in before, beside.partition("A lime.")[0].count(words)) == (False, 1)
    assert words not in read(client, url(discussion))

    client.post(url(discussion, "withdraw", comment=comment.contribution.uuid))
    page = read(client, url(discussion, comment=comment.contribution.uuid))
    beside = page.partition(f'id="{comment.anchor}"')[2]
    assert beside.partition("Withdrawn by its author.")[0].count("You have withdrawn your words.") == 1


@pytest.mark.parametrize("is_led_to_write", [False, True])
def test_what_happened_is_said_at_the_top_where_no_comment_is_shown_for_it(
    client: Client, discussion: Discussion, is_led_to_write: bool
) -> None:
    client.force_login(author := make_member(name="Tomos"))
    others, own = say(discussion), say(discussion, "Mine.", author=author.participant, state=PENDING)
    client.post(url(discussion, "withdraw", comment=own.contribution.uuid))
    query = {"reply": others.contribution.uuid} if is_led_to_write else {"comment": own.contribution.uuid}
    page = read(client, url(discussion, **query))
    assert "You have withdrawn your words." in page.partition("<h1>")[0]
    assert page.count("You have withdrawn your words.") == 1


def test_time_of_a_comment_is_the_link_to_it(client: Client, discussion: Discussion) -> None:
    comment = say(discussion, name="Ann")
    page = read(client, url(discussion, sort="newest"))
    [inside] = re.findall(rf'<a href="{re.escape(comment.get_absolute_url())}">(.*?)</a>', page)
    assert ("<time" in inside, '<span class="fm-vh"> link to the comment by Ann</span>' in inside) == (True, True)
    assert anchors(read(client, comment.get_absolute_url().partition("#")[0])) == keys(comment)


def test_reply_that_a_link_leads_to_says_whom_it_answers(client: Client, discussion: Discussion) -> None:
    asked = say(discussion, name="Ann")
    reply, other = say(discussion, to=asked), say(discussion, to=asked)
    page = read(client, url(discussion, comment=reply.contribution.uuid))
    said = page.partition(f'id="{reply.anchor}"')[2].partition(f'id="{other.anchor}"')
    assert ("In reply to <bdi>Ann</bdi>" in said[0], "In reply to" in said[2]) == (True, False)


def answer_host(discussion: Discussion) -> None:
    """The page on which it stands has closed, and says what came of it."""
    now = timezone.now()
    window = {"opens_at": now - timedelta(days=9), "closes_at": now - timedelta(days=2)}
    timetable = Timetable.objects.filter(placements__activity=discussion.pk)
    assert timetable.update(answer=Answer.OUTCOME, outcome_at=now - timedelta(days=1), **window) == 1


def test_answered_talk_says_so_and_lets_nobody_look_for_what_waits(client: Client) -> None:
    talk = make_discussion(closed=True, team="Streets team")
    comments = [say(talk), say(talk)]
    page = read(client, url(talk, sort="unanswered"))
    assert (">Waiting for an answer</a>" in page, "Read the answer" in page) == (True, False)
    assert 'fm-status--closed">Closed<' in page

    answer_host(talk)
    answered(talk, parent=comments[0])
    page = read(client, url(talk, sort="unanswered"))
    assert ("Waiting for an answer" in page, anchors(page)[0]) == (False, keys(comments[0])[0])
    assert len(anchors(page)) == 3
    head = page.partition("fm-section--page")[0]
    assert ('fm-status--outcome">Outcome<' in head, "We have answered, on" in head) == (True, True)
    assert f'<a href="{page_of(talk).url}#answer">Read the answer</a>' in head
    assert [words for words in ("House rules", "Streets team answers here.", "Since ") if words in page] == []


@pytest.mark.parametrize(("closed", "says_who"), [(True, False), (False, True)])
def test_row_of_a_closed_talk_promises_nobody(closed: bool, says_who: bool) -> None:
    talk = make_discussion(closed=closed, team="Streets team")
    assert ("Streets team answers here." in CommentsModule().summarise([talk])[talk.pk].base) == says_who


def test_large_numbers_are_grouped_alike() -> None:
    assert sentence_of_counts(Counts(2000, 1500, 1000)) == (
        "2,000 comments from 1,500 people, 1,000 by letter, by telephone or at events."
    )
    names = {"presence": {"summary": {"count": 1000}, "url": "/", "activity": {"title": "Talk"}}}
    assert "All 1,000 comments" in render_to_string("engagement/comments/inline.html", names)
