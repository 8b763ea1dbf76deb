import re
from collections.abc import Mapping
from typing import Any

from engagement.surveys.definition import Definition
from engagement.surveys.xlsform.form import no_extras
from engagement.surveys.xlsform.headings import BETWEEN
from engagement.surveys.xlsform.languages import name_of
from engagement.surveys.xlsform.owned import SURVEY_FIELDS, Texts, column_of
from engagement.surveys.xlsform.saying import ITS_OWN, in_languages, own_cells, text_cells
from engagement.surveys.xlsform.writing.lists import ListWriter
from engagement.surveys.xlsform.writing.names import names_of
from engagement.surveys.xlsform.writing.survey import SurveyWriter, askers_in
from engagement.surveys.xlsform.writing.workbook import Cells, workbook_of

CONDITIONS = frozenset({"relevant", "constraint", "calculation", "choice_filter", column_of("show_if")})
SPACED = re.compile(r"\$\{\s*([\w.-]+)\s*\}")


def write_form(
    definition: Definition, *, code: str, translations: Texts | None = None, extras: Mapping[str, Any] | None = None
) -> bytes:
    """Write a survey as an XLSForm workbook, .xlsx.

    Args:
        code: what machines call it; other tools know the form by it.
        translations: its texts in other languages, as `read_form` gives them.
        extras: what `read_form` found and a survey has no use for.

    Raises:
        FormRefused: a text is longer than a cell can hold.
    """
    texts = {language: found for language, found in (translations or {}).items() if language != definition.language}
    kept = {**no_extras(), **(extras or {})}
    languages: Mapping[str, str] = kept["languages"]
    headings = _headings(definition.language, texts, languages)
    lists = ListWriter(definition, texts, kept, headings)
    lists.add([asker for page in definition.pages for asker in askers_in(page.items)])
    names = names_of(definition, kept["names"])
    survey = SurveyWriter(definition, lists, texts, headings, names, kept["names"], kept["survey"])
    sheets: dict[str, list[Cells]] = {
        "survey": [*kept["rows"], *survey.rows()],
        "choices": lists.rows(),
        "settings": [_settings(definition, code, texts, kept)],
    }
    filled = {name: [_filled(row) for row in rows] for name, rows in sheets.items() if rows}
    return workbook_of(filled, languages)


def _headings(language: str, texts: Texts, languages: Mapping[str, str]) -> dict[str, str]:
    """What follows a column in each language; in that of the form nothing, unless it came in with its name."""
    own = f"{BETWEEN}{language}" if language in languages else ""
    return {ITS_OWN: own, **{other: f"{BETWEEN}{other}" for other in texts}}


def _settings(definition: Definition, code: str, texts: Texts, kept: Mapping[str, Any]) -> Cells:
    language = definition.language
    titles = in_languages(definition.title, "title", texts)
    cells: Cells = {
        **kept["settings"],
        "form_id": code,
        "default_language": kept["languages"].get(language) or name_of(language),
        **text_cells({ITS_OWN: titles.pop(ITS_OWN, "")}, "form_title", "title", {ITS_OWN: ""}),
        **own_cells(titles, "title"),
    }
    for name in SURVEY_FIELDS:
        cells |= own_cells(in_languages(getattr(definition, name), name, texts), name)
    return cells


def _filled(row: Cells) -> Cells:
    return {column: _tidy(text) if column in CONDITIONS else text for column, text in row.items() if text}


def _tidy(condition: str) -> str:
    """Without spaces beside the names of questions, which other tools do not know there."""
    return SPACED.sub(r"${\1}", condition)
