"""One limit, counted three times: for the person, their network and the site."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from base.guards import KEY_FIELD, Refusal, hold_to_each, new_key
from base.models import RateCount
from base.ratelimit import Limit, Scope, Tally, spend, take_each
from engagement.accounts.guests import remember_guest
from engagement.plugin import Contribution, Participant
from engagement.testing.clock import NOON, at
from engagement.testing.people import make_member
from tests.base.clients import in_threads
from tests.sample_module.engagement_module import PostcardModule

pytestmark = pytest.mark.django_db
TWO = Limit("cards", per=600, times=2)


@pytest.fixture(autouse=True)
def two_each(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Two postcards a person, so four a network and six on the whole site, while the clock stands still."""
    monkeypatch.setattr("base.tiers.NETWORK_TIMES", 2)
    monkeypatch.setattr("base.tiers.SITE_TIMES", 3)
    read, write = PostcardModule.actions
    monkeypatch.setattr(PostcardModule, "actions", (read, replace(write, limits=(TWO,))))
    with at(NOON):
        yield


def pin(client: Client, wall: Any, network: str = "10.0.0.1") -> Any:
    data = {"text": f"Hello {Contribution.objects.count()}", KEY_FIELD: new_key()}
    return client.post(f"/engage/{wall.uuid}/pin/", data, REMOTE_ADDR=network)


def stranger() -> Client:
    return Client()


def member() -> Client:
    client = Client()
    client.force_login(make_member())
    return client


def remembered() -> Client:
    client = Client()
    guest = Participant.objects.create(email=f"guest{Participant.objects.count()}@example.org")
    response = HttpResponse()
    remember_guest(response, guest, for_long=False)
    client.cookies.update(response.cookies)
    return client


def allowed(clients: list[Client], networks: list[str], wall: Any) -> int:
    """How many of these postcards, one by each client in turn, are taken before the first refusal."""
    taken = 0
    for number, client in enumerate(clients):
        if pin(client, wall, networks[number % len(networks)]).status_code == 429:
            break
        taken += 1
    return taken


ONE, MANY = ["10.0.0.1"], [f"10.0.{number}.1" for number in range(9)]


@pytest.mark.parametrize("who", [member, remembered])
def test_person_is_held_wherever_they_are(wall: Any, page: Any, who: Callable[[], Client]) -> None:
    client = who()
    assert allowed([client] * 9, MANY, wall) == 2


@pytest.mark.parametrize(("who", "networks", "times"), [
    (stranger, ONE, 4), (member, ONE, 4), (remembered, ONE, 4), (stranger, MANY, 6), (member, MANY, 6),
])  # fmt: skip
def test_many_people_are_held_by_network_and_site(
    wall: Any, page: Any, who: Callable[[], Client], networks: list[str], times: int
) -> None:
    assert allowed([who() for _ in range(9)], networks, wall) == times


def test_households_of_one_ipv6_network_are_one(wall: Any, page: Any) -> None:
    assert allowed([stranger() for _ in range(9)], [f"2001:db8:1:2::{n}" for n in range(9)], wall) == 4


@pytest.mark.parametrize("networks", [ONE, MANY])
@pytest.mark.parametrize("who", [member, remembered])
def test_strangers_shut_nobody_out_whom_we_know(
    wall: Any, page: Any, who: Callable[[], Client], networks: list[str]
) -> None:
    allowed([stranger() for _ in range(9)], networks, wall)
    assert pin(who(), wall, networks[0]).status_code == 302


@pytest.mark.parametrize(
    ("who", "networks", "words"),
    [
        (lambda: [member()] * 3, MANY, "This was sent too often in a short time"),
        (lambda: [stranger() for _ in range(5)], ONE, "Too much was sent from your network"),
        (lambda: [stranger() for _ in range(7)], MANY, "The whole site is sent too much"),
    ],
)
def test_refusal_says_who_is_held_and_until_when(
    wall: Any, page: Any, who: Callable[[], list[Client]], networks: list[str], words: str
) -> None:
    response: Any = None
    for number, client in enumerate(who()):
        response = pin(client, wall, networks[number % len(networks)])
    text = response.content.decode().replace("\xa0", " ")
    assert (response.status_code, response["Retry-After"]) == (429, "600")
    assert words in text
    assert "Try again in 10 minutes." in text
    assert f"Hello {Contribution.objects.count()}" in text


def test_refused_post_counts_nowhere(wall: Any, page: Any) -> None:
    client = member()
    for _ in range(2):
        pin(client, wall)
    before = sorted(RateCount.objects.values_list("key", "count"))
    assert pin(client, wall).status_code == 429
    assert sorted(RateCount.objects.values_list("key", "count")) == before


def test_limits_of_all_tiers_cost_one_statement() -> None:
    counts = [Tally(TWO, f"who{number}") for number in range(6)]
    take_each(counts)
    with CaptureQueriesContext(connection) as queries:
        take_each(counts)
    assert len([query for query in queries if "base_ratecount" in query["sql"]]) == 1


def test_what_is_refused_is_taken_back_in_one_more_transaction() -> None:
    counts = [Tally(Limit("full", 60, 0), "who"), *(Tally(TWO, f"who{number}") for number in range(3))]
    with CaptureQueriesContext(connection) as queries:
        take_each(counts)
    assert len([query for query in queries if "base_ratecount" in query["sql"]]) == 3
    assert take_each(counts[1:]) is None


def test_longest_wait_is_told() -> None:
    counts = [Tally(Limit("a", 60, 0), "x", Scope.SITE), Tally(Limit("b", 600, 0), "x", Scope.NETWORK)]
    with pytest.raises(Refusal) as refused:
        hold_to_each(counts)
    assert refused.value.headers == {"Retry-After": "600"}
    assert "your network" in refused.value.sentence


def test_what_is_spent_is_spent_once() -> None:
    assert [spend("code", "abc", since=NOON), spend("code", "abc", since=NOON)] == [True, False]
    assert spend("code", "abd", since=NOON)


@pytest.mark.django_db(transaction=True)
def test_fifty_at_the_limit_pass_as_many_as_it_says() -> None:
    shared = Limit("fifty", per=600, times=20)
    people = iter(range(50))

    def post() -> Any:
        counts = [Tally(TWO, f"person{next(people)}"), Tally(shared, "network", Scope.NETWORK)]
        return take_each(counts[::-1])

    assert in_threads(post, 50).count(None) == 20


@pytest.mark.django_db(transaction=True)
def test_many_who_spend_one_thing_at_once_spend_it_once() -> None:
    assert in_threads(lambda: spend("code", "abc", since=NOON), 20).count(True) == 1
