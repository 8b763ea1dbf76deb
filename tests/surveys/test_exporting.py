"""What leaves: the same columns for everybody, nothing lost, nothing told that was promised to be kept."""

import csv
import io
import json
import tracemalloc
import zipfile
from datetime import datetime
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from wagtail.models import ModelLogEntry

from base.spreadsheets import unescape_cell
from engagement.consultations.evidence.making import write_pack
from engagement.core import exports
from engagement.plugin import COMMON_HEADINGS, Participant, export_headings, export_pieces
from engagement.surveys.definition import Calculation, Group, Matrix, Row, conditions_of
from engagement.surveys.exporting.codebook import code_book
from engagement.surveys.exporting.codebook import rows_of as codebook_rows
from engagement.surveys.exporting.columns import OWN, keys_of, merged, union_of
from engagement.surveys.kinds import KINDS
from engagement.surveys.models import Redaction, VersionTexts
from engagement.testing.consultations import make_consultation, make_index
from engagement.testing.people import make_administrator, make_staff
from tests.surveys.histories import History, histories
from tests.surveys.responses import add_version, references, respond, survey_of
from tests.surveys.surveys import ask, options, page, survey

BEFORE = [*COMMON_HEADINGS, *OWN]
"""The headings before those of questions."""
random_histories = settings(
    deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def content(activity: Any, kind: str) -> bytes:
    pieces = export_pieces(activity, kind)
    return b"".join(piece if isinstance(piece, bytes) else piece.encode() for piece in pieces)


def csv_rows(activity: Any, kind: str = "csv") -> list[dict[str, str]]:
    text = content(activity, kind).decode("utf-8-sig")
    headings, *rows = csv.reader(io.StringIO(text, newline=""))
    return [dict(zip(headings, row, strict=True)) for row in rows]


def xlsx_cells(activity: Any) -> list[dict[str, tuple[Any, str]]]:
    sheet = openpyxl.load_workbook(io.BytesIO(content(activity, "xlsx"))).active
    headings, *rows = ([(cell.value, cell.data_type) for cell in row] for row in sheet.iter_rows())
    return [dict(zip([value for value, _type in headings], row, strict=True)) for row in rows]


def json_objects(activity: Any) -> list[dict[str, Any]]:
    return [json.loads(line) for line in content(activity, "jsonl").decode().splitlines()]


def own_headings(activity: Any) -> list[str]:
    headings = export_headings(activity)
    assert headings[: len(BEFORE)] == BEFORE
    return headings[len(BEFORE) :]


# Columns


@pytest.mark.parametrize(
    ("orders", "order"),
    [
        ([], []),
        ([["a", "b"]], ["a", "b"]),
        ([["a", "b"], ["b", "a"]], ["b", "a"]),
        ([["a", "b", "c"], ["a", "c"]], ["a", "b", "c"]),
        ([["gone", "a"], ["a", "new"]], ["gone", "a", "new"]),
        ([["a", "x", "y"], ["a", "z", "b"], ["b", "a"]], ["b", "a", "x", "y", "z"]),
    ],
)
def test_merged_keeps_what_has_gone_where_it_stood(orders, order):
    assert merged(orders) == order


@pytest.mark.django_db
def test_columns_are_those_of_all_versions_and_the_same_for_every_way():
    first = survey(ask("drives", "yes_no"), ask("cars", "number", show_if="${drives} = 'yes'"), ask("why"))
    asked = survey_of(first)
    respond(asked, {"drives": "no", "why": "Legs"})
    add_version(asked, survey(ask("drives", "yes_no"), ask("age", "number"), ask("cars", "number")))
    respond(asked, {"drives": "yes", "cars": "2", "age": "40"})
    assert own_headings(asked) == ["drives", "age", "cars", "why"]
    rows = csv_rows(asked)
    assert [(row["version"], row["drives"], row["age"], row["cars"], row["why"]) for row in rows] == [
        ("1", "no", "", "", "Legs"),
        ("2", "yes", "40", "2", ""),
    ]


@pytest.mark.django_db
def test_question_called_as_a_common_column_has_a_heading_of_its_own():
    asked = survey_of(survey(ask("name"), ask("version", "number")))
    respond(asked, {"name": "Eve", "version": "7"})
    assert own_headings(asked) == ["answer:name", "answer:version"]
    [row] = csv_rows(asked)
    assert (row["name"], row["answer:name"], row["version"], row["answer:version"]) == ("", "Eve", "1", "7")


@pytest.mark.django_db
def test_words_beside_other_stand_behind_their_question_once():
    way = ask("way", "choices", options=(*options("bus", "bike"), *options("else", asks_more=True)))
    asked = survey_of(survey(way, ask("end")), survey(ask("way_other"), way))
    respond(asked, {"way": ["bike", "else"], "way_other": "Skates", "end": "x"}, number=1)
    assert own_headings(asked) == ["way_other", "way", "end"]
    assert csv_rows(asked)[0]["way_other"] == "Skates"


@pytest.mark.django_db
def test_options_stand_in_the_order_of_now_and_rankings_in_that_of_who_ranked():
    first = survey(ask("some", "choices", options=options("a", "b", "c")), ask("best", "ranking"))
    asked = survey_of(first, survey(ask("some", "choices", options=options("c", "a")), ask("best", "ranking")))
    respond(asked, {"some": ["a", "b", "c"], "best": ["green", "red"]}, number=1)
    respond(asked, {"some": ["a", "c"], "best": ["blue", "red", "green"]}, number=2)
    assert [(row["some"], row["best"]) for row in csv_rows(asked)] == [
        ("c|a|b", "green|red"),
        ("c|a", "blue|red|green"),
    ]


ONE_OF_EACH = {
    "choice": ("red", "red", ("red", "s")),
    "choices": (["red", "blue"], "red|blue", ("red|blue", "s")),
    "yes_no": ("yes", "yes", ("yes", "s")),
    "scale": ("green", "green", ("green", "s")),
    "rating": ("4", "4", (4, "n")),
    "nps": ("10", "10", (10, "n")),
    "ranking": (["blue", "red"], "blue|red", ("blue|red", "s")),
    "text": ("=1+1", "'=1+1", ("'=1+1", "s")),
    "long_text": ("two\nlines", "two\nlines", ("two\nlines", "s")),
    "number": ("-12.5", "-12.5", (-12.5, "n")),
    "percentage": ("33", "33", (33, "n")),
    "money": ("1200", "1200", (1200, "n")),
    "date": ("2026-01-31", "2026-01-31", (datetime(2026, 1, 31), "d")),  # noqa: DTZ001 - the format has no zones
    "time": ("17:30", "17:30", ("17:30", "s")),
    "moment": ("2026-01-31T17:30", "2026-01-31T17:30:00", (datetime(2026, 1, 31, 17, 30), "d")),  # noqa: DTZ001
    "email": ("eve@example.org", "eve@example.org", ("eve@example.org", "s")),
    "postcode": ("WX4 2LN", "WX4 2LN", ("WX4 2LN", "s")),
    "consent": (True, "yes", ("yes", "s")),
}


@pytest.mark.django_db
def test_each_kind_has_its_type_in_each_format():
    assert set(ONE_OF_EACH) == set(KINDS)
    asked = survey_of(survey(*(ask(f"q_{kind}", kind, decimals=1) for kind in ONE_OF_EACH), ask("empty")))
    respond(asked, {f"q_{kind}": stored for kind, (stored, *_written) in ONE_OF_EACH.items()})
    [row], [cells], [kept] = csv_rows(asked), xlsx_cells(asked), json_objects(asked)
    for kind, (stored, text, cell) in ONE_OF_EACH.items():
        assert (row[f"q_{kind}"], cells[f"q_{kind}"], kept["answers"][f"q_{kind}"]) == (text, cell, stored)
    assert (row["empty"], cells["empty"][0], "empty" in kept["answers"]) == ("", None, False)


@pytest.mark.django_db
def test_number_too_long_for_excel_keeps_its_digits():
    asked = survey_of(survey(ask("number", "number", decimals=10)))
    respond(asked, {"number": "12345678.1234567891"})
    assert xlsx_cells(asked)[0]["number"] == ("12345678.1234567891", "s")
    assert csv_rows(asked)[0]["number"] == "12345678.1234567891"


@pytest.mark.django_db
def test_calculations_are_reckoned_on_the_day_of_the_response():
    made = [
        Calculation(id="c1", code="double", formula="${n} * 2"),
        Calculation(id="c2", code="day", formula="today()"),
        Calculation(id="c3", code="is_many", formula="${n} > 5"),
        Calculation(id="c4", code="nothing", formula="${n} div 0"),
    ]
    asked = survey_of(survey(ask("n", "number"), page("more", *made)))
    respond(asked, {"n": "3"})
    [row], [kept] = csv_rows(asked), json_objects(asked)
    assert [row[code] for code in ("double", "day", "is_many", "nothing")] == ["6", "2026-06-10", "false", ""]
    assert kept["calculations"] == {"double": "6", "day": "2026-06-10", "is_many": False}
    assert xlsx_cells(asked)[0]["double"] == (6, "n")


# Exactness, over random surveys


@pytest.mark.django_db
@random_histories
@given(histories())
def test_no_answer_is_lost_and_no_column_shifts(history: History):
    asked = survey_of(*history.versions)
    stored = [respond(asked, answers, number=number) for number, answers in history.given]
    keys = keys_of(union_of(history.versions))
    assert sorted(keys) == sorted({key.removeprefix("answer:") for key in own_headings(asked)})
    for row, kept, response in zip(csv_rows(asked), json_objects(asked), stored, strict=True):
        assert kept["answers"] == response.answers
        for heading in own_headings(asked):
            key = heading.removeprefix("answer:")
            assert _says(unescape_cell(row[heading]), response.answers.get(key), key in kept["calculations"])


def _says(text: str, answer: Any, is_calculated: bool) -> bool:
    """Whether a cell says an answer; a list in any order that it may have been asked in."""
    match answer:
        case None:
            return bool(text) if is_calculated else text == ""
        case True:
            return text == "yes"
        case list():
            return sorted(text.split("|")) == sorted(answer)
    return text in (answer, f"{answer}:00")


@pytest.mark.django_db
@random_histories
@given(histories(most=2))
def test_both_tables_say_the_same(history: History):
    asked = survey_of(*history.versions)
    for number, answers in history.given:
        respond(asked, answers, number=number)
    for row, cells in zip(csv_rows(asked), xlsx_cells(asked), strict=True):
        assert list(row) == list(cells)
        assert [bool(text) for text in row.values()] == [value not in (None, "") for value, _type in cells.values()]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "words", ["\u2028\u2029\x85", "\ufeff=1", "😀 ✌🏿", '"],"\\', "\x1b[31m", "\u202ereversed", "a\tb\nc"]
)
def test_json_lines_are_exact(words):
    asked = survey_of(survey(ask("why", "long_text")), privacy="named", takes_organisations=True)
    person = Participant.objects.create(display_name="Eve")
    respond(asked, {"why": words}, person=person, organisation="Bakers", publishing="words")
    [kept] = json_objects(asked)
    assert kept == {
        "reference": references(asked)[0],
        "received_at": "2026-06-10T09:30:00+00:00",
        "state": "published",
        "channel": "web",
        "language": "en",
        "name": "Eve",
        "batch": "",
        "arrival": "in_time",
        "version": 1,
        "organisation": "Bakers",
        "publishing": "words",
        "answers": {"why": words},
        "calculations": {},
    }


# What was promised


@pytest.mark.django_db
@pytest.mark.parametrize(("privacy", "name"), [("named", "Eve"), ("confidential", "")])
def test_name_leaves_only_where_people_were_told_so(privacy, name):
    asked = survey_of(survey(ask("why")), privacy=privacy)
    respond(asked, {"why": "x"}, person=Participant.objects.create(display_name="Eve"))
    assert csv_rows(asked)[0]["name"] == name
    assert json_objects(asked)[0]["name"] == name


@pytest.mark.django_db
def test_anonymous_responses_leave_with_their_day_and_in_no_order():
    asked = survey_of(survey(ask("why")), privacy="anonymous")
    midnight = timezone.make_aware(datetime(2026, 6, 10))  # noqa: DTZ001 - of the site
    for number in range(12):
        respond(asked, {"why": str(number)}, received_at=midnight)
    rows = csv_rows(asked)
    assert {row["received_at"] for row in rows} == {"2026-06-10"}
    assert sorted(row["reference"] for row in rows) == sorted(references(asked))
    assert [row["reference"] for row in rows] != references(asked)
    uuids = list(asked.contributions.order_by("uuid").values_list("reference", flat=True))
    assert [row["reference"] for row in rows] == uuids


@pytest.mark.django_db
def test_redacted_words_leave_redacted_in_every_format_and_in_what_is_reckoned_of_them():
    said = Calculation(id="c", code="said", formula="concat('They said: ', ${why})")
    way = ask("way", "choice", options=options("else", asks_more=True))
    asked = survey_of(survey(way, ask("why"), page("p", said)))
    response = respond(asked, {"way": "else", "way_other": "Marker Street 7", "why": "I am Marker Name"})
    Redaction.objects.create(response=response, question="why", text="I am [a name]", reason="a name")
    Redaction.objects.create(response=response, question="way_other", text="[an address]", reason="an address")
    [row] = csv_rows(asked)
    assert (row["way"], row["way_other"], row["why"]) == ("else", "[an address]", "I am [a name]")
    assert row["said"] == "They said: I am [a name]"
    for kind in ("csv", "jsonl"):
        assert b"Marker" not in content(asked, kind)
    assert not any("Marker" in str(value) for value, _type in xlsx_cells(asked)[0].values())


@pytest.mark.django_db
def test_evidence_holds_neither_answers_nor_names(tmp_path, noon):
    asked = survey_of(survey(ask("why")), privacy="named")
    page = make_consultation(make_index(), under=(asked,))
    respond(asked, {"why": "Markerword"}, person=Participant.objects.create(display_name="Markername"))
    write_pack(key=page.translation_key, path=tmp_path / "pack.zip", progress=lambda _percent: None)
    with zipfile.ZipFile(tmp_path / "pack.zip") as pack:
        texts = {name: pack.read(name) for name in pack.namelist()}
    assert references(asked)[0].encode() in b"".join(texts.values())
    assert [name for name, text in texts.items() if b"Markerword" in text or b"Markername" in text] == []


# The codebook


def book_rows(asked: Any) -> list[dict[str, Any]]:
    headings, *rows = codebook_rows(code_book(asked))
    return [dict(zip(headings, row, strict=True)) for row in rows]


@pytest.mark.django_db
def test_codebook_says_what_each_column_means():
    number = ask("cars", "number", show_if="${drives} = 'yes'", least=Decimal(1), most=Decimal(9), constraint=". != 5")
    group = Group(id="g", items=(number,), show_if="${age} > 17")
    first = survey(ask("drives", "yes_no", is_required=True), ask("age", "number"), page("more", group))
    way = ask("way", "choice", label="How?", options=(*options("bus"), *options("else", asks_more=True)))
    matrix = Matrix(
        id="m", label="How are the", rows=(Row(id="r", code="parks", label="parks?"),), options=options("fine")
    )
    double = Calculation(id="c", code="double", formula="${age} * 2")
    asked = survey_of(
        first, survey(ask("drives", "yes_no", is_required=True), ask("age", "number"), way, matrix, double)
    )
    found = {row["column"]: row for row in book_rows(asked)}
    assert [*found] == own_headings(asked) == ["drives", "age", "cars", "way", "way_other", "parks", "double"]
    assert found["drives"] == {
        "column": "drives",
        "code": "drives",
        "kind": "yes_no",
        "text": "Drives?",
        "options": "yes=Yes | no=No",
        "shown_if": "",
        "required": "yes",
        "bounds": "",
        "constraint": "",
        "formula": "",
        "first_version": 1,
        "last_version": 2,
        "versions": 2,
    }
    cars, other = found["cars"], found["way_other"]
    assert (cars["shown_if"], cars["bounds"], cars["constraint"]) == (
        "(${age} > 17) and (${drives} = 'yes')",
        "1..9",
        ". != 5",
    )
    assert (cars["first_version"], cars["last_version"], cars["versions"]) == (1, 1, 1)
    assert (other["kind"], other["text"], other["required"]) == ("other", "How? Else", "no")
    assert (found["parks"]["text"], found["parks"]["options"]) == ("How are the parks?", "fine=Fine")
    assert (found["double"]["kind"], found["double"]["formula"]) == ("calculation", "${age} * 2")
    assert csv_rows(asked, "codebook.csv")[1]["code"] == "age"


@pytest.mark.django_db
def test_codebook_has_every_language():
    asked = survey_of(survey(ask("way", "choice", options=options("bus"))))
    texts = {"q-way.label": "Sut?", "o-bus.label": "Bws"}
    VersionTexts.objects.create(version=asked.versions.get(), language="cy", texts=texts)
    [row] = book_rows(asked)
    assert (row["text"], row["text_cy"], row["options"], row["options_cy"]) == ("Way?", "Sut?", "bus=Bus", "bus=Bws")
    assert code_book(asked).languages == ("en", "cy")
    html = content(asked, "codebook.html").decode()
    assert '<p lang="cy">Sut?</p>' in html
    assert '<td lang="cy">Bws</td>' in html


@pytest.mark.django_db
def test_codebook_escapes_what_editors_wrote():
    hostile = "<script>alert(1)</script>"
    asked = survey_of(
        survey(ask("a", "choice", label=hostile, options=options("b"))).model_copy(update={"title": hostile})
    )
    html = content(asked, "codebook.html").decode()
    assert hostile not in html
    assert html.count("&lt;script&gt;") == 3


@given(histories(most_versions=1, most=0))
@settings(deadline=None, max_examples=60)
def test_conditions_are_found_for_everything_that_is_asked(history: History):
    [definition] = history.versions
    assert list(conditions_of(definition)) == [one.code for one in definition.asked]


# In the admin


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "content_type"),
    [
        ("csv", "text/csv; charset=utf-8"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("jsonl", "application/x-ndjson; charset=utf-8"),
        ("codebook.csv", "text/csv; charset=utf-8"),
        ("codebook.html", "text/html; charset=utf-8"),
    ],
)
def test_download_is_named_after_the_survey_and_logged(client: Client, kind, content_type):
    asked = survey_of(survey(ask("why")), code="parks")
    url = reverse("engagement_surveys:export", args=[asked.pk, kind])
    client.force_login(make_staff("Moderators"))
    assert client.get(url).status_code == 302  # to the admin's own sentence
    client.force_login(make_staff("Analysts"))
    response: Any = client.get(url)
    assert (response.status_code, response["Content-Type"]) == (200, content_type)
    assert response["Content-Disposition"] == f'attachment; filename="parks.{kind}"'
    assert "no-store" in response["Cache-Control"]
    assert b"".join(response.streaming_content) == content(asked, kind) or kind == "xlsx"
    [entry] = ModelLogEntry.objects.filter(action="engagement.export")
    assert entry.data == {"format": kind}


@pytest.mark.django_db
def test_unknown_format_is_not_found(client: Client):
    asked = survey_of(survey(ask("why")))
    client.force_login(make_administrator())
    assert client.get(reverse("engagement_surveys:export", args=[asked.pk, "sav"])).status_code == 404


@pytest.mark.django_db
def test_every_format_is_offered_beside_the_survey(client: Client):
    survey_of(survey(ask("why")))
    client.force_login(make_administrator())
    listed = client.get(reverse("engagement_surveys:index")).content.decode()
    for label in ("CSV", "XLSX", "JSON lines", "Codebook as CSV", "Codebook as HTML"):
        assert f"Download as {label}" in listed


# Memory


@pytest.mark.django_db
def test_ten_times_the_responses_take_no_more_memory(monkeypatch):
    monkeypatch.setattr(exports, "CHUNK", 50)
    small, large = (filled(number) for number in (200, 2_000))
    for kind in ("csv", "xlsx", "jsonl"):
        content(small, kind)  # what the first export of a process loads is not the export's
        assert peak(large, kind) < 1.3 * peak(small, kind), kind


def filled(number: int) -> Any:
    """A survey with so many long answers."""
    from engagement.plugin import Contribution
    from engagement.surveys.models import Response

    asked = survey_of(survey(ask("way", "choice"), ask("why", "long_text")))
    made = (Contribution(activity_id=asked.pk, state="published", language="en") for _number in range(number))
    given = Contribution.objects.bulk_create(made)
    version, answers = asked.versions.get(), {"way": "red", "why": "Because. " * 50}
    Response.objects.bulk_create(Response(contribution=one, version=version, answers=answers) for one in given)
    return asked


def peak(activity: Any, kind: str) -> int:
    """The most memory that an export takes, in bytes, nothing of it kept."""
    tracemalloc.start()
    for _piece in export_pieces(activity, kind):
        pass
    found = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return found
