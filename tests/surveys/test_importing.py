"""What comes in as a file: all of it or nothing, once, by the rules of those who answer online."""

import csv
import io
import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid5

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings

from base.spreadsheets import csv_lines
from engagement.plugin import Batch, Channel, Contribution, Participant, export_pieces, published_counts
from engagement.surveys.definition import Calculation
from engagement.surveys.importing import ImportRefused, archives, sheets
from engagement.surveys.models import QuotaCount, Response, Survey, Tally
from engagement.surveys.results import figures_of, responses_in
from engagement.surveys.services.importing import MOST_FAULTS, Outcome, import_responses
from engagement.surveys.services.recounting import recount
from engagement.testing.clock import at
from engagement.testing.consultations import CLOSES, make_consultation, make_index
from engagement.testing.people import make_staff
from tests.surveys.histories import History, histories
from tests.surveys.responses import add_version, references, respond, survey_of
from tests.surveys.surveys import ask, options, page, survey

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]
quick = settings(
    deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def csv_file(*rows: Iterable[Any]) -> io.BytesIO:
    """A file as our own exports are; the first row are its headings."""
    headings, *others = (list(row) for row in rows)
    return io.BytesIO("".join(csv_lines(headings, others)).encode())


def xlsx_file(*rows: Iterable[Any]) -> io.BytesIO:
    """A workbook with typed cells."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    file = io.BytesIO()
    book.save(file)
    return file


def take_in(asked: Survey, file: io.BytesIO, **settings: Any) -> Outcome:
    file.seek(0)
    given = {"title": "letters.csv", "channel": Channel.PAPER, **settings}
    return import_responses(survey=asked, file=file, **given)


def counts(outcome: Outcome) -> tuple[int, int, int]:
    return outcome.created, outcome.unchanged, outcome.rejected


def faults(outcome: Outcome) -> list[str]:
    return [str(fault) for fault in outcome.faults]


def stored(asked: Survey) -> list[dict[str, Any]]:
    """The answers of a survey in the order in which they came in."""
    found = Response.objects.filter(contribution__activity=asked).order_by("contribution_id")
    return list(found.values_list("answers", flat=True))


def exported(asked: Survey, kind: str = "csv") -> io.BytesIO:
    pieces = export_pieces(asked, kind)
    return io.BytesIO(b"".join(piece if isinstance(piece, bytes) else piece.encode() for piece in pieces))


def everything() -> dict[str, int]:
    """How much there is of all that an import writes."""
    models = (Contribution, Response, Participant, Batch, Tally, QuotaCount)
    return {model.__name__: model._default_manager.count() for model in models}


def travel(**settings: Any) -> Survey:
    """A survey with a condition, a quota, an answer of several and a number."""
    ways = ask("ways", "choices", options=(*options("bus", "bike"), *options("else", asks_more=True)))
    slot = ask("slot", "choice", options=(*options("morning", limit=2), *options("evening")))
    why = ask("why", show_if="selected(${ways}, 'bus')")
    return survey_of(survey(ways, ask("trips", "number"), why, slot), **settings)


# What comes in


@pytest.mark.parametrize("make", [csv_file, xlsx_file])
def test_rows_are_stored_as_what_was_sent_online(make):
    asked = travel()
    file = make(
        ["ways", "ways_other", "trips", "why", "received_at", "language"],
        ["bike|bus", "", 1200, "Rain", "2026-06-01", "cy"],
        ["else", "Skates", "1.5", "", "", ""],
    )
    assert faults(take_in(asked, file)) == [
        "row 3, column trips: Write a whole number, without anything after the point"
    ]
    file = make(
        ["ways", "ways_other", "trips", "why", "received_at", "language"],
        ["bike|bus", "", 1200, "Rain", "2026-06-01", "cy"],
        ["else", "Skates", "", "", "", ""],
    )
    assert counts(take_in(asked, file)) == (2, 0, 0)
    first, second = Response.objects.order_by("contribution_id").select_related("contribution__batch")
    assert first.answers == {"ways": ["bus", "bike"], "trips": "1200", "why": "Rain"}
    assert second.answers == {"ways": ["else"], "ways_other": "Skates"}
    given = first.contribution
    assert (given.channel, given.state, given.language) == ("paper", "published", "cy")
    assert given.created_at == datetime(2026, 6, 1, 11, tzinfo=UTC)  # its midday in London
    assert second.contribution.created_at == datetime(2026, 6, 15, 11, tzinfo=UTC)  # that of today
    assert second.contribution.language == "en"
    batch = Batch.objects.get()
    assert (batch.title, batch.channel, batch.activity_id) == ("letters.csv", "paper", asked.pk)
    assert given.batch == second.contribution.batch == batch


def test_each_row_counts_as_one_more_person():
    asked = travel()
    take_in(asked, csv_file(["ways"], ["bus"], ["bus"], ["bike"]))
    assert published_counts([asked])[asked.pk] == (3, 3, 3)
    assert responses_in(figures_of(asked)) == 3
    assert Participant.objects.filter(email=None, user=None).count() == 3


def test_live_figures_agree_with_a_recount():
    asked = travel()
    respond(asked, {"ways": ["bus"], "trips": "5", "slot": "morning"})
    days = [["ways", "trips", "slot", "received_at"], ["bus", "5", "morning", "2026-06-10"], ["bike", "7", "", ""]]
    assert counts(take_in(asked, csv_file(*days))) == (2, 0, 0)
    assert recount(survey=asked) == []
    found = figures_of(asked)
    assert (found["ways"]["bus"][0], found["trips"]["=numbers"]) == (2, (3, 17))


@pytest.mark.parametrize(
    ("role", "moderation", "state"),
    [
        (None, "hold", "published"),
        ("Moderators", "hold", "published"),
        ("Analysts", "hold", "pending"),
        ("Analysts", "at_once", "published"),
    ],
)
def test_state_is_that_of_what_the_same_person_types_in(role, moderation, state):
    asked = travel(moderation=moderation)
    take_in(asked, csv_file(["ways", "slot"], ["bus", "morning"]), user=make_staff(role) if role else None)
    assert asked.contributions.get().state == state
    assert responses_in(figures_of(asked)) == (1 if state == "published" else 0)
    assert QuotaCount.objects.get().taken == 1
    assert recount(survey=asked) == []


def test_named_survey_takes_names_organisations_and_permissions():
    asked = survey_of(survey(ask("why")), privacy="named", takes_organisations=True)
    headings = ["why", "name", "organisation", "publishing"]
    take_in(asked, csv_file(headings, ["x", "Eve  Day", "Bakers", "name"], ["y", "", "", ""]))
    first, second = Response.objects.order_by("contribution_id").select_related("contribution__participant")
    assert (first.organisation, first.publishing) == ("Bakers", "name")
    assert [one.contribution.participant.display_name for one in (first, second)] == ["Eve Day", ""]


def test_anonymous_survey_keeps_the_day_and_no_person():
    asked = survey_of(survey(ask("why")), privacy="anonymous")
    take_in(asked, csv_file(["why", "received_at"], ["x", "2026-06-10T15:47:11+01:00"], ["y", ""]))
    first, second = asked.contributions.order_by("pk")
    assert (first.participant, first.created_at) == (None, datetime(2026, 6, 9, 23, tzinfo=UTC))
    assert (second.participant, second.created_at) == (None, datetime(2026, 6, 14, 23, tzinfo=UTC))
    assert first.state_changed_at == first.created_at
    assert published_counts([asked])[asked.pk] == (2, 2, 2)


def test_rows_of_an_anonymous_survey_cannot_be_found_by_what_they_are_called():
    asked = survey_of(survey(ask("why")), privacy="anonymous")
    file = csv_file(["row_id", "why"], ["eve@example.org", "x"])
    take_in(asked, file)
    assert asked.contributions.get().retry_key != uuid5(asked.uuid, "import:reference:eve@example.org")
    assert counts(take_in(asked, file)) == (0, 1, 0)


def test_row_says_which_version_it_answers():
    asked = survey_of(survey(ask("why")))
    add_version(asked, survey(ask("age", "number")))
    file = csv_file(["version", "why", "age"], ["1", "Because", ""], ["", "", "40"])
    assert counts(take_in(asked, file)) == (2, 0, 0)
    assert stored(asked) == [{"why": "Because"}, {"age": "40"}]
    outcome = take_in(asked, csv_file(["version", "why"], ["", "Because"], ["3", ""]))
    assert faults(outcome) == [
        "row 2, column why: Version 2 does not ask this. Say in the column “version” which one was answered.",
        "row 3, column version: There is no version “3”; the newest is 2",
    ]


def test_question_called_as_a_common_column_can_be_given_either_way():
    asked = survey_of(survey(ask("language"), ask("why")))
    take_in(asked, csv_file(["language", "why"], ["Cornish", "x"]))
    take_in(asked, csv_file(["answer:language", "language"], ["Manx", "cy"]))
    assert stored(asked) == [{"language": "Cornish", "why": "x"}, {"language": "Manx"}]
    assert [one.language for one in asked.contributions.order_by("pk")] == ["en", "cy"]


def test_columns_that_follow_from_the_rest_are_named_and_not_read():
    asked = survey_of(survey(ask("n", "number"), page("p", Calculation(id="c", code="double", formula="${n} * 2"))))
    outcome = take_in(asked, csv_file(["n", "double", "state", "arrival"], ["2", "999", "removed", "late"]))
    assert (counts(outcome), outcome.ignored) == ((1, 0, 0), ("double", "state", "arrival"))
    assert asked.contributions.get().state == "published"


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_separator_is_seen_in_the_headings(separator):
    asked = travel()
    text = f"ways{separator}trips\r\nbus|bike{separator}3\r\n"
    take_in(asked, io.BytesIO(text.encode()))
    assert stored(asked) == [{"ways": ["bus", "bike"], "trips": "3"}]


def test_typed_cells_of_a_workbook_are_read_as_what_they_say():
    kinds = {
        "n": "number",
        "day": "date",
        "at": "moment",
        "time": "time",
        "yes": "yes_no",
        "ok": "consent",
        "mark": "rating",
    }
    asked = survey_of(survey(*(ask(code, kind, decimals=2) for code, kind in kinds.items()), ask("words")))
    moment = datetime(2026, 1, 31, 17, 30)  # noqa: DTZ001 - the format has no zones
    midnight = datetime(2026, 1, 31)  # noqa: DTZ001
    file = xlsx_file(
        [*kinds, "words"],
        [12.5, midnight, moment, moment.time(), True, True, 4, 3.0],
        ["0.10", "31/01/2026", midnight, "5:30pm", "no", False, "5", 0.1 + 0.2],
    )
    assert counts(take_in(asked, file)) == (2, 0, 0)
    common = {"day": "2026-01-31", "time": "17:30"}
    assert stored(asked) == [
        {**common, "n": "12.5", "at": "2026-01-31T17:30", "yes": "yes", "ok": True, "mark": "4", "words": "3"},
        {**common, "n": "0.1", "at": "2026-01-31T00:00", "yes": "no", "mark": "5", "words": "0.3"},
    ]


# What is refused


FAULTS = [
    (["ways"], ["tram"], "column ways: “tram” is no answer of this question; there are bus, bike, else"),
    (["ways"], ["bus|tram"], "column ways: “tram” is no answer of this question; there are bus, bike, else"),
    (["trips"], ["many"], "column trips: Write a number, such as 1200 or 12.5"),
    (
        ["why"],
        ["Rain"],
        "column why: Who answers so is not asked this: it is shown if selected(${ways}, 'bus'). Take the answer out, "
        "or mend the one that it depends on.",
    ),
    (
        ["ways", "ways_other"],
        ["bus", "Skates"],
        "column ways_other: These words belong to an answer that is not chosen: choose else as well, or take them out.",
    ),
    (
        ["ways", "ways_other"],
        ["else", "x" * 501],
        "column ways_other: Ensure this value has at most 500 characters (it has 501).",
    ),
    (["ways", "language"], ["bus", "xx"], "column language: “xx” cannot stand here; there are en, cy, bn, ar"),
    (["ways", "publishing"], ["bus", "name"], "column publishing: “name” cannot stand here; there are words, no"),
    (
        ["ways", "name"],
        ["bus", "Eve"],
        "column name: This survey keeps no names: people were told so. Take the column out.",
    ),
    (
        ["ways", "organisation"],
        ["bus", "Bakers"],
        "column organisation: This survey is not answered for organisations. Take the column out.",
    ),
    (
        ["ways", "received_at"],
        ["bus", "2026-06-16"],
        "column received_at: This day is still to come. Give the day on which it arrived.",
    ),
    (
        ["ways", "received_at"],
        ["bus", "June"],
        "column received_at: Write the day like 2026-03-27, or the moment like 2026-03-27T17:30",
    ),
    (["ways", "version"], ["bus", "²"], "column version: There is no version “²”; the newest is 1"),
    (
        ["ways", ""],
        ["bus", "left over"],
        "“left over” stands in a column without a heading. Give it one, or take it out.",
    ),
    (["ways"], ["bus", "left over"], "“left over” stands in a column without a heading. Give it one, or take it out."),
    (["why", "ways"], ["nul\x00", "bus"], "column why: Null characters are not allowed."),
]


@pytest.mark.parametrize(("headings", "row", "words"), FAULTS, ids=[words[:40] for *_file, words in FAULTS])
def test_fault_is_told_with_its_row_and_column_and_nothing_is_stored(headings, row, words):
    asked = travel()
    before = everything()
    for is_dry_run in (True, False):
        outcome = take_in(asked, csv_file(["row_id", *headings], ["a"], ["b", *row]), is_dry_run=is_dry_run)
        assert counts(outcome) == (0, 0, 1)
        assert faults(outcome) == [f"row 3{', ' if words.startswith('column') else ': '}{words}"]
    assert everything() == before


def test_constraints_and_missing_answers_are_told_as_online():
    must = ask("must", is_required=True)
    even = ask("even", "number", constraint=". mod 2 = 0", constraint_message="Only even numbers")
    some = ask("some", "choices", options=options("a", "b", "c"), most=2)
    alone = ask("alone", "choices", options=(*options("a"), *options("none", is_exclusive=True)))
    asked = survey_of(survey(must, even, some, alone))
    outcome = take_in(asked, csv_file(["even", "some", "alone"], ["3", "a|b|c", "a|none"]))
    assert faults(outcome) == [
        "row 2, column must: Answer “Must”",
        "row 2, column even: Only even numbers",
        "row 2, column some: Choose no more than 2 answers",
        "row 2, column alone: Choose either “None” or others, not both",
    ]


def test_option_that_is_not_offered_is_told():
    where = ask("where", "choice", options=(*options("north"), *options("pier", show_if="${coast} = 'yes'")))
    asked = survey_of(survey(ask("coast", "yes_no"), where))
    outcome = take_in(asked, csv_file(["coast", "where"], ["yes", "pier"], ["no", "pier"]))
    assert faults(outcome) == [
        "row 3, column where: Who answers so is not offered “pier”. Take it out, or mend the answer that it depends on."
    ]


def test_rankings_name_each_once():
    asked = survey_of(survey(ask("best", "ranking")))
    assert faults(take_in(asked, csv_file(["best"], ["red|red"]))) == [
        "row 2, column best: “red” stands twice; each has one place"
    ]
    take_in(asked, csv_file(["best"], ["blue | red"]))
    assert stored(asked) == [{"best": ["blue", "red"]}]


@pytest.mark.parametrize(
    ("headings", "words"),
    [
        (["way"], "row 1, column way: No question of this survey has this code. If you mean “ways”, write that."),
        (
            ["colour"],
            "row 1, column colour: No question of this survey has this code: take the column out, or name it after one "
            "of ways, ways_other, trips, why, slot",
        ),
        (["ways", "ways"], "row 1, column ways: This heading stands there twice. Take one of the columns out."),
    ],
)
def test_heading_that_is_none_is_told(headings, words):
    with pytest.raises(ImportRefused) as refused:
        take_in(travel(), csv_file(headings, ["bus"]))
    assert str(refused.value) == words


def test_one_fault_keeps_everything_out():
    asked = travel()
    before = everything()
    rows = [[f"r{number}", "bus"] for number in range(1_500)]
    outcome = take_in(asked, csv_file(["row_id", "ways"], *rows, ["last", "tram"]))
    assert counts(outcome) == (0, 0, 1)
    assert faults(outcome) == ["row 1502, column ways: “tram” is no answer of this question; there are bus, bike, else"]
    assert everything() == before


def test_so_many_faults_are_told_and_all_are_counted():
    outcome = take_in(travel(), csv_file(["ways", "trips"], *[["tram", number] for number in range(120)]))
    assert (outcome.rejected, len(outcome.faults)) == (120, MOST_FAULTS)


def test_places_are_counted_and_the_rows_beyond_are_named():
    asked = travel()
    respond(asked, {"slot": "morning"})
    rows = [["row_id", "slot"], ["a", "evening"], ["b", "morning"], ["c", "morning"]]
    for is_dry_run in (True, False):
        outcome = take_in(asked, csv_file(*rows), is_dry_run=is_dry_run)
        assert counts(outcome) == (0, 0, 1)
        assert faults(outcome) == [
            "row 4, column slot: No more than 2 people can choose “morning”, and they have. Choose another."
        ]
    assert QuotaCount.objects.get().taken == 1
    assert counts(take_in(asked, csv_file(*rows[:3]))) == (2, 0, 0)
    assert QuotaCount.objects.get().taken == 2
    assert recount(survey=asked) == []


@pytest.mark.parametrize(("channel", "is_bound"), [("paper", True), ("event", True), ("import", False)])
def test_what_arrived_too_late_is_told(channel, is_bound):
    asked = travel()
    make_consultation(make_index(), under=(asked,))
    asked = Survey.objects.get(pk=asked.pk)
    with at(CLOSES + timedelta(days=30)):
        day = (CLOSES + timedelta(days=1)).date().isoformat()
        outcome = take_in(
            asked, csv_file(["ways", "received_at"], ["bus", ""], ["bike", day]), channel=Channel(channel)
        )
        assert outcome.rejected == (2 if is_bound else 0)
        outcome = take_in(asked, csv_file(["ways", "received_at"], ["bike", "2026-06-11"]), channel=Channel(channel))
        assert outcome.rejected == 0


# Once


def test_same_file_again_changes_nothing():
    asked = travel()
    file = csv_file(["ways", "trips"], ["bus", 1], ["bus", 1], ["bike", 2])
    assert counts(take_in(asked, file)) == (3, 0, 0)
    before = everything(), exported(asked).read()
    assert counts(take_in(asked, file)) == (0, 3, 0)
    assert (everything(), exported(asked).read()) == before


def test_file_that_grew_brings_what_is_new():
    asked = travel()
    take_in(asked, csv_file(["ways", "trips"], ["bus", 1], ["bike", 2]))
    outcome = take_in(asked, csv_file(["trips", "ways"], [3, "bus"], [2, "bike"], [1, "bus"], [1, "bus"]))
    assert counts(outcome) == (2, 2, 0)
    assert sorted(one["trips"] for one in stored(asked)) == ["1", "1", "2", "3"]


@pytest.mark.parametrize("heading", ["row_id", "reference"])
def test_row_with_an_id_is_the_same_whatever_it_says(heading):
    asked = travel()
    take_in(asked, csv_file([heading, "ways"], ["17", "bus"], ["18", "bike"]))
    outcome = take_in(asked, csv_file([heading, "ways"], ["18", "bike"], ["17", "bike"], ["19", "bus"]))
    assert (counts(outcome), outcome.differing) == ((1, 2, 0), [3])
    assert stored(asked) == [{"ways": ["bus"]}, {"ways": ["bike"]}, {"ways": ["bus"]}]


def test_id_that_stands_there_twice_is_told():
    outcome = take_in(travel(), csv_file(["row_id", "ways"], ["17", "bus"], ["17", "bus"]))
    assert faults(outcome) == ["row 3, column row_id: “17” stands in row 2 already. Each row needs one of its own."]


def test_export_taken_in_where_it_came_from_changes_nothing():
    asked = travel()
    for number in range(3):
        respond(asked, {"ways": ["bus"], "trips": str(number)})
    assert counts(take_in(asked, exported(asked))) == (0, 3, 0)


def test_what_was_forgotten_does_not_come_back():
    asked = travel()
    file = csv_file(["row_id", "ways"], ["1", "bus"])
    take_in(asked, file)
    Response.objects.all().delete()
    assert counts(take_in(asked, file)) == (0, 1, 0)
    assert stored(asked) == []


def test_dry_run_says_the_same_and_writes_nothing():
    asked = travel()
    take_in(asked, csv_file(["row_id", "ways"], ["1", "bus"]))
    before, file = everything(), csv_file(["row_id", "ways", "slot"], ["1", "bus"], ["2", "bike", "morning"])
    assert counts(take_in(asked, file, is_dry_run=True)) == (1, 1, 0)
    assert everything() == before
    assert counts(take_in(asked, file)) == (1, 1, 0)


# There and back


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@quick
@given(history=histories(most_versions=2))
def test_export_taken_in_by_a_twin_is_the_same_export(kind, history: History):
    asked, twin = survey_of(*history.versions), survey_of(*history.versions)
    for number, answers in history.given:
        respond(asked, answers, number=number)
    outcome = take_in(twin, exported(asked, kind))
    assert (counts(outcome), faults(outcome)) == ((len(history.given), 0, 0), [])
    assert stored(twin) == stored(asked)
    assert _answers_in(exported(twin)) == _answers_in(exported(asked))
    assert recount(survey=twin) == []
    assert counts(take_in(twin, exported(asked, kind))) == (0, len(history.given), 0)


def _answers_in(file: io.BytesIO) -> list[dict[str, str]]:
    """What two surveys can have in common."""
    rows = csv.DictReader(io.StringIO(file.read().decode("utf-8-sig"), newline=""))
    of_each = {"reference", "channel", "batch"}
    return [{heading: text for heading, text in row.items() if heading not in of_each} for row in rows]


# Hostile files


def workbook_with(**parts: bytes) -> io.BytesIO:
    """A workbook in which these parts say something else, by the ends of their names: `sheet1=b"…"`."""
    file, changed = xlsx_file(["ways"], ["bus"]), io.BytesIO()
    with zipfile.ZipFile(file) as source, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = next((text for part, text in parts.items() if name.endswith(f"{part}.xml")), source.read(name))
            target.writestr(name, content)
    return changed


SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'
BOMB = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + SHEET % b"&b;"
HOSTILE = {
    "entities": (workbook_with(sheet1=BOMB), "declares"),
    "entities behind a long comment": (workbook_with(sheet1=b"<!--%s-->%s" % (b"x" * 300_000, BOMB[21:])), "declares"),
    "utf-16": (workbook_with(sheet1=BOMB.decode().encode("utf-16")), "declares"),
    "another encoding": (workbook_with(sheet1=b'<?xml version="1.0" encoding="cp500"?>'), "declares"),
    "a row without end": (
        workbook_with(sheet1=SHEET % (b"<row>%s</row>" % (b"<c/>" * (archives.MAX_BETWEEN_ROWS + 1)))),
        "far more",
    ),
    "a cell without end": (workbook_with(sheet1=SHEET % (b"x" * (archives.MAX_RUN * 2))), "far more"),
    "a style without end": (workbook_with(styles=b"<x>%s</x>" % (b"<y/>" * archives.MAX_BETWEEN_ROWS)), "far more"),
    "no workbook": (workbook_with(workbook=b"<x/>"), "damaged"),
    "cut off": (io.BytesIO(xlsx_file(["ways"]).getvalue()[:-30]), "damaged"),
    "no text": (io.BytesIO(b"ways\r\n\xff\xfe\r\n"), "UTF-8"),
    "a line without end": (io.BytesIO(b"ways\r\n" + b"x" * sheets.LONGEST_LINE), "CSV"),
    "too many columns": (csv_file(["ways"], ["x"] * (sheets.MAX_COLUMNS + 1)), "columns"),
    "nothing": (io.BytesIO(b""), "empty"),
    "nothing but lines": (io.BytesIO(b"\r\n\r\n,,\r\n"), "nothing in this file"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_file_is_refused_in_a_sentence(name):
    asked = travel()
    before = everything()
    file, word = HOSTILE[name]
    with pytest.raises(ImportRefused) as refused:
        take_in(asked, file)
    assert word in str(refused.value)
    assert everything() == before


def test_zip_bomb_is_not_unpacked(monkeypatch):
    monkeypatch.setattr(archives, "MAX_UNPACKED", 1_000)
    with pytest.raises(ImportRefused) as refused:
        take_in(travel(), xlsx_file(["ways"], ["bus"]))
    assert "far more" in str(refused.value)


def test_rows_beyond_the_last_are_refused(monkeypatch):
    monkeypatch.setattr(sheets, "MAX_ROWS", 3)
    asked = travel()
    assert counts(take_in(asked, csv_file(["ways"], *[["bus"]] * 3))) == (3, 0, 0)
    with pytest.raises(ImportRefused) as refused:
        take_in(asked, csv_file(["ways"], *[["bike"]] * 4))
    assert str(refused.value) == "row 5: There are more than 3 rows. Divide the file."


def test_survey_that_was_never_published_takes_nothing():
    with pytest.raises(ImportRefused) as refused:
        take_in(survey_of(), csv_file(["ways"], ["bus"]))
    assert "never published" in str(refused.value)


def test_references_of_many_are_all_their_own():
    asked = travel()
    take_in(asked, csv_file(["ways"], *[["bus"]] * 2_100))
    assert len(set(references(asked))) == 2_100
