"""Workbooks of .xlsx and .xls as texts. Formulas are not reckoned: a cell is what was saved as its result."""

import io
import warnings
from collections.abc import Iterator
from typing import Any

import xlrd
from django.utils.translation import gettext as _
from openpyxl import load_workbook
from pyxform.xls2json_backends import xls_value_to_unicode, xlsx_value_to_str

from base.spreadsheets import decode_xlsx
from engagement.surveys.xlsform.faults import FormRefused, refusal
from engagement.surveys.xlsform.files.raw import Raw, is_read
from engagement.surveys.xlsform.files.safety import MAX_COLUMNS, MAX_ROWS, damaged

LAST_ROW = 1_048_576
"""Of a sheet. https://support.microsoft.com/office/1672b34d-7043-467e-8e27-269d656771c3"""
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
"""The stream in which a workbook with a password lies (MS-OFFCRYPTO 1.3.3), as its name is kept."""


def xlsx(content: bytes) -> Iterator[Raw]:
    """The sheets of an .xlsx or .xlsm, which `check_archive` has passed; macros are not looked at.

    Raises:
        FormRefused: it cannot be read.
    """
    return iter(_reading(_xlsx_rows, content))


def xls(content: bytes, ending: str) -> Iterator[Raw]:
    """The sheets of an .xls.

    Raises:
        FormRefused: it cannot be read, or needs a password.
    """
    if ENCRYPTED in content:
        raise _locked()
    return iter(_reading(_xls_rows, content))


def _reading(rows_of: Any, content: bytes) -> list[Raw]:
    """Read all at once, so that whatever a library stumbles over in a hostile file is caught here and nowhere else."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about what a form does not need, such as colours
            return [(name, list(rows)) for name, rows in rows_of(content)]
    except FormRefused:
        raise
    except xlrd.XLRDError as error:
        raise _locked() if "encrypted" in str(error).lower() else damaged() from error
    except Exception as error:
        # Both libraries raise whatever comes: IndexError, struct.error, RecursionError, AssertionError and so on.
        raise damaged() from error


def _locked() -> FormRefused:
    return refusal(_("This file needs a password. Save it without one."))


def _xlsx_rows(content: bytes) -> Iterator[Raw]:
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    try:
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # what a file says of its size may be wrong
            rows = sheet.iter_rows(max_row=LAST_ROW, max_col=MAX_COLUMNS + 1, values_only=True)
            wanted = is_read(sheet.title, len(book.worksheets))
            yield sheet.title, _bounded(map(_xlsx_texts, rows)) if wanted else ()
    finally:
        book.close()


def _xlsx_texts(values: tuple[Any, ...]) -> list[str]:
    if values.count(None) == len(values):
        return []  # as most of a million rows may be
    return [_xlsx_text(value) for value in values]


def _xlsx_text(value: Any) -> str:
    if value is None:
        return ""
    return decode_xlsx(value) if isinstance(value, str) else str(xlsx_value_to_str(value))


def _xls_rows(content: bytes) -> Iterator[Raw]:
    # Ragged, because a single cell in the last corner would make sixteen million otherwise.
    book = xlrd.open_workbook(file_contents=content, logfile=io.StringIO(), on_demand=True, ragged_rows=True)
    try:
        for number in range(book.nsheets):
            sheet = book.sheet_by_index(number)
            rows = ([_xls_text(cell, book.datemode) for cell in sheet.row(row)] for row in range(sheet.nrows))
            yield sheet.name, _bounded(rows) if is_read(sheet.name, book.nsheets) else ()
            book.unload_sheet(number)
    finally:
        book.release_resources()


def _xls_text(cell: Any, datemode: int) -> str:
    if cell.ctype in {xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK, xlrd.XL_CELL_ERROR}:
        return ""
    return str(cell.value if isinstance(cell.value, str) else xls_value_to_unicode(cell.value, cell.ctype, datemode))


def _bounded(rows: Iterator[list[str]]) -> Iterator[list[str]]:
    """Without the empty rows at the end, of which a sheet can have a million, and no further than a form may go; those
    between others are kept.
    """
    empty, filled = 0, 0
    for row in rows:
        if not any(row):
            empty += 1
            continue
        yield from ([] for _ in range(empty))
        yield row
        empty, filled = 0, filled + 1
        if filled > MAX_ROWS:
            return
