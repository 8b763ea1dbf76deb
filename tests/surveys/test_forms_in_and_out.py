"""Form spreadsheets by command: taken in, answered to the end without JavaScript, and out again unchanged."""

import json
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from config.paths import ROOT
from engagement.surveys.definition import Definition, Question, changed
from engagement.surveys.enums import Kind
from engagement.surveys.models import Response, Survey
from engagement.surveys.paths.checks import problems
from engagement.surveys.services.designing import write_design
from engagement.surveys.xlsform import read_form
from engagement.testing.clock import at
from engagement.testing.consultations import make_consultation, make_index
from tests.surveys.answering import WHILE_OPEN, Visitor, url

pytestmark = pytest.mark.django_db

FOLDER = ROOT.parent / "shared" / "data" / "surveys"
EXPECTED = json.loads((FOLDER / "expected.json").read_text()) if FOLDER.exists() else {"accept": [], "refuse": {}}
needs_data = pytest.mark.skipif(not FOLDER.exists(), reason="needs ../shared/data/surveys")


def take_in(path: Path, *options: str) -> str:
    out = StringIO()
    call_command("import_survey", str(path), *options, stdout=out, stderr=StringIO())
    return out.getvalue()


FORM = """
| survey |                 |        |                |          |                 |
|        | type            | name   | label          | required | relevant        |
|        | select_one yn   | drives | Do you drive?  | yes      |                 |
|        | integer         | cars   | How many cars? |          | ${drives} = 'y' |
| choices |    |      |       |
|         | list_name | name | label |
|         | yn | y    | Yes   |
|         | yn | n    | No    |
| settings |            |         |
|          | form_title | form_id |
|          | Cars       | cars    |
"""


@pytest.fixture
def form(tmp_path: Path) -> Path:
    path = tmp_path / "cars.md"
    path.write_text(FORM)
    return path


def test_form_is_created_updated_and_unchanged(form: Path):
    assert take_in(form, "--dry-run").startswith("created cars ")
    assert not Survey.objects.exists()
    first = take_in(form)
    survey = Survey.objects.get()
    assert first == f"created cars http://localhost:8000/engage/{survey.uuid}/start/\n" or str(survey.uuid) in first
    assert not survey.versions.exists()
    assert take_in(form).startswith("unchanged cars ")
    assert take_in(form, "--publish").startswith("updated cars ")
    assert take_in(form, "--publish").startswith("unchanged cars ")
    form.write_text(FORM.replace("How many cars?", "How many vans?"))
    assert take_in(form, "--publish").startswith("updated cars ")
    assert survey.versions.count() == 2


def test_form_with_problems_is_not_published_and_changes_nothing(form: Path):
    form.write_text(FORM.replace("|         | yn | n    | No    |\n", ""))
    with pytest.raises(CommandError, match="at least 2"):
        take_in(form, "--publish")
    assert not Survey.objects.exists()


@pytest.mark.parametrize("name", ["missing.xlsx", "folder"])
def test_file_that_cannot_be_read_is_told(tmp_path: Path, name: str):
    (tmp_path / "folder").mkdir()
    with pytest.raises(CommandError, match="cannot be read"):
        take_in(tmp_path / name)


@needs_data
@pytest.mark.parametrize("name", EXPECTED["refuse"])
def test_form_is_refused_with_its_reason(name: str):
    with pytest.raises(CommandError) as caught:
        take_in(FOLDER / name, "--publish")
    assert str(caught.value).strip().endswith(".")
    assert not Survey.objects.exists()


@needs_data
@pytest.mark.parametrize("name", EXPECTED["accept"])
def test_form_is_answered_to_the_end_and_comes_back_unchanged(name: str, tmp_path: Path):
    take_in(FOLDER / name)
    survey = Survey.objects.get()
    written = tmp_path / "out.xlsx"
    call_command("export_survey", survey.code, "--format", "xlsform", "-o", str(written))
    before, after = (read_form(path.read_bytes(), path.name) for path in (FOLDER / name, written))
    assert after.definition == before.definition
    assert after.translations == before.translations
    assert take_in(written).startswith("unchanged ")
    mended = without(before.definition, {finding.part_id for finding in problems(before.definition)})
    assert mended == before.definition or name == "mitwirken_umfrage.xlsx", "one asks for an answer that it has not"
    write_design(survey=survey, definition=changed(mended, {"language": "en"})).get_latest_revision().publish()
    with at(WHILE_OPEN):
        Survey.objects.update(audience="everyone")
        survey.refresh_from_db()
        make_consultation(make_index(), under=(survey,))
        answer_to_the_end(survey, mended)
    assert Response.objects.get().answers


def without(definition: Definition, parts: set[str]) -> Definition:
    """The survey without the items that a check names, as an editor takes them out."""
    kept = ((page, tuple(item for item in page.items if item.id not in parts)) for page in definition.pages)
    pages = tuple(changed(page, {"items": items}) for page, items in kept)
    return changed(definition, {"pages": pages})


def answer_to_the_end(survey: Survey, definition: Definition) -> None:
    """Answer each page with what its questions take, as a browser without JavaScript."""
    visitor = Visitor(survey).get(url(survey, "start"))
    if "Vote" not in visitor.text:
        visitor.send()
        for _page in range(60):
            if visitor.page == "check":
                break
            visitor.send(**dict(_answers(visitor, definition)))
            assert not visitor.errors, visitor.errors
    asked = visitor.form.select("input[name=publishing]")
    fields = {"publishing": "no"} if asked else dict(_answers(visitor, definition))
    visitor.press("Vote" if "Vote" in visitor.text else "Send my answers", **fields)
    assert visitor.reference


TYPED = {
    Kind.TIME: "17:30",
    Kind.MOMENT: "2026-03-03T17:30",
    Kind.EMAIL: "ann@example.org",
    Kind.TEXT: "Some words",
    Kind.LONG_TEXT: "Some words",
}


def _answers(visitor: Visitor, definition: Definition) -> Iterator[tuple[str, str]]:
    """Something for each question of the page that has no answer yet, by its field."""
    for question in definition.questions:
        fields = visitor.form.select(f'[name="a-{question.code}"], [name^="a-{question.code}:"]')
        if fields and not any(field.has_attr("checked") for field in fields):
            names = [field["name"].removeprefix("a-").replace(":", "__") for field in fields]
            yield from zip(names, _typed(question, fields), strict=False)


def _typed(question: Question, fields: list[Any]) -> list[str]:
    if question.kind == Kind.DATE:
        return ["3", "3", "2026"]
    if question.kind in (Kind.NUMBER, Kind.PERCENTAGE, Kind.MONEY):
        return [str(question.least or question.most or 3)]
    if "@" in question.constraint:
        return ["ann@example.org"]
    if question.kind == Kind.RANKING:
        return ["1"]
    return [TYPED.get(question.kind) or fields[0].get("value", "on")]
