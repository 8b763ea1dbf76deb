"""What a survey is as a form spreadsheet: cell by cell, for other tools and for whoever edits it."""

from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook
from pyxform.xls2xform import convert

from engagement.surveys.definition import Calculation, Definition, Group, Matrix, Note, Option, Picture, Question, Row
from engagement.surveys.xlsform import Form, FormRefused, read_form, write_form
from tests.surveys.forms import LISTS, read_rows
from tests.surveys.surveys import ask, options, page, survey

Cells = dict[str, str]


def sheets(definition: Definition, **given: Any) -> dict[str, list[Cells]]:
    """The filled cells of each sheet by their headings."""
    book = load_workbook(BytesIO(write_form(definition, code="form", **given)))
    found = {}
    for sheet in book:
        headings, *rows = sheet.iter_rows(values_only=True)
        found[sheet.title] = [{key: cell for key, cell in zip(headings, row, strict=True) if cell} for row in rows]
    return found


def questions(definition: Definition, **given: Any) -> list[Cells]:
    """The rows of the survey that are no edges of groups."""
    return [row for row in sheets(definition, **given)["survey"] if not row["type"].endswith(" group")]


def again(form: Form, **changed: Any) -> Form:
    """A form that was written and read."""
    given = {"code": form.code, "translations": form.translations, "extras": form.extras, **changed}
    return read_form(write_form(given.pop("definition", form.definition), **given), "form.xlsx")


def row_of(question: Question) -> Cells:
    """The row of a question, without what every row has."""
    row = questions(survey(question))[0]
    return {key: cell for key, cell in row.items() if key not in {"name", "label"}}


@pytest.mark.parametrize(
    ("question", "row"),
    [
        (ask("q"), {"type": "text"}),
        (
            ask("q", "long_text", least=Decimal(5)),
            {"type": "text", "appearance": "multiline", "constraint": "string-length(.) >= 5", "folkmoot_least": "5"},
        ),
        (ask("q", "email"), {"type": "text", "folkmoot_kind": "email"}),
        (ask("q", "postcode"), {"type": "text", "folkmoot_kind": "postcode"}),
        (ask("q", "number"), {"type": "integer"}),
        (ask("q", "number", decimals=10), {"type": "decimal"}),
        (
            ask("q", "number", decimals=1, unit="km"),
            {"type": "decimal", "folkmoot_decimals": "1", "folkmoot_unit": "km"},
        ),
        (
            ask("q", "number", least=Decimal(0), most=Decimal(9), constraint=". != 5"),
            {
                "type": "integer",
                "constraint": "(. >= 0 and . <= 9) and (. != 5)",
                "folkmoot_least": "0",
                "folkmoot_most": "9",
            },
        ),
        (
            ask("q", "percentage"),
            {"type": "integer", "constraint": ". >= 0 and . <= 100", "folkmoot_kind": "percentage"},
        ),
        (ask("q", "money"), {"type": "decimal", "folkmoot_kind": "money", "folkmoot_decimals": "0"}),
        (ask("q", "date", is_required=True), {"type": "date", "required": "yes"}),
        (ask("q", "time", initial="17:30"), {"type": "time", "default": "17:30"}),
        (ask("q", "moment"), {"type": "dateTime"}),
        (ask("q", "consent"), {"type": "acknowledge"}),
        (
            ask("q", "rating", most=Decimal(4), low_label="Bad"),
            {"type": "range", "parameters": "start=1 end=4 step=1", "folkmoot_low_label": "Bad"},
        ),
        (ask("q", "nps"), {"type": "range", "parameters": "start=0 end=10 step=1"}),
        (ask("q", "yes_no"), {"type": "select_one q"}),
        (ask("q", "choice"), {"type": "select_one q"}),
        (ask("q", "choice", options=options("yes", "no")), {"type": "select_one q", "folkmoot_kind": "choice"}),
        (ask("q", "scale"), {"type": "select_one q", "appearance": "likert"}),
        (
            ask("q", "choices", most=Decimal(2)),
            {"type": "select_multiple q", "constraint": "count-selected(.) <= 2", "folkmoot_most": "2"},
        ),
        (ask("q", "ranking", is_shuffled=True, seed=3), {"type": "rank q", "parameters": "randomize=true seed=3"}),
        (ask("q", details="Why we ask"), {"type": "text", "guidance_hint": "Why we ask"}),
        (ask("q", initial="today()"), {"type": "text", "folkmoot_initial": "today()"}),
    ],
)
def test_kind_is_a_type_and_what_that_does_not_say(question: Question, row: Cells) -> None:
    assert row_of(question) == row


def test_condition_has_no_spaces_that_other_tools_do_not_know() -> None:
    found = questions(survey(ask("a"), ask("b", show_if="${ a } = 'x'")))
    assert found[1]["relevant"] == "${a} = 'x'"


def test_answer_said_back_with_a_fallback_is_said_back_without_one_elsewhere() -> None:
    definition = survey(ask("a"), ask("b", label="Hello ${a|friend}"))
    assert questions(definition)[1] == {
        "type": "text",
        "name": "b",
        "label": "Hello ${a}",
        "folkmoot_label": "Hello $\\{a|friend}",
    }
    assert read_form(write_form(definition, code="f"), "f.xlsx").definition.questions[1].label == "Hello ${a|friend}"


def test_pages_groups_and_what_stands_between() -> None:
    group = Group(id="g", title="Group", intro="<p>In it</p>", items=(ask("b", show_if="${a} = '1'"),))
    note, picture = Note(id="n", text="<p>Read <b>this</b></p>"), Picture(id="p", image=7, alt="A map", caption="Map")
    sum_ = Calculation(id="c", code="c", formula="1 + 1")
    matrix = Matrix(
        id="m", label="How", options=options("good"), rows=(Row(id="r", code="r", label="Bus"),), is_required=True
    )
    first = page("home", note, picture, group, sum_, matrix, title="Home", intro="<p>Hi</p>", show_if="${a} != ''")
    assert sheets(survey(ask("a"), first))["survey"] == [
        {"type": "begin group", "name": "p1", "appearance": "field-list"},
        {"type": "text", "name": "a", "label": "A?"},
        {"type": "end group"},
        {"type": "begin group", "name": "home", "label": "Home", "relevant": "${a} != ''", "appearance": "field-list"},
        {"type": "note", "name": "home_intro", "label": "Hi", "folkmoot_kind": "intro"},
        {"type": "note", "name": "note1", "label": "Read **this**"},
        {
            "type": "note",
            "name": "picture1",
            "label": "Map",
            "folkmoot_kind": "picture",
            "folkmoot_image": "7",
            "folkmoot_alt": "A map",
            "folkmoot_caption": "Map",
        },
        {"type": "begin group", "name": "group1", "label": "Group"},
        {"type": "note", "name": "group1_intro", "label": "In it", "folkmoot_kind": "intro"},
        {"type": "text", "name": "b", "label": "B?", "relevant": "${a} = '1'"},
        {"type": "end group"},
        {"type": "calculate", "name": "c", "calculation": "1 + 1"},
        {"type": "begin group", "name": "table1", "label": "How", "appearance": "table-list"},
        {"type": "select_one r", "name": "r", "label": "Bus", "required": "yes"},
        {"type": "end group"},
        {"type": "end group"},
    ]


def test_settings_and_texts_of_the_whole() -> None:
    definition = survey(ask("a"), intro="<p>Hi</p>", thanks="<p>Bye</p>")
    translations = {"cy": {"title": "Arolwg", "intro": "<p>Helo</p>", "q-a.label": "A yn Gymraeg?"}}
    found = sheets(definition, translations=translations)
    assert found["settings"] == [
        {
            "form_title": "A survey",
            "form_id": "form",
            "default_language": "English (en)",
            "folkmoot_title.cy": "Arolwg",
            "folkmoot_intro": "<p>Hi</p>",
            "folkmoot_intro.cy": "<p>Helo</p>",
            "folkmoot_thanks": "<p>Bye</p>",
        }
    ]
    assert found["survey"][1] == {"type": "text", "name": "a", "label": "A?", "label::Welsh (cy)": "A yn Gymraeg?"}


# The sheet of answers


def test_questions_with_the_same_answers_share_a_list() -> None:
    found = sheets(survey(ask("a", "choice"), ask("b", "choices"), ask("c", "choice", options=options("red"))))
    assert [row["type"] for row in found["survey"] if "name" in row and "label" in row] == [
        "select_one a",
        "select_multiple a",
        "select_one c",
    ]
    assert [(row["list_name"], row["name"]) for row in found["choices"]] == [
        ("a", "red"),
        ("a", "green"),
        ("a", "blue"),
        ("c", "red"),
    ]


def test_answers_have_what_xlsform_does_not_know_in_columns_of_ours() -> None:
    none = Option(id="n", code="none", label="None", hint="Really", is_exclusive=True, keeps_place=True, limit=5)
    found = sheets(survey(ask("q", "choices", options=(*options("a"), none))))
    assert found["choices"] == [
        {"list_name": "q", "name": "a", "label": "A"},
        {
            "list_name": "q",
            "name": "none",
            "label": "None",
            "folkmoot_hint": "Really",
            "folkmoot_is_exclusive": "yes",
            "folkmoot_keeps_place": "yes",
            "folkmoot_limit": "5",
        },
    ]


def test_other_in_its_usual_words_is_or_other() -> None:
    other = Option(id="o", code="other", label="Other – please say", asks_more=True)
    found = sheets(survey(ask("q", "choice", options=(*options("a"), other))))
    assert found["survey"][1]["type"] == "select_one q or_other"
    assert [row["name"] for row in found["choices"]] == ["a"]


def test_other_in_words_of_its_own_is_asked_for_by_other_tools_in_a_row_that_we_pass_over() -> None:
    other = Option(id="o", code="else", label="Something else", asks_more=True)
    definition = survey(ask("q", "choice", options=(*options("a"), other)))
    assert sheets(definition)["survey"][2] == {
        "type": "text",
        "name": "q_other",
        "label": "Something else",
        "relevant": "selected(${q}, 'else')",
        "folkmoot_kind": "other",
    }
    assert [one.code for one in read_form(write_form(definition, code="f"), "f.xlsx").definition.questions] == ["q"]


def test_conditions_of_answers_are_a_filter_that_any_tool_understands() -> None:
    shown = (*options("a"), *options("b", "c", show_if="${x} = 'y'"), *options("d", show_if="${x} = 'z'"))
    found = sheets(survey(ask("x"), ask("q", "choice", options=shown)))
    assert found["survey"][4]["choice_filter"] == (
        "folkmoot_case = '' or (folkmoot_case = '1' and (${x} = 'y')) or (folkmoot_case = '2' and (${x} = 'z'))"
    )
    assert [row.get("folkmoot_case") for row in found["choices"]] == [None, "1", "1", "2"]


def test_condition_that_would_be_written_otherwise_stands_as_it_is() -> None:
    found = sheets(survey(ask("x"), ask("q", "choice", options=options("b", show_if="(${x}='y')"))))
    assert found["choices"] == [{"list_name": "q", "name": "b", "label": "B", "folkmoot_show_if": "(${x}='y')"}]
    assert "choice_filter" not in found["survey"][4]


FILTERED = (
    "type | name | label | choice_filter | media::image",
    "select_one states | s | State | |",
    "select_one counties | c | County | state=${s} | map.png",
)
COUNTIES = """list_name | name | label | state | image
    states | texas | Texas | | t.png
    states | ohio | Ohio | |
    counties | king | King | texas |
    counties | king | King | ohio |
    counties | bell | Bell | ohio | b.png
    unused | x | | |"""


def test_form_that_came_in_goes_out_as_it_came() -> None:
    form = read_rows(*FILTERED, choices=COUNTIES, settings="form_title | form_id | style\nT | t | pages")
    found = sheets(form.definition, extras=form.extras)
    assert found["survey"] == [
        {"type": "select_one states", "name": "s", "label": "State"},
        {
            "type": "select_one counties",
            "name": "c",
            "label": "County",
            "choice_filter": "state=${s}",
            "media::image": "map.png",
        },
    ]
    assert [list(row.values()) for row in found["choices"]] == [
        ["states", "texas", "Texas", "t.png"],
        ["states", "ohio", "Ohio"],
        ["counties", "king", "King", "texas"],
        ["counties", "king", "King", "ohio"],
        ["counties", "bell", "Bell", "b.png", "ohio"],
        ["unused", "x"],
    ]
    assert again(form) == form


def with_options(form: Form, code: str, *changed: Option) -> Definition:
    """The survey of a form whose question has these options."""
    pages = tuple(
        one.model_copy(
            update={
                "items": tuple(
                    item.model_copy(update={"options": changed}) if getattr(item, "code", "") == code else item
                    for item in one.items
                )
            }
        )
        for one in form.definition.pages
    )
    return form.definition.model_copy(update={"pages": pages})


def test_list_whose_answers_were_edited_is_written_anew_with_what_belongs_to_them() -> None:
    form = read_rows(*FILTERED, choices=COUNTIES)
    texas, ohio = form.definition.questions[0].options
    definition = with_options(form, "s", texas.model_copy(update={"label": "The Lone Star State"}), ohio)
    found = sheets(definition, extras=form.extras)
    assert [row for row in found["choices"] if row["list_name"] == "states"] == [
        {"list_name": "states", "name": "texas", "label": "The Lone Star State", "image": "t.png"},
        {"list_name": "states", "name": "ohio", "label": "Ohio"},
    ]
    assert found["survey"][1]["choice_filter"] == "state=${s}"
    assert again(form, definition=definition).definition == definition


def test_edited_list_that_others_have_as_well_becomes_one_of_its_own() -> None:
    form = read_rows("type | name | label", "select_one colours | a | A", "select_one colours | b | B", choices=LISTS)
    definition = with_options(form, "b", *form.definition.questions[1].options[:2])
    found = sheets(definition, extras=form.extras)
    assert [row["type"] for row in found["survey"]] == ["select_one colours", "select_one colours_2"]
    assert again(form, definition=definition).definition == definition


def test_question_that_was_taken_out_leaves_nothing_behind_but_its_list() -> None:
    form = read_rows("type | name | label | hint", "text | a | A |", "note | n | N | x", choices=LISTS)
    first = form.definition.pages[0]
    definition = form.definition.model_copy(update={"pages": (first.model_copy(update={"items": first.items[:1]}),)})
    assert [row["name"] for row in sheets(definition, extras=form.extras)["survey"]] == ["a"]


# Safe cells


@pytest.mark.parametrize(
    "text", ["=1+1", "@SUM(A1)", "+44", "-", "#N/A", "'=1", "\t=1", "TRUE", "1", "a\rb\x07", "_x0041_", "\ud800x"]
)
def test_every_cell_is_a_text(text: str) -> None:
    content = write_form(survey(ask("q", label=text)), code="f")
    cells = [
        cell for row in load_workbook(BytesIO(content))["survey"].iter_rows() for cell in row if cell.value is not None
    ]
    assert {cell.data_type for cell in cells} == {"s"}
    label = read_form(content, "f.xlsx").definition.questions[0].label
    assert label == text.replace("\ud800", "\ufffd")


def test_text_that_no_cell_can_hold_is_refused_with_its_place() -> None:
    with pytest.raises(FormRefused) as caught:
        write_form(survey(ask("a"), ask("q", label="€" * 32_768)), code="f")
    (fault,) = caught.value.faults
    assert (fault.sheet, fault.row, fault.column) == ("survey", 6, "label")


def test_name_of_a_page_that_no_row_can_have_stands_in_a_column_of_ours() -> None:
    definition = survey(page("3f2a-uuid", ask("a")), page("a", ask("b")))
    found = [row for row in sheets(definition)["survey"] if row["type"] == "begin group"]
    assert [(row["name"], row["folkmoot_code"]) for row in found] == [("page1", "3f2a-uuid"), ("page2", "a")]
    content = write_form(definition, code="f")
    assert [one.code for one in read_form(content, "f.xlsx").definition.pages] == ["3f2a-uuid", "a"]
    convert(content, file_type=".xlsx")
