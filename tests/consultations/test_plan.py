"""The forward plan: months, filters, who may see what, and the same for calendars."""

from datetime import UTC, date, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale, PageViewRestriction

from engagement.consultations.calendars import escaped, folded
from engagement.consultations.dating import pause
from engagement.consultations.models import ConsultationPage, Subject
from engagement.consultations.plan import MONTHS_AHEAD, months_on
from engagement.plugin import Timetable
from engagement.testing.clock import NOON, at
from engagement.testing.people import make_administrator

pytestmark = pytest.mark.usefixtures("noon")

DAY = timedelta(days=1)


def dates(opens, closes, answer):
    """Opening at nine in London in summer, closing at midnight after a day, an answer by a day."""
    return {
        "opens_at": datetime.combine(opens, datetime.min.time(), UTC) + timedelta(hours=8),
        "closes_at": datetime.combine(closes, datetime.min.time(), UTC) + timedelta(hours=23),
        "answer_by": answer,
    }


LONG = dates(date(2026, 5, 20), date(2026, 8, 10), date(2026, 9, 30))
SOON = dates(date(2026, 7, 6), date(2026, 7, 31), date(2026, 8, 20))
OVER = dates(date(2026, 2, 2), date(2026, 3, 15), date(2026, 4, 1))


def look(client, query=""):
    response = client.get(f"/have-your-say/plan/{query}")
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def words(found):
    return " ".join(found.get_text(" ").split())


def plan(soup):
    """Each month with its lines."""
    return {
        words(section.h2): [
            (words(row.h3), [words(line) for line in row.select(".fm-plan__when p")])
            for row in section.select(".fm-plan li")
        ]
        for section in soup.select("section[aria-labelledby^=month]")
    }


def test_plan_says_that_it_is_paused(client, make):
    page = make(title="Mill Lane", **LONG)
    make(title="Corn Street", **SOON)
    pause(page=page, reasons={"en": "The hall is flooded."}, by=None)
    soup = look(client)
    assert plan(soup)["June 2026"] == [("Mill Lane", ["Paused since Monday 15 June, 1pm"])]
    tags = {(words(row.h3), words(tag)) for row in soup.select(".fm-plan li") for tag in row.select(".fm-status")}
    assert tags == {("Mill Lane", "Open"), ("Mill Lane", "Paused")}
    assert "Open all month" not in words(soup.main)


def test_each_month_says_what_happens_in_it(client, make):
    make(title="Mill Lane", **LONG)
    make(title="Corn Street", **SOON)
    assert plan(look(client)) == {
        "June 2026": [("Mill Lane", ["Open all month, until 10 August"])],
        "July 2026": [
            ("Corn Street", ["Opens Monday 6 July", "Closes Friday 31 July, 11:59pm"]),
            ("Mill Lane", ["Open all month, until 10 August"]),
        ],
        "August 2026": [
            ("Mill Lane", ["Closes Monday 10 August, 11:59pm"]),
            ("Corn Street", ["We answer by Thursday 20 August"]),
        ],
        "September 2026": [("Mill Lane", ["We answer by Wednesday 30 September"])],
    }


def test_row_says_span_subject_and_area(client, make, index):
    streets = Subject.objects.create(name="Streets", slug="streets", locale=index.locale)
    make(title="Corn Street", slug="corn-street", place="Upper Wen", subject=streets, **SOON)
    row = look(client).select_one(".fm-plan li")
    assert row.h3.a["href"] == "/have-your-say/corn-street/"
    assert [words(bit) for bit in row.select(".fm-bits span")] == ["6 July to 31 July", "Streets", "Upper Wen"]


def test_what_is_over_stands_behind_a_link(client, make):
    make(title="Library", **OVER)
    soup = look(client)
    assert plan(soup) == {}
    [link] = [a for a in soup.select("main a") if "Earlier" in a.get_text()]
    assert link["href"] == "?month=2025-12"
    soup = look(client, link["href"])
    assert plan(soup) == {
        "February 2026": [("Library", ["Opened Monday 2 February"])],
        "March 2026": [("Library", ["Closed Sunday 15 March"])],
        "April 2026": [("Library", ["We said we would answer by 1 April. It is late."])],
    }
    assert [a["href"] for a in soup.select("main .govuk-button-group a")] == ["?"]


def test_past_pages_lead_on_in_steps_of_six_months(client, make):
    make(title="Library", **OVER)
    links = [a["href"] for a in look(client, "?month=2025-06").select("main .govuk-button-group a")]
    assert links == ["?month=2025-12"]


def test_late_answer_stays_in_this_month(client, make):
    make(title="Library", **{**OVER, "answer_by": date(2026, 6, 10)})
    assert plan(look(client)) == {"June 2026": [("Library", ["We said we would answer by 10 June. It is late."])]}


def test_plan_is_narrowed_by_subject_and_area(client, make, index):
    streets = Subject.objects.create(name="Streets", slug="streets", locale=index.locale)
    make(title="A", subject=streets, place="Ferrygate", **SOON)
    make(title="B", subject=streets, place="Upper Wen", **SOON)
    make(title="C", place="Ferrygate", **SOON)

    def titles(query):
        return [title for title, _lines in plan(look(client, query)).get("July 2026", [])]

    assert titles("") == ["A", "B", "C"]
    assert titles("?subject=streets") == ["A", "B"]
    assert titles("?place=Ferrygate") == ["A", "C"]
    assert titles("?subject=streets&place=Ferrygate") == ["A"]
    soup = look(client, "?subject=streets&place=Ferrygate")
    assert [a["href"] for a in soup.select(".fm-chips a")] == ["?place=Ferrygate", "?subject=streets&place=Ferrygate"]
    assert [option.get_text() for option in soup.select("select option")] == ["All areas", "Ferrygate", "Upper Wen"]
    assert soup.select_one("form input[name=subject]")["value"] == "streets"
    assert "Only what concerns Streets, Ferrygate." in words(soup)


@pytest.mark.parametrize(
    "query",
    [
        "?month=2026-13",
        "?month=1999-01",
        "?month=2030-01",
        "?month=%00",
        "?month=20%D9%A2%D9%A0-05",
        "?place=Nowhere&subject=x",
        "?place=%00",
    ],
)
def test_what_cannot_be_understood_shows_the_plan(client, make, query):
    make(title="Corn Street", **SOON)
    assert list(plan(look(client, query))) == ["July 2026", "August 2026"]


@pytest.mark.parametrize("year", [2500, 9999])
def test_mistyped_year_spoils_neither_page_nor_plan_nor_calendar(client, make, year):
    """Whatever a database holds: records from elsewhere keep the dates they were published with."""
    page = make(title="Mill Lane", **LONG)
    last = date(year, 12, 31)
    far = {"closes_at": datetime(year, 12, 31, 23, 59, tzinfo=UTC), "answer_by": last}
    ConsultationPage.objects.filter(pk=page.pk).update(**far)
    Timetable.objects.filter(host_key=page.translation_key).update(**far)

    found = plan(look(client))

    assert len(found) == MONTHS_AHEAD
    assert found["May 2028"] == [("Mill Lane", [f"Open all month, until 31 December {year}"])]
    assert [event["DTSTART;VALUE=DATE"] for event in events(client)] == ["20260520", f"{year}1231", f"{year}1231"]
    assert client.get("/have-your-say/").status_code == 200
    assert client.get(page.url).status_code == 200


def test_what_opens_in_centuries_is_not_on_the_plan_yet(client, make):
    page = make(title="Mill Lane", **SOON)
    far = {"opens_at": datetime(9999, 12, 1, tzinfo=UTC), "closes_at": datetime(9999, 12, 31, 23, 59, tzinfo=UTC)}
    Timetable.objects.filter(host_key=page.translation_key).update(**far, answer_by=date.max)

    assert plan(look(client)) == {}
    assert "DTEND;VALUE=DATE" not in events(client)[-1]


def test_empty_plan_says_so(client, index):
    assert words(look(client).select_one(".fm-empty h2")) == "Nothing is planned just now"


def test_list_leads_to_the_plan_and_takes_an_area(client, make):
    make(title="Mill Lane", place="Ferrygate", **LONG)
    make(title="Bins", place="", **LONG)
    soup = BeautifulSoup(client.get("/have-your-say/?place=Ferrygate").content, "html.parser")
    assert [words(card) for card in soup.select(".fm-card h3")] == ["Mill Lane"]
    assert soup.select_one('a[href="/have-your-say/plan/"]')


def test_withdrawn_consultation_leaves_the_plan(client, make):
    make(title="Mill Lane", withdrawn_on=date(2026, 6, 14), withdrawn_reason="No money.", **LONG)
    assert plan(look(client)) == {}
    assert events(client) == []


@pytest.mark.parametrize("kind", ["login", "password", "groups"])
def test_plan_shows_what_everybody_may_see_whoever_asks(client, make, kind):
    page = make(title="Corn Street", **SOON)
    PageViewRestriction.objects.create(page=page, restriction_type=kind, password="secret")
    client.force_login(make_administrator())
    assert plan(look(client)) == {}
    assert events(client) == []


def test_plan_of_a_restricted_list_is_closed(client, index):
    PageViewRestriction.objects.create(page=index, restriction_type="login")
    assert client.get("/have-your-say/plan/").status_code == 302
    assert client.get("/have-your-say/plan.ics").status_code == 302


def test_draft_stays_out(client, draft):
    assert plan(look(client)) == {}
    assert events(client) == []


@pytest.mark.parametrize("address", ["/have-your-say/plan/", "/have-your-say/plan.ics"])
def test_plan_costs_the_same_for_one_and_three(client, make, index, address):
    def cost():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    def one(number):
        subject = Subject.objects.create(name=f"S{number}", slug=f"s{number}", locale=index.locale)
        make(title=f"C{number}", subject=subject, place=f"P{number}", **SOON)

    one(0)
    cost()
    first = cost()
    one(1), one(2)
    assert cost() == first
    assert first <= 14


@pytest.mark.parametrize(
    ("month", "count", "other"),
    [
        (date(2026, 6, 1), 1, date(2026, 7, 1)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 6, 1), -6, date(2025, 12, 1)),
        (date(2026, 1, 1), -1, date(2025, 12, 1)),
        (date(9999, 12, 1), 1, date(9999, 12, 1)),
        (date(1, 2, 1), -6, date(1, 1, 1)),
    ],
)
def test_months_are_counted_over_the_year(month, count, other):
    assert months_on(month, count) == other


# The calendar


def calendar(client, query=""):
    response = client.get(f"/have-your-say/plan.ics{query}")
    assert (response.status_code, response["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    return response.content.decode()


def events(client, query=""):
    """Each event as its properties, lines unfolded."""
    text = calendar(client, query).replace("\r\n ", "")
    blocks = text.split("BEGIN:VEVENT\r\n")[1:]
    return [dict(line.split(":", 1) for line in block.split("END:VEVENT")[0].splitlines()) for block in blocks]


def test_calendar_has_the_days_on_which_something_happens(client, make):
    page = make(title="Corn Street; market, stalls", slug="corn-street", question="Should it\nmove?", **SOON)
    opens, closes, answer = events(client)
    assert opens == {
        "UID": f"{page.translation_key}-opens-en",
        "DTSTAMP": "20260615T120000Z",
        "LAST-MODIFIED": "20260615T120000Z",
        "SEQUENCE": "0",
        "DTSTART;VALUE=DATE": "20260706",
        "DTEND;VALUE=DATE": "20260707",
        "SUMMARY": r"Opens: Corn Street\; market\, stalls",
        "DESCRIPTION": r"Opens Monday 6 July\nShould it\nmove?\nhttp://localhost/have-your-say/corn-street/",
        "LOCATION": "Ferrygate",
        "URL": "http://localhost/have-your-say/corn-street/",
        "TRANSP": "TRANSPARENT",
    }
    assert (closes["DTSTART;VALUE=DATE"], answer["DTSTART;VALUE=DATE"]) == ("20260731", "20260820")
    assert answer["SUMMARY"].startswith("Answer promised: ")


def test_calendar_is_a_whole_one_with_short_lines(client, make):
    make(title="Ŵyl y cynhaeaf: " + "ŵ" * 150, **SOON)
    text = calendar(client)
    assert text.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:")
    assert text.endswith("END:VEVENT\r\nEND:VCALENDAR\r\n")
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    assert text.count("\n") == text.count("\r\n")
    assert "ŵ" * 150 in text.replace("\r\n ", "")


def test_calendar_event_keeps_its_name_when_dates_move(client, make):
    page = make(title="Corn Street", **SOON)
    before = [event["UID"] for event in events(client)]
    with at(NOON + DAY):
        page.closes_at += 3 * DAY
        page.save_revision().publish()
        after = events(client)
    assert [event["UID"] for event in after] == before
    assert after[1]["DTSTART;VALUE=DATE"] == "20260803"
    assert after[1]["DTSTAMP"] == "20260616T120000Z"


def test_calendar_takes_the_filters_and_leaves_out_what_is_over(client, make):
    make(title="A", place="Ferrygate", **SOON)
    make(title="B", place="Upper Wen", **SOON)
    make(title="Library", **OVER)
    assert {event["SUMMARY"][-1] for event in events(client)} == {"A", "B"}
    assert {event["SUMMARY"][-1] for event in events(client, "?place=Ferrygate")} == {"A"}
    soup = look(client, "?place=Ferrygate")
    assert soup.select_one('a[href="/have-your-say/plan.ics?place=Ferrygate"]')
    assert soup.select_one('a[href="webcal://localhost/have-your-say/plan.ics?place=Ferrygate"]')


def test_other_calendars_are_not_there(client, index, make):
    make(slug="corn-street", **SOON)
    assert client.get("/have-your-say/other.ics").status_code == 404
    assert client.get("/have-your-say/corn-street/plan.ics").status_code == 404
    assert client.get("/plan.ics").status_code == 404


def test_text_is_escaped_and_lines_are_folded_between_letters():
    assert escaped("a\\b;c,d\r\ne\x00\x07") == r"a\\b\;c\,d\ne"
    assert folded("SUMMARY:" + "x" * 67) == "SUMMARY:" + "x" * 67 + "\r\n"
    assert folded("SUMMARY:" + "x" * 66 + "é") == "SUMMARY:" + "x" * 66 + "\r\n é\r\n"


def test_plan_and_calendar_speak_the_language_asked(client, make, home, index):
    page, welsh = make(title="Corn Street", **SOON), Locale.objects.create(language_code="cy")
    for original, title in ((home, "Wexbourne"), (index, "Dweud eich dweud"), (page, "Stryd yr Ŷd")):
        twin = original.copy_for_translation(welsh, copy_parents=True)
        twin.title = title
        twin.save_revision().publish()
    [address] = [event["URL"] for event in events(client)][:1]
    response = client.get(f"{index.get_translation(welsh).url}plan.ics")
    assert "Stryd yr Ŷd" in response.content.decode()
    assert f"UID:{page.translation_key}-opens-cy" in response.content.decode()
    assert "Corn Street" not in response.content.decode()
    assert address.startswith("http://localhost/have-your-say/")
