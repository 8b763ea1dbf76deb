"""What apps offer to the activities of every module, and how they bring contributions before moderators."""

from datetime import timedelta

import pytest
from django.db.models import F
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from base.guards import new_key
from engagement.core import registry
from engagement.core.checks import check_modules
from engagement.core.marks import Mark, asked_counts, is_marked
from engagement.core.models import StateChange
from engagement.core.module import ALWAYS, Action
from engagement.core.signals import contribution_left, contribution_state_changed
from engagement.plugin import MoveRefused, leave
from engagement.testing.people import make_member, make_staff

QUEUE = "/admin/engagement/given/"


@pytest.fixture
def wave():
    """An action of every activity, for members, and another that is for everybody."""
    for name, for_everyone in (("wave", False), ("greet", True)):
        view = lambda visit: HttpResponse(f"Hello from {visit.activity}, {sorted(visit.urls)}")  # noqa: E731
        registry.register_action(Action(name, view, methods=("GET", "POST"), when=ALWAYS, for_everyone=for_everyone))
    yield
    for name in ("wave", "greet"):
        registry.unregister_action(name)


@pytest.mark.parametrize(
    ("action", "is_member", "status"),
    [("wave", False, 403), ("wave", True, 200), ("greet", False, 200), ("greet", True, 200)],
)
def test_common_action_keeps_the_rules_of_the_door(client, page, wall, wave, action, is_member, status):
    wall.audience = "members"
    wall.save()
    if is_member:
        client.force_login(make_member())
    assert client.post(f"/engage/{wall.uuid}/{action}/", {"idempotency_key": new_key()}).status_code == status


def test_common_action_is_hidden_with_its_host(client, page, wall, wave):
    page.unpublish()
    assert client.get(f"/engage/{wall.uuid}/greet/").status_code == 404


def test_common_actions_are_among_the_addresses_of_a_visit(client, page, wall, wave):
    assert "'greet', 'pin'" in client.get(f"/engage/{wall.uuid}/greet/").content.decode()


def test_module_cannot_take_the_name_of_a_common_action(db):
    registry.register_action(Action("wall", lambda visit: HttpResponse("Mine")))
    try:
        [error] = check_modules(None)
    finally:
        registry.unregister_action("wall")
    assert error.id == "engagement.E012"
    assert "“wall”" in error.msg


class Everything:
    """Asks moderators to look at whatever is published."""

    slug = "everything"
    label = "everything"

    def marked(self, contributions):
        return contributions.filter(state="published").annotate(marked_since=F("created_at"))

    def marks_on(self, contributions):
        return {c.pk: Mark("Look at this", c.created_at) for c in contributions if c.is_published}

    def details(self, contribution):
        return []

    def waiting_words(self, count):
        return f"{count} to look at"


@pytest.fixture
def everything():
    source = registry.register_mark_source(Everything())
    yield source
    registry.unregister_mark_source(source)


@pytest.fixture
def heard():
    """The names of the signals that a decision sent."""
    names: list[str] = []

    def left(sender, **kwargs):
        names.append("left")

    def moved(sender, **kwargs):
        names.append("moved")

    contribution_left.connect(left)
    contribution_state_changed.connect(moved)
    yield names
    contribution_left.disconnect(left)
    contribution_state_changed.disconnect(moved)


def test_source_has_a_view_in_the_queue_and_a_place_on_the_dashboard(page, make_contribution, everything):
    make_contribution(text="A card")
    desk = Client()
    desk.force_login(make_staff("Moderators"))

    queue = desk.get(f"{QUEUE}?marked=everything")

    assert [entry["text"] for entry in queue.context["entries"]] == ["A card"]
    assert "Look at this" in queue.content.decode()
    assert "1 to look at" in desk.get("/admin/").content.decode()
    assert [(source, count) for source, count, _since in asked_counts()] == [(everything, 1)]


def test_leaving_is_a_decision_that_moves_nothing(make_contribution, everything, heard):
    contribution, moderator = make_contribution(), make_staff("Moderators")
    assert is_marked(contribution)

    leave(contribution=contribution, by=moderator, note="Fine.")

    change = StateChange.objects.get()
    assert (change.from_state, change.to_state, change.by, change.note) == (
        "published",
        "published",
        moderator,
        "Fine.",
    )
    assert change.moves_nothing
    assert heard == ["left"]


def test_what_was_decided_since_it_was_shown_is_not_left(make_contribution, everything, heard):
    contribution, moderator = make_contribution(), make_staff("Moderators")
    shown_at = timezone.now() - timedelta(minutes=1)
    leave(contribution=contribution, by=moderator)

    with pytest.raises(MoveRefused):
        leave(contribution=contribution, by=moderator, shown_at=shown_at)
    assert heard == ["left"]


def test_what_nobody_asks_about_is_not_left(make_contribution, heard):
    with pytest.raises(MoveRefused):
        leave(contribution=make_contribution(), by=make_staff("Moderators"))
    assert (heard, StateChange.objects.count()) == ([], 0)
