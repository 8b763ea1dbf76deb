import csv
import io
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.http import StreamingHttpResponse
from django.utils.translation import gettext_lazy
from hypothesis import example, given, settings
from hypothesis import strategies as st

from base.spreadsheets import (
    CUT,
    LONGEST_CELL,
    csv_response,
    decode_xlsx,
    encode_xlsx,
    escape_cell,
    unescape_cell,
    xlsx_response,
)

FORMULA_SIGNS = tuple("=+-@\t\r\n＝＋－＠")
texts = st.text(st.characters(exclude_categories=["Cs"])) | st.text("'=+-@\t\r\nab_x0D")
"""Any text that a database can hold, and many that begin badly."""


@given(texts)
@example("'=1")
@example("''=1")
@example("'tis")
def test_escape_cell_is_reversible(text: str) -> None:
    assert unescape_cell(str(escape_cell(text))) == text


@given(texts)
def test_escape_cell_leaves_no_formula(text: str) -> None:
    assert not str(escape_cell(text)).startswith(FORMULA_SIGNS)


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("-5", "'-5"),
        ("'=1+1", "''=1+1"),
        ("Hello = 5", "Hello = 5"),
        ("'tis the season", "'tis the season"),
        (-5, -5),
        (2.5, 2.5),
        (Decimal("1.10"), Decimal("1.10")),
        (True, True),
        (None, ""),
        (date(2026, 11, 20), date(2026, 11, 20)),
        (gettext_lazy("Monday"), "Monday"),
        (["=1"], "['=1']"),
        ("half \ud800 pair", "half \ufffd pair"),
    ],
)
def test_escape_cell_of_each_kind(value: Any, cell: Any) -> None:
    assert escape_cell(value) == cell


def body(response: StreamingHttpResponse) -> bytes:
    try:
        return b"".join(response.streaming_content)  # type: ignore[arg-type]
    finally:
        response.close()


def test_csv_response_is_what_excel_and_the_standard_expect() -> None:
    rows = [['Ann, "A"', 1, date(2026, 11, 20)], ["two\nlines", -2.5, datetime(2026, 7, 1, 12, tzinfo=UTC)]]
    response = csv_response("who.csv", ["Name", "=Sum", "When"], rows)
    assert body(response).decode() == (
        '\ufeffName,\'=Sum,When\r\n"Ann, ""A""",1,2026-11-20\r\n"two\nlines",-2.5,2026-07-01T13:00:00+01:00\r\n'
    )
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="who.csv"'
    assert response["Cache-Control"] == "private, no-store"


@given(st.lists(st.lists(texts, min_size=2, max_size=2), max_size=5))
def test_csv_response_read_back_is_what_was_written(rows: list[list[str]]) -> None:
    text = body(csv_response("a.csv", ["A", "B"], rows)).decode("utf-8-sig")
    read = list(csv.reader(io.StringIO(text, newline="")))
    assert [[unescape_cell(cell) for cell in row] for row in read[1:]] == rows


def test_csv_response_writes_small_numbers_in_full() -> None:
    numbers = [Decimal("0.0000001"), Decimal("-1E+3"), Decimal("1.50")]
    assert body(csv_response("a.csv", ["A"] * 3, [numbers])).decode().splitlines()[1] == "0.0000001,-1000,1.50"


@pytest.mark.parametrize("name", ['a".csv', "a\r\nSet-Cookie: x=1", "Llanfair £.csv"])
def test_csv_response_with_a_hostile_name_keeps_one_header(name: str) -> None:
    header = csv_response(name, [], [])["Content-Disposition"]
    assert header.startswith("attachment; filename")
    assert "\n" not in header


def sheet(response: StreamingHttpResponse) -> list[list[Any]]:
    book = openpyxl.load_workbook(io.BytesIO(body(response)))
    return [[cell.value for cell in row] for row in book.active.iter_rows()]


def test_xlsx_response_keeps_types_and_forces_texts() -> None:
    values = [
        "=1+1",
        "#N/A",
        "007",
        7,
        2.5,
        Decimal("1.5"),
        True,
        date(2026, 11, 20),
        datetime(2026, 7, 1, 12, tzinfo=UTC),
    ]
    response = xlsx_response("a.xlsx", [f"H{number}" for number in range(9)], [values])
    book = openpyxl.load_workbook(io.BytesIO(body(response)))
    cells = [(cell.value, cell.data_type) for cell in book.active[2]]
    assert cells == [
        ("'=1+1", "s"),
        ("#N/A", "s"),
        ("007", "s"),
        (7, "n"),
        (2.5, "n"),
        (1.5, "n"),
        (True, "b"),
        (datetime(2026, 11, 20), "d"),  # noqa: DTZ001 - the format has no zones
        (datetime(2026, 7, 1, 13), "d"),  # noqa: DTZ001
    ]
    assert book.active.freeze_panes == "A2"
    assert response["Content-Disposition"] == 'attachment; filename="a.xlsx"'


def test_xlsx_response_writes_what_excel_has_no_number_or_date_for_as_text() -> None:
    values = [10**15, -(10**20), float("nan"), float("inf"), date(1843, 5, 1), Decimal("NaN"), Decimal("0." + "1" * 16)]
    row = sheet(xlsx_response("a.xlsx", ["A"] * 7, [values]))[1]
    written = ["1000000000000000", "'-100000000000000000000", "nan", "inf", "1843-05-01", "NaN", "0.1111111111111111"]
    assert row == written


@settings(max_examples=50, deadline=None)
@given(st.lists(st.lists(texts.filter(bool), min_size=2, max_size=2), max_size=5))
@example([["\x00\x0b\r_x000D_", "_x005F_x0000_"]])
@example([["\ufffe\uffff", "  spaces \n"]])
def test_xlsx_response_read_back_is_what_was_written(rows: list[list[str]]) -> None:
    read = sheet(xlsx_response("a.xlsx", ["A", "B"], rows))
    assert [[unescape_cell(decode_xlsx(cell)) for cell in row] for row in read[1:]] == rows


@given(texts)
def test_encode_xlsx_is_reversible(text: str) -> None:
    assert decode_xlsx(encode_xlsx(text)) == text


def test_xlsx_response_cuts_what_a_cell_cannot_hold_and_says_so() -> None:
    for text in ("x" * LONGEST_CELL, "x" * (LONGEST_CELL + 1), "😀" * LONGEST_CELL, "\x01" * LONGEST_CELL):
        [[_heading], [cell]] = sheet(xlsx_response("a.xlsx", ["A"], [[text]]))
        assert len(cell.encode("utf-16-le")) // 2 <= LONGEST_CELL
        assert cell == text or (cell.endswith(CUT) and text.startswith(decode_xlsx(cell.removesuffix(CUT))))
    assert cell.endswith(f"_x0001_{CUT}")


def many_rows(count: int) -> Iterator[list[str]]:
    for number in range(count):
        yield [f"{number} " + "x" * 1000]


def peak_memory(write: Any, count: int) -> int:
    tracemalloc.start()
    response = write("a", ["A"], many_rows(count))
    for _chunk in response.streaming_content:
        pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    response.close()
    return peak


@pytest.mark.parametrize("write", [csv_response, xlsx_response])
def test_response_of_ten_times_the_rows_needs_no_more_memory(write: Any) -> None:
    peak_memory(write, 10)
    assert peak_memory(write, 10_000) < peak_memory(write, 1_000) + 200_000
