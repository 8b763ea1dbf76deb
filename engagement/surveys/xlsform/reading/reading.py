import re
from collections.abc import Iterable
from pathlib import PurePath

from django.utils.translation import gettext as _

from engagement.surveys.definition import Definition
from engagement.surveys.xlsform.faults import Fault, FormRefused, refusal
from engagement.surveys.xlsform.files.sheets import Sheet, sheets_of
from engagement.surveys.xlsform.form import Form
from engagement.surveys.xlsform.headings import BETWEEN, OWN, Row, Table, table_of
from engagement.surveys.xlsform.languages import is_known
from engagement.surveys.xlsform.reading.items import ItemReader
from engagement.surveys.xlsform.reading.nodes import Outline, outline_of
from engagement.surveys.xlsform.reading.pages import PageReader
from engagement.surveys.xlsform.reading.questions import Lists
from engagement.surveys.xlsform.reading.settings import (
    code_in,
    keep_settings,
    language_of,
    settings_row,
    texts_of_survey,
)
from engagement.surveys.xlsform.reading.state import MEANT, Reading

ORDER = ("", "survey", "choices", "settings", "external_choices", "entities", "osm")
"""Of the sheets, in which faults are told."""
PICTURES = re.compile(r"(media::?)?(big-)?image", re.IGNORECASE)
READ = ("survey", "choices", "settings", "entities")
UNDERSTOOD = MEANT | {"type", "name", "list_name", "appearance", "parameters", "disabled"}


def read_form(content: bytes, name: str) -> Form:
    """Read an XLSForm.

    Args:
        content: of an .xlsx, .xls, .csv or .md file.
        name: what the file is called.

    Raises:
        FormRefused: something in it cannot be asked here, is not as it must be, or endangers the site. It has every
            fault that was found.
    """
    sheets = sheets_of(content, name)
    if "survey" not in sheets:
        raise refusal(_("There is no sheet called survey. Put the questions on one."))
    survey, choices, settings = (table_of(sheets.get(sheet), sheet) for sheet in ("survey", "choices", "settings"))
    row, stem = settings_row(settings), PurePath(name).stem
    outline = outline_of(survey)
    reading = _reading(outline, (survey, choices, settings), language_of(row, survey))
    texts = texts_of_survey(reading, row, stem)
    lists = Lists(reading, choices)
    pages = PageReader(reading, ItemReader(reading, lists), outline).pages()
    definition = Definition(language=reading.language, pages=pages, **texts)
    if not definition.questions and not reading.faults:
        sentence = _("There is no question to answer. Add a row with a type such as text, and a name and a label.")
        reading.faults.append(Fault("survey", None, "", sentence))
    code = code_in(row, stem)
    keep_settings(reading, row, settings.rows[1:])
    _keep_rows(reading, outline, lists, choices)
    _look_beyond(reading, sheets, lists, (survey, choices))
    if reading.faults:
        raise FormRefused(_in_order(reading.faults))
    notices = tuple(_in_order(reading.notices))
    return Form(code, definition, reading.translations, notices, reading.extras)


def _reading(outline: Outline, tables: Iterable[Table], language: str) -> Reading:
    names: dict[str, str] = {}
    faults = list(outline.faults)
    for table in tables:
        faults.extend(table.faults)
        names = {**table.languages, **names}
    others = tuple(code for code in names if code != language)
    reading = Reading(language, others, outline.places, outline.passed, faults=faults, notices=list(outline.notices))
    reading.extras["languages"] = names
    return reading


def _keep_rows(reading: Reading, outline: Outline, lists: Lists, choices: Table) -> None:
    """Whole rows, for the way back: of the survey those that ask nothing, of the choices all."""
    reading.extras["rows"] = [dict(row.cells) for row in outline.aside]
    reading.extras["choices"] = [
        {"list": name, "rows": [_without(row, "list_name") for row in rows]} for name, rows in lists.rows.items()
    ]


def _without(row: Row, column: str) -> dict[str, str]:
    return {key: cell for key, cell in row.cells.items() if key != column}


def _look_beyond(reading: Reading, sheets: dict[str, Sheet], lists: Lists, tables: tuple[Table, Table]) -> None:
    """Tell of columns, languages and sheets that nothing was made of."""
    for table, used in zip(tables, (UNDERSTOOD, UNDERSTOOD | lists.used), strict=True):
        for column, heading in table.headings.items():
            if column.partition(BETWEEN)[0] not in used and not column.startswith(OWN):
                reading.notices.append(Fault(table.name, table.number, heading, _about_column(column)))
    for code, name in reading.extras["languages"].items():
        if not is_known(code):
            sentence = _("We do not know which language “{name}” is. Write its code behind it, such as Welsh (cy).")
            reading.notices.append(Fault("survey", tables[0].number, "", sentence.format(name=name)))
    for sheet in sheets.values():
        _look_at_sheet(reading, sheet)


def _about_column(column: str) -> str:
    if PICTURES.match(column):
        return _("The pictures that are named here are not in this file. Put them into the survey again.")
    return _("This column changes nothing here. It is kept, and written out again.")


def _look_at_sheet(reading: Reading, sheet: Sheet) -> None:
    if sheet.name == "entities" and len(sheet.lines) > 1:
        sentence = _("A survey here makes no entities. Delete this sheet.")
        reading.faults.append(Fault(sheet.name, sheet.lines[1].number, "", sentence))
    elif sheet.name not in READ:
        sentence = _("This sheet is no part of a survey here. It is left out.")
        reading.notices.append(Fault(sheet.name, None, "", sentence))


def _in_order(faults: Iterable[Fault]) -> list[Fault]:
    places = {name: place for place, name in enumerate(ORDER)}
    return sorted(dict.fromkeys(faults), key=lambda fault: (places.get(fault.sheet, len(ORDER)), fault.row or 0))
