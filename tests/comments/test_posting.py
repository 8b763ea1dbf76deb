"""Writing: from the form to the page, and everything that can come in between."""

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks
from wagtail.models import BaseViewRestriction, PageViewRestriction, Site

from base.guards import KEY_FIELD
from base.mail import deliver_due
from base.models import OutboxMessage, ProtectionSettings, RateCount
from base.models.protection import ChallengeMode
from engagement.comments.models import Comment, Discussion
from engagement.plugin import Audience, Contribution, ContributionState, Moderation, Participant, moderate
from engagement.testing.clock import NOON, at
from engagement.testing.people import make_member
from tests.comments.conftest import Post, url
from tests.comments.factories import make_discussion, make_participant, page_of, say

pytestmark = pytest.mark.django_db

PUBLISHED, PENDING, UNCONFIRMED = (
    ContributionState.PUBLISHED,
    ContributionState.PENDING,
    ContributionState.UNCONFIRMED,
)
TYPED = "Every word of this must stay."


def text_in(response: Any) -> str:
    return response.content.decode().replace("\xa0", " ")


def test_comment_is_posted_and_leads_to_itself(client: Client, discussion: Discussion, post: Post) -> None:
    response = post(discussion, "If the lorries go round,\r\nmy two can walk.", name="Nadia")
    comment = Comment.objects.get()

    assert response.status_code == 303
    assert response["Location"] == (
        f"/engage/{discussion.uuid}/thread/?comment={comment.contribution.uuid}#c-{comment.contribution.uuid}"
    )
    page = text_in(client.get(response["Location"]))
    assert f'id="c-{comment.contribution.uuid}"' in page
    assert "<p>If the lorries go round,<br>my two can walk.</p>" in page
    assert f"Your reference is {comment.contribution.reference}." in page
    assert (comment.comment, comment.contribution.participant.display_name) == (
        "If the lorries go round,\nmy two can walk.",
        "Nadia",
    )


def test_held_comment_is_seen_by_its_author_alone(client: Client, post: Post) -> None:
    discussion = make_discussion(moderation=Moderation.HOLD)
    response = post(discussion, TYPED, name="Tomos")

    mine = text_in(client.get(response["Location"]))
    assert TYPED in mine
    assert "Only you can see this. A person checks it before everybody can read it." in mine
    assert "1 comment from" not in mine
    others = text_in(Client().get(response["Location"]))
    assert TYPED not in others
    assert "Nobody has said anything yet" in others


def test_reply_is_posted_below_its_parent(client: Client, discussion: Discussion, post: Post) -> None:
    parent = say(discussion, "Where do 2,800 cars go?", name="Abdul Karim")
    page = text_in(client.get(url(discussion, reply=parent.contribution.uuid)))
    assert "Reply to Abdul Karim" in page
    assert "“Where do 2,800 cars go?”" in page

    post(discussion, "Past my door.", to=parent)
    reply = Comment.objects.get(level=1)
    assert (reply.parent_id, reply.reply_to) == (parent.pk, parent)


def confirm_path(body: str) -> str:
    return re.search(r"https?://[^/]+(/\S+)", body)[1]  # type: ignore[index]


def test_guest_confirms_by_pressing_the_button_and_only_so(
    client: Client, post: Post, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    discussion = make_discussion(audience=Audience.CONFIRMED)
    with django_capture_on_commit_callbacks(execute=True):
        response = post(discussion, TYPED, name="Tomos", email="tomos@example.org")
    comment = Comment.objects.get()
    sent = text_in(client.get(response["Location"]))
    assert response["Location"] == f"/engage/{discussion.uuid}/sent/?comment={comment.contribution.uuid}"
    assert all(words in sent for words in ("tomos@example.org", comment.contribution.reference, TYPED))

    link = confirm_path(mail.outbox[0].body)
    scanner = Client()
    for method in (scanner.head, scanner.get, client.get):
        assert method(link).status_code == 200
    assert Contribution.objects.get().state == UNCONFIRMED

    confirmed = client.post(link)
    assert confirmed.status_code == 302
    contribution = Contribution.objects.get()
    assert (contribution.state, contribution.participant.email) == (PUBLISHED, "tomos@example.org")
    assert (Comment.objects.get().is_public, TYPED in text_in(Client().get(url(discussion)))) == (True, True)

    assert client.post(link).status_code == 200
    assert Contribution.objects.count() == 1


def test_confirming_after_the_page_is_gone_is_no_error(
    client: Client, post: Post, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    discussion = make_discussion(audience=Audience.CONFIRMED)
    with django_capture_on_commit_callbacks(execute=True):
        post(discussion, TYPED, name="Tomos", email="tomos@example.org")
    page_of(discussion).delete()

    response = client.post(confirm_path(mail.outbox[0].body), follow=True)
    assert response.status_code == 200
    assert client.get(url(discussion)).status_code == 404


def test_remembered_guest_is_asked_for_nothing_again(
    client: Client, post: Post, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    discussion = make_discussion(audience=Audience.CONFIRMED)
    assert {"name", "email"} <= fields_of(client.get(url(discussion)))
    with django_capture_on_commit_callbacks(execute=True):
        post(discussion, TYPED, name="Tomos", email="tomos@example.org")
    client.post(confirm_path(mail.outbox[0].body))

    assert fields_of(client.get(url(discussion))).isdisjoint({"name", "email"})
    post(discussion, "And another thing.")
    assert Comment.objects.last().contribution.state == PUBLISHED
    assert Participant.objects.count() == 1


def fields_of(response: Any) -> set[str]:
    composer = text_in(response).partition('id="composer"')[2]
    return set(re.findall(r'name="(\w+)"', composer.partition("</form>")[0]))


def test_known_and_unknown_addresses_behave_alike(client: Client, post: Post) -> None:
    discussion = make_discussion(audience=Audience.CONFIRMED)
    make_member(email="member@example.org", name="Member")
    make_participant(email="guest@example.org")
    answers = []
    for email in ("member@example.org", "guest@example.org", "nobody@example.org"):
        browser = Client()
        response = post(discussion, "Hello.", by=browser, name="X", email=email)
        page = text_in(browser.get(response["Location"]))
        comment = Comment.objects.order_by("-pk").first()
        for own in (email, str(comment.contribution.uuid), comment.contribution.reference):
            page = page.replace(own, "…")
        answers.append((response.status_code, re.sub(r'value="[^"]{40,}"', "", page)))

    assert answers[0] == answers[1] == answers[2]
    assert OutboxMessage.objects.count() == 3


def test_link_can_be_sent_again_to_a_mended_address(client: Client, post: Post) -> None:
    discussion = make_discussion(audience=Audience.CONFIRMED)
    sent = post(discussion, TYPED, name="Tomos", email="wrong@example.org")["Location"]
    response = client.post(sent, {"email": "right@example.org"})

    assert (response.status_code, response["Location"]) == (303, sent)
    assert OutboxMessage.objects.order_by("-pk").first().to == "right@example.org"
    assert Comment.objects.count() == 1
    assert client.post(sent, {"email": "nonsense"}).status_code == 200
    assert OutboxMessage.objects.count() == 2
    assert Client().get(sent).status_code == Client().post(sent, {"email": "x@example.org"}).status_code == 404


@pytest.mark.parametrize(("hours_after_closing", "status", "mails"), [(71, 303, 2), (72, 403, 1)])
def test_link_can_be_sent_again_as_the_page_of_an_expired_one_offers(
    client: Client, post: Post, hours_after_closing: int, status: int, mails: int
) -> None:
    """The two pages are read side by side: what the mailed link offers, the page of what was sent offers as well."""
    discussion = make_discussion(audience=Audience.CONFIRMED, closes_at=NOON + timedelta(days=7))
    with at(NOON):
        sent = post(discussion, TYPED, name="Tomos", email="tomos@example.org")["Location"]
        deliver_due(NOON, 10)
    [path] = re.findall(r"/engage/confirm/[^/\s]+/", mail.outbox[0].body)
    with at(NOON + timedelta(days=7, hours=hours_after_closing)):
        pages = [text_in(client.get(address)) for address in (sent, path)]
        assert [("Send the link again" in pages[0]), ("Send me a new link" in pages[1])] == [mails == 2] * 2
        assert client.post(sent, {"email": "tomos@example.org"}).status_code == status
    assert OutboxMessage.objects.count() == mails


def test_nobody_can_be_bombed_with_mail_and_no_words_are_lost(post: Post) -> None:
    discussion = make_discussion(audience=Audience.CONFIRMED)
    pages = []
    for number in range(7):
        browser = Client(REMOTE_ADDR=f"10.0.0.{number}")
        email = f"Victim+{number}@Example.org"
        sent = post(discussion, f"{TYPED} {number}", by=browser, name="X", email=email)
        pages.append(text_in(browser.get(sent["Location"])))

    assert ["We could not send a link to this address now" in page for page in pages] == [False] * 5 + [True] * 2
    assert (OutboxMessage.objects.count(), Comment.objects.count()) == (5, 7)
    assert set(Contribution.objects.values_list("state", flat=True)) == {UNCONFIRMED}


def test_link_that_could_not_be_sent_is_sent_later(client: Client, post: Post) -> None:
    discussion = make_discussion(audience=Audience.CONFIRMED)
    for number in range(4):
        sent = post(discussion, f"{TYPED} {number}", name="X", email="ann@example.org")["Location"]
    assert OutboxMessage.objects.count() == 3
    RateCount.objects.all().delete()

    assert client.post(sent, {"email": "ann@example.org"}).status_code == 303
    assert OutboxMessage.objects.count() == 4
    assert "ann@example.org" in text_in(client.get(sent))


def test_repeated_form_is_thanked_for_also_when_all_limits_are_full(
    client: Client, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("base.tiers.NETWORK_TIMES", 1)
    discussion, key = make_discussion(audience=Audience.CONFIRMED), str(uuid.uuid4())
    first = post(discussion, "Once.", name="Ann", email="ann@example.org", **{KEY_FIELD: key})
    statuses = [post(discussion, f"Number {n}.", name="Ann", email="ann@example.org").status_code for n in range(15)]
    again = post(discussion, "Once.", name="Ann", email="ann@example.org", **{KEY_FIELD: key})

    assert (statuses[-1], again.status_code, again["Location"]) == (429, 303, first["Location"])


def test_repeated_form_is_thanked_for_also_when_what_it_answers_is_gone(discussion: Discussion, post: Post) -> None:
    parent, key = say(discussion), str(uuid.uuid4())
    first = post(discussion, "Once.", to=parent, **{KEY_FIELD: key})
    moderate(contribution=parent.contribution, to=ContributionState.REMOVED, by=None)

    assert post(discussion, "Once.", to=parent, **{KEY_FIELD: key})["Location"] == first["Location"]


def test_repeated_form_with_a_mended_address_sends_the_link_there(post: Post) -> None:
    discussion, key = make_discussion(audience=Audience.CONFIRMED), str(uuid.uuid4())
    for email in ("wrong@example.org", "right@example.org", "RIGHT@example.org"):
        post(discussion, "Once.", name="Ann", email=email, **{KEY_FIELD: key})

    assert list(OutboxMessage.objects.order_by("pk").values_list("to", flat=True)) == [
        "wrong@example.org",
        "right@example.org",
    ]
    assert Comment.objects.count() == 1


@pytest.fixture
def attack(db: None) -> None:
    ProtectionSettings.objects.create(site=Site.objects.get(is_default_site=True), challenge=ChallengeMode.ON)


@pytest.mark.parametrize(
    ("audience", "field"), [(Audience.EVERYONE, "proof_email"), (Audience.CONFIRMED, "email")], ids=lambda value: value
)
def test_without_a_proof_only_what_gets_its_mail_is_kept(
    post: Post, attack: None, audience: Audience, field: str
) -> None:
    discussion = make_discussion(audience=audience)
    with at(NOON):
        answers = [
            post(discussion, f"{TYPED} {number}", by=Client(), proof_by_mail="1", **{field: f"ann{number}@example.org"})
            for number in range(7)
        ]
    assert [answer.status_code for answer in answers] == [303] * 5 + [429] * 2
    page = text_in(answers[-1])
    assert ("Too much was sent from your network" in page, f"{TYPED} 6" in page) == (True, True)
    assert OutboxMessage.objects.count() == Comment.objects.count() == Participant.objects.count() == 5
    assert set(Contribution.objects.values_list("state", flat=True)) == {UNCONFIRMED}


def test_form_sent_again_to_others_is_no_way_around_the_slow_lane(post: Post, attack: None) -> None:
    discussion = make_discussion()
    for number in range(7):
        words, key = f"Opinion {number}.", str(uuid.uuid4())
        post(discussion, words, proof_by_mail="1", proof_email=f"me{number}@example.org", **{KEY_FIELD: key})
        for other in range(2):
            post(discussion, words, email=f"other{number}{other}@example.org", **{KEY_FIELD: key})
    assert OutboxMessage.objects.count() == 5


def test_form_sent_again_to_others_uses_up_nobodys_mailbox(post: Post) -> None:
    discussion, key = make_discussion(audience=Audience.CONFIRMED), str(uuid.uuid4())
    post(discussion, "Once.", email="me@example.org", **{KEY_FIELD: key})
    for number in range(24):
        post(discussion, "Once.", email=f"other{number // 8}@example.org", **{KEY_FIELD: key})
    post(discussion, "My own words.", email="other2@example.org", by=Client(REMOTE_ADDR="203.0.113.77"))
    assert OutboxMessage.objects.order_by("pk").last().to == "other2@example.org"  # type: ignore[union-attr]


@pytest.mark.parametrize("email", ["", "ann@example.org"], ids=["held", "unconfirmed"])
def test_same_words_sent_from_a_new_form_are_one_comment(client: Client, post: Post, email: str) -> None:
    audience = Audience.CONFIRMED if email else Audience.EVERYONE
    discussion = make_discussion(audience=audience, moderation=Moderation.HOLD)
    first, second = (post(discussion, "Once.", name="Ann", email=email) for _time in range(2))

    assert (second["Location"], Comment.objects.count()) == (first["Location"], 1)
    assert "You have said this already." in text_in(client.get(second["Location"]))
    assert OutboxMessage.objects.count() == bool(email)


@pytest.mark.parametrize(
    "other",
    [{"text": "Twice."}, {"name": "Bea"}, {"by": Client()}, {"to": True}],
    ids=["words", "name", "browser", "parent"],
)
def test_same_words_of_another_or_elsewhere_are_another_comment(post: Post, other: dict[str, Any]) -> None:
    discussion = make_discussion(moderation=Moderation.HOLD)
    parent = say(discussion)
    if "to" in other:
        other = {"to": parent}
    post(discussion, "Once.", name="Ann")
    post(discussion, **{"text": "Once.", "name": "Ann", **other})

    assert Comment.objects.count() == 3


def test_words_and_address_of_another_browser_open_nothing(client: Client, post: Post) -> None:
    discussion, stranger = make_discussion(audience=Audience.CONFIRMED), Client()
    first = post(discussion, "Once.", name="Ann", email="ann@example.org")["Location"]
    second = post(discussion, "Once.", by=stranger, name="Ann", email="ann@example.org")["Location"]

    assert (first == second, stranger.get(first).status_code) == (False, 404)


def test_same_words_once_the_first_are_public_are_one_comment(discussion: Discussion, post: Post) -> None:
    first, second = (post(discussion, words, name="Ann") for words in ("I agree.", " i AGREE !"))
    assert (second["Location"], Comment.objects.count()) == (first["Location"], 1)


def test_too_many_posts_in_ten_minutes_are_refused_with_the_text(
    client: Client, discussion: Discussion, post: Post
) -> None:
    client.force_login(make_member(name="Sunniva"))
    with at(timezone.now()):
        statuses = [post(discussion, f"Number {number}.").status_code for number in range(15)]
        refused = post(discussion, TYPED)

    assert (set(statuses), refused.status_code, Comment.objects.count()) == ({303}, 429, 15)
    assert TYPED in text_in(refused)
    assert int(refused["Retry-After"]) <= 600


def test_double_submit_gives_one_comment_and_the_same_reference(discussion: Discussion, post: Post) -> None:
    key = str(uuid.uuid4())
    first = post(discussion, "Once.", name="Ann", **{KEY_FIELD: key})
    second = post(discussion, "Once.", name="Ann", **{KEY_FIELD: key})

    assert first["Location"] == second["Location"]
    assert (Comment.objects.count(), Participant.objects.count()) == (1, 1)


@pytest.mark.parametrize("key", ["", "nonsense", "\x00"])
def test_form_without_a_proper_key_is_refused_with_the_text(discussion: Discussion, post: Post, key: str) -> None:
    response = post(discussion, TYPED, **{KEY_FIELD: key})
    assert (response.status_code, TYPED in text_in(response), Comment.objects.count()) == (400, True, 0)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (f"{TYPED} Ring 01632 960 233.", "Take the phone number out of your comment"),
        (f"{TYPED} ann@example.org", "Take the e-mail address out of your comment"),
        (f"{TYPED} {'x' * 2000}", "Shorten it by"),
    ],
)
def test_refused_text_comes_back_with_a_sentence(discussion: Discussion, post: Post, text: str, sentence: str) -> None:
    response = post(discussion, text, name="Tomos")
    page = text_in(response)

    assert response.status_code == 200
    assert page.index("Your comment is not posted yet") < page.index("<h1")
    assert page.count(sentence) == 2
    assert f"{text}</textarea>" in page.replace("\n", "")
    assert 'value="Tomos"' in page
    assert Contribution.objects.count() == 0


def test_html_in_every_field_is_only_text(client: Client, post: Post) -> None:
    discussion = make_discussion(title="<script>title</script>", prompt="<script>prompt</script>")
    response = post(discussion, "<script>text</script><img src=x onerror=y>", name="<script>n</script>")
    page = text_in(client.get(response["Location"]))

    assert re.findall(r"<script[^>]*>(title|prompt|text|n)", page) == []
    assert "&lt;script&gt;text&lt;/script&gt;&lt;img src=x onerror=y&gt;" in page


@pytest.mark.parametrize("text", ["", TYPED])
@pytest.mark.parametrize("state", [state for state in ContributionState if state != PUBLISHED])
def test_reply_to_what_is_not_public_shows_neither_its_words_nor_its_author(
    discussion: Discussion, post: Post, state: ContributionState, text: str
) -> None:
    parent = say(discussion, "Secret words.", name="Secret name")
    Contribution.objects.filter(pk=parent.contribution_id).update(state=state)
    response = post(discussion, text, to=parent)
    page = text_in(response)

    assert (response.status_code, "Secret" in page, 'name="reply"' in page) == (200, False, False)
    assert "That comment cannot be answered any more. You can write one of your own." in page
    assert f"{text}</textarea>" in page.replace("\n", "")
    assert Comment.objects.count() == 1


def test_reply_refused_while_it_is_stored_is_offered_as_a_comment_of_its_own(post: Post) -> None:
    discussion = make_discussion(allows_replies=False)
    page = text_in(post(discussion, TYPED, to=say(discussion, "Quoted words.")))

    assert "Replies are switched off here. Send it as a comment of its own." in page
    composer = page.partition('id="composer"')[2]
    assert ("Quoted words." in composer, 'name="reply"' in composer, TYPED in composer) == (False, False, True)


@pytest.mark.parametrize("reply", ["nonsense", "\x00", "00000000-0000-4000-8000-000000000000", "1' or 1=1"])
def test_reply_to_nothing_is_not_found(discussion: Discussion, post: Post, reply: str) -> None:
    assert post(discussion, reply=reply).status_code == 404
    assert Comment.objects.count() == 0


@pytest.mark.parametrize("when", ["closed", "scheduled"])
def test_outside_its_time_nothing_is_taken_and_nothing_lost(post: Post, when: str) -> None:
    discussion = make_discussion(**{when: True})
    response = post(discussion, TYPED)

    assert (response.status_code, TYPED in text_in(response), Contribution.objects.count()) == (403, True, 0)


def test_members_only_refuses_a_signed_out_person_with_the_text(client: Client, post: Post) -> None:
    discussion = make_discussion(audience=Audience.MEMBERS)
    page = text_in(client.get(url(discussion)))
    assert ("Sign in to add your comment" in page, "<textarea" in page) == (True, False)
    response = post(discussion, TYPED)

    assert (response.status_code, TYPED in text_in(response), Comment.objects.count()) == (403, True, 0)


def test_member_posts_under_their_name(client: Client, post: Post) -> None:
    discussion = make_discussion(audience=Audience.MEMBERS)
    client.force_login(make_member(name="Sunniva"))
    post(discussion, TYPED, name="Somebody else")

    assert Comment.objects.get().contribution.participant.display_name == "Sunniva"
    assert text_in(client.get(url(discussion))).count("Somebody else") == 0


def test_member_without_a_name_can_give_one(client: Client, discussion: Discussion, post: Post) -> None:
    user = make_member()
    client.force_login(user)
    post(discussion, TYPED, name="Sunniva")
    user.refresh_from_db()
    assert user.participant.display_name == "Sunniva"


def test_without_a_csrf_token_nothing_is_taken_and_nothing_lost(discussion: Discussion, post: Post) -> None:
    response = post(discussion, TYPED, by=Client(enforce_csrf_checks=True))
    assert (response.status_code, TYPED in text_in(response), Comment.objects.count()) == (403, True, 0)


def test_robot_that_fills_every_field_is_refused(discussion: Discussion, post: Post) -> None:
    response = post(discussion, TYPED, keep_empty="https://spam.example")
    assert ("Leave this field empty" in text_in(response), Comment.objects.count()) == (True, 0)


def test_field_against_robots_comes_back_empty_and_in_sight(client: Client, discussion: Discussion, post: Post) -> None:
    def trap(response: Any) -> tuple[bool, bool]:
        before, _name, after = text_in(response).partition('name="keep_empty"')
        group = before[before.rindex('<div class="govuk-form-group') :]
        return "fm-vh" in group.partition(">")[0], "value=" in after.partition(">")[0]

    assert trap(client.get(url(discussion))) == (True, False)
    assert trap(post(discussion, TYPED, keep_empty="https://autofill.example")) == (False, False)


def test_private_page_is_closed_on_every_address(client: Client, discussion: Discussion, post: Post) -> None:
    comment = say(discussion, TYPED)
    PageViewRestriction.objects.create(page=page_of(discussion), restriction_type=BaseViewRestriction.LOGIN)
    key = comment.contribution.uuid
    for action in ("thread", "post", "answer", "sent", "withdraw", "pin", "unpin"):
        assert client.get(url(discussion, action, comment=key)).status_code == 404, action
        assert post(discussion, action=action).status_code == 404, action
    assert Comment.objects.count() == 1
    client.force_login(make_member())
    assert TYPED in text_in(client.get(url(discussion)))


@pytest.mark.parametrize("how", ["unpublish", "delete"])
def test_without_its_page_everything_is_closed(client: Client, discussion: Discussion, post: Post, how: str) -> None:
    comment = say(discussion)
    getattr(page_of(discussion), how)()
    for action in ("thread", "post", "answer", "sent", "withdraw", "pin", "unpin"):
        assert client.get(url(discussion, action, comment=comment.contribution.uuid)).status_code == 404, action
        assert post(discussion, action=action, to=comment).status_code == 404, action
    assert Comment.objects.count() == 1


def test_get_never_writes(client: Client, discussion: Discussion) -> None:
    assert client.get(url(discussion, "post", page=1))["Location"] == url(discussion, page=1)
    client.get(url(discussion, "post") + "?comment=Hello")
    assert Contribution.objects.count() == 0


def test_huge_text_is_refused_without_an_error(discussion: Discussion, post: Post) -> None:
    assert post(discussion, "x" * 900_000).status_code == 200
    assert post(discussion, "x" * 1_200_000).status_code in (400, 413)
    assert Comment.objects.count() == 0


def test_nul_bytes_in_every_field_are_no_error(discussion: Discussion, post: Post) -> None:
    response = post(discussion, "a\x00b", name="N\x00adia", email="\x00")
    assert response.status_code == 303
    comment = Comment.objects.get()
    assert (comment.comment, comment.contribution.participant.display_name) == ("ab", "Nadia")
