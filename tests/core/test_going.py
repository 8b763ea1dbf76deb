"""What an editor reads before a page is taken away on which people have spoken."""

from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.models import Locale, Page, PageLogEntry

from engagement.core.queries import Spoken, spoken_on
from engagement.plugin import Contribution, TimeState
from engagement.testing.people import make_administrator
from tests.sample_module.models import PostcardWall


@pytest.fixture
def spoken(page, make_contribution):
    """The page after two people were heard, one waits and one was turned away."""
    for state in ("published", "published", "pending", "removed"):
        make_contribution(state=state)
    return page


def words(client, action, page):
    return words_at(client, reverse(f"wagtailadmin_pages:{action}", args=[page.pk]))


def bulk_words(client, action, *pages):
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    return words_at(client, f"{address}?{urlencode({'id': [page.pk for page in pages]}, doseq=True)}")


def words_at(client, address):
    client.force_login(make_administrator())
    response = client.get(address)
    return " ".join(BeautifulSoup(response.content, "html.parser").main.get_text(" ").split())


@pytest.mark.parametrize("action", ["unpublish", "delete"])
def test_question_says_what_people_have_said(client, spoken, action):
    text = words(client, action, spoken)
    assert "“Mill Lane”, open: 2 published, 1 waiting for a moderator" in text
    assert "To call a consultation off, fill in “withdrawn on”" in text
    assert "Are you sure you want to" in text


@pytest.mark.parametrize("action", ["unpublish", "delete"])
def test_question_says_nothing_where_nobody_has_spoken(client, page, action):
    text = words(client, action, page)
    assert "People have taken part here" not in text
    assert "Are you sure you want to" in text


@pytest.mark.parametrize("action", ["unpublish", "delete"])
def test_question_about_several_pages_says_what_people_have_said(client, spoken, make_page, action):
    others = [make_page("Park"), make_page("School")]
    text = bulk_words(client, action, spoken, *others)
    assert text.count("“Mill Lane”, open: 2 published, 1 waiting for a moderator") == 1
    assert "Are you sure you want to" in text
    assert "People have taken part here" not in bulk_words(client, action, *others)


def test_several_pages_are_asked_about_in_two_queries(spoken, make_page, make_contribution, django_assert_num_queries):
    wall = PostcardWall.objects.create(title="More cards", audience="everyone", moderation="at_once")
    pages = [spoken, make_page("Park", under=(wall,)), make_page("School")]
    Contribution.objects.create(activity=wall, state="published", language="en")
    for chosen in (pages[:1], pages):
        with django_assert_num_queries(2):
            assert [one.title for one in spoken_on(*chosen)] == ["Mill Lane", "Park"][: len(chosen)]


def test_pages_below_count_too(client, home, spoken):
    assert spoken_on(home) == [Spoken("Mill Lane", TimeState.OPEN, 2, 1)]
    assert "“Mill Lane”, open: 2 published" in words(client, "delete", home)


def test_several_activities_of_one_page_are_one_line(make_page, wall, make_contribution):
    other = PostcardWall.objects.create(title="More cards", audience="everyone", moderation="at_once")
    page = make_page("Park", under=(wall,), text=(other,))
    make_contribution()
    for _number in range(2):
        Contribution.objects.create(activity=other, state="published", language="en")
    assert spoken_on(page) == [Spoken("Park", TimeState.OPEN, 3, 0)]


@pytest.fixture
def twin(page):
    """The page in Welsh, live, with an alias of its own."""
    welsh, _made = Locale.objects.get_or_create(language_code="cy")
    twin = page.copy_for_translation(welsh, copy_parents=True)
    twin.title = "Lôn y Felin"
    twin.save_revision().publish()
    twin = Page.objects.get(pk=twin.pk)
    twin.create_alias(update_slug="alias")
    return twin


def test_question_names_the_translation_that_goes_too(client, page, twin):
    words_of = "Its translation goes too: Lôn y Felin (Welsh). Publishing again brings back only the page you publish."
    assert words_of in words(client, "unpublish", page)
    assert words_of in bulk_words(client, "unpublish", page)
    assert "goes too" not in words(client, "unpublish", twin)
    assert "goes too" not in bulk_words(client, "unpublish", page, twin)


def test_unpublishing_the_page_written_first_takes_its_translation_along(client, page, twin):
    user = make_administrator()
    client.force_login(user)
    client.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]))
    pages = Page.objects.filter(pk__in=[page.pk, twin.pk, twin.aliases.get().pk])
    assert not pages.filter(live=True).exists()
    entry = PageLogEntry.objects.get(page=twin.pk, action="wagtail.unpublish")
    assert entry.user == user
    page.refresh_from_db()
    page.save_revision().publish()
    assert list(pages.filter(live=True)) == [page.page_ptr]


def test_deleting_the_page_written_first_leaves_its_translation_as_a_draft(client, home, page, twin):
    named = "Its translation goes too: Lôn y Felin (Welsh). Translations are unpublished and stay as drafts."
    assert named in words(client, "delete", page)
    assert named in words(client, "delete", home)
    assert named in bulk_words(client, "delete", page)
    page.delete()
    twin.refresh_from_db()
    assert not twin.live


def test_unpublishing_a_translation_leaves_the_page_written_first(page, twin):
    twin.unpublish()
    page.refresh_from_db()
    assert page.live


def test_translation_takes_nothing_along(home, spoken):
    welsh, _made = Locale.objects.get_or_create(language_code="cy")
    twin = spoken.copy_for_translation(welsh, copy_parents=True)
    assert spoken_on(twin) == []
