"""What is not translated stands in the lists of every language, in the words that there are, once."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale, PageViewRestriction

from engagement.consultations.models import ConsultationIndexPage, ConsultationPage
from engagement.testing.clock import NOON
from engagement.testing.consultations import entry

pytestmark = pytest.mark.usefixtures("noon")

DAY = timedelta(days=1)
OPEN = {"opens_at": NOON - DAY, "closes_at": NOON + 30 * DAY, "answer_by": (NOON + 60 * DAY).date()}
OVER = {"opens_at": NOON - 60 * DAY, "closes_at": NOON - 5 * DAY, "answer_by": (NOON + 9 * DAY).date()}


def look(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def texts(soup, selector):
    return [" ".join(found.get_text(" ").split()) for found in soup.select(selector)]


def twin(page, locale, **changes):
    """A translation that is public."""
    copy = page.copy_for_translation(locale)
    for name, value in changes.items():
        setattr(copy, name, value)
    copy.save_revision().publish()
    return copy


@pytest.fixture
def abroad(home, index):
    """The lists in Welsh and Arabic, by language."""
    lists = {}
    for code in ("cy", "ar"):
        locale = Locale.objects.create(language_code=code)
        twin(home, locale)
        lists[code] = twin(index, locale)
    return lists


def test_list_shows_what_is_not_translated_and_says_in_which_language(client, make, abroad):
    page, _other = make(title="Mill Lane", **OPEN), make(title="Corn Street", **OPEN)
    twin(page, abroad["cy"].locale, title="Lôn y Felin")
    soup = look(client, f"{abroad['cy'].url}?state=all")
    assert sorted(texts(soup, ".fm-card h3")) == ["Corn Street", "Lôn y Felin"]
    assert texts(soup, ".fm-tabs a[aria-current]")[0].endswith("(2)")
    [card] = [card for card in soup.select(".fm-card") if "Corn Street" in card.get_text()]
    assert [(part.name, part["dir"]) for part in card.select("[lang=en]")] == [("h3", "ltr"), ("p", "ltr")]
    assert "Saesneg" in card.select_one(".fm-bits").get_text()
    assert not [found for found in soup.select(".fm-card [lang]") if "Felin" in found.get_text()]


def test_each_is_counted_once_in_the_language_first_written_where_not_in_ours(client, make, abroad):
    page = make(title="Mill Lane", **OPEN)
    twin(page, abroad["cy"].locale, title="Lôn y Felin")
    assert texts(look(client, abroad["ar"].url), ".fm-card h3") == ["Mill Lane"]
    ConsultationPage.objects.filter(pk=page.pk).update(live=False)  # `unpublish` takes the translations along
    assert texts(look(client, f"{abroad['ar'].url}?state=all"), ".fm-card h3") == ["Lôn y Felin"]
    assert texts(look(client, "/have-your-say/?state=all"), ".fm-card h3[lang=cy]") == ["Lôn y Felin"]


@pytest.mark.parametrize("at", ["page", "list"])
def test_what_is_restricted_is_in_no_language(client, make, index, abroad, at):
    page = make(title="Mill Lane", **OPEN)
    PageViewRestriction.objects.create(page=page if at == "page" else index, restriction_type="login")
    assert "Mill Lane" not in client.get(abroad["ar"].url).content.decode()
    assert client.get(f"{abroad['ar'].url}outcomes/").content.decode().count("Mill Lane") == 0


def test_plan_shows_what_is_not_translated(client, make, abroad):
    make(title="Corn Street", **OPEN)
    rows = look(client, f"{abroad['ar'].url}plan/").select(".fm-plan li")
    assert {row.h3["lang"] for row in rows} == {"en"}
    assert {row.h3["dir"] for row in rows} == {"ltr"}
    assert b"Corn Street" not in client.get(f"{abroad['ar'].url}plan.ics").content


def test_outcomes_show_what_is_not_translated_and_what_was_translated_before_the_outcome(client, make, abroad):
    early = make(title="Mill Lane", **OVER)
    twin(early, abroad["cy"].locale, title="Lôn y Felin")
    early.we_did = [entry(title="Lorries are kept out")]
    early.save_revision().publish()
    make(title="Baths", we_did=[entry(title="No", status="not_done", why_not="Dear.")], **OVER)
    soup = look(client, f"{abroad['cy'].url}outcomes/")
    assert sorted(texts(soup, ".fm-said h3[lang=en]")) == ["Lorries are kept out", "No"]
    assert sorted(texts(soup, ".fm-said p a [lang=en]")) == ["Baths", "Mill Lane"]
    assert texts(soup, ".fm-theme__did [lang=en]") == ["Dear."]
    assert texts(soup, ".fm-tabs a[aria-current]")[0].endswith("(2)")
    assert b"Lorries" not in client.get(f"{abroad['cy'].url}outcomes/feed/").content


def test_other_lists_of_the_site_are_not_mixed_in(client, home, make, abroad):
    make(title="Mill Lane", **OPEN)
    locale = abroad["cy"].locale
    parks = home.get_translation(locale).add_child(
        instance=ConsultationIndexPage(title="Parciau", slug="parciau", locale=locale)
    )
    assert texts(look(client, parks.url), ".fm-card h3") == []


@pytest.mark.parametrize("view", ["", "plan/", "outcomes/"])
def test_lists_cost_the_same_for_one_and_three(client, make, abroad, view):
    costs = []
    for number in range(3):
        dates = OVER if view == "outcomes/" else OPEN
        make(title=f"C{number}", we_did=[entry()] if view == "outcomes/" else [], **dates)
        look(client, f"{abroad['cy'].url}{view}")
        with CaptureQueriesContext(connection) as queries:
            look(client, f"{abroad['cy'].url}{view}")
        costs.append(len(queries))
    assert costs[0] == costs[2]


@pytest.mark.parametrize("view", ["plan/", "outcomes/"])
def test_other_language_leads_to_the_same_view_of_its_list(client, index, abroad, view):
    link = look(client, f"/have-your-say/{view}").select_one(".fm-langs a[lang=cy]")
    assert link["href"] == f"{abroad['cy'].url}{view}"


def test_consultation_without_translation_leads_to_the_list_that_names_it(client, make, abroad):
    page = make(title="Mill Lane", **OPEN)
    link = look(client, page.url).select_one(".fm-langs a[lang=cy]")
    assert link["href"] == abroad["cy"].url
    assert "Mill Lane" in texts(look(client, link["href"]), ".fm-card h3")
