"""Words said twice, campaigns, many links and link floods."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from base.guards import new_key
from engagement.accounts.models import User
from engagement.accounts.services import erase_participant, participant_for_user
from engagement.core.enums import HeldBecause
from engagement.plugin import Contribution, Giver, weigh
from engagement.testing.clock import NOON, at
from engagement.testing.confirming import confirm_by_mail
from engagement.testing.people import make_member, make_staff
from tests.base.clients import in_threads
from tests.sample_module.models import Postcard

pytestmark = pytest.mark.django_db
LONG = "We the residents of Mill Lane ask the council to close it to lorries."
LINKS = "Look: https://one.example.org https://two.example.net https://three.example.com https://four.example.info"


def pin(client: Client, wall: Any, text: str, **more: Any) -> Any:
    data = {"text": text, "idempotency_key": new_key()}
    return client.post(f"/engage/{wall.uuid}/pin/", data, follow=True, **more)


def said(response: Any) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def long_standing() -> User:
    return make_member(date_joined=timezone.now() - timedelta(days=8))


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("is_member", [True, False])
def test_same_words_of_one_person_are_stored_once_in_a_day(wall: Any, page: Any, is_member: bool) -> None:
    client = signed_in(make_member()) if is_member else Client()
    with at(NOON):
        pin(client, wall, "Close it, now!")
        again = pin(client, wall, "close it now")
    given = Contribution.objects.get()
    assert said(again) == [f"You have said this already. Your reference is {given.reference}."]
    with at(NOON + timedelta(hours=24, seconds=1)):
        pin(client, wall, "Close it now.")
    assert Contribution.objects.count() == 2


def test_what_was_withdrawn_may_be_said_again(wall: Any, page: Any) -> None:
    client = signed_in(make_member())
    pin(client, wall, "Close it")
    Contribution.objects.update(state="withdrawn")
    pin(client, wall, "Close it")
    assert Contribution.objects.count() == 2


def test_campaign_is_held_and_never_refused(wall: Any, page: Any) -> None:
    answers = [pin(Client(), wall, LONG) for _ in range(3)]
    assert list(Contribution.objects.order_by("pk").values_list("state", "held_because")) == [
        ("published", ""),
        ("pending", "same_words"),
        ("pending", "same_words"),
    ]
    why = "We have your words. Others have sent the same words, so a person reads them first. Your reference is {}."
    given = Contribution.objects.order_by("pk").values_list("reference", flat=True)
    first, *others = zip(given, map(said, answers), strict=True)
    assert first == (first[0], [f"Your words are on the page. Your reference is {first[0]}."])
    assert others == [(reference, [why.format(reference)]) for reference, _said in others]
    assert Postcard.objects.count() == 3


def test_short_words_of_others_are_no_campaign(wall: Any, page: Any) -> None:
    for _ in range(2):
        pin(Client(), wall, "Close it to lorries.")
    assert set(Contribution.objects.values_list("state", "held_because")) == {("published", "")}


@pytest.mark.parametrize(
    ("make", "because"),
    [
        (Client, "many_links"),
        (lambda: signed_in(make_member()), "many_links"),
        (lambda: signed_in(long_standing()), ""),
        (lambda: signed_in(make_staff("Moderators")), ""),
        (lambda: signed_in(make_staff("Editors")), ""),
    ],
    ids=["stranger", "new", "known", "moderator", "editor"],
)
def test_many_links_of_somebody_new_are_held(wall: Any, page: Any, make: Any, because: str) -> None:
    answer = pin(make(), wall, LINKS)
    given = Contribution.objects.get()
    assert (given.state, given.held_because) == ("pending" if because else "published", because)
    why = "We have your words. Posts with many links are read by a person first." if because else ""
    assert said(answer) == [f"{why or 'Your words are on the page.'} Your reference is {given.reference}."]


def test_three_links_are_not_many(wall: Any, page: Any) -> None:
    pin(Client(), wall, LINKS.rpartition(" ")[0])
    assert Contribution.objects.get().state == "published"


def test_one_place_linked_by_many_networks_is_held_for_an_hour(wall: Any, page: Any) -> None:
    def post(number: int) -> str:
        text = f"Card {number}: https://s{number}.shop.example.net/"
        pin(signed_in(long_standing()), wall, text, REMOTE_ADDR=f"10.0.{number}.1")
        return str(Contribution.objects.latest("pk").held_because)

    with at(NOON):
        held = [post(number) for number in range(7)]
    with at(NOON + timedelta(hours=1)):
        held.append(post(7))
    assert held == ["", "", "", "", "", "link_flood", "link_flood", ""]


def test_one_person_with_one_link_is_no_flood(wall: Any, page: Any) -> None:
    client = signed_in(long_standing())
    with at(NOON):
        for number in range(8):
            pin(client, wall, f"Card {number}: https://shop.example.net/")
    assert set(Contribution.objects.values_list("held_because", flat=True)) == {""}


def test_held_guest_waits_for_a_moderator_once_confirmed(wall: Any, page: Any) -> None:
    wall.audience = "confirmed"
    wall.save()
    client = Client()
    data = {"text": LINKS, "idempotency_key": new_key(), "email": "ann@example.org"}
    client.post(f"/engage/{wall.uuid}/pin/", data)
    assert Contribution.objects.get().state == "unconfirmed"
    confirm_by_mail(client, "ann@example.org")
    given = Contribution.objects.get()
    assert given.state == "pending"
    page_after = client.get(reverse("confirmed", args=[given.uuid])).content.decode().replace("\xa0", " ")
    assert "Posts with many links are read by a person first." in page_after


def test_changing_words_passes_the_same_check(wall: Any, page: Any) -> None:
    first, second = signed_in(make_member()), signed_in(make_member())
    pin(first, wall, LONG)
    pin(second, wall, "Something else")
    mine = Contribution.objects.latest("pk")
    giver = Giver("x", mine.participant, mine.participant.user)
    changed = weigh(activity=wall, words=LONG, giver=giver, changing=mine)
    same = weigh(activity=wall, words="Something, else", giver=giver, changing=mine)
    assert (changed.held_because, changed.double) == (HeldBecause.SAME_WORDS, None)
    assert (same.held_because, same.double) == (HeldBecause.NOTHING, None)


def test_words_forgotten_leave_no_digest(wall: Any, page: Any) -> None:
    user = make_member()
    pin(signed_in(user), wall, LONG)
    erase_participant(participant_for_user(user), by=None, withdraw=True)
    assert Contribution.objects.get().words_digest == ""


def queue(client: Client, **query: str) -> str:
    return client.get(reverse("engagement_queue:index"), query).content.decode().replace("\xa0", " ")


def test_queue_shows_a_campaign_as_one(wall: Any, page: Any) -> None:
    for _ in range(3):
        pin(Client(), wall, LONG)
    pin(Client(), wall, LINKS)
    desk = signed_in(make_staff("Moderators"))
    waiting = queue(desk)
    assert waiting.count("Same words as 2 others") == 2
    assert waiting.count("Held: many links from somebody new") == 1
    second = Contribution.objects.order_by("pk")[1]
    assert f"same={second.reference}" in waiting
    same = queue(desk, same=second.reference)
    assert (same.count("Same words as 2 others"), same.count("many links")) == (2, 0)
    assert queue(desk, state="published", same=second.reference).count(LONG) == 1
    assert "many links" not in queue(desk, same="nonsense")
    detail = desk.get(reverse("engagement_queue:detail", args=[second.uuid])).content.decode().replace("\xa0", " ")
    assert "Same words as 2 others" in detail


@pytest.mark.parametrize("kind", [LONG, LINKS])
def test_signs_cost_the_same_for_one_and_for_three(
    wall: Any, page: Any, kind: str, django_assert_num_queries: Any
) -> None:
    desk = signed_in(make_staff("Moderators"))
    pin(Client(), wall, LONG)
    pin(Client(), wall, kind)
    queue(desk)
    with CaptureQueriesContext(connection) as captured:
        queue(desk)
    queries = len(captured)
    for _ in range(2):
        pin(Client(), wall, kind)
    with django_assert_num_queries(queries):
        assert queue(desk).count('class="fmq-sign"') == 3


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_same_words_from_two_tabs_at_once_are_one(wall: Any, page: Any) -> None:
    user = make_member()
    participant_for_user(user)

    def send() -> int:
        return int(pin(signed_in(user), wall, "Close it, now").status_code)

    assert set(in_threads(send, 8)) == {200}
    assert Contribution.objects.count() == Postcard.objects.count() == 1
