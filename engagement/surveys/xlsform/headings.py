"""The headings of a sheet: which column holds what, in which language."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from pyxform import aliases
from pyxform.parsing.sheet_headers import process_header
from pyxform.question import MultipleChoiceQuestion, Option
from pyxform.survey import Survey

from engagement.surveys.xlsform.faults import Fault
from engagement.surveys.xlsform.files.sheets import Sheet
from engagement.surveys.xlsform.languages import code_of

OWN = "folkmoot_"
"""How our own columns begin, which other tools pass over. In another language than the form's they end with a full stop
and its code: on the sheet of choices a heading becomes the name of an XML element, so it can have no colons."""
BETWEEN = "::"

SPELLINGS: dict[tuple[str, ...], str] = {
    ("bind", "relevant"): "relevant",
    ("bind", "required"): "required",
    ("bind", "jr:requiredMsg"): "required_message",
    ("bind", "constraint"): "constraint",
    ("bind", "jr:constraintMsg"): "constraint_message",
    ("bind", "calculate"): "calculation",
    ("bind", "readonly"): "read_only",
    ("control", "appearance"): "appearance",
    ("list name",): "list_name",
    ("title",): "form_title",
    ("id_string",): "form_id",
}
"""What pyxform makes of a heading, and what we call the column: as XLSForm does (https://xlsform.org)."""
PLAIN = {
    "survey": ("type", "name", "label", "hint", "guidance_hint", "choice_filter", "default", "parameters", "disabled"),
    "choices": ("name", "label"),
    "settings": ("default_language",),
}
TRANSLATED = frozenset({"label", "hint", "guidance_hint", "constraint_message", "required_message"})
ALIASES: dict[str, Mapping[str, str | tuple[str, ...]]] = {
    "survey": aliases.survey_header,
    "choices": aliases.list_header,
    "settings": aliases.settings_header,
}
COLUMNS = {"survey": MultipleChoiceQuestion, "choices": Option, "settings": Survey}


@dataclass
class Row:
    """A row of a sheet by its columns. It knows which of them were used, so that what is left can be kept.

    Attributes:
        cells: texts by column: `relevant`, `label::cy`, or the heading as it is where we do not know the column.
        headings: how the file spells each of them.
        used: the columns that something was made of.
        kept: what of them is needed to write the form again.
    """

    sheet: str
    number: int
    cells: dict[str, str]
    headings: Mapping[str, str]
    used: set[str] = field(default_factory=set)
    kept: dict[str, str] = field(default_factory=dict)

    def text(self, column: str) -> str:
        """What stands there; "" where nothing does."""
        self.used.add(column)
        return self.cells.get(column, "")

    def heading(self, column: str) -> str:
        """How the file calls a column, for people to find it."""
        found = next((at for at in self.headings if at == column or at.startswith(f"{column}{BETWEEN}")), column)
        spelt = self.headings.get(found, column)
        return found if spelt.lower() == found else spelt

    def leave(self, column: str, text: str) -> None:
        """Keep what is left of a cell, or what it was made from, without a word about it."""
        if text:
            self.kept[column] = text

    @property
    def left(self) -> dict[str, str]:
        """What was not used."""
        return {column: text for column, text in self.cells.items() if column not in self.used}


@dataclass(frozen=True)
class Table:
    """A sheet by its columns.

    Attributes:
        number: of the row with the headings.
        headings: how the file spells each column.
        languages: the names of the languages that something is written in, by their codes.
    """

    name: str
    number: int = 1
    headings: Mapping[str, str] = field(default_factory=dict)
    rows: tuple[Row, ...] = ()
    languages: Mapping[str, str] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()


def table_of(sheet: Sheet | None, name: str) -> Table:
    """A sheet by its columns; one that is not there is empty."""
    if sheet is None or not sheet.lines:
        return Table(name)
    first, *others = sheet.lines
    uses_two = any(BETWEEN in heading for heading in first.cells)
    columns = [_column(name, heading, uses_two) for heading in first.cells]
    headings: dict[str, str] = {}
    faults = []
    for (column, _language), heading in zip(columns, map(_bare, first.cells), strict=True):
        if column in headings:
            sentence = _(
                "This column is here twice, as “{one}” and as “{other}”. Delete one, or give it another heading."
            )
            faults.append(Fault(name, first.number, heading, sentence.format(one=headings[column], other=heading)))
        elif column:
            headings[column] = heading
    keys = [column for column, _language in columns]
    every = (Row(name, line.number, _cells(keys, line.cells), headings) for line in others)
    rows = tuple(row for row in every if row.cells)
    filled = {column for row in rows for column in row.cells}
    spoken = [language for column, language in columns if language and column in filled]
    languages = {code_of(language): language for language in reversed(spoken)}
    return Table(name, first.number, headings, rows, languages, tuple(faults))


def _cells(keys: list[str], cells: tuple[str, ...]) -> dict[str, str]:
    """By column, without what surrounds a text by chance; in columns of ours a text is exact."""
    pairs = (
        (key, cell if key.startswith(OWN) else cell.strip()) for key, cell in zip(keys, cells, strict=False) if key
    )
    return {key: cell for key, cell in pairs if cell}


def _column(sheet: str, heading: str, uses_two: bool) -> tuple[str, str]:
    """What a column is called, with the language that its heading names; ("", "") where there is no heading."""
    heading = _bare(heading)
    if heading.lower().startswith(OWN) or sheet not in COLUMNS:
        return heading.lower(), ""
    try:
        _first, tokens = process_header(heading, uses_two, ALIASES[sheet], set(COLUMNS[sheet].get_slot_names()))
    except IndexError:  # pyxform's, for a heading that ends with "jr"
        return heading, ""
    for length in (len(tokens), len(tokens) - 1):
        column = _known(sheet, tuple(tokens[:length]))
        if column and length == len(tokens):
            return column, ""
        if column in TRANSLATED and tokens[-1]:
            return f"{column}{BETWEEN}{code_of(tokens[-1])}", tokens[-1]
    return heading, ""


def _known(sheet: str, tokens: tuple[str, ...]) -> str:
    if tokens in SPELLINGS:
        return SPELLINGS[tokens]
    return tokens[0] if len(tokens) == 1 and tokens[0] in PLAIN[sheet] else ""


def _bare(heading: str) -> str:
    return " ".join(heading.split())
