"""Where activities stand, through everything an editor can do to their page."""

from datetime import timedelta

import pytest
from django.urls import reverse
from wagtail.models import Locale, Page, PageViewRestriction

from base.visibility import visible_to
from engagement.core.models import Placement, Timetable
from engagement.core.presence import presences
from engagement.core.services.placing import is_source
from engagement.plugin import Activity, Contribution
from engagement.testing.clock import NOON
from engagement.testing.pages import publish
from engagement.testing.people import make_administrator
from home.models import StandardPage
from tests.core.test_door import pin
from tests.sample_module.models import PostcardWall


def test_publishing_gives_the_activity_its_host(page, wall):
    placement = Placement.objects.get(activity=wall.pk)
    assert (placement.host_kind, placement.host_key) == ("page", page.translation_key)
    assert Timetable.objects.get().host_key == page.translation_key


def test_draft_gives_no_host(home, wall):
    page = home.add_child(instance=StandardPage(title="Draft", live=False))
    page.save_revision()
    assert Placement.objects.count() == 0


def test_activity_in_the_text_is_hosted_too(make_page, client, wall):
    page = make_page(text=(wall,))
    assert Placement.objects.get().activity_id == wall.pk
    assert b"0 so far" in client.get(page.url).content


def test_second_page_shows_a_card_that_links_home(make_page, client, page, wall):
    other = make_page("Elsewhere", under=(wall,))
    assert Placement.objects.get().host_key == page.translation_key
    content = client.get(other.url).content.decode()
    assert f'href="{page.url}"' in content
    assert f"/engage/{wall.uuid}/" not in content


def test_taking_it_off_the_page_displaces_it(client, page, wall):
    page.page_activities.all().delete()
    publish(page)
    assert Placement.objects.count() == 0
    assert client.get(f"/engage/{wall.uuid}/wall/").status_code == 404


def test_taken_off_one_page_it_can_move_to_another(make_page, page, wall):
    page.page_activities.all().delete()
    publish(page)
    other = make_page("Elsewhere", under=(wall,))
    assert Placement.objects.get().host_key == other.translation_key


def test_unpublish_and_publish_again_keeps_what_was_given(client, page, wall):
    pin(client, wall)
    page.unpublish()
    assert Placement.objects.count() == 0
    StandardPage.objects.get(pk=page.pk).save_revision().publish()
    assert b"Hello" in client.get(f"/engage/{wall.uuid}/wall/").content


def test_deleting_the_page_keeps_activity_and_contributions(client, page, wall):
    pin(client, wall)
    page.delete()
    assert (Activity.objects.count(), Contribution.objects.count(), Placement.objects.count()) == (1, 1, 0)
    assert client.get(f"/engage/{wall.uuid}/wall/").status_code == 404


def test_moving_under_a_private_page_closes_the_door(make_page, client, page, wall):
    private = make_page("Panel only")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    page.move(private, pos="last-child")
    assert client.get(f"/engage/{wall.uuid}/wall/").status_code == 404
    assert list(Activity.objects.at_hosts(visible_to(Page.objects.all(), _nobody()))) == []


def test_old_draft_published_changes_no_settings_or_counts(client, page, wall):
    old = page.save_revision()
    pin(client, wall)
    wall.closes_at = NOON + timedelta(days=900)
    wall.save()
    old.publish()
    again = PostcardWall.objects.get(pk=wall.pk)
    assert (again.closes_at, again.contributions.published().count()) == (wall.closes_at, 1)


def test_copy_gets_an_empty_twin(client, home, page, wall):
    pin(client, wall)
    copied = page.copy(update_attrs={"slug": "copied", "title": "Copied"}, keep_live=True)
    twin = StandardPage.objects.get(pk=copied.pk).page_activities.get().activity
    assert twin.pk != wall.pk
    assert (twin.title, twin.contributions.count(), wall.contributions.count()) == (wall.title, 0, 1)
    assert Placement.objects.get(activity=twin.pk).host_key == copied.translation_key


def test_copy_of_a_draft_publishes_its_own_twin(make_page, wall):
    page = make_page(text=(wall,))
    copied = page.copy(update_attrs={"slug": "copied"}, keep_live=False)
    copied.get_latest_revision().publish()
    twin = StandardPage.objects.get(pk=copied.pk).body[0].value["activity"]
    assert twin.pk != wall.pk
    assert Placement.objects.get(activity=twin.pk).host_key == copied.translation_key
    assert Placement.objects.get(activity=wall.pk).host_key == page.translation_key


def test_copy_in_the_admin_gets_a_twin_for_each_page_of_the_tree(client, make_page, page, wall):
    other = PostcardWall.objects.create(title="Below")
    below = page.add_child(instance=StandardPage(title="Below"))
    publish(below, text=(other,))
    client.force_login(make_administrator())
    client.post(
        reverse("wagtailadmin_pages:copy", args=[page.pk]),
        {"new_title": "Copy", "new_slug": "copy", "new_parent_page": page.get_parent().pk, "copy_subpages": "on"},
    )
    copied = Page.objects.get(slug="copy")
    assert copied.specific.page_activities.get().activity_id not in (wall.pk, other.pk)
    assert copied.get_children().get().specific.body[0].value["activity"].pk not in (wall.pk, other.pk)


def test_copying_a_page_that_only_shows_a_card_keeps_the_card(make_page, page, wall):
    other = make_page("Elsewhere", under=(wall,))
    copied = other.copy(update_attrs={"slug": "copied"})
    assert StandardPage.objects.get(pk=copied.pk).page_activities.get().activity_id == wall.pk


@pytest.mark.parametrize("where", ["under", "text"])
def test_alias_leads_home_from_the_start(client, make_page, wall, where):
    page = make_page(**{where: (wall,)})
    alias = page.create_alias(update_slug="alias")
    assert Placement.objects.get().host_key == page.translation_key
    content = client.get(alias.url).content.decode()
    assert f'href="{page.url}"' in content
    assert f"/engage/{wall.uuid}/" not in content


def test_alias_does_not_take_in_an_activity_that_lost_its_home(make_page, page, wall):
    other = make_page("Elsewhere", under=(wall,))
    page.delete()
    other.create_alias(update_slug="alias")
    assert Placement.objects.count() == 0
    publish(other)
    assert Placement.objects.get().host_key == other.translation_key


@pytest.mark.parametrize(("live", "tables"), [(True, 1), (False, 0)])
def test_only_a_live_alias_has_a_timetable(home, live, tables):
    page = home.add_child(instance=StandardPage(title="Mill Lane", live=live))
    alias = page.create_alias(update_slug="alias")
    assert Timetable.objects.filter(host_key=alias.translation_key).count() == tables


def test_alias_made_for_a_language_leaves_the_timetable_alone(page):
    from wagtail_localize.synctree import synchronize_tree

    Timetable.objects.update(closes_at=NOON)
    welsh = Locale.objects.get_or_create(language_code="cy")[0]
    synchronize_tree(page.locale, welsh)
    assert page.get_translation(welsh).alias_of_id == page.pk
    assert Timetable.objects.get().closes_at == NOON


@pytest.fixture
def welsh(home, page):
    """The page in Welsh."""
    locale = Locale.objects.get_or_create(language_code="cy")[0]
    translated = page.copy_for_translation(locale, copy_parents=True)
    translated.save_revision().publish()
    return StandardPage.objects.get(pk=translated.pk)


def test_translation_shares_the_activity_and_writes_no_timetable(client, page, wall, welsh):
    assert is_source(page)
    assert not is_source(welsh)
    assert welsh.page_activities.get().activity_id == wall.pk
    assert Placement.objects.get().host_key == welsh.translation_key
    assert client.get(f"/cy/engage/{wall.uuid}/wall/").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_translator_gets_the_title_and_cannot_change_the_activity(home, wall):
    from wagtail_localize.models import StringSegment, TranslationSource
    from wagtail_localize.operations import translate_object

    page = home.add_child(instance=StandardPage(title="Mill Lane"))
    publish(page, text=(wall,))
    welsh = Locale.objects.get_or_create(language_code="cy")[0]
    translate_object(StandardPage.objects.get(pk=page.pk), [welsh])
    source = TranslationSource.objects.get_for_instance(page)
    texts = StringSegment.objects.filter(source=source, context__path__startswith="body")
    assert list(texts.values_list("string__data", flat=True)) == [wall.title]
    translated = StandardPage.objects.get(locale=welsh, translation_key=page.translation_key)
    translated = translated.get_latest_revision_as_object()
    assert translated.body[0].value["activity"].pk == wall.pk
    assert not source.overridablesegment_set.filter(context__path__startswith="body").exists()


def test_restriction_on_a_translation_closes_all_languages(client, page, wall, welsh):
    PageViewRestriction.objects.create(page=welsh, restriction_type="login")
    assert client.get(f"/engage/{wall.uuid}/wall/").status_code == 404
    assert list(StandardPage.objects.visible_to(_nobody())) == []


def test_unpublishing_a_translation_leaves_the_source_open(client, page, wall, welsh):
    welsh.unpublish()
    assert client.get(f"/engage/{wall.uuid}/wall/").status_code == 200


def test_deleting_a_translation_leaves_the_source_open(client, page, wall, welsh):
    welsh.delete()
    assert client.get(f"/engage/{wall.uuid}/wall/").status_code == 200


def test_page_costs_the_same_queries_with_one_and_three_activities(make_page, rf, django_assert_num_queries):
    walls = [PostcardWall.objects.create(title=f"Wall {n}") for n in range(3)]
    one, three = make_page("One", under=walls[:1]), make_page("Three", under=())
    rows = [PostcardWall.objects.create(title=f"More {n}") for n in range(3)]
    three = publish(three, under=rows)
    request = rf.get("/")
    costs = []
    for page in (one, three):
        keys = page.hosted_keys
        with django_assert_num_queries(2, exact=True):
            costs.append(len(presences(keys=keys, host_key=page.translation_key, request=request)))
    assert costs == [1, 3]


def _nobody():
    from django.contrib.auth.models import AnonymousUser

    return AnonymousUser()
