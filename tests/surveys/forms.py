"""Form spreadsheets for tests: short ways to write one down."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from engagement.surveys.definition import Question
from engagement.surveys.xlsform import Fault, Form, FormRefused, read_form

ABOVE = [folder for folder in Path(__file__).parents if (folder / "shared" / "data" / "surveys").is_dir()]
REAL = ABOVE[0] / "shared" / "data" / "surveys" if ABOVE else Path("shared/data/surveys")
needs_real = pytest.mark.skipif(not ABOVE, reason="shared data is not here")


def read(text: str, name: str = "form.md") -> Form:
    """A form in Markdown."""
    return read_form(text.encode(), name)


def read_rows(*rows: str, choices: str = "", settings: str = "") -> Form:
    """A form from the rows of its survey, the headings first: `type | name | label`."""
    parts = [("survey", "\n".join(rows)), ("choices", choices), ("settings", settings)]
    return read("\n".join(f"| {sheet} |\n{_table(below)}" for sheet, below in parts if below))


def _table(rows: str) -> str:
    return "\n".join(f"| | {row.strip()} |" for row in rows.strip().splitlines())


def refused(*rows: str, **sheets: str) -> list[tuple[str, int | None, str, str]]:
    """The faults of a form that is refused, by place and sentence."""
    try:
        read_rows(*rows, **sheets)
    except FormRefused as refusal:
        return [_told(fault) for fault in refusal.faults]
    raise AssertionError("It was not refused")


def noticed(form: Form) -> list[tuple[str, int | None, str, str]]:
    """What a form was accepted with."""
    return [_told(fault) for fault in form.notices]


def _told(fault: Fault) -> tuple[str, int | None, str, str]:
    return fault.sheet, fault.row, fault.column, fault.sentence


def workbook(**sheets: list[list[Any]]) -> bytes:
    """An .xlsx with these rows."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


LISTS = """list_name | name | label
    yes_no | yes | Yes
    yes_no | no  | No
    colours | red | Red
    colours | green | Green
    colours | blue | Blue"""


def question(*rows: str, choices: str = LISTS, **sheets: str) -> Question:
    """The last question of a form."""
    return read_rows(*rows, choices=choices, **sheets).definition.questions[-1]


def one(type_: str, **columns: str) -> Question:
    """A question of a type, with what stands in these columns."""
    given = {"type": type_, "name": "q", "label": "Q?", **columns}
    return question(" | ".join(given), " | ".join(given.values()))


def codes(asked: Question) -> list[str]:
    return [option.code for option in asked.options]


def said(*rows: str, **sheets: str) -> set[tuple[int | None, str]]:
    """Where a form was taken in otherwise than it stands there."""
    form = read_rows(*rows, **{"choices": LISTS, "settings": "form_title\nForm", **sheets})
    return {(row, column) for _sheet, row, column, _sentence in noticed(form)}
