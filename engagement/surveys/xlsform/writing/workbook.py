from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from base.spreadsheets import DANGEROUS, encode_xlsx
from engagement.surveys.xlsform.faults import Fault, FormRefused
from engagement.surveys.xlsform.files.safety import MAX_CHARACTERS
from engagement.surveys.xlsform.headings import BETWEEN, OWN, TRANSLATED
from engagement.surveys.xlsform.languages import name_of

Cells = dict[str, str]
"""A row by its columns, as `headings.Row` has it."""

ORDER = (
    *("list_name", "type", "name", "label", "hint", "guidance_hint", "required", "required_message", "relevant"),
    *("appearance", "choice_filter", "parameters", "constraint", "constraint_message", "calculation", "default"),
    *("read_only", "form_title", "form_id", "version", "default_language", "style"),
)
"""Of the columns, as people are used to it."""


def workbook_of(sheets: Mapping[str, Sequence[Cells]], languages: Mapping[str, str]) -> bytes:
    """An .xlsx with these sheets. Every cell is a text, and none is a formula.

    Args:
        languages: how headings name them, by their codes.

    Raises:
        FormRefused: a text is longer than a cell can hold.
    """
    if faults := [fault for name, rows in sheets.items() for fault in _too_long(name, rows, languages)]:
        raise FormRefused(faults)
    book = Workbook(write_only=True)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        sheet.freeze_panes = "A2"
        columns = sorted({column for row in rows for column in row}, key=_place)
        sheet.append([_cell(sheet, _heading(column, languages)) for column in columns])
        for row in rows:
            sheet.append([_cell(sheet, row.get(column, "")) for column in columns])
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _too_long(name: str, rows: Sequence[Cells], languages: Mapping[str, str]) -> Iterator[Fault]:
    sentence = _("This text is longer than the {most} characters that a cell can hold. Shorten it.")
    for number, row in enumerate(rows, 2):
        for column, text in row.items():
            if _is_long(text):
                yield Fault(name, number, _heading(column, languages), sentence.format(most=MAX_CHARACTERS))


def _is_long(text: str) -> bool:
    """Cells are measured in units of UTF-16; a character that no cell can hold takes seven."""
    return (
        len(text) > MAX_CHARACTERS // 7 and len(encode_xlsx(text).encode("utf-16-le", "replace")) // 2 > MAX_CHARACTERS
    )


def _place(column: str) -> tuple[int, int, str]:
    base = column.partition(BETWEEN)[0]
    return column.startswith(OWN), ORDER.index(base) if base in ORDER else len(ORDER), column


def _heading(column: str, languages: Mapping[str, str]) -> str:
    base, between, code = column.partition(BETWEEN)
    if base not in TRANSLATED or not between:
        return column
    return f"{base}{BETWEEN}{languages.get(code) or name_of(code)}"


def _cell(sheet: WriteOnlyWorksheet, text: str) -> WriteOnlyCell:
    """A text that no program reckons, not even after somebody edited it. It begins as it is: names and conditions that
    began with an apostrophe would be others.
    """
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    cell = WriteOnlyCell(sheet, encode_xlsx(whole) if text else None)
    if text:
        cell.data_type = "s"
        cell.quotePrefix = bool(DANGEROUS.match(text))
    return cell
