"""The figures of a survey, in tables and on the staff's screen, against what was counted by hand."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import ModelLogEntry

from engagement.accounts.roles import ROLES
from engagement.plugin import Contribution, moderate
from engagement.surveys.blocks import give_codes
from engagement.surveys.headline import main_finding
from engagement.surveys.kinds.counting import ends_of
from engagement.surveys.models import Draft, Response, Survey, Tally
from engagement.surveys.queries import current_version, union_in
from engagement.surveys.results import Filters, Result, Table, channels_of, figures_of, responses_in, results_of
from engagement.surveys.services.releasing import NothingToShow, release
from engagement.testing.clock import NOON
from engagement.testing.consultations import make_consultation, make_index
from engagement.testing.people import make_administrator, make_editor_of, make_member, make_staff, make_staff_with
from tests.surveys.factories import make_survey, options, page
from tests.surveys.responding import respond

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

OPINIONS = options("Bad", "Fair", "Good")
ASKED: list[tuple[str, dict[str, Any]]] = [
    ("choice", {"label": "Which colour?", "code": "colour", "options": options("Red", "Blue", "Green")}),
    ("choices", {"label": "How do you get here?", "code": "ways", "options": options("Walk", "Bus", "Car")}),
    ("number", {"label": "How many cars?", "code": "cars", "unit": "cars", "show_if": "selected(${ways}, 'car')"}),
    ("yes_no", {"label": "Do you rent?", "code": "rent"}),
    ("scale", {"label": "It is safe", "code": "safe", "options": OPINIONS}),
    ("rating", {"label": "How good?", "code": "rate", "most": 5, "low_label": "Awful", "high_label": "Lovely"}),
    ("nps", {"label": "Would you recommend it?", "code": "nps"}),
    ("ranking", {"label": "What matters?", "code": "rank", "options": options("Trees", "Quiet", "Shops")}),
    ("money", {"label": "What would you pay?", "code": "pay"}),
    ("date", {"label": "Since when?", "code": "since"}),
    ("time", {"label": "When do you leave?", "code": "leaves"}),
    ("postcode", {"label": "Your postcode", "code": "pc"}),
    ("consent", {"label": "I agree", "code": "ok"}),
    ("text", {"label": "Your name", "code": "name"}),
    ("long_text", {"label": "Dear ${name|neighbour}, what else?", "code": "more"}),
]
STREET = (
    "matrix",
    {
        "label": "The street, ${name|neighbour}",
        "options": OPINIONS,
        "rows": [{"label": "It is clean", "code": "clean"}, {"label": "It is quiet", "code": "still"}],
    },
)
GIVEN: list[dict[str, Any]] = [
    {"colour": "red", "ways": ["walk", "car"], "cars": "2", "rent": "yes", "rate": "5", "rank": ["quiet", "trees"]},
    {"colour": "red", "ways": ["car"], "cars": "7", "rent": "no", "rate": "2", "rank": ["trees", "quiet", "shops"]},
    {"colour": "blue", "ways": ["car"], "cars": "0", "safe": "good", "rank": ["quiet"]},
    {"colour": "green", "ways": ["walk", "bus"], "cars": "9", "safe": "good", "pay": "12.5", "name": "Ann"},
]
MORE = [
    {"nps": "10", "since": "2026-03-02", "leaves": "08:45", "pc": "WX10 1AA", "ok": True, "clean": "bad"},
    {"nps": "9", "since": "2026-03-30", "leaves": "08:00", "pc": "WX2 9ZZ", "pay": "0", "clean": "bad"},
    {"nps": "7", "since": "2025-12-31", "leaves": "17:30", "pc": "WX10 9ZZ", "clean": "good", "still": "fair"},
    {"nps": "0", "more": "Nothing at all.", "pay": "0.4"},
]


def everything() -> Survey:
    """A survey of every kind with eight answers."""
    survey = make_survey(page(*ASKED, STREET))
    for answers in (*GIVEN, *MORE):
        respond(survey, **answers)
    return survey


def results(survey: Survey, **filters: Any) -> dict[str, Result]:
    found = results_of(figures_of(survey, Filters(**filters)), union_in(survey))
    return {result.codes[0]: result for result in found}


def table(survey: Survey, code: str, **filters: Any) -> Table:
    return next(one for result in results(survey, **filters).values() for one in result.tables if one.code == code)


def rows(survey: Survey, code: str, **filters: Any) -> dict[str, int]:
    return {row.label: row.count for row in table(survey, code, **filters).rows}


# Tables


def test_tables_are_what_was_counted_by_hand():
    survey = everything()
    assert responses_in(figures_of(survey)) == 8
    expected = {
        "colour": (8, 4, {"Red": 2, "Blue": 1, "Green": 1}),
        "ways": (8, 4, {"Walk": 2, "Bus": 1, "Car": 3}),
        "cars": (3, 3, {"0": 1, "2": 1, "6 to 10": 1}),
        "rent": (8, 2, {"Yes": 1, "No": 1}),
        "safe": (8, 2, {"Bad": 0, "Fair": 0, "Good": 2}),
        "rate": (8, 2, {"1 – Awful": 0, "2": 1, "3": 0, "4": 0, "5 – Lovely": 1}),
        "rank": (8, 3, {"Quiet": 2, "Trees": 1, "Shops": 0}),
        "pay": (
            8,
            3,
            {"£0": 1, "More than £0.20, up to £0.50": 1, "More than £10, up to £20": 1},
        ),
        "since": (8, 3, {"December 2025": 1, "March 2026": 2}),
        "leaves": (8, 3, {"From 8am, before 9am": 2, "From 5pm, before 6pm": 1}),
        "pc": (8, 3, {"WX2": 1, "WX10": 2}),
        "ok": (8, 1, {"Yes, I agree": 1}),
        "name": (8, 1, {}),
        "more": (8, 1, {}),
        "clean": (8, 3, {"Bad": 2, "Fair": 0, "Good": 1}),
        "still": (8, 1, {"Bad": 0, "Fair": 1, "Good": 0}),
    }
    for code, (shown, base, cells) in expected.items():
        found = table(survey, code)
        assert (found.shown, found.base, rows(survey, code)) == (shown, base, cells), code
    assert list(rows(survey, "rank")) == ["Quiet", "Trees", "Shops"]
    assert list(rows(survey, "cars")) == ["0", "2", "6 to 10"]
    assert list(rows(survey, "pc")) == ["WX2", "WX10"]
    assert {row.label: row.points for row in table(survey, "rank").rows} == {"Quiet": 8, "Trees": 5, "Shops": 1}


def test_percentages_are_of_those_who_answered():
    survey = make_survey()
    for colour in ("red", "red", "blue", None):
        respond(survey, colour=colour)
    found = table(survey, "colour")
    assert [(row.code, row.percent, row.width) for row in found.rows] == [
        ("red", Decimal("66.7"), "66.7"),
        ("blue", Decimal("33.3"), "33.3"),
    ]


def test_means_and_the_score():
    survey = everything()
    assert table(survey, "cars").mean == Decimal(3)
    assert table(survey, "rate").mean == Decimal("3.5")
    assert (table(survey, "nps").mean, table(survey, "nps").score) == (Decimal("6.5"), 25)
    assert table(survey, "colour").mean is None


def test_numbers_fall_into_bands_in_their_order():
    whole = {"label": "How many?", "code": "many", "unit": "km"}
    fine = {"label": "How far?", "code": "far", "decimals": 1, "unit": "km"}
    survey = make_survey(page(("number", whole), ("number", fine)))
    for number in ("100", "20", "11", "3", "-4", "1", "0", "-1", "1000000"):
        respond(survey, many=number, far=number)
    respond(survey, far="2.5")
    assert list(rows(survey, "many").items()) == [
        ("-5 to -3", 1),
        ("-1", 1),
        ("0", 1),
        ("1", 1),
        ("3 to 5", 1),
        ("11 to 20", 2),
        ("51 to 100", 1),
        ("500,001 to 1,000,000", 1),
    ]
    assert list(rows(survey, "far"))[:5] == [
        "From -5, less than -2",
        "From -1, less than -0.5",
        "0",
        "More than 0.5, up to 1",
        "More than 2, up to 5",
    ]
    assert rows(survey, "far")["More than 2, up to 5"] == 2
    assert table(survey, "far").unit == "km"


def test_many_months_are_counted_by_years():
    survey = make_survey(page(("date", {"label": "Since when?", "code": "since"})))
    days = [date(2020 + number // 12, number % 12 + 1, 1) for number in range(25)]
    for day in days[:24]:
        respond(survey, since=day.isoformat())
    assert len(rows(survey, "since")) == 24
    respond(survey, since=days[24].isoformat())
    assert rows(survey, "since") == {"2020": 12, "2021": 12, "2022": 1}


def edit_options(value: Any, *added: str, gone: int) -> None:
    """Take away the first answers of a block and put others at the end."""
    answers = value["options"]
    del answers[:gone]
    for one in options(*added):
        answers.append(answers.list_block.child_block.to_python(one))


def test_what_was_taken_out_stays_in_the_table_and_is_marked():
    survey = everything()
    design = survey.designs.get()
    items = design.body[0].value["items"]
    del items[1:]
    items[0].value["label"] = "Which?"
    edit_options(items[0].value, "Pink", gone=1)
    give_codes(design.body)
    design.save_revision().publish()
    respond(survey, colour="pink")
    found = table(survey, "colour")
    assert [(row.label, row.count, row.is_gone) for row in found.rows] == [
        ("Red", 2, True),
        ("Blue", 1, False),
        ("Green", 1, False),
        ("Pink", 1, False),
    ]
    assert (found.label, found.is_asked_now, found.base) == ("Which?", True, 5)
    ways = table(survey, "ways")
    assert (ways.is_asked_now, ways.base, [row.is_gone for row in ways.rows]) == (False, 4, [False] * 3)


def test_rows_of_a_matrix_stand_together():
    found = results(everything())["clean"]
    assert (found.label, found.codes) == ("The street, neighbour", ["clean", "still"])
    assert [option.label for option in found.columns] == ["Bad", "Fair", "Good"]
    assert [[row.count for row in cells] for _table, cells in found.lines] == [[2, 0, 1], [0, 1, 0]]


def test_row_of_a_matrix_that_never_had_an_option_has_no_figure_for_it():
    lines = [{"label": "It is clean", "code": "clean"}, {"label": "It is quiet", "code": "still"}]
    street = {"label": "The street", "options": options("Bad", "Good"), "rows": lines[:1]}
    survey = make_survey(page(("matrix", street)))
    respond(survey, clean="bad")
    design = survey.designs.get()
    value = design.body[0].value["items"][0].value
    edit_options(value, "Fair", gone=1)
    value["rows"][0] = value["rows"].list_block.child_block.to_python(lines[1])
    give_codes(design.body)
    design.save_revision().publish()
    respond(survey, still="fair")
    [found] = results(survey).values()
    assert [option.code for option in found.columns] == ["bad", "good", "fair"]
    assert [[row and row.count for row in cells] for _table, cells in found.lines] == [[1, 0, None], [None, 0, 1]]


# What a table says first


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ([], "Nobody has answered this yet."),
        (["red"], "Everybody who answered chose “Red”."),
        (["red", "red", "blue"], "Most chose “Red” (66.7%)."),
        (["red", "red", "blue", "green", "green", "green", "pink"], "The answer given most often is “Green” (42.9%)."),
        (["red", "blue"], "The answers given most often are “Red” and “Blue” (50% each)."),
        (["red", "blue", "green"], "No answer stands out: 3 were given most often (33.3% each)."),
    ],
)
def test_main_finding_says_most_only_of_more_than_half(given, sentence):
    colour = {"label": "Which?", "code": "colour", "options": options("Red", "Blue", "Green", "Pink")}
    survey = make_survey(page(("choice", colour)))
    for answer in given:
        respond(survey, colour=answer)
    assert main_finding(results(survey)["colour"]) == sentence


def test_main_findings_of_other_kinds():
    survey = everything()
    found = {code: main_finding(result) for code, result in results(survey).items()}
    assert found == {
        "colour": "The answer given most often is “Red” (50%).",
        "ways": "The answer given most often is “Car” (75%).",
        "cars": "The mean is 3 cars; most often it was 0 (33.3%).",
        "rent": "The answers given most often are “Yes” and “No” (50% each).",
        "safe": "Everybody who answered chose “Good”.",
        "rate": "The mean is 3.5 of 5.",
        "nps": "The net promoter score is 25, from -100 to 100; the mean is 6.5 of 10.",
        "rank": "“Quiet” comes first: 66.7% of those who answered put it in first place.",
        "pay": "The mean is £4.30; most often it was £0 (33.3%).",
        "since": "The answer given most often is “March 2026” (66.7%).",
        "leaves": "The answer given most often is “From 8am, before 9am” (66.7%).",
        "pc": "The answer given most often is “WX10” (66.7%).",
        "ok": "1 of 8 people who were asked agreed.",
        "name": "1 person wrote something.",
        "more": "1 person wrote something.",
        "clean": "Clearest on “It is quiet”: 100% answered “Fair”.",
    }


# Filters


def test_filters_narrow_by_days_that_both_count_and_by_channel():
    survey = make_survey()
    for days, channel, colour in ((0, "web", "red"), (1, "paper", "blue"), (2, "paper", "red"), (2, "web", "red")):
        respond(survey, at=NOON - timedelta(days=days), channel=channel, colour=colour)
    today = NOON.date()
    assert rows(survey, "colour") == {"Red": 3, "Blue": 1}
    assert rows(survey, "colour", since=today - timedelta(days=1)) == {"Red": 1, "Blue": 1}
    assert rows(survey, "colour", until=today - timedelta(days=2)) == {"Red": 2, "Blue": 0}
    assert rows(survey, "colour", channel="paper", until=today) == {"Red": 1, "Blue": 1}
    assert channels_of(survey) == [("web", 2), ("paper", 2)]
    assert channels_of(survey, Filters(since=today)) == [("web", 1)]


def test_day_is_that_of_the_clock_people_look_at():
    """Half past eleven in the evening, UTC, is past midnight in a British summer."""
    survey = make_survey()
    respond(survey, at=datetime(2026, 6, 9, 23, 30, tzinfo=UTC), colour="red")
    assert rows(survey, "colour", since=date(2026, 6, 10), until=date(2026, 6, 10)) == {"Red": 1, "Blue": 0}


# Tallies against the responses themselves

ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "colour": st.sampled_from(["red", "blue", "green", "pink"]),
        "ways": st.lists(st.sampled_from(["walk", "bus", "car"]), unique=True, min_size=1),
        "cars": st.integers(-20, 2000).map(str),
        "rent": st.sampled_from(["yes", "no"]),
        "rate": st.integers(1, 5).map(str),
        "nps": st.integers(0, 10).map(str),
        "rank": st.permutations(["trees", "quiet", "shops"]).map(list),
        "pay": st.decimals(0, 500, places=2).map(lambda number: f"{number:f}"),
        "since": st.dates(date(2026, 1, 1), date(2026, 12, 31)).map(str),
        "pc": st.sampled_from(["WX1 1AA", "WX10 1AA", "WX2 1AA"]),
        "clean": st.sampled_from(["bad", "fair", "good"]),
        "more": st.just("Words"),
    },
)
SENT = st.tuples(ANSWERS, st.sampled_from(["web", "paper"]), st.sampled_from(["published", "pending", "hidden"]))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sent=st.lists(SENT, max_size=8), hides=st.booleans())
def test_tables_equal_what_is_counted_from_the_responses(sent, hides, everything_asked):
    survey = everything_asked
    for model in (Tally, Response):
        model.objects.all().delete()
    Contribution.objects.all().delete()
    for answers, channel, state in sent:
        respond(survey, channel=channel, state=state, **answers)
    if hides and (first := Contribution.objects.filter(state="published").first()):
        moderate(contribution=first, to="hidden", by=None)
    standing = Response.objects.filter(contribution__state="published").select_related("contribution")
    for channel in ("", "paper"):
        counted = [one.answers for one in standing if channel in ("", one.contribution.channel)]
        found = {one.code: one for result in results(survey, channel=channel).values() for one in result.tables}
        for code, one in found.items():
            given_here = [answers[code] for answers in counted if code in answers]
            asked = [answers for answers in counted if code != "cars" or "car" in answers.get("ways", ())]
            assert (one.base, one.shown) == (len(given_here), len(asked))
            check_rows(one, given_here)


def check_rows(table: Table, given_here: list[Any]) -> None:
    counts = {row.code: row.count for row in table.rows}
    match table.question.kind:
        case "choices":
            assert +Counter(counts) == Counter(code for chosen in given_here for code in chosen)
        case "ranking":
            assert +Counter(counts) == Counter(order[0] for order in given_here)
            points = sum(
                (Counter({code: 3 - place}) for order in given_here for place, code in enumerate(order)), Counter()
            )
            assert +Counter({row.code: row.points for row in table.rows}) == points
        case "number" | "money":
            assert sum(counts.values()) == len(given_here)
            for code, count in counts.items():
                low, high = ends_of(code)
                assert count == sum(is_between(low, Decimal(number), high) for number in given_here)
            mean = sum(map(Decimal, given_here)) / max(1, len(given_here))
            assert table.mean == (round_half_up(mean) if counts else None)
        case "date":
            assert counts == Counter(day[:7] for day in given_here)
        case "postcode":
            assert counts == Counter(code.split()[0] for code in given_here)
        case _ if not table.is_counted:
            assert counts == {}
        case _:
            assert +Counter(counts) == Counter(given_here)
            assert sum(counts.values()) == table.base


def is_between(low: Decimal, number: Decimal, high: Decimal) -> bool:
    if low == high:
        return number == low
    return low <= number < high if low < 0 else low < number <= high


def round_half_up(number: Decimal) -> Decimal:
    return number.quantize(Decimal("0.01"), "ROUND_HALF_UP")


@pytest.fixture
def everything_asked(db: None) -> Survey:
    return make_survey(page(*ASKED, STREET))


# The screen


def screen(survey: Survey) -> str:
    return reverse("engagement_results:index", args=[survey.pk])


def read(client: Client, survey: Survey, query: str = "") -> BeautifulSoup:
    response = client.get(screen(survey) + query)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def words_of(soup: Any) -> str:
    return " ".join(soup.get_text(" ").split())


@pytest.fixture
def manager(client: Client) -> Client:
    client.force_login(make_staff("Community managers"))
    return client


def test_screen_says_every_figure_with_its_base(manager):
    survey = everything()
    sent = respond(survey, channel="paper", colour="red")
    Draft.objects.create(survey=survey, version=current_version(survey), language="en")
    Draft.objects.create(survey=survey, version=current_version(survey), language="en", replaces=sent)
    soup = read(manager, survey)
    assert words_of(soup.select_one(".fmq-figures")) == "9 responses 8 web 1 paper 1 begun and not sent yet"
    colour = soup.select_one("#q-colour")
    assert words_of(colour.h2) == "Which colour? colour"
    assert words_of(colour.select_one(".fms-finding")) == "Most chose “Red” (60%)."
    assert [words_of(row) for row in colour.select("tr")] == [
        "Answer People Share",
        "Red 3 60%",
        "Blue 1 20%",
        "Green 1 20%",
    ]
    assert words_of(colour.select_one(".fm-base")) == "Shown to 9, answered by 5."
    assert [bar["width"] for bar in colour.select("rect")] == ["60.0", "20.0", "20.0"]
    assert all(svg["aria-hidden"] == "true" for svg in soup.select(".fm-figures svg"))
    assert words_of(soup.select_one("#q-more h2")) == "Dear neighbour, what else? more"
    assert "Answer (cars)" in words_of(soup.select_one("#q-cars")).replace("( cars )", "(cars)")
    matrix = [words_of(row) for row in soup.select("#q-clean tbody tr")]
    assert matrix[0] == "It is clean Bad 66.7% (2) Fair 0% (0) Good 33.3% (1) Answered 3 of 9"


def test_screen_of_a_survey_without_answers_or_questions(manager):
    assert "Nobody has answered this yet." in words_of(read(manager, make_survey()))
    unpublished = make_survey(is_published=False)
    assert "Its questions have not been published yet" in words_of(read(manager, unpublished))


def test_filter_stands_in_the_address_and_is_said(manager):
    survey = make_survey()
    respond(survey, at=NOON - timedelta(days=3), channel="paper", colour="red")
    respond(survey, colour="blue")
    soup = read(manager, survey, "?since=2026-06-10&until=2026-06-14&channel=paper")
    assert "Narrowed to: from Wednesday 10 June, until Sunday 14 June, paper ." in words_of(soup)
    assert words_of(soup.select_one(".fm-figures tbody tr")) == "Red 1 100%"
    assert soup.select_one("[name=since]")["value"] == "2026-06-10"
    assert soup.select_one("[name=channel] [selected]")["value"] == "paper"


@pytest.mark.parametrize(
    "query",
    [
        "since=yesterday",
        "since=0001-01-01",
        "until=9999-12-31",
        "until=99999-12-31",
        "since=2026-02-30",
        "channel=pigeon",
        "channel=' OR 1=1 --",
        "since=2026-06-10&until=2026-06-01",
        "since=" + "9" * 5000,
    ],
)
def test_filter_that_cannot_be_read_is_said_and_narrows_nothing(manager, query):
    survey = make_survey()
    respond(survey, channel="paper", colour="red")
    respond(survey, colour="blue")
    soup = read(manager, survey, f"?{query}")
    assert "Something here cannot be read, so the figures below are those of all responses." in words_of(soup)
    assert soup.select_one(".w-field--error")
    assert words_of(soup.select_one(".fmq-figures li")) == "2 responses"


def test_hostile_labels_are_text(manager):
    hostile = "<script>alert(1)</script> \"' $ {{ 7*7 }}"
    answers = [{"label": hostile, "code": "red"}, *options("Blue")]
    choice = {"label": hostile, "code": "colour", "options": answers}
    survey = make_survey(page(("choice", choice)))
    respond(survey, colour="red")
    soup = read(manager, survey)
    assert not [script for script in soup.find_all("script") if "alert(1)" in script.get_text()]
    assert words_of(soup.select_one("#q-colour h2 bdi")) == hostile


def test_screen_takes_as_many_queries_for_one_response_and_question_as_for_three(manager):
    def queries(survey: Survey) -> int:
        read(manager, survey)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            read(manager, survey)
        return len(captured)

    one = make_survey(page(ASKED[0]))
    respond(one, colour="red")
    three = make_survey(page(*ASKED[:2], *ASKED[-2:], STREET))
    for answers in GIVEN[:3]:
        respond(three, **answers, clean="bad")
    design = three.designs.get()
    design.title = "Another version"
    design.save_revision().publish()
    assert queries(one) == queries(three)


# Who may


MAY = """
                           member Editors Moderators managers Analysts other_editor exporter admin
see                        no     yes     yes        yes      yes      yes          yes      yes
make public                no     yes     no         yes      no       no           no       yes
read words                 no     yes     yes        yes      yes      yes          no       yes
redact                     no     no      yes        yes      no       no           no       yes
"""


def test_who_may_do_what_stands_in_the_table():
    index = make_index()
    survey = make_survey(page(ASKED[0], *ASKED[-2:]))
    response = respond(survey, colour="red", more="Words")
    make_consultation(index, under=(survey,))
    other = make_consultation(index, title="Another")
    columns, *lines = [line.split("  ") for line in MAY.strip("\n").splitlines()]
    people = {
        "member": make_member(),
        **{name.split()[-1]: make_staff(name) for name in ROLES},
        "other_editor": make_editor_of(other),
        "exporter": make_staff_with("wagtailadmin.access_admin", "engagement.export_contribution"),
        "admin": make_administrator(),
    }
    words = reverse("engagement_results:words", args=[survey.pk, "more"])
    redacting = reverse("engagement_results:redact", args=[survey.pk, "more", response.pk])
    names = " ".join(columns).split()
    found = {}
    for name in names:
        client = Client()
        client.force_login(people[name])
        release(survey=survey, codes=["colour"], is_public=False, by=None)
        client.post(screen(survey), {"question": "colour", "show": "1"})
        response.redactions.all().delete()
        client.post(redacting, {"text": "[...]", "reason": "Names somebody"})
        is_redacted = response.redactions.exists()
        assert (client.get(redacting).status_code == 200) is is_redacted
        found[name] = [
            client.get(screen(survey)).status_code == 200,
            Survey.objects.get(pk=survey.pk).public_questions == ["colour"],
            client.get(words).status_code == 200,
            is_redacted,
        ]
    for number, (action, *answers) in enumerate(lines):
        expected = dict(zip(names, " ".join(answers).split(), strict=True))
        assert {name: "yes" if may[number] else "no" for name, may in found.items()} == expected, action
    assert Client().get(screen(survey)).status_code == 302


def test_results_are_reached_from_the_list_and_from_the_settings(manager):
    survey = make_survey()
    for address in ("engagement_surveys:index", "engagement_surveys:edit"):
        arguments = [survey.pk] if address.endswith("edit") else []
        assert screen(survey) in manager.get(reverse(address, args=arguments)).content.decode()
    client = Client()
    client.force_login(make_staff_with("wagtailadmin.access_admin", "engagement.view_activity"))
    assert screen(survey) not in client.get(reverse("engagement_surveys:index")).content.decode()


# What everybody sees


def test_result_is_made_public_and_taken_back_and_both_are_logged(manager):
    survey = make_survey(page(ASKED[0], *ASKED[-2:], STREET), results_shown="closed")
    form = read(manager, survey).select_one("#q-clean form")
    fields = [
        (field["name"], field["value"]) for field in form.select("[name]") if field["name"] != "csrfmiddlewaretoken"
    ]
    assert fields == [("question", "clean"), ("question", "still"), ("show", "1")]
    sent = {"question": ["clean", "still"], "show": "1"}
    response = manager.post(screen(survey) + "?channel=web", sent)
    assert response["Location"] == f"{screen(survey)}?channel=web#q-clean"
    assert Survey.objects.get(pk=survey.pk).public_questions == ["clean", "still"]
    said = words_of(read(manager, survey).select_one("#q-clean .fms-public"))
    assert said.startswith("Show this result to staff alone")
    assert said.endswith("Public. Everybody sees what is public once the survey has closed.")
    manager.post(screen(survey), {**sent, "show": "0"})
    assert Survey.objects.get(pk=survey.pk).public_questions == []
    logged = ModelLogEntry.objects.filter(action__startswith="surveys.").order_by("pk")
    assert [(one.action, one.data, one.object_id) for one in logged] == [
        ("surveys.release", {"questions": ["clean", "still"]}, str(survey.pk)),
        ("surveys.hold_back", {"questions": ["clean", "still"]}, str(survey.pk)),
    ]
    assert all(one.user is not None for one in logged)
    history = manager.get(reverse("engagement_surveys:history", args=[survey.pk])).content.decode()
    assert "Results of questions were made public" in history


@pytest.mark.parametrize("codes", [["more"], ["name", "colour"], ["nothing"], [], ["colour", "' OR 1"], ["reckoned"]])
def test_words_and_what_is_no_question_are_never_made_public(manager, codes):
    reckoned = ("calculation", {"code": "reckoned", "formula": "1 + 1"})
    survey = make_survey(page(ASKED[0], *ASKED[-2:], reckoned))
    manager.post(screen(survey), {"question": codes, "show": "1"})
    assert Survey.objects.get(pk=survey.pk).public_questions == []
    assert not ModelLogEntry.objects.filter(action="surveys.release").exists()
    with pytest.raises(NothingToShow):
        release(survey=survey, codes=codes, is_public=True, by=None)
    assert not read(manager, survey).select("#q-more form")


def test_release_that_changes_nothing_is_not_logged():
    survey = make_survey()
    release(survey=survey, codes=["colour"], is_public=True, by=None)
    release(survey=survey, codes=["colour"], is_public=True, by=None)
    assert ModelLogEntry.objects.filter(action="surveys.release").count() == 1


@pytest.mark.parametrize(
    ("shown", "moment", "sentence"),
    [
        ("never", 0, "Nobody but staff sees any of it, also what is public: the settings say “Never”."),
        ("never", 60, "Nobody but staff sees any of it, also what is public: the settings say “Never”."),
        ("answered", 0, "Who has answered sees what is public, and everybody once it has closed."),
        ("open", 0, "Everybody sees what is public at once."),
        ("closed", 0, "Everybody sees what is public once the survey has closed."),
        ("closed", 60, "Everybody sees what is public: the survey has closed."),
    ],
)
def test_screen_says_when_residents_see_it(manager, shown, moment, sentence):
    closes_at = NOON - timedelta(days=1) if moment else NOON + timedelta(days=1)
    survey = make_survey(results_shown=shown, closes_at=closes_at)
    assert sentence in words_of(read(manager, survey))


def test_address_of_no_survey_is_not_found(manager):
    assert manager.get(reverse("engagement_results:index", args=[10**17])).status_code == 404
