"""Workbooks of .xlsx and .xls. Whatever a library stumbles over in a hostile file is caught here and nowhere else."""

import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence

from xlrd import XLRDError

from engagement.surveys.xlsform.faults import FormRefused
from engagement.surveys.xlsform.files.compound import CompoundError, CompoundFile
from engagement.surveys.xlsform.files.raw import Raw
from engagement.surveys.xlsform.files.safety import MAX_ROWS, check_archive, damaged, locked
from engagement.surveys.xlsform.files.xls import xls_sheets
from engagement.surveys.xlsform.files.xlsx import xlsx_sheets

ENCRYPTED = "EncryptedPackage"
"""The stream in which a workbook with a password lies: MS-OFFCRYPTO 1.3.3."""
STREAMS = ("Workbook", "Book")
"""In which that of an .xls lies: MS-XLS 2.1.2, and the name before 1997."""


def xlsx(content: bytes) -> list[Raw]:
    """The sheets of an .xlsx or .xlsm; macros are not looked at.

    Raises:
        FormRefused: it cannot be read.
    """
    check_archive(content)
    return _read(xlsx_sheets, content)


def xls(content: bytes) -> list[Raw]:
    """The sheets of an .xls.

    Raises:
        FormRefused: it cannot be read, or needs a password.
    """
    try:
        file = CompoundFile(content)
        if any(entry.name == ENCRYPTED for entry in file.entries):
            raise locked()
        book = file.stream(STREAMS)
    except CompoundError as error:
        raise damaged() from error
    return _read(xls_sheets, book)


def _read(sheets_of: Callable[[bytes], Iterable[Raw]], content: bytes) -> list[Raw]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about what a form does not need, such as colours
            return [(name, list(_bounded(rows))) for name, rows in sheets_of(content)]
    except FormRefused:
        raise
    except XLRDError as error:
        raise locked() if "encrypted" in str(error).lower() else damaged() from error
    except Exception as error:
        # Both libraries raise whatever comes: IndexError, struct.error, RecursionError, AssertionError and so on.
        raise damaged() from error


def _bounded(rows: Iterable[Sequence[str]]) -> Iterator[Sequence[str]]:
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
