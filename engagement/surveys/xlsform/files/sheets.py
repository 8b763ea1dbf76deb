"""The sheets of a file as texts with the numbers of their rows, whatever format they come in."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from django.utils.translation import gettext as _

from engagement.surveys.xlsform.faults import Fault, FormRefused, refusal
from engagement.surveys.xlsform.files import delimited, workbooks
from engagement.surveys.xlsform.files.raw import READ, SURVEY, Raw, bare
from engagement.surveys.xlsform.files.safety import MAX_CHARACTERS, MAX_COLUMNS, MAX_ROWS, check_size

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How files begin: those of .xlsx (APPNOTE.TXT 4.3.7), and those of .xls (MS-CFB 2.2)."""
FORMATS = ".xlsx, .xls, .csv, .md"


@dataclass(frozen=True)
class Line:
    """A row that is not empty."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """A sheet. Its first line are the headings."""

    name: str
    lines: tuple[Line, ...]


def sheets_of(content: bytes, name: str) -> dict[str, Sheet]:
    """The sheets of a file, by their names in small letters.

    Args:
        name: that of the file; its ending tells CSV from Markdown.

    Raises:
        FormRefused: it is too large, damaged, hostile or no spreadsheet.
    """
    check_size(content)
    found = list(_within_limits(_raw_sheets(content, PurePath(name).suffix.lower())))
    if len(found) == 1 and found[0].name not in READ:
        found = [Sheet(SURVEY, found[0].lines)]
    return {sheet.name: sheet for sheet in found}


def _raw_sheets(content: bytes, ending: str) -> list[Raw]:
    if content.startswith(ZIP):
        return workbooks.xlsx(content)
    if content.startswith(OLE):
        return workbooks.xls(content)
    if ending == ".csv":
        return delimited.csv(content)
    if ending == ".md":
        return delimited.markdown(content)
    sentence = _("This is not a form spreadsheet. Forms are read from {formats}.")
    raise refusal(sentence.format(formats=FORMATS))


def _within_limits(sheets: Iterable[Raw]) -> Iterator[Sheet]:
    """Only what is filled, and no more than a form may have."""
    left = MAX_ROWS
    for name, rows in sheets:
        lines = []
        for line in _filled(name, rows):
            left -= 1
            if left < 0 or line.number > MAX_ROWS:
                sentence = _(
                    "A form has no more than {most} rows. Divide it, or take out sheets that it does not need."
                )
                raise FormRefused([Fault(name, line.number, "", sentence.format(most=MAX_ROWS))])
            lines.append(line)
        yield Sheet(bare(name), tuple(lines))


def _filled(name: str, rows: Iterable[Sequence[str]]) -> Iterator[Line]:
    for number, cells in enumerate(rows, 1):
        filled = [place for place, cell in enumerate(cells) if cell and not cell.isspace()]
        if not filled:
            continue
        if filled[-1] >= MAX_COLUMNS:
            sentence = _("A form has no more than {most} columns. Take out those that it does not need.")
            raise FormRefused([Fault(name, number, "", sentence.format(most=MAX_COLUMNS))])
        if any(len(cells[place]) > MAX_CHARACTERS for place in filled):
            sentence = _("A cell has no more than {most} characters. Shorten this one.")
            raise FormRefused([Fault(name, number, "", sentence.format(most=MAX_CHARACTERS))])
        yield Line(number, tuple(cells))
