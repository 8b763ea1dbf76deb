"""The rows of a CSV file or a workbook as texts, one after another, in bounded memory."""

import csv
import io
import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal
from itertools import islice
from typing import IO, Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from base.spreadsheets import decode_xlsx, unescape_cell
from engagement.surveys.expressions.values import plain
from engagement.surveys.importing.archives import check_archive, damaged
from engagement.surveys.importing.faults import Fault, ImportRefused, refusal

MAX_BYTES = 100 * 1024 * 1024
MAX_ROWS = 200_000
MAX_COLUMNS = 2_000
ZIP = b"PK\x03\x04"
"""How a workbook begins (APPNOTE.TXT 4.3.7)."""
LAST_ROW = 1_048_576
"""Of a sheet. https://support.microsoft.com/office/1672b34d-7043-467e-8e27-269d656771c3"""
SEPARATORS = ",;\t"
LONGEST_LINE = 8 * 1024 * 1024
"""Bytes."""
AT_ONCE = 500


@dataclass(frozen=True)
class Line:
    """A row that is not empty. `number` is as the spreadsheet counts, from 1."""

    number: int
    cells: Sequence[str]


def lines_of(file: IO[bytes]) -> Iterator[Line]:
    """The rows of the first sheet that are not empty; the first are the headings.

    Formulas are not reckoned: a cell is what was saved as its result. What our exports put before dangerous texts is
    taken off.

    Args:
        file: open at its beginning, and one that can be read again.

    Raises:
        ImportRefused: it is too large, damaged, hostile, or neither UTF-8 CSV nor a workbook.
    """
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    if not size:
        raise refusal(_("This file is empty."))
    if size > MAX_BYTES:
        raise refusal(_("This file is larger than %(most)d MB. Divide it.") % {"most": MAX_BYTES // 1024 // 1024})
    beginning = file.read(len(ZIP))
    file.seek(0)
    return _within_limits(_workbook(file) if beginning == ZIP else _csv(file))


def _within_limits(rows: Iterable[Sequence[str]]) -> Iterator[Line]:
    left = MAX_ROWS + 1
    for number, cells in enumerate(rows, 1):
        if len(cells) > MAX_COLUMNS and any(cells[MAX_COLUMNS:]):
            sentence = _("There are more than %(most)d columns. Take out those that hold no answers.")
            raise ImportRefused([Fault(number, "", sentence % {"most": MAX_COLUMNS})])
        if not any(cells):
            continue
        left -= 1
        if left < 0:
            sentence = _("There are more than %(most)d rows. Divide the file.")
            raise ImportRefused([Fault(number, "", sentence % {"most": MAX_ROWS})])
        yield Line(number, cells)


def _csv(file: IO[bytes]) -> Iterator[Sequence[str]]:
    headings = file.readline(LONGEST_LINE)
    separator = max(SEPARATORS, key=lambda sign: headings.count(sign.encode()))
    file.seek(0)
    try:
        for row in csv.reader(_text_lines(file), delimiter=separator):
            yield [unescape_cell(cell) for cell in row]
    except UnicodeDecodeError as error:
        raise refusal(_("This file is not in UTF-8. Save it as “CSV UTF-8”, or as .xlsx.")) from error
    except csv.Error as error:
        raise refusal(_("This is no CSV file that can be read. Save it as “CSV UTF-8”, or as .xlsx.")) from error


def _text_lines(file: IO[bytes]) -> Iterator[str]:
    """The lines of a file in UTF-8 with their ends, without the mark at its beginning."""
    encoding = "utf-8-sig"
    while line := file.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE:
            raise csv.Error("no line is so long")
        yield line.decode(encoding)
        encoding = "utf-8"


def _workbook(file: IO[bytes]) -> Iterator[Sequence[str]]:
    check_archive(file)
    rows = _worksheet(file)
    while chunk := _next(rows):
        yield from chunk


def _next(rows: Iterator[Sequence[str]]) -> list[Sequence[str]]:
    """Some more rows; whatever the library stumbles over in a hostile file is caught here and nowhere else."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about what answers do not need, such as colours
            return list(islice(rows, AT_ONCE))
    except Exception as error:
        # It raises whatever comes: KeyError, ValueError, ParseError, RecursionError and so on.
        raise damaged() from error


def _worksheet(file: IO[bytes]) -> Iterator[Sequence[str]]:
    book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
    try:
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what a file says of its size may be wrong
        for values in sheet.iter_rows(max_row=LAST_ROW, max_col=MAX_COLUMNS + 1, values_only=True):
            yield _without_end([_text(value) for value in values])
    finally:
        book.close()


def _without_end(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _text(value: Any) -> str:
    """A typed cell as somebody would type it: 12.5, 2026-11-29, 17:30, yes."""
    if isinstance(value, str):
        return unescape_cell(decode_xlsx(value).encode("utf-16", "surrogatepass").decode("utf-16", "replace"))
    return "" if value is None else _typed(value)


def _typed(value: Any) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case float():
            return plain(Decimal(f"{value:.15g}"))  # as many digits as a spreadsheet program shows
        case datetime():
            return value.date().isoformat() if value.time() == time() else value.isoformat()
        case time():
            return value.isoformat("minutes")
    return str(value)
