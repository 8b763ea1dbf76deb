"""The texts of a part in every language, out of the columns of a row and into them."""

import re
from collections.abc import Mapping

from engagement.surveys.xlsform.headings import BETWEEN, Row
from engagement.surveys.xlsform.owned import Texts, column_of
from engagement.surveys.xlsform.wording import PLAIN, Wording

REFERENCE, HIDDEN = re.compile(r"\$(\\*)\{"), re.compile(r"\$\\(\\*)\{")
ITS_OWN = ""
"""Stands for the language of the form itself."""


def texts_in(row: Row, column: str, name: str, language: str, wording: Wording = PLAIN) -> dict[str, str]:
    """A text by language, those left out that it is not written in.

    Args:
        column: what XLSForm calls it; "" where it has only a column of ours.
        name: the field.
        language: of the form. A heading without a language is in this one too.
    """
    found = {}
    for spoken in [ITS_OWN, *_languages(row, column, name)]:
        exact = wording.clean(_shown(row.text(column_of(name, spoken))))
        cell = _cell(row, column, spoken or language, is_own=not spoken) if column else ""
        text = wording.text(cell, exact) if cell else exact
        if text and spoken != language:
            found[spoken] = text
    return found


def text_cells(
    texts: Mapping[str, str], column: str, name: str, headings: Mapping[str, str], wording: Wording = PLAIN
) -> dict[str, str]:
    """The cells of a text; a column of ours beside the other where that does not give it back exactly.

    Args:
        texts: by language, as `texts_in` gives them.
        headings: what follows the column in each language, such as `::cy`.
    """
    cells = {}
    for spoken, text in texts.items():
        cells[f"{column}{headings[spoken]}"] = wording.write(text)
        if not wording.is_exact(text):
            cells[column_of(name, spoken)] = _hidden(text)
    return {key: cell for key, cell in cells.items() if cell}


def own_cells(texts: Mapping[str, str], name: str) -> dict[str, str]:
    """The cells of a text that has only a column of ours."""
    return {column_of(name, spoken): _hidden(text) for spoken, text in texts.items()}


def in_languages(own: str, key: str, texts: Texts) -> dict[str, str]:
    """A text of a part with its translations.

    Args:
        key: where it stands, as in `texts_of`.
    """
    others = {language: found[key] for language, found in texts.items() if found.get(key)}
    return {ITS_OWN: own, **others} if own else others


def _hidden(text: str) -> str:
    """With a backslash in what other tools take for a reference, wherever it stands: ours may say more than theirs."""
    return REFERENCE.sub(r"$\\\1{", text)


def _shown(cell: str) -> str:
    return HIDDEN.sub(r"$\1{", cell)


def _cell(row: Row, column: str, language: str, *, is_own: bool) -> str:
    cell = row.text(f"{column}{BETWEEN}{language}")
    return cell or (row.text(column) if is_own else "")


def _languages(row: Row, column: str, name: str) -> list[str]:
    begins = (f"{column}{BETWEEN}", f"{column_of(name)}.")
    return sorted({key.removeprefix(begin) for key in row.cells for begin in begins if key.startswith(begin)})
