"""Writing tables that cannot harm who opens them, and that lose nothing on the way back.

Spreadsheet programs run a cell that begins like a formula (OWASP, "CSV Injection"). Such a text gets an apostrophe
before it, in CSV and in XLSX, where a forced string is harmless until somebody saves it as CSV. `unescape_cell` takes
off exactly what `escape_cell` put on. Values that are numbers, dates or yes/no in Python stay what they are.
"""

import csv
import math
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any, TypeVar

from django.http import FileResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

Response = TypeVar("Response", bound=StreamingHttpResponse)
Cell = str | int | float | Decimal | bool | date | datetime

DANGEROUS = re.compile(r"'*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
"""How a formula begins, full-width signs included, which some programs normalise; any apostrophes before it count too,
so that a text which had one already comes back with it.
"""

BOM = "\ufeff"
CSV_TYPE = "text/csv; charset=utf-8"
PIECE = 64 * 1024
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_CELL = 32_767
"""UTF-16 units. https://support.microsoft.com/office/1672b34d-7043-467e-8e27-269d656771c3"""
CUT = " … [cut: the CSV file holds the whole text]"
EXACT_DIGITS = 15
EXACT_NUMBER = 10**EXACT_DIGITS
"""Excel keeps 15 digits; longer numbers, identifiers mostly, are written as text."""

UNWRITABLE = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
WRITTEN = re.compile(r"_x([0-9A-Fa-f]{4})_")
CUT_CODE = re.compile(r"_(x[0-9A-Fa-f]{0,4})?$")


def escape_cell(value: Any) -> Cell:
    """A value as it may stand in a cell: numbers, dates and booleans as they are, None as an empty text, anything
    else as a text that no program takes for a formula. Half surrogate pairs, which no file can hold, become U+FFFD.
    """
    if value is None:
        return ""
    if isinstance(value, int | float | Decimal | date):
        return value
    text = str(value).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return f"'{text}" if DANGEROUS.match(text) else text


def unescape_cell(text: str) -> str:
    """The text that `escape_cell` was given."""
    return text[1:] if text.startswith("'") and DANGEROUS.match(text) else text


def download(filename: str, pieces: Iterable[str | bytes], content_type: str) -> StreamingHttpResponse:
    """A file to keep, sent piece by piece; no cache holds it."""
    return _as_download(StreamingHttpResponse(pieces, content_type=content_type), filename)


def csv_response(filename: str, headings: Sequence[Any], rows: Iterable[Sequence[Any]]) -> StreamingHttpResponse:
    """A CSV file as `csv_lines` writes it."""
    return download(filename, csv_lines(headings, rows), CSV_TYPE)


def xlsx_response(filename: str, headings: Sequence[Any], rows: Iterable[Sequence[Any]]) -> FileResponse:
    """An Excel workbook as `xlsx_file` writes it."""
    return _as_download(FileResponse(xlsx_file(headings, rows), content_type=XLSX_TYPE), filename)


def xlsx_file(headings: Sequence[Any], rows: Iterable[Sequence[Any]]) -> IO[bytes]:
    """An Excel workbook, built on disk a row at a time, so that its size costs no memory; the file is gone once it is
    closed.

    Times are in the site's time zone: the format has no zones. Control characters are written as `_xHHHH_`, as the
    format says (ECMA-376 part 1, 22.9.2.19, ST_Xstring): Excel shows them as they were, `decode_xlsx` reads them. A
    text longer than a cell can hold is cut and says so.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.freeze_panes = "A2"
    for row in _all_rows(headings, rows):
        sheet.append([_xlsx_cell(sheet, value) for value in row])
    file = tempfile.TemporaryFile()  # noqa: SIM115 - whoever asked for it closes it
    book.save(file)
    file.seek(0)
    return file


class FilePieces(Iterator[bytes]):
    """A file piece by piece; it is closed behind the last one, or when nobody wants more."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def __next__(self) -> bytes:
        piece = self._file.read(PIECE)
        if not piece:
            self.close()
            raise StopIteration
        return piece

    def close(self) -> None:
        """Called by responses, and at the end."""
        self._file.close()


def encode_xlsx(text: str) -> str:
    """The text as an XLSX file can hold it: see `xlsx_response`."""
    return UNWRITABLE.sub(lambda match: f"_x{ord(match[0]):04X}_", text)


def decode_xlsx(text: str) -> str:
    """What `encode_xlsx` or Excel was given."""
    return WRITTEN.sub(lambda match: chr(int(match[1], 16)), text)


def _all_rows(headings: Sequence[Any], rows: Iterable[Sequence[Any]]) -> Iterator[Sequence[Any]]:
    yield headings
    yield from rows


class _Echo:
    """A file whose `write` gives back what was written."""

    def write(self, line: str) -> str:
        return line


def csv_lines(headings: Sequence[Any], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """The lines of a CSV file: UTF-8 with a byte order mark, which Excel needs, otherwise as RFC 4180 says.

    Dates are ISO 8601, times with their offset.
    """
    write: Callable[[list[Cell]], str] = csv.writer(_Echo(), lineterminator="\r\n").writerow
    yield BOM
    for row in _all_rows(headings, rows):
        yield write([_csv_value(value) for value in row])


def _csv_value(value: Any) -> Cell:
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    if isinstance(value, Decimal):
        return f"{value:f}"  # never 1E-7, which some programs take for a text
    return value.isoformat() if isinstance(value, date) else escape_cell(value)


def _xlsx_cell(sheet: Any, value: Any) -> WriteOnlyCell:
    value = _xlsx_value(escape_cell(value))
    cell = WriteOnlyCell(sheet, value)
    if isinstance(value, str):
        # Otherwise openpyxl takes "=…" for a formula and "#N/A" for an error.
        cell.data_type = "s"
    return cell


def _xlsx_value(value: Cell) -> Cell:
    match value:
        case str():
            return _fitting(encode_xlsx(value))
        case datetime() if timezone.is_aware(value):
            return _xlsx_value(timezone.make_naive(value))
        case date():
            return value if value.year >= 1900 else value.isoformat()
        case int() | float() | Decimal():
            return (
                value if _is_exact(value) else escape_cell(f"{value:f}" if isinstance(value, Decimal) else str(value))
            )


def _is_exact(number: int | float | Decimal) -> bool:
    """Whether Excel shows it as it is."""
    if not math.isfinite(number) or not -EXACT_NUMBER < number < EXACT_NUMBER:
        return False
    return not isinstance(number, Decimal) or len(number.as_tuple().digits) <= EXACT_DIGITS


def _fitting(text: str) -> str:
    units = text.encode("utf-16-le")
    if len(units) // 2 <= LONGEST_CELL:
        return text
    kept = units[: 2 * (LONGEST_CELL - len(CUT))].decode("utf-16-le", "ignore")
    return CUT_CODE.sub("", kept) + CUT


def _as_download(response: Response, filename: str) -> Response:
    response["Content-Disposition"] = content_disposition_header(True, filename) or "attachment"
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
