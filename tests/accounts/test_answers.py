"""The link at the foot of an answer: one click stops such mails, nothing else does, and there is a way back."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from base.models import OutboxMessage
from engagement.accounts.answers import answers_url, unsubscribe_headers
from engagement.accounts.models import FormerParticipant, Participant
from engagement.accounts.services import (
    ANSWER_KEY,
    claim_address,
    erase_participant,
    join_participants,
    participant_for_user,
    set_wants_answers,
)
from tests.accounts.factories import GuestFactory, UserFactory

pytestmark = pytest.mark.django_db

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def stranger() -> Client:
    """A mail program: it has no cookie, and Django checks it for forged forms as it would anybody."""
    return Client(enforce_csrf_checks=True)


def path_for(participant: Participant, language: str = "en") -> str:
    return answers_url(participant, language).removeprefix("http://localhost:8000")


def wants(participant: Participant) -> bool:
    return Participant.objects.get(pk=participant.pk).wants_answers


def mail_waiting_for(address: str, key: str = ANSWER_KEY) -> OutboxMessage:
    return OutboxMessage.objects.create(key=f"{key}x:{address}", to=address, body="Hello", due_at=timezone.now())


@pytest.mark.parametrize("data", [ONE_CLICK, {}], ids=["RFC 8058", "empty"])
@pytest.mark.parametrize("sent_as", ["multipart", "urlencoded"])
def test_one_click_stops_at_once_without_a_redirect_and_twice_is_once(
    stranger: Client, data: dict[str, str], sent_as: str
) -> None:
    guest = GuestFactory()
    for _time in range(2):
        if sent_as == "multipart":
            response = stranger.post(path_for(guest), data)
        else:
            body = "&".join(f"{name}={value}" for name, value in data.items())
            response = stranger.post(path_for(guest), body, content_type="application/x-www-form-urlencoded")
        assert response.status_code == 200
        assert not wants(guest)


@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_changes_nothing(stranger: Client, method: str) -> None:
    guest = GuestFactory()
    response = getattr(stranger, method)(path_for(guest))
    assert response.status_code == 200
    assert response["Cache-Control"].split(", ")[-1] == "private"
    assert wants(guest)


def test_page_has_one_button_and_a_way_back(stranger: Client) -> None:
    guest = GuestFactory()
    path = path_for(guest)
    assert "Stop these messages" in stranger.get(path).content.decode()
    assert "Send me answers again" in stranger.post(path).content.decode()
    assert "Send me answers again" in stranger.get(path).content.decode()
    assert "We will write to you again" in stranger.post(path, {"again": "1"}).content.decode()
    assert wants(guest)


def test_page_speaks_the_language_of_the_link(stranger: Client) -> None:
    assert path_for(GuestFactory(), "ar").startswith("/ar/")
    assert stranger.get(path_for(GuestFactory(), "ar")).headers["Content-Language"] == "ar"


def test_starting_again_is_limited_and_stopping_is_not(stranger: Client) -> None:
    path = path_for(guest := GuestFactory())
    for _time in range(20):
        assert stranger.post(path, {"again": "1"}).status_code == 200
    assert stranger.post(path, {"again": "1"}).status_code == 429
    for _time in range(25):
        assert stranger.post(path, ONE_CLICK).status_code == 200
    assert not wants(guest)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: path[:-6] + "/",
        lambda path: "/account/answers/x/",
        lambda path: path.replace("answers/", "answers/0"),
    ],
)
def test_link_that_is_not_ours_is_a_sentence(stranger: Client, spoil) -> None:
    guest = GuestFactory()
    for send in (stranger.get, stranger.post):
        response = send(spoil(path_for(guest)))
        assert response.status_code == 404
        assert "Copy the whole line into the address bar." in response.content.decode()
    assert wants(guest)


def test_link_still_works_once_the_guest_is_a_member_or_moved_on_again(stranger: Client) -> None:
    guest = GuestFactory(email="sian@example.org")
    first = path_for(guest)
    member = participant_for_user(UserFactory(email="old@example.org"))
    member = claim_address(member, "sian@example.org")
    assert list(FormerParticipant.objects.values_list("uuid", "participant")) == [(guest.uuid, member.pk)]
    other = GuestFactory(email=None)
    kept = join_participants(kept=other, gone=member)
    assert stranger.post(first).status_code == 200
    assert not wants(kept)


def test_link_of_somebody_who_has_left_is_answered_and_changes_nothing(stranger: Client) -> None:
    guest, former = GuestFactory(), GuestFactory(email=None)
    paths = path_for(guest), path_for(former)
    join_participants(kept=guest, gone=former)
    erase_participant(guest, by=None)
    assert not FormerParticipant.objects.exists()
    for path in paths:
        for data in (ONE_CLICK, {"again": "1"}):
            response = stranger.post(path, data)
            assert response.status_code == 200
            assert "We do not write to you any more" in response.content.decode()
    assert wants(guest)  # the blank value: nothing is known of them any more


def test_stopping_takes_back_answers_that_wait_and_no_other_mail() -> None:
    guest = GuestFactory(email="sian@example.org")
    mail_waiting_for("sian@example.org")
    for kept in (mail_waiting_for("sian@example.org", "confirm:"), mail_waiting_for("other@example.org")):
        kept.refresh_from_db()
    sent = mail_waiting_for("sian@example.org", f"{ANSWER_KEY}sent")
    OutboxMessage.objects.filter(pk=sent.pk).update(sent_at=timezone.now())
    set_wants_answers(guest, wants=False)
    left = OutboxMessage.objects.order_by("pk").values_list("key", flat=True)
    assert list(left) == [
        "confirm:x:sian@example.org",
        "outcome:x:other@example.org",
        "outcome:sentx:sian@example.org",
    ]


def test_stopping_holds_for_everybody_with_the_mailbox() -> None:
    guest = GuestFactory(email="sian@example.org")
    member = Participant.objects.create(user=UserFactory(email="sian@example.org"))
    set_wants_answers(guest, wants=False)
    assert not wants(member)
    set_wants_answers(member, wants=True)
    assert wants(guest)


@pytest.mark.parametrize(
    ("mailbox", "ways"), [("", "<https://x/y>"), ("a@b.org", "<https://x/y>, <mailto:a@b.org?subject=unsubscribe>")]
)
def test_headers_name_the_ways(mailbox: str, ways: str) -> None:
    one_click = {"List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    assert unsubscribe_headers("https://x/y", mailbox) == {"List-Unsubscribe": ways, **one_click}


def test_headers_offer_one_click_for_https_only() -> None:
    assert unsubscribe_headers("http://x/y") == {"List-Unsubscribe": "<http://x/y>"}


def test_members_choose_on_their_account_page(client: Client) -> None:
    client.force_login(user := UserFactory())
    person = participant_for_user(user)
    data = {"display_name": "Siân", "language": "cy"}
    client.post(reverse("account_home"), {**data, "wants_answers": "no"})
    assert not wants(person)
    page = client.get(reverse("account_home")).content.decode()
    assert 'value="no"' in page.partition("checked")[0].rpartition("<input")[2]
    client.post(reverse("account_home"), data)
    assert not wants(person)
    client.post(reverse("account_home"), {**data, "wants_answers": "yes"})
    assert wants(person)
