from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from base.guards import new_key
from engagement.plugin import Contribution
from engagement.testing.clock import NOON, at
from engagement.testing.people import make_member
from tests.sample_module.models import Postcard


def pin(client: Client, wall, text="Hello", **more):
    return client.post(f"/engage/{wall.uuid}/pin/", {"text": text, "idempotency_key": new_key(), **more})


def test_post_when_open_is_stored_and_shown(client, page, wall):
    assert pin(client, wall).status_code == 302
    assert Postcard.objects.get().contribution.state == "published"
    assert b"Hello" in client.get(f"/engage/{wall.uuid}/wall/").content


def test_same_form_twice_is_stored_once(client, page, wall):
    key = new_key()
    pin(client, wall, idempotency_key=key)
    assert pin(client, wall, idempotency_key=key).status_code == 302
    assert Contribution.objects.count() == 1


def test_same_form_with_other_words_is_another_contribution(client, page, wall):
    key = new_key()
    pin(client, wall, text="Frist words", idempotency_key=key)
    pin(client, wall, text="First words", idempotency_key=key)
    assert sorted(Postcard.objects.values_list("text", flat=True)) == ["First words", "Frist words"]


def test_post_without_its_key_is_refused_with_the_text(client, page, wall):
    response = client.post(f"/engage/{wall.uuid}/pin/", {"text": "All my words"})
    assert response.status_code == 400
    assert b"All my words" in response.content
    assert Contribution.objects.count() == 0


@pytest.mark.parametrize(
    ("opens", "closes", "status"),
    [(None, None, 302), (-1, 1, 302), (0, 1, 302), (1, 2, 403), (-2, -1, 403), (-2, 0, 403)],
)
def test_post_follows_the_half_open_window(client, page, wall, opens, closes, status):
    wall.opens_at = opens if opens is None else NOON + timedelta(days=opens)
    wall.closes_at = closes if closes is None else NOON + timedelta(days=closes)
    wall.save()
    with at(NOON):
        response = pin(client, wall, text="Kept words")
    assert response.status_code == status
    assert Contribution.objects.count() == (1 if status == 302 else 0)
    if status == 403:
        assert b"Kept words" in response.content


def test_members_only_activity_refuses_guest_and_keeps_the_text(client, page, wall):
    wall.audience = "members"
    wall.save()
    response = pin(client, wall, text="Typed before the session ended")
    assert response.status_code == 403
    assert b"Typed before the session ended" in response.content
    assert b"/account/login/?next=" in response.content
    client.force_login(make_member())
    assert pin(client, wall).status_code == 302


@pytest.mark.parametrize("restriction", ["login", "groups", "password"])
def test_restricted_host_hides_every_action(client, page, wall, restriction):
    made = PageViewRestriction.objects.create(page=page, restriction_type=restriction, password="open sesame")
    if restriction == "groups":
        made.groups.add(Group.objects.create(name="Panel"))
    met = client.get(f"/engage/{wall.uuid}/wall/")
    assert met.status_code == 404 or restriction == "password"
    assert wall.title not in met.content.decode()
    assert pin(client, wall).status_code == 404
    assert Contribution.objects.count() == 0


def test_password_is_asked_at_the_door_and_leads_on(client, page, wall):
    PageViewRestriction.objects.create(page=page, restriction_type="password", password="open sesame")
    address = f"/engage/{wall.uuid}/wall/"
    asked = client.get(address)
    assert asked.context["form"].initial["return_url"] == address
    opened = client.post(asked.context["action_url"], {"password": "open sesame", "return_url": address})
    assert opened["Location"] == address
    assert client.get(address).status_code == 200


def test_page_password_opens_the_door_too(client, page, wall):
    made = PageViewRestriction.objects.create(page=page, restriction_type="password", password="open sesame")
    client.post(
        f"/_util/authenticate_with_password/{made.pk}/{page.pk}/", {"password": "open sesame", "return_url": "/"}
    )
    assert client.get(f"/engage/{wall.uuid}/wall/").status_code == 200


def test_unpublished_host_closes_the_door_and_keeps_what_was_given(client, page, wall):
    pin(client, wall)
    page.unpublish()
    assert client.get(f"/engage/{wall.uuid}/wall/").status_code == 404
    assert Contribution.objects.count() == 1


def test_unplaced_activity_has_no_door(client, wall):
    assert client.get(f"/engage/{wall.uuid}/wall/").status_code == 404


@pytest.mark.parametrize("path", ["00000000-0000-4000-8000-000000000000/wall/", "{wall}/nothing/", "not-a-uuid/wall/"])
def test_unknown_address_is_404(client, page, wall, path):
    assert client.get("/engage/" + path.format(wall=wall.uuid)).status_code == 404


def test_get_on_a_write_is_405_and_writes_nothing(client, page, wall):
    assert client.get(f"/engage/{wall.uuid}/pin/").status_code == 405
    assert Contribution.objects.count() == 0


def test_post_on_a_reading_is_405(client, page, wall):
    assert client.post(f"/engage/{wall.uuid}/wall/").status_code == 405


def test_too_many_posts_are_429_with_the_text(client, page, wall):
    client.force_login(make_member())
    with at(timezone.now()):
        for number in range(20):
            assert pin(client, wall, text=f"Card {number}").status_code == 302
        response = pin(client, wall, text="One too many")
    assert response.status_code == 429
    assert b"One too many" in response.content
    assert Contribution.objects.count() == 20


def test_post_without_csrf_token_is_refused_with_the_text(page, wall):
    strict = Client(enforce_csrf_checks=True)
    response = pin(strict, wall, text="An hour of typing")
    assert response.status_code == 403
    assert b"An hour of typing" in response.content
    assert Contribution.objects.count() == 0
