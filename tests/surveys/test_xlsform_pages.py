"""Pages, groups and tables out of a form spreadsheet, and what stands between questions."""

from typing import Any

import pytest

from engagement.surveys.definition import (
    Calculation,
    Definition,
    Group,
    Matrix,
    Note,
    Question,
)
from engagement.surveys.xlsform import read_form
from tests.surveys.forms import LISTS, noticed, read_rows, said, workbook

# Pages, groups and tables


def shape(definition: Definition) -> list[tuple[str, str, list[Any]]]:
    """Pages with their titles, and what stands on them."""

    def below(items: Any) -> list[Any]:
        return [
            (item.title, below(item.items)) if isinstance(item, Group) else getattr(item, "code", type(item).__name__)
            for item in items
        ]

    return [(page.code, page.title, below(page.items)) for page in definition.pages]


def test_groups_are_pages_and_what_stands_between_them_is_one_too() -> None:
    form = read_rows(
        "type | name | label | relevant",
        "text | a | A |",
        "text | b | B |",
        "begin group | home | Your home | ${a} != ''",
        "text | c | C |",
        "end group | | |",
        "begin_group | | Your work |",
        "text | d | D |",
        "end_group | | |",
        "text | e | E |",
    )
    assert shape(form.definition) == [
        ("page1", "", ["a", "b"]),
        ("home", "Your home", ["c"]),
        ("page3", "Your work", ["d"]),
        ("page4", "", ["e"]),
    ]
    assert [page.show_if for page in form.definition.pages] == ["", "${a} != ''", "", ""]


def test_group_in_a_group_is_one_and_deeper_ones_are_spread_out_under_their_conditions() -> None:
    form = read_rows(
        "type | name | label | relevant",
        "begin group | p | Page |",
        "text | a | A |",
        "begin group | g | Group | ${a} = '1'",
        "begin group | deep | Deep | ${a} = '2'",
        "text | b | B | ${a} != '3' or ${a} = '4'",
        "text | c | C |",
        "end group | | |",
        "end group | | |",
        "end group | | |",
    )
    group = form.definition.pages[0].items[1]
    assert isinstance(group, Group)
    assert group.show_if == "${a} = '1'"
    heading, b, c = group.items
    assert isinstance(heading, Note)
    assert (heading.text, heading.show_if) == ("<p><b>Deep</b></p>", "${a} = '2'")
    assert [b.show_if, c.show_if] == ["(${a} = '2') and (${a} != '3' or ${a} = '4')", "${a} = '2'"]
    assert ("survey", 5, "type") in [place[:3] for place in noticed(form)]


def test_empty_group_is_left_out_and_said() -> None:
    rows = ("type | name | label", "begin group | p | Page", "end group | |", "text | a | A")
    assert shape(read_rows(*rows).definition) == [("page1", "", ["a"])]
    assert said(*rows) == {(2, "type")}


TABLE = (
    "type | name | label | hint | appearance | required",
    "begin group | t | How good is | Today | table-list |",
    "select_one colours | t1 | the bus | | | yes",
    "select_one colours | t2 | the tram | | | yes",
    "end group | | | | |",
)
LINES = (
    "type | name | label | appearance",
    "begin group | p | Page | field-list",
    "select_one colours | t | How good is | label",
    "select_one colours | t1 | the bus | list-nolabel",
    "select_one colours | t2 | the tram | list-nolabel",
    "text | why | Why? |",
    "end group | | |",
)


def test_table_list_is_a_matrix() -> None:
    page = read_rows(*TABLE, choices=LISTS).definition.pages[0]
    (matrix,) = page.items
    assert isinstance(matrix, Matrix)
    assert (page.title, matrix.label, matrix.hint, matrix.is_required) == ("", "How good is", "Today", True)
    assert [(row.code, row.label) for row in matrix.rows] == [("t1", "the bus"), ("t2", "the tram")]
    assert [option.code for option in matrix.options] == ["red", "green", "blue"]


def test_rows_below_one_with_the_answers_as_headings_are_a_matrix() -> None:
    (page,) = read_rows(*LINES, choices=LISTS).definition.pages
    matrix, why = page.items
    assert isinstance(matrix, Matrix)
    assert (page.title, matrix.label, [row.code for row in matrix.rows]) == ("Page", "How good is", ["t1", "t2"])
    assert isinstance(why, Question)


@pytest.mark.parametrize(
    "line",
    [
        "select_multiple colours | t3 | the boat | | |",
        "select_one yes_no | t3 | the boat | | |",
        "select_one colours | t3 | x | | | no",
    ],
)
def test_table_that_is_no_matrix_is_a_page_of_questions(line: str) -> None:
    form = read_rows(*TABLE[:4], line, TABLE[4], choices=LISTS)
    assert shape(form.definition) == [("t", "How good is", ["t1", "t2", "t3"])]
    assert ("survey", 2, "appearance") in [place[:3] for place in noticed(form)]


# Notes, calculations and what asks nothing


@pytest.mark.parametrize(
    ("label", "html"),
    [
        ("Plain & <b>bold</b>", "<p>Plain &amp; <b>bold</b></p>"),
        ("**Bold** and \\*not\\*", "<p><b>Bold</b> and *not*</p>"),
        ("[here](https://a.example/?x=1&y)", '<p><a href="https://a.example/?x=1&amp;y">here</a></p>'),
        ("**[both](http://a.example)**", '<p><b><a href="http://a.example">both</a></b></p>'),
        ('<a href="https://a.example" onclick="x()">out</a>', '<p><a href="https://a.example">out</a></p>'),
        ("[no](javascript:alert(1))", "<p>[no](javascript:alert(1))</p>"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("<img src=x onerror=alert(1)>", "<p>&lt;img src=x onerror=alert(1)&gt;</p>"),
        ("# no heading, ${a}", "<p># no heading, ${a}</p>"),
    ],
)
def test_note_is_text_with_bold_words_and_links(label: str, html: str) -> None:
    form = read_rows("type | name | label", "text | a | A", f"note | n | {label}")
    assert form.definition.pages[0].items[1] == Note(id=form.definition.pages[0].items[1].id, text=html)


def test_note_keeps_paragraphs_and_lines() -> None:
    form = read_form(
        workbook(survey=[["type", "name", "label"], ["note", "n", "One\ntwo\n\n\nThree"], ["text", "a", "A"]]), "f.xlsx"
    )
    assert form.definition.pages[0].items[0].text == "<p>One<br/>two</p><p>Three</p>"


def test_label_is_plain_words() -> None:
    form = read_rows("type | name | label", "text | a | How **much** is 2 * 3 <b>\\*</b>?")
    assert form.definition.questions[0].label == "How much is 2 * 3 <b>*</b>?"
    assert ("survey", 2, "label") in [place[:3] for place in noticed(form)]


def test_calculation_can_be_asked_about_later() -> None:
    items = (
        read_rows(
            "type | name | label | calculation | relevant",
            "integer | a | A | |",
            "calculate | twice | | ${a} * 2 | ${a} > 0",
            "text | b | B ${twice} | | ${twice} > 10",
        )
        .definition.pages[0]
        .items
    )
    assert items[1] == Calculation(id=items[1].id, code="twice", formula="${a} * 2", show_if="${a} > 0")


def test_question_that_nobody_may_answer_is_read_or_reckoned() -> None:
    items = (
        read_rows(
            "type | name | label | calculation | read_only",
            "integer | a | A | |",
            "text | b | Look at this | | yes",
            "text | c | C | ${a} + 1 | yes",
        )
        .definition.pages[0]
        .items
    )
    assert isinstance(items[1], Note)
    assert isinstance(items[2], Calculation)


@pytest.mark.parametrize("type_", ["start", "end", "today", "username", "email", "phonenumber", "hidden"])
def test_what_a_survey_does_not_ask_is_left_out_and_kept(type_: str) -> None:
    form = read_rows("type | name | label", "text | a | A", f"{type_} | x |")
    assert [asked.code for asked in form.definition.questions] == ["a"]
    assert form.extras["rows"] == [{"type": type_, "name": "x"}]
    assert ("survey", 3, "type") in [place[:3] for place in noticed(form)]


def test_rows_that_are_switched_off_or_only_remarks_ask_nothing() -> None:
    form = read_rows(
        "type | name | label | disabled | remarks", "text | a | A | |", "text | b | B | yes |", "| | | | Not yet"
    )
    assert [asked.code for asked in form.definition.questions] == ["a"]
    assert form.extras["rows"] == [
        {"type": "text", "name": "b", "label": "B", "disabled": "yes"},
        {"remarks": "Not yet"},
    ]
