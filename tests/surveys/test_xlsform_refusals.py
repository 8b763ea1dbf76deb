"""What is refused: each with its exact place, in plain words that say what to do."""

import pytest

from engagement.surveys.xlsform import Fault, FormRefused, read_form
from tests.surveys.forms import REAL, needs_real, read_rows, refused, workbook

CHOICES = "list_name | name | label\nl | a | A\nl | b | B"
REPEATED = "Questions that are repeated cannot be asked here."
DEVICES = "A survey here never asks which device somebody uses. Delete this row."
FILES = "Answers cannot come from another file. Put them on the sheet choices, and use select_one."
PLACES = "Places on a map cannot be asked for here. Ask for a postcode or for words, with the type text."
UPLOADS = "Pictures, sounds and files cannot be sent in here. Ask for words, with the type text, or delete it."


@pytest.mark.parametrize(
    ("type_", "sentence"),
    [
        ("select_one_from_file towns.csv", FILES),
        ("select_multiple_from_file towns.xml", FILES),
        ("select_one_external l", FILES),
        ("csv-external", FILES),
        ("xml-external", FILES),
        ("select_one ${a}", "Answers cannot come from an earlier question. Put them on the sheet choices."),
        ("geopoint", PLACES),
        ("geotrace", PLACES),
        ("geoshape", PLACES),
        ("start-geopoint", PLACES),
        ("osm", PLACES),
        ("osm l", PLACES),
        ("image", UPLOADS),
        ("photo", UPLOADS),
        ("audio", UPLOADS),
        ("video", UPLOADS),
        ("file", UPLOADS),
        ("background-audio", UPLOADS),
        ("barcode", "Barcodes cannot be read here. Ask for what they say, with the type text."),
        ("audit", "A survey here does not watch how somebody fills it in. Delete this row."),
        ("deviceid", DEVICES),
        ("imei", DEVICES),
        ("simserial", DEVICES),
        ("subscriberid", DEVICES),
        ("select_one", "This type needs the name of a list behind it, such as select_one colours."),
        ("rank", "This type needs the name of a list behind it, such as select_one colours."),
        ("integr", "There is no type “integr”. Did you mean “integer”?"),
        ("select_on l", "There is no type “select_on l”. Did you mean “select_one”?"),
        ("select_one nowhere", "There is no list “nowhere” on the sheet choices. Write it there, or correct the name."),
    ],
)
def test_type_that_cannot_be_asked(type_: str, sentence: str) -> None:
    rows = ("type | name | label", "text | a | A", f"{type_} | x | X", "text | z | Z")
    assert refused(*rows, choices=CHOICES) == [("survey", 3, "type", sentence)]


def test_type_that_is_like_no_other_names_those_there_are() -> None:
    ((_sheet, _row, _column, sentence),) = refused("type | name | label", "zzz | x | X")
    assert sentence.startswith("There is no type “zzz”. Use one of these: text, integer, decimal, date, ")


@pytest.mark.parametrize("begin", ["begin repeat", "begin_repeat", "begin loop over l", "begin lgroup"])
def test_repeats_are_refused_once_and_what_is_in_them_is_looked_at(begin: str) -> None:
    end = "end repeat" if "loop" not in begin else "end loop"
    faults = refused(
        "type | name | label", f"{begin} | r | R", "integr | x | X", f"{end} | |", "text | b | B", choices=CHOICES
    )
    assert [place[:3] for place in faults] == [("survey", 2, "type"), ("survey", 3, "type")]
    assert faults[0][3].startswith(REPEATED)


@pytest.mark.parametrize(
    ("column", "cell", "sentence"),
    [
        ("relevant", "${z} = 1", "“z” is asked later, in row 4. Conditions look back: move one of the two."),
        ("relevant", "${zz} = 1", "There is no question “zz” before this one."),
        ("relevant", "${now} > 1", "“now” is of the type start, which is not asked here."),
        ("relevant", "${day} > 1", "“day” is not asked here. Write today() in its place."),
        ("relevant", "${a} +", "Something is missing at the end."),
        ("relevant", "1 + 1", "A condition is wanted here, such as ${age} >= 18; this is a number."),
        ("relevant", ". = 1", "A full stop stands for the answer itself; there is none here."),
        ("relevant", "../a = 1", "“/” and “..” cannot be used here. Name a question as ${name}, and divide with div."),
        (
            "relevant",
            "position(..) = 1",
            "“/” and “..” cannot be used here. Name a question as ${name}, and divide with div.",
        ),
        (
            "relevant",
            "pulldata('f', 'a', 'b', ${a}) = 1",
            "“pulldata” looks into another file or at repeated questions, which a survey here cannot do.",
        ),
        (
            "relevant",
            "instance('l')/root/item[name = 'a']/label = 'A'",
            "“instance” looks into another file or at repeated questions, which a survey here cannot do.",
        ),
        ("relevant", "${last-saved#a} = 1", "What somebody answered another time cannot be asked about here."),
        (
            "constraint",
            "regex(., '(a')",
            "“(a” is not a pattern that we can use: no references back, nothing looked ahead.",
        ),
        ("constraint", ". > 1 and 2", "A condition is wanted here, and this is a number."),
        ("label", "X ${zz}", "There is no question “zz” whose answer could be said back here."),
        ("label", "X ${now}", "“now” is of the type start, which is not asked here."),
        (
            "appearance",
            "ex:org.example.app",
            "This asks another program or another file, which a survey here cannot do. Delete it.",
        ),
        (
            "appearance",
            "search('towns')",
            "This asks another program or another file, which a survey here cannot do. Delete it.",
        ),
        (
            "name",
            "Größe",
            "“Größe” cannot be the name of a question. Use up to 64 of the letters a to z, digits and _.",
        ),
        (
            "name",
            "my age",
            "“my age” cannot be the name of a question. Use up to 64 of the letters a to z, digits and _.",
        ),
        ("name", "a", "“a” is the name of row 2 already. Give one of the two another."),
        ("name", "", "This question has no name. Give it a short one of its own, such as age."),
        ("type", "", "This row has no type. Say what it is: text, select_one and a list, note …"),
        ("parameters", "randomize", "Write parameters like randomize=true seed=5, with a space between them."),
        ("folkmoot_kind", "ranking", "A question of the type integer cannot be of this kind. Empty the cell."),
        (
            "folkmoot_least",
            "1e99",
            "This does not belong here. Empty the cell, or write it as the export of a survey does.",
        ),
    ],
)
def test_cell_that_cannot_be_used(column: str, cell: str, sentence: str) -> None:
    named = {"type": "integer", "name": "x", "label": "X", "relevant": "", column: cell}
    empty = dict.fromkeys(named, "")
    rows = (
        {**empty, "type": "text", "name": "a", "label": "A"},
        named,
        {**empty, "type": "text", "name": "z", "label": "Z"},
        {**empty, "type": "start", "name": "now"},
        {**empty, "type": "today", "name": "day"},
    )
    assert refused(" | ".join(named), *(" | ".join(row.values()) for row in rows)) == [("survey", 3, column, sentence)]


@pytest.mark.parametrize(
    ("parameters", "is_refused"),
    [("start=a", True), ("step=0", True), ("start=5 end=5", True), ("step=100", True), ("end=9", False)],
)
def test_range_needs_two_ends_and_a_step(parameters: str, is_refused: bool) -> None:
    rows = ("type | name | label | parameters", f"range | x | X | {parameters}")
    if not is_refused:
        assert read_rows(*rows)
        return
    sentence = "Write the ends and the step as numbers, such as start=0 end=10 step=1."
    assert refused(*rows) == [("survey", 2, "parameters", sentence)]


@pytest.mark.parametrize(
    ("rows", "place", "sentence"),
    [
        (
            ["begin group | g | G", "text | a | A"],
            (2, "type"),
            "This group has no end. Add a row of the type end group where it ends.",
        ),
        (["text | a | A", "end group | |"], (3, "type"), "Nothing is open that could end here. Delete this row."),
        (
            ["begin group | g | G", "text | a | A", "end repeat | |"],
            (4, "type"),
            "What began in row 2 is a group, and this ends a repeat. Make them the same.",
        ),
        (
            ["text | a | A", "calculate | c |"],
            (3, "calculation"),
            "There is nothing to reckon here. Write it in the column calculation.",
        ),
        (
            ["select_one l or_other | q | Q", "text | q_other | Why?"],
            (2, "name"),
            "“q_other” also names what people write beside “Other”. Give that question another name.",
        ),
        (
            ["note | n | Hi"],
            (None, ""),
            "There is no question to answer. Add a row with a type such as text, and a name and a label.",
        ),
        (
            ["hidden | h |"],
            (None, ""),
            "There is no question to answer. Add a row with a type such as text, and a name and a label.",
        ),
    ],
)
def test_rows_that_do_not_go_together(rows: list[str], place: tuple[int | None, str], sentence: str) -> None:
    assert refused("type | name | label", *rows, choices=CHOICES) == [("survey", *place, sentence)]


def test_groups_too_deep_in_each_other() -> None:
    rows = [f"begin group | g{number} | G" for number in range(3000)]
    assert [place[:3] for place in refused("type | name | label", *rows, "text | a | A")] == [("survey", 12, "type")]


@pytest.mark.parametrize(
    ("choices", "place", "sentence"),
    [
        (
            "list_name | name | label\nl | a | A\nl | | B",
            (3, "name"),
            "This answer has no name. Give it a short one, such as yes or under_18.",
        ),
        (
            "list_name | name | label\nl | a b | A",
            (2, "name"),
            "“a b” cannot be the name of an answer. Use up to 64 letters, digits, _ - and full stops.",
        ),
        (
            "list_name | name | label\nl | a | A\n| b | B",
            (3, "list_name"),
            "This answer is in no list. Name the list that it belongs to.",
        ),
        (
            "list_name | name | label\nl | a | A\nl | a | A",
            (3, "name"),
            "Two answers of this list are called “a”. Give each a name of its own.",
        ),
        (
            "list_name | name | label\nl | a | A ${zz}",
            (2, "label"),
            "There is no question “zz” whose answer could be said back here.",
        ),
        (
            "list_name | name | label | folkmoot_limit\nl | a | A | many",
            (2, "folkmoot_limit"),
            "This does not belong here. Empty the cell, or write it as the export of a survey does.",
        ),
        (
            "list_name | name | label | folkmoot_show_if\nl | a | A | ${zz} = 1",
            (2, "folkmoot_show_if"),
            "There is no question “zz” before this one.",
        ),
    ],
)
def test_answers_that_cannot_be_offered(choices: str, place: tuple[int, str], sentence: str) -> None:
    assert refused("type | name | label", "select_one l | q | Q", "text | z | Z", choices=choices) == [
        ("choices", *place, sentence)
    ]


def test_what_is_wrong_with_a_list_that_no_question_has_is_nobodys_business() -> None:
    assert read_rows("type | name | label", "text | a | A", choices="list_name | name | label\nl | a b | A\nl | | B")


@pytest.mark.parametrize(
    ("filter_", "sentence"),
    [
        ("state = 'nowhere'", "This leaves no answer to choose from. Correct the filter."),
        ("state = ${zz}", "There is no question “zz” before this one."),
        ("state = ${ways}", "Several options may be chosen there. Ask selected(${question}, 'option')."),
        ("mark = ${a}", "A column that a filter asks about cannot have both kinds of quotation marks in it."),
    ],
)
def test_filter_that_cannot_be_used(filter_: str, sentence: str) -> None:
    choices = "list_name | name | label | state | mark\nl | x | X | ohio | 5'6\"\nm | y | Y | |"
    rows = (
        "type | name | label | choice_filter",
        "text | a | A |",
        "select_multiple m | ways | W |",
        f"select_one l | q | Q | {filter_}",
    )
    assert refused(*rows, choices=choices) == [("survey", 4, "choice_filter", sentence)]


def test_different_answers_of_one_name_are_refused_also_where_they_are_filtered() -> None:
    choices = "list_name | name | label | state\nl | king | King | texas\nl | king | The King | ohio"
    rows = ("type | name | label | choice_filter", "text | a | A |", "select_one l | q | Q | state=${a}")
    assert refused(*rows, choices=choices) == [
        ("choices", 3, "name", "Two answers of this list are called “king”. Give each a name of its own.")
    ]


@pytest.mark.parametrize(
    ("headings", "twice"),
    [
        ("type | name | label | label", "label"),
        ("type | name | label | Label", "Label"),
        ("type | name | label | caption", "caption"),
        ("type | name | label::English | label::English (en)", "label::English (en)"),
        ("type | name | label | relevant | bind::relevant", "bind::relevant"),
    ],
)
def test_same_heading_twice(headings: str, twice: str) -> None:
    faults = refused(headings, "text | a | A")
    assert [place[:3] for place in faults] == [("survey", 1, twice)]
    assert faults[0][3].startswith("This column is here twice, as “")


def test_sheet_without_types() -> None:
    assert [place[:3] for place in refused("kind | name | label", "text | a | A")] == [("survey", None, "")]


def test_settings_that_send_answers_elsewhere_and_entities() -> None:
    settings = "form_title | public_key | submission_url\nT | abc | https://elsewhere.example"
    faults = refused("type | name | label", "text | a | A", settings=settings)
    assert [place[:3] for place in faults] == [("settings", 2, "public_key"), ("settings", 2, "submission_url")]
    content = workbook(
        survey=[["type", "name", "label"], ["text", "a", "A"]], entities=[["dataset", "label"], ["e", "x"]]
    )
    with pytest.raises(FormRefused) as caught:
        read_form(content, "f.xlsx")
    assert [(fault.sheet, fault.row) for fault in caught.value.faults] == [("entities", 2)]


def test_all_faults_are_found_in_the_order_of_the_sheets() -> None:
    faults = refused(
        "type | name | label | relevant",
        "integr | a | A |",
        "select_one l | b | B | ${x} = 1",
        "geopoint | c | C |",
        choices="list_name | name | label\nl | a b | A",
        settings="form_title | public_key\nT | abc",
    )
    assert [place[:3] for place in faults] == [
        ("survey", 2, "type"),
        ("survey", 3, "relevant"),
        ("survey", 4, "type"),
        ("choices", 2, "name"),
        ("settings", 2, "public_key"),
    ]


def test_nobody_reads_more_than_two_hundred() -> None:
    rows = [f"text | q{number} | Q | ${{zz}} = 1" for number in range(300)]
    faults = refused("type | name | label | relevant", *rows)
    assert (len(faults), faults[-1]) == (201, ("", None, "", "There may be more. Correct these first."))


def test_rows_are_those_of_the_spreadsheet() -> None:
    rows = [["type", "name", "label"], [], ["text", "a", "A"], [], [], ["integr", "b", "B"]]
    with pytest.raises(FormRefused) as caught:
        read_form(workbook(survey=rows), "f.xlsx")
    assert [fault.row for fault in caught.value.faults] == [6]
    csv = 'survey,,,\n,type,name,label\n,,,\n,text,a,"two\nlines"\n,integr,b,B\nchoices,,,\n,list_name,name,label\n'
    with pytest.raises(FormRefused) as caught:
        read_form(csv.encode(), "f.csv")
    assert [fault.row for fault in caught.value.faults] == [4]


def test_fault_tells_its_place_and_what_to_do() -> None:
    assert str(Fault("survey", 7, "type", "Delete it.")) == "survey, row 7, column type: Delete it."
    assert str(Fault("survey", None, "", "Delete it.")) == "survey: Delete it."
    assert str(Fault("", None, "", "Delete it.")) == "Delete it."
    assert (
        str(FormRefused([Fault("", None, "", "One."), Fault("survey", 2, "", "Two.")])) == "One.\nsurvey, row 2: Two."
    )


def test_column_is_called_as_the_file_calls_it() -> None:
    assert refused("TYPE | NAME | LABEL::Deutsch (de)", "text | a | A ${zz}")[0][:3] == (
        "survey",
        2,
        "LABEL::Deutsch (de)",
    )
    assert refused("TYPE | NAME | LABEL", "integr | a | A")[0][:3] == ("survey", 2, "type")


@needs_real
@pytest.mark.parametrize(
    ("name", "places"),
    [
        ("case_insensitivity.csv", [("survey", 3, "type"), ("survey", 4, "type"), ("entities", 2, "")]),
        ("hidden.xls", [("survey", None, "")]),
        ("repeat_date_test.xls", [("survey", 4, "type")]),
        ("tutorial.xls", [("survey", 2, "type")]),
        ("test_big_list_naughty_strings.json", [("", None, "")]),
        ("test_skip_condition_list.json", [("", None, "")]),
    ],
)
def test_real_ones_are_refused_for_what_is_in_them(name: str, places: list[tuple[str, int | None, str]]) -> None:
    with pytest.raises(FormRefused) as caught:
        read_form((REAL / name).read_bytes(), name)
    assert [(fault.sheet, fault.row, fault.column) for fault in caught.value.faults] == places


@needs_real
def test_real_one_with_two_columns_of_one_name_is_refused_for_it_first() -> None:
    name = "bug__duplicate_columns.xlsx"
    with pytest.raises(FormRefused) as caught:
        read_form((REAL / name).read_bytes(), name)
    first, *others = caught.value.faults
    assert (first.sheet, first.row, first.column) == ("survey", 1, "label")
    assert others
