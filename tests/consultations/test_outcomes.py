"""Everything that was decided, on one page: what stands there, for whom, how it is counted, and its feed."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale, PageViewRestriction

from engagement.consultations.models import ConsultationIndexPage, ConsultationPage, OutcomeEntry, Subject
from engagement.consultations.outcomes import counts_by_status, counts_words, decisions
from engagement.testing.clock import NOON
from engagement.testing.consultations import entry
from engagement.testing.people import make_administrator

pytestmark = pytest.mark.usefixtures("noon")

DAY = timedelta(days=1)
OVER = {"opens_at": NOON - 60 * DAY, "closes_at": NOON - 5 * DAY, "answer_by": (NOON + 9 * DAY).date()}


@pytest.fixture
def answered(make):
    """Publishes closed consultations with these decisions."""

    def make_one(*entries, **changes):
        return make(**OVER, we_did=[*entries], **changes)

    return make_one


def look(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def texts(soup, selector):
    return [" ".join(found.get_text(" ").split()) for found in soup.select(selector)]


def listed(client, index, query=""):
    return texts(look(client, f"{index.url}outcomes/{query}"), ".fm-said h3")


def test_every_decision_stands_there_newest_first_with_its_page(client, index, answered):
    refused = entry(title="No barrier", status="not_done", why_not="The bus needs the way.", day="2026-06-12")
    page = answered(entry(title="Lorries are kept out", day="2026-06-10"), refused, place="Ferrygate")
    soup = look(client, f"{index.url}outcomes/")
    assert texts(soup, ".fm-said h3") == ["No barrier", "Lorries are kept out"]
    assert texts(soup, ".fm-theme__did") == [
        "We do not do this, and here is why. The bus needs the way.",
        "We are doing this.",
    ]
    assert soup.select_one(".fm-said h3 a")["href"] == f"{page.url}#outcome-{refused['id']}"
    assert "Streets committee, Friday 12 June" in texts(soup, ".fm-said .fm-meta")
    assert f'"{page.url}"' in str(soup.select_one(".fm-said li"))
    assert "Of 2 decisions: 1 under way, 1 not done." in texts(soup, ".fm-read")


def test_filters_narrow_and_counts_keep_their_base(client, index, answered):
    subject = Subject.objects.create(name="Streets", slug="streets", locale=index.locale)
    answered(entry(title="A", status="done"), entry(title="B"), subject=subject, place="Ferrygate")
    answered(entry(title="C", status="done"), title="Another", place="Mill End")
    assert sorted(listed(client, index, "?status=done")) == ["A", "C"]
    assert sorted(listed(client, index, "?subject=streets")) == ["A", "B"]
    assert listed(client, index, "?place=Mill+End&status=done") == ["C"]
    assert len(listed(client, index, "?status=nonsense&subject=%00&place=nowhere&page=x")) == 3
    soup = look(client, f"{index.url}outcomes/?place=Ferrygate&status=done")
    assert texts(soup, ".fm-tabs a") == ["All (2)", "Decided (0)", "Under way (1)", "Done (1)", "Not done (0)"]
    assert "Of 2 decisions: 1 done, 1 under way." in texts(soup, ".fm-read")


def test_counts_agree_with_the_rows(answered):
    answered(entry(status="done"), entry(status="done"), entry(status="decided"))
    rows = decisions(ConsultationPage.objects.all())
    counts = counts_by_status(rows)
    assert counts == {"decided": 1, "under_way": 0, "done": 2, "not_done": 0}
    assert sum(counts.values()) == rows.count()
    assert counts_words(counts) == "Of 3 decisions: 2 done, 1 decided."
    assert counts_words(dict.fromkeys(counts, 0)) == ""


def test_nothing_decided_yet_says_what_would_be_here(client, index, consultation):
    assert "Nothing stands here yet" in texts(look(client, f"{index.url}outcomes/"), ".fm-empty h3")


def test_list_is_that_of_the_whole_site(client, home, index, answered):
    other = home.add_child(instance=ConsultationIndexPage(title="Parks", slug="parks"))
    answered(entry(title="A"))
    assert listed(client, other) == listed(client, index) == ["A"]


def test_changed_status_is_listed_after_publishing_and_not_before(client, index, answered):
    page = answered(entry(status="under_way"))
    block = page.we_did.raw_data[0]
    page.we_did = [{**block, "value": {**block["value"], "status": "done"}}]
    page.save_revision()
    assert OutcomeEntry.objects.get().status == "under_way"
    page.save_revision().publish()
    assert OutcomeEntry.objects.get().status == "done"


@pytest.mark.parametrize("gone", ["unpublish", "delete"])
def test_what_left_the_site_is_not_listed(client, index, answered, gone):
    page = answered(entry())
    getattr(page, gone)()
    assert listed(client, index) == []
    assert not OutcomeEntry.objects.exists()


def test_moved_page_keeps_its_decisions(client, home, index, answered):
    page = answered(entry(title="A"))
    other = home.add_child(instance=ConsultationIndexPage(title="Parks", slug="parks"))
    page.move(other, pos="last-child")
    soup = look(client, f"{index.url}outcomes/")
    assert soup.select_one(".fm-said h3 a")["href"].startswith("/parks/")


def test_withdrawn_and_reopened_are_not_listed(client, index, answered):
    page = answered(entry())
    page.withdrawn_on, page.withdrawn_reason = NOON.date(), "The grant was lost."
    page.save_revision().publish()
    assert listed(client, index) == []


def test_mirror_tells_nothing_new(client, index, answered):
    page = answered(entry(title="A"))
    page.create_alias(parent=index, update_slug="mirror")
    assert listed(client, index) == ["A"]


@pytest.mark.parametrize("kind", ["login", "password"])
def test_restricted_decisions_stay_out_of_list_and_feed(client, index, answered, kind):
    page = answered(entry(title="Secret"))
    PageViewRestriction.objects.create(page=page, restriction_type=kind, password="mill lane")
    assert listed(client, index) == []
    client.force_login(make_administrator())
    assert listed(client, index) == (["Secret"] if kind == "login" else [])
    assert b"Secret" not in client.get(f"{index.url}outcomes/feed/").content


def test_translation_has_its_own_words_on_the_list_of_its_language(client, home, index, answered):
    welsh = Locale.objects.create(language_code="cy")
    page = answered(entry(title="Lorries are kept out"))
    for above in (home, index):
        above.copy_for_translation(welsh).save_revision().publish()
    copy = page.copy_for_translation(welsh)
    copy.we_did = [entry(title="Dim lorïau")]
    copy.save_revision().publish()
    other = ConsultationIndexPage.objects.get(locale=welsh)
    assert listed(client, other) == ["Dim lorïau"]
    assert listed(client, index) == ["Lorries are kept out"]


def test_feed_brings_decisions_as_news(client, index, answered):
    block = entry(title="Lorries are kept out")
    page = answered(block)
    [item] = ElementTree.fromstring(client.get(f"{index.url}outcomes/feed/").content).iter("item")
    assert item.findtext("title") == "Lorries are kept out"
    assert item.findtext("link").endswith(f"{page.url}#outcome-{block['id']}")
    assert item.findtext("guid").endswith(":under_way")


def test_long_list_comes_in_pages(client, index, answered):
    answered(*(entry(title=f"Decision {number}") for number in range(21)))
    assert len(listed(client, index)) == 20
    assert len(listed(client, index, "?page=2")) == 1


def test_list_costs_the_same_for_one_and_three(client, index, answered):
    subject = Subject.objects.create(name="Streets", slug="streets", locale=index.locale)
    costs = []
    for number in range(3):
        answered(entry(), entry(), subject=subject, place=f"Place {number}", title=f"Number {number}")
        client.get(f"{index.url}outcomes/")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(f"{index.url}outcomes/")
        costs.append(len(queries))
    assert costs[0] == costs[2]


def test_lists_and_plan_lead_there(client, index, consultation):
    for address in (index.url, f"{index.url}plan/"):
        assert look(client, address).select(f'main a[href="{index.url}outcomes/"]')


def test_command_lists_what_was_published_before(answered, capsys):
    answered(entry(), entry())
    OutcomeEntry.objects.all().delete()
    call_command("rewrite_outcomes")
    call_command("rewrite_outcomes")
    assert OutcomeEntry.objects.count() == 2
    assert "2 decisions are listed." in capsys.readouterr().out
