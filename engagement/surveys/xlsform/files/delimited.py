"""Forms written as CSV and as Markdown: sheets one below the other, each with its name in the first column.

Source: pyxform 4.5.0, `xls2json_backends.csv_to_dict` and `md_to_dict`, which lose the numbers of rows.
"""

import csv as lines
import io
import re
from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext as _

from engagement.surveys.xlsform.faults import refusal
from engagement.surveys.xlsform.files.raw import Raw, wanted
from engagement.surveys.xlsform.files.safety import MAX_BYTES

BAR = re.compile(r"(?<!\\)\|")
"""Between cells; a bar that belongs to a text has a backslash before it."""


def csv(content: bytes) -> list[Raw]:
    """The sheets of a CSV file.

    Raises:
        FormRefused: it is not UTF-8, or not divided by commas.
    """
    text = _decoded(content)
    if "," not in text:
        raise refusal(_("The cells of this file are not divided by commas. Save it as “CSV UTF-8”, or as .xlsx."))
    lines.field_size_limit(MAX_BYTES)
    try:
        return _wanted(_divided(lines.reader(io.StringIO(text, newline=""))))
    except lines.Error as error:
        raise refusal(_("This is no CSV file. Save the form as .xlsx.")) from error


def markdown(content: bytes) -> list[Raw]:
    """The sheets of a Markdown file, each a table.

    Raises:
        FormRefused: it is not UTF-8, or has no table.
    """
    text = _decoded(content)
    if "|" not in text:
        raise refusal(_("There is no table in this file. Cells stand between upright bars: | type | name |."))
    return _wanted(_divided(_table_rows(text)))


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise refusal(_("This file is not in UTF-8. Save it as “CSV UTF-8”, or as .xlsx.")) from error


def _table_rows(text: str) -> Iterator[Sequence[str]]:
    for line in text.splitlines():
        words = _without_comment(line).strip()
        if not words.startswith("|") or _is_separator(words):
            continue
        inner = words[1:].removesuffix("|") if not words.endswith("\\|") else words[1:]
        yield [cell.strip().replace("\\|", "|") for cell in BAR.split(inner)]


def _is_separator(line: str) -> bool:
    """Whether it is the line between headings and rows."""
    return "-" in line and not line.strip("|-: \t")


def _without_comment(line: str) -> str:
    """A line without what stands behind a hash after its last bar; a line that begins with one is nothing else."""
    if line.lstrip().startswith("#"):
        return ""
    table, bar, end = line.rpartition("|")
    return f"{table}{bar}{end.partition('#')[0]}"


def _wanted(sheets: Iterable[Raw]) -> list[Raw]:
    found = list(sheets)
    read = wanted([name for name, _rows in found])
    return [(name, rows if is_wanted else ()) for (name, rows), is_wanted in zip(found, read, strict=True)]


def _divided(rows: Iterable[Sequence[str]]) -> Iterator[Raw]:
    """Each sheet from its name on. Rows are counted from its headings."""
    name, below = "", list[Sequence[str]]()
    for row in rows:
        begun = row[0].strip() if row else ""
        if begun:
            if name:
                yield name, below
            name, below = begun, []
        cells = row[1:]
        if below or any(cell.strip() for cell in cells):
            below.append(cells)
    if name:
        yield name, below
