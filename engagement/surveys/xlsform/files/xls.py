import io
from collections.abc import Iterator
from typing import Any

import xlrd
from pyxform.xls2json_backends import xls_value_to_unicode

from engagement.surveys.xlsform.files.raw import Raw, wanted

NOTHING = {xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK, xlrd.XL_CELL_ERROR}


def xls_sheets(book: bytes) -> Iterator[Raw]:
    """The sheets of the workbook in an .xls; rows of those that are no part of a form are not read.

    Args:
        book: its stream.
    """
    # Ragged, because a single cell in the last corner would make sixteen million otherwise.
    opened = xlrd.open_workbook(file_contents=book, logfile=io.StringIO(), on_demand=True, ragged_rows=True)
    try:
        for number, is_wanted in enumerate(wanted(opened.sheet_names())):
            yield opened.sheet_names()[number], _rows(opened, number) if is_wanted else ()
    finally:
        opened.release_resources()


def _rows(book: Any, number: int) -> Iterator[list[str]]:
    sheet = book.sheet_by_index(number)
    for row in range(sheet.nrows):
        yield [_text(cell, book.datemode) for cell in sheet.row(row)]
    book.unload_sheet(number)


def _text(cell: Any, datemode: int) -> str:
    if cell.ctype in NOTHING:
        return ""
    return str(cell.value if isinstance(cell.value, str) else xls_value_to_unicode(cell.value, cell.ctype, datemode))
