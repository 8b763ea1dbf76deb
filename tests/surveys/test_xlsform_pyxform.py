"""Our reading held against that of pyxform, which is what other tools go by."""

from collections.abc import Iterator
from typing import Any

import pytest
from pyxform.xls2json import workbook_to_json
from pyxform.xls2json_backends import get_xlsform

from engagement.surveys.definition import Calculation, Question
from engagement.surveys.xlsform import read_form
from tests.surveys.forms import REAL, needs_real

ACCEPTED = [
    "cascading_select_test_equivalent.xls",
    "choice_filter_test.xlsx",
    "field-list.xlsx",
    "group.md",
    "mitwirken_umfrage.xlsx",
    "or_other.xlsx",
    "specify_other.xlsx",
    "table-list.xls",
]
TYPES = {
    "select one": {"choice", "yes_no"},
    "select all that apply": {"choices"},
    "integer": {"number"},
    "text": {"text", "long_text"},
    "phone number": {"text"},
}
"""The kinds that their types become in these files."""


def asked_by_pyxform(section: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Its questions and calculations in order, without what it makes up itself."""
    for child in section["children"]:
        made_up = child["name"] == "meta" or child["name"].startswith("reserved_name_for")
        if made_up or child["type"] == "note" or child.get("label") == "Specify other.":
            continue
        if child["type"] == "group":
            yield from asked_by_pyxform(child)
        else:
            yield child


@needs_real
@pytest.mark.parametrize("name", ACCEPTED)
def test_what_is_asked_is_what_pyxform_asks(name: str) -> None:
    form = read_form((REAL / name).read_bytes(), name)
    theirs = list(asked_by_pyxform(workbook_to_json(get_xlsform(str(REAL / name)))))
    ours = form.definition.asked
    assert [one.code for one in ours] == [one["name"] for one in theirs]
    for mine, other in zip(ours, theirs, strict=True):
        assert isinstance(mine, Calculation) or mine.kind in TYPES[other["type"]]
        assert mine.show_if == other.get("bind", {}).get("relevant", "")
        if isinstance(mine, Question) and mine.options:
            codes = {option.code for option in mine.options}
            offered = {choice["name"] for choice in other["choices"]}
            assert codes <= offered if other.get("choice_filter") else codes == offered
