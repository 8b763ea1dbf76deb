import io
import re
from collections.abc import Iterator
from typing import Any
from zipfile import ZipFile

from openpyxl import load_workbook
from pyxform.xls2json_backends import xlsx_value_to_str

from base.spreadsheets import decode_xlsx
from engagement.surveys.xlsform.files.raw import Raw, wanted
from engagement.surveys.xlsform.files.safety import MAX_COLUMNS

LAST_ROW = 1_048_576
"""Of a sheet. https://support.microsoft.com/office/1672b34d-7043-467e-8e27-269d656771c3"""
FORMULA = re.compile(rb"<(?:\w+:)?f[ />]")


def xlsx_sheets(content: bytes) -> Iterator[Raw]:
    """The sheets of an .xlsx; rows of those that are no part of a form are not read.

    Formulas are never reckoned: a cell is what was saved as its result, or the text of the formula where nothing was.
    """
    books = [_book(content, data_only=True)]
    if _has_formulas(content):
        books.append(_book(content, data_only=False))
    try:
        names = [sheet.title for sheet in books[0].worksheets]
        for place, is_wanted in enumerate(wanted(names)):
            rows = zip(*(_values(book.worksheets[place]) for book in books), strict=True)
            yield names[place], (_texts(*row) for row in rows) if is_wanted else ()
    finally:
        for book in books:
            book.close()


def _book(content: bytes, *, data_only: bool) -> Any:
    return load_workbook(io.BytesIO(content), read_only=True, data_only=data_only, keep_links=False)


def _has_formulas(content: bytes) -> bool:
    with ZipFile(io.BytesIO(content)) as archive:
        sheets = [name for name in archive.namelist() if "/worksheets/" in name]
        return any(FORMULA.search(archive.read(name)) for name in sheets)


def _values(sheet: Any) -> Iterator[tuple[Any, ...]]:
    sheet.reset_dimensions()  # what a file says of its size may be wrong
    return sheet.iter_rows(max_row=LAST_ROW, max_col=MAX_COLUMNS + 1, values_only=True)


def _texts(values: tuple[Any, ...], formulas: tuple[Any, ...] = ()) -> list[str]:
    if formulas:
        values = tuple(formula if value is None else value for value, formula in zip(values, formulas, strict=True))
    if values.count(None) == len(values):
        return []  # as most of a million rows may be
    return [_text(value) for value in values]


def _text(value: Any) -> str:
    value = getattr(value, "text", value)  # of a formula over several cells
    if value is None:
        return ""
    return decode_xlsx(value) if isinstance(value, str) else str(xlsx_value_to_str(value))
