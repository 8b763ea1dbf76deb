"""What other apps may register with the core, and what it tells them."""

import uuid
from collections import Counter
from dataclasses import dataclass, field

import pytest
from django.http import HttpRequest

from base.guards import Refusal
from engagement.core import registry
from engagement.core.models import Placement
from engagement.plugin import (
    Activity,
    Contribution,
    ContributionState,
    Host,
    Shown,
    Timetable,
    activity_displaced,
    activity_placed,
    contribution_published,
    contribution_received,
    contribution_unpublished,
    displace,
    find_host,
    moderate,
    place,
    register_gate,
    register_host_resolver,
    withdraw,
)
from engagement.testing.people import make_administrator
from tests.core.test_door import pin
from tests.sample_module.engagement_module import PostcardModule
from tests.sample_module.models import Postcard


@dataclass
class BuildingHosts:
    """Buildings by key; some are for nobody's eyes."""

    kind: str = "building"
    titles: dict[uuid.UUID, str] = field(default_factory=dict)
    hidden: set[uuid.UUID] = field(default_factory=set)

    def find(self, key: uuid.UUID) -> Host | None:
        title = self.titles.get(key)
        return Host(self.kind, key, title, f"/buildings/{key}/", source=title) if title else None

    def is_visible_in(self, host: Host, request: HttpRequest) -> bool:
        return host.key not in self.hidden


@pytest.fixture
def buildings():
    resolver = BuildingHosts()
    register_host_resolver(resolver)
    yield resolver
    registry.unregister_host_resolver(resolver.kind)


@pytest.fixture
def corn_hall(buildings, wall):
    """The key of a building on which the wall stands."""
    key = uuid.uuid4()
    buildings.titles[key] = "Old Corn Hall"
    place(activity=wall, timetable=Timetable.objects.create(host_key=key), host_kind="building")
    return key


def status(client, wall):
    return client.get(f"/engage/{wall.uuid}/wall/").status_code


def test_activity_on_a_building_is_found_and_takes_part(client, wall, corn_hall):
    assert find_host(Activity.objects.get(pk=wall.pk)).title == "Old Corn Hall"
    assert status(client, wall) == 200
    assert pin(client, wall).status_code == 302
    assert wall.contributions.published().count() == 1


def test_templates_are_given_a_page_only_where_one_hosts(client, page, wall, buildings):
    shown = client.get(f"/engage/{wall.uuid}/wall/")
    assert (shown.context["page"], find_host(wall).page) == (page, page)

    displace(placement=Placement.objects.get(activity=wall))
    key = uuid.uuid4()
    buildings.titles[key] = "Old Corn Hall"
    place(activity=wall, timetable=Timetable.objects.create(host_key=key), host_kind=buildings.kind)
    shown = client.get(f"/engage/{wall.uuid}/wall/")
    assert (shown.context["page"], shown.context["host"].source) == (None, "Old Corn Hall")


def test_activity_on_a_hidden_building_is_not_there(client, wall, buildings, corn_hall):
    buildings.hidden.add(corn_hall)
    response = pin(client, wall, text="All my words")
    assert (status(client, wall), response.status_code, Contribution.objects.count()) == (404, 404, 0)
    assert b"All my words" in response.content


def test_activity_on_a_building_that_is_gone_is_not_there(client, wall, buildings, corn_hall):
    del buildings.titles[corn_hall]
    assert status(client, wall) == 404


def test_activity_whose_resolver_is_not_installed_is_not_there(client, wall):
    key = uuid.uuid4()
    place(activity=wall, timetable=Timetable.objects.create(host_key=key), host_kind="building")
    assert status(client, wall) == 404


@pytest.fixture
def full_hall():
    """A gate that lets nobody write."""

    def gate(visit, action):
        return Refusal(403, "The hall is full", f"Nobody can {action.name} today.")

    register_gate(gate)
    yield
    registry.unregister_gate(gate)


def test_gate_refuses_a_write_and_keeps_what_was_typed(client, page, wall, full_hall):
    response = pin(client, wall, text="All my words")
    content = response.content.decode()
    assert (response.status_code, Contribution.objects.count()) == (403, 0)
    assert all(words in content for words in ("The hall is full", "Nobody can pin today.", "All my words"))


def test_gate_is_not_asked_for_a_reading(client, page, wall, full_hall):
    assert status(client, wall) == 200


SIGNALS = {
    "placed": activity_placed,
    "displaced": activity_displaced,
    "received": contribution_received,
    "published": contribution_published,
    "unpublished": contribution_unpublished,
}


@pytest.fixture
def heard():
    """How often each signal was sent."""
    counts, receivers = Counter(), {}
    for name, signal in SIGNALS.items():
        receivers[name] = lambda name=name, **kwargs: counts.update([name])
        signal.connect(receivers[name], weak=False)
    yield counts
    for name, signal in SIGNALS.items():
        assert signal.disconnect(receivers[name])


def test_placing_and_displacing_are_told_once(heard, wall, make_page):
    page = make_page(under=(wall,))
    assert heard == {"placed": 1}
    page.save_revision().publish()
    assert heard == {"placed": 1}
    displace(placement=Placement.objects.get())
    assert heard == {"placed": 1, "displaced": 1}


def test_contribution_at_once_public_is_told_once(heard, client, page, wall):
    pin(client, wall)
    assert heard == {"placed": 1, "received": 1, "published": 1}


def test_contribution_held_is_published_when_a_moderator_says_so(heard, client, page, wall):
    wall.moderation = "hold"
    wall.save()
    pin(client, wall)
    assert heard == {"placed": 1, "received": 1}
    moderate(contribution=Contribution.objects.get(), to=ContributionState.PUBLISHED, by=make_administrator())
    assert heard == {"placed": 1, "received": 1, "published": 1}


def test_contribution_withdrawn_is_unpublished_once(heard, make_contribution):
    withdraw(contribution=make_contribution())
    assert heard == {"unpublished": 1}


class Addressed(PostcardModule):
    """Postcards that can be read one by one."""

    def public_url(self, row):
        return f"/cards/{row.pk}/"


def test_search_shows_what_has_an_address_of_its_own(make_contribution, django_assert_num_queries):
    cards = [make_contribution(text=text) for text in ("Hello", "Bye", "")]
    with django_assert_num_queries(1):
        shown = Addressed().shown_of(cards)
    [first, second] = [Postcard.objects.get(text=text) for text in ("Hello", "Bye")]
    assert shown == {
        cards[0].pk: Shown("Hello", "A former participant", f"/cards/{first.pk}/"),
        cards[1].pk: Shown("Bye", "A former participant", f"/cards/{second.pk}/"),
    }
    assert PostcardModule().shown_of(cards) == {}
