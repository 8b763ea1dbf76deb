"""An activity is changed by those who may publish the page it stands on."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import Locale, Page

from engagement.plugin import Activity, Timetable, place
from engagement.testing.people import make_administrator, make_editor_of, make_staff_with
from home.models import HomePage
from tests.core.admin_walk import is_refusal
from tests.sample_module.models import PostcardWall


@pytest.fixture
def parks(home):
    """The front page of a second site."""
    return Page.objects.get(depth=1).add_child(instance=HomePage(title="Parks", slug="parks"))


@pytest.fixture
def limb(client, parks):
    """The browser of an editor of the second site."""
    client.force_login(make_editor_of(parks))
    return client


def url(wall, view="edit"):
    return reverse(f"engagement_postcards:{view}", args=[wall.pk])


def send(client, wall, **changes):
    data = {"title": wall.title, "audience": "everyone", "moderation": "at_once", "question": "", **changes}
    return client.post(url(wall), data)


def stored(wall):
    return PostcardWall.objects.get(pk=wall.pk)


def test_activity_on_a_page_of_others_is_not_changed(limb, page, wall):
    assert is_refusal(limb.get(url(wall)))
    assert is_refusal(send(limb, wall, question="Who is to blame?"))
    assert stored(wall).question == ""


@pytest.mark.parametrize(
    ("pages", "may"),
    [
        (("wagtailcore.change_page",), False),
        (("wagtailcore.change_page", "wagtailcore.publish_page"), True),
    ],
)
def test_changing_takes_the_right_to_publish_its_page(client, home, page, wall, pages, may):
    client.force_login(make_editor_of(home, pages=pages))
    assert is_refusal(send(client, wall, question="Where?")) != may
    assert (stored(wall).question == "Where?") == may


def test_whoever_publishes_a_translation_does_not_change_what_all_languages_share(client, home, page, wall):
    welsh = home.copy_for_translation(Locale.objects.create(language_code="cy"))
    page.copy_for_translation(welsh.locale)
    client.force_login(make_editor_of(welsh))
    assert is_refusal(client.get(url(wall)))


def test_activity_that_stands_nowhere_takes_the_right_alone(limb, wall):
    send(limb, wall, question="Where?")
    assert stored(wall).question == "Where?"


def test_activity_on_an_object_of_another_app_takes_the_right_alone(limb, wall):
    place(activity=wall, timetable=Timetable.objects.create(host_key=wall.uuid), host_kind="building")
    assert limb.get(url(wall)).status_code == 200


def test_activity_on_a_page_of_others_is_not_deleted(client, parks, page, wall):
    editor = make_editor_of(parks)
    editor.user_permissions.set(make_staff_with("engagement.delete_activity").user_permissions.all())
    client.force_login(editor)
    assert is_refusal(client.get(url(wall, "delete")))
    assert is_refusal(client.post(url(wall, "delete")))
    assert Activity.objects.filter(pk=wall.pk).exists()


LISTS = ("engagement_postcards:index", "engagement_participation")


@pytest.mark.parametrize("name", LISTS)
def test_lists_show_it_without_the_way_to_change_it(limb, client, page, wall, name):
    free = PostcardWall.objects.create(title="Cards for nobody")
    content = limb.get(reverse(name)).content.decode()
    assert wall.title in content
    assert url(wall) not in content
    assert url(free) in content
    client.force_login(make_administrator())
    assert url(wall) in client.get(reverse(name)).content.decode()


def test_chooser_offers_the_way_to_those_who_may_change_it(parks, home, page, wall):
    activity = Activity.objects.get(pk=wall.pk)
    assert AdminURLFinder(make_editor_of(parks)).get_edit_url(activity) is None
    assert AdminURLFinder(make_editor_of(home)).get_edit_url(activity) == url(wall)


@pytest.mark.parametrize("name", LISTS)
def test_lists_cost_the_same_for_one_and_three(limb, make_page, wall, name):
    costs = []
    for more in (1, 2):
        make_page("Lane", under=[PostcardWall.objects.create(title="Wall") for _ in range(more)])
        limb.get(reverse(name))
        with CaptureQueriesContext(connection) as queries:
            limb.get(reverse(name))
        costs.append(len(queries))
    assert costs[0] == costs[1]
