"""Consultations as Citizen Space lists them: taken in, and given out in the same shape."""

import json
from datetime import UTC, date, datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale, PageViewRestriction

from engagement.consultations import citizenspace_listing
from engagement.consultations.models import ConsultationPage, Subject
from engagement.testing.clock import at
from engagement.testing.people import make_administrator

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

ADDRESS = "http://localhost/have-your-say"
THERE = "https://consult.council.example/streets/night-buses/"
LISTING = "/have-your-say/consultations.json"


def activity(**changes):
    """An activity that is open on the frozen clock."""
    return {
        "id": "night-buses",
        "title": "Night buses",
        "url": THERE,
        "status": "open",
        "overview": "<p>Should buses run at night?</p><p>We have <a href='/plan'>a plan</a>.</p>",
        "startdate": "2026/06/01",
        "enddate": "2026/07/01",
        "activity_type": "basic_survey",
        "workspace_id": "streets",
        "workspace_title": "Streets",
        "department": "Old name",
        "participate_url": f"{THERE}consultation/intro",
        "progress": "published",
        "visibility": "public",
        "why": "<p>People asked for it.</p>",
        "what_happens_next": "<p>The committee meets.</p>",
        "feedbackdate": "2026/07/20",
        "resultdate": "2026/08/01",
        "contact_name": "Ada Lovelace",
        "contact_jobtitle": "Officer",
        "contact_team": "",
        "contact_phone": "01632 960 147",
        "contact_email": "buses@example.org",
        "related_links": [],
        "supporting_documents": [{"title": "Timetable", "url": "/files/timetable.pdf"}],
        "audiences": [],
        "interests": [{"id": "buses", "name": "Buses"}],
        "areas": [{"id": "ferrygate", "name": "Ferrygate"}],
        **changes,
    }


@pytest.fixture
def take(index, tmp_path, capsys):
    """Runs the command on a list of activities, or on text that is none; returns its lines."""

    def run(*items, publish=True, text=None, **options):
        path = tmp_path / "listing.json"
        path.write_text(text if text is not None else json.dumps(items), encoding="utf-8")
        call_command("import_consultation", path, publish=publish, **options)
        return capsys.readouterr().out.splitlines()

    return run


def only():
    return ConsultationPage.objects.get()


# Taking in


def test_activity_becomes_a_page_with_everything_it_says(client, take):
    assert take(activity()) == [f"created {ADDRESS}/night-buses/ open"]
    page = only()
    assert (page.title, page.question, page.why) == (
        "Night buses",
        "Should buses run at night?",
        "People asked for it.",
    )
    assert (page.opens_at, page.closes_at) == (
        datetime(2026, 5, 31, 23, tzinfo=UTC),
        datetime(2026, 7, 1, 23, tzinfo=UTC),
    )
    assert (page.answer_by, page.decided_by, page.place) == (date(2026, 8, 1), "Streets", "Ferrygate")
    assert (page.contact_name, page.contact_email) == ("Ada Lovelace, Officer", "buses@example.org")
    assert [(row.value["title"], row.value["link"].href) for row in page.documents] == [
        ("Timetable", "https://consult.council.example/files/timetable.pdf")
    ]
    assert [block.block_type for block in page.body] == ["text", "heading", "text", "call_to_action"]
    assert page.imported_from == THERE
    html = client.get(page.url).content.decode()
    assert 'href="https://consult.council.example/plan"' in html
    assert f'href="{THERE}consultation/intro"' in html


@pytest.mark.parametrize(
    ("days", "state"),
    [
        (("2026/08/01", "2026/08/31"), "planned"),
        (("2026/06/15", "2026/06/15"), "open"),
        (("2026/06/01", "2026/06/15"), "open"),
        (("2026/06/01", "2026/06/14"), "closed"),
        (("2026-06-01", "2026-7-1"), "open"),
    ],
)
def test_dates_decide_whatever_the_status_says(take, days, state):
    line = take(activity(status="forthcoming", startdate=days[0], enddate=days[1]))
    assert line == [f"created {ADDRESS}/night-buses/ {state}"]


def test_same_list_again_changes_nothing_and_a_newer_one_does(take):
    items = (activity(), activity(id="trams", url=f"{THERE}trams/", title="Trams"))
    assert [line.split()[0] for line in take(*items)] == ["created", "created"]
    assert [line.split()[0] for line in take(*items)] == ["unchanged", "unchanged"]
    assert [line.split()[0] for line in take(activity(enddate="2026/07/02"), items[1])] == ["updated", "unchanged"]


def test_words_of_another_list_come_on_no_page_that_is_here(take, index):
    take(activity())
    before = list(only().body.raw_data)
    welsh = index.copy_for_translation(Locale.objects.create(language_code="cy"), copy_parents=True)
    for _time in range(2):
        with pytest.raises(CommandError) as caught:
            take(activity(), activity(url=f"{THERE}2"), below=welsh.pk)
        assert str(caught.value) == (
            f"{THERE}: It is here already, as “Night buses” in “en”; the list “Have your say” is in “cy”. "
            "Name another list with --below.\nNothing was changed."
        )
    assert list(only().body.raw_data) == before
    assert take(activity()) == [f"unchanged {ADDRESS}/night-buses/ open"]


@pytest.mark.parametrize("unstorable", ["\x00", "\ud800"])
def test_what_no_database_takes_is_left_out_wherever_it_stands(client, take, unstorable):
    words = f'<p>Read <a href="https://example.org/{unstorable}plan">the {unstorable}plan</a>.</p>'
    take(activity(title=f"Night{unstorable} buses", overview=words, areas=[{"name": f"Ferry{unstorable}gate"}]))

    page = only()

    assert (page.title, page.place) == ("Night buses", "Ferrygate")
    assert "the plan" in client.get(page.url).content.decode()


def test_either_format_is_recognised_in_one_run(index, tmp_path, capsys):
    govuk = {
        "schema_name": "consultation",
        "base_path": "/government/consultations/trams",
        "title": "Trams",
        "details": {"opening_date": "2026-06-01T09:00:00Z", "closing_date": "2026-07-01T09:00:00Z"},
    }
    files = [tmp_path / "govuk.json", tmp_path / "listing.json"]
    for path, content in zip(files, (govuk, [activity()]), strict=True):
        path.write_text(json.dumps(content), encoding="utf-8")
    call_command("import_consultation", *files)
    assert capsys.readouterr().out.splitlines() == [
        f"created {ADDRESS}/trams/ open",
        f"created {ADDRESS}/night-buses/ open",
    ]


@pytest.mark.parametrize(
    ("bad", "sentence"),
    [
        ("words", "This is no activity with a title, an address and dates."),
        (activity(title=None), "It has no title."),
        (activity(title=["Night"]), "It has no title."),
        (activity(url="javascript:alert(1)"), "It has no url, the address it was published under."),
        (activity(url="/streets/night-buses/"), "It has no url, the address it was published under."),
        (activity(url="mailto:a@example.org"), "It has no url, the address it was published under."),
        (activity(url="http://[broken"), "It has no url, the address it was published under."),
        (activity(url=f"{THERE}{'a' * 500}"), "Its url is too long."),
        (activity(startdate=""), "It has no startdate that can be read, such as 2026/03/02."),
        (activity(enddate=20260701), "It has no enddate that can be read, such as 2026/03/02."),
        (activity(enddate="1 July 2026"), "It has no enddate that can be read, such as 2026/03/02."),
        (activity(enddate="2026/02/30"), "It has no enddate that can be read, such as 2026/03/02."),
        (activity(enddate="9999/12/31"), "It has no enddate that can be read, such as 2026/03/02."),
        (activity(enddate="2026/05/31"), "Its enddate is before its startdate."),
        (activity(visibility="private"), "It is not public: its visibility is not “public”."),
        (activity(progress="draft"), "It is not public: its progress is not “published”."),
        (activity(url=f"{THERE}#", title="x", id="again"), "listing.json: activity 2 (“again”): "),
    ],
)
def test_fault_is_named_with_its_place_and_nothing_is_done(take, bad, sentence):
    if isinstance(bad, dict) and bad["id"] == "again":
        bad = {**bad, "url": THERE}
        sentence += f"It says other things of {THERE} than another record before it."
    with pytest.raises(CommandError) as caught:
        take(activity(), bad)
    assert sentence in str(caught.value)
    assert "listing.json: activity 2" in str(caught.value)
    assert not ConsultationPage.objects.exists()


@pytest.mark.parametrize("text", ["[]", "[[]]", "[" * 5000, "[1, 2]", '"words"', "null", "17"])
def test_what_is_no_listing_is_refused(take, text):
    with pytest.raises(CommandError, match="Nothing was changed"):
        take(text=text)


def test_hostile_words_become_harmless(client, take):
    bad = "<script>alert(1)</script><p onclick='x()'>Ask\x00 \ud800<a href='javascript:x()'>now</a></p><iframe src=//x>"
    lines = take(
        activity(
            title="Night <b>buses\x00\ud800",
            overview=bad,
            why=bad,
            participate_url="javascript:alert(1)",
            related_links=[{"title": "Trap", "url": "javascript:alert(1)"}, "x", None, {"title": "no address"}],
            supporting_documents={"not": "a list"},
            contact_email="not an address",
            areas="Ferrygate",
            answer=1,
        )
    )
    assert lines == [f"created {ADDRESS}/night-buses/ open"]
    page = only()
    assert (page.title, page.contact_email, page.place) == ("Night <b>buses", "", "")
    html = client.get(page.url).content.decode()
    for trap in ("javascript:", "alert(1)", "onclick", "<iframe", "Night <b>"):
        assert trap not in html


def test_missing_and_empty_values_are_taken_as_nothing(take):
    bare = {name: activity()[name] for name in ("title", "url", "startdate", "enddate")}
    empty = {name: value for name, value in activity().items() if name in bare} | {
        "overview": None,
        "why": "",
        "areas": [],
        "resultdate": None,
        "feedbackdate": "soon",
        "url": f"{THERE}two/",
    }
    assert [line.split()[2] for line in take(bare, empty)] == ["open", "open"]


def test_long_overview_goes_into_the_text(take):
    take(activity(overview=f"<p>{'long ' * 200}</p>", why="<p>See</p><ul><li>one</li></ul>"))
    page = only()
    assert (page.question, page.why) == ("", "")
    assert [block.block_type for block in page.body][:3] == ["text", "heading", "text"]


# Giving out


def read(client, path=LISTING, **headers):
    response = client.get(path, headers=headers)
    assert response.status_code == 200
    return json.loads(response.content)


def titles(client, path=LISTING):
    return [item["title"] for item in read(client, path)]


def test_listing_has_every_field_of_the_shape(client, index, make):
    subject = Subject.objects.create(name="Streets & travel", slug="streets", locale=Locale.get_default())
    make(slug="mill-lane", question="Should <we>?", subject=subject, contact_email="s@example.org")
    [item] = read(client)
    assert set(activity()) - {"answer"} <= set(item)
    assert {name: item[name] for name in ("id", "url", "status", "startdate", "enddate", "resultdate")} == {
        "id": "mill-lane",
        "url": f"{ADDRESS}/mill-lane/",
        "status": "open",
        "startdate": "2026/06/01",
        "enddate": "2026/07/04",
        "resultdate": "2026/07/31",
    }
    assert item["overview"] == "<p>Should &lt;we&gt;?</p>"
    assert item["interests"] == [{"id": "streets", "name": "Streets & travel"}]
    assert item["areas"] == [{"id": "ferrygate", "name": "Ferrygate"}]
    assert item["workspace_title"] == index.title
    assert "<p>You hear back: By 31 July</p>" in item["what_happens_next"]


@pytest.mark.parametrize(
    "path",
    [LISTING, "/have-your-say/api/2.4/json_search_results", "/api/2.4/json_search_results"],
)
def test_listing_is_at_its_own_address_and_at_theirs(client, make, path):
    make(title="Mill Lane")
    response = client.get(path)
    assert response["Content-Type"] == "application/json; charset=utf-8"
    assert response["Cache-Control"] == "private, no-cache"
    assert response.cookies == {}
    assert titles(client, path) == ["Mill Lane"]


@pytest.mark.parametrize("path", [LISTING, "/api/2.4/json_search_results"])
@pytest.mark.parametrize("kind", ["login", "password", "groups"])
def test_only_what_everybody_may_see_is_listed_whoever_asks(client, make, draft, path, kind):
    make(title="Public")
    closed = make(title="For some")
    PageViewRestriction.objects.create(page=closed, restriction_type=kind, password="secret")
    make(title="Taken down").unpublish()
    client.force_login(make_administrator())
    assert titles(client, path) == ["Public"]


def test_what_was_withdrawn_before_it_opened_has_no_days_to_list(client, make):
    make(title="Called off", withdrawn_on=date(2026, 5, 1), withdrawn_reason="No money.")
    make(title="Stopped", withdrawn_on=date(2026, 6, 10), withdrawn_reason="No money.")
    [item] = read(client)
    assert (item["title"], item["status"], item["enddate"]) == ("Stopped", "closed", "2026/06/09")


def three(make):
    coming = {"opens_at": datetime(2026, 8, 1, tzinfo=UTC), "closes_at": datetime(2026, 9, 1, tzinfo=UTC)}
    over = {"opens_at": datetime(2026, 4, 1, tzinfo=UTC), "closes_at": datetime(2026, 5, 1, tzinfo=UTC)}
    make(title="Open", question="Buses?", place="Old Town")
    make(title="Coming", answer_by=date(2026, 10, 1), **coming)
    make(title="Over", **over)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Open", "Coming", "Over"]),
        ("st=open", ["Open"]),
        ("st=forthcoming", ["Coming"]),
        ("st=closed", ["Over"]),
        ("st=nonsense", ["Open", "Coming", "Over"]),
        ("tx=bUs", ["Open"]),
        ("tx=%00", ["Open", "Coming", "Over"]),
        ("ar=old-town", ["Open"]),
        ("in=none", []),
        ("page=2", []),
        ("page=-1&fields=all", ["Open", "Coming", "Over"]),
        ("page=%D9%A3", ["Open", "Coming", "Over"]),
    ],
)
def test_listing_is_filtered_as_theirs(client, make, query, found):
    three(make)
    assert titles(client, f"{LISTING}?{query}") == found


def test_long_listing_has_pages(client, make, monkeypatch):
    monkeypatch.setattr(citizenspace_listing, "PER_PAGE", 2)
    three(make)
    response = client.get(f"{LISTING}?fields=all")
    assert response["Link"] == f'<http://testserver{LISTING}?fields=all&page=2>; rel="next"'
    assert titles(client, f"{LISTING}?page=2") == ["Over"]
    assert not client.get(f"{LISTING}?page=2").has_header("Link")


def test_unchanged_listing_is_not_sent_again(client, make):
    make(title="Mill Lane")
    tag = client.get(LISTING)["ETag"]
    assert client.get(LISTING, headers={"if-none-match": tag}).status_code == 304
    make(title="Other")
    assert client.get(LISTING, headers={"if-none-match": tag}).status_code == 200


def test_listing_costs_the_same_for_many(client, make):
    def cost():
        with CaptureQueriesContext(connection) as captured:
            read(client, "/api/2.4/json_search_results")
        return len(captured)

    subject = Subject.objects.create(name="Streets", slug="streets", locale=Locale.get_default())
    make(title="One", subject=subject)
    cost()
    first = cost()
    for number in range(2):
        make(title=f"Other {number}", subject=subject)
    assert cost() == first <= 7


def test_our_listing_taken_in_on_an_empty_site_says_the_same(client, index, make, take):
    three(make)
    before = read(client)
    for page in ConsultationPage.objects.all():
        page.delete()
    lines = take(text=json.dumps(before))
    assert [line.split()[::2] for line in lines] == [["created", "open"], ["created", "planned"], ["created", "closed"]]
    names = ("title", "status", "startdate", "enddate", "overview", "why", "areas", "resultdate", "contact_phone")
    assert [[item[name] for name in names] for item in read(client)] == [
        [item[name] for name in names] for item in before
    ]
    assert [line.split()[0] for line in take(text=json.dumps(before))] == ["unchanged"] * 3


def test_listing_is_in_the_language_of_its_address(client, home, index, make):
    page = make(title="Mill Lane")
    welsh = Locale.objects.create(language_code="cy")
    for original in (home, index, page):
        twin = original.copy_for_translation(welsh, copy_parents=True)
        if original == page:
            twin.title = "Lôn y Felin"
        twin.save_revision().publish()
    assert titles(client) == ["Mill Lane"]
    assert titles(client, f"/cy{LISTING}") == titles(client, "/cy/api/2.4/json_search_results") == ["Lôn y Felin"]


def test_clock_moves_the_listing_on(client, make):
    make(title="Mill Lane")
    with at(datetime(2026, 7, 5, tzinfo=UTC)):
        assert read(client)[0]["status"] == "closed"
