"""What the rows of a form spreadsheet ask: each construct that is taken in, with its notices."""

from decimal import Decimal
from typing import Any

import pytest

from engagement.surveys.enums import Kind
from tests.surveys.forms import LISTS, codes, noticed, one, question, read_rows, said

# Kinds of questions


@pytest.mark.parametrize(
    ("type_", "columns", "expected"),
    [
        ("text", {}, {"kind": Kind.TEXT}),
        ("string", {}, {"kind": Kind.TEXT}),
        ("text", {"appearance": "multiline"}, {"kind": Kind.LONG_TEXT}),
        ("text", {"appearance": "numbers"}, {"kind": Kind.TEXT}),
        ("integer", {}, {"kind": Kind.NUMBER, "decimals": 0}),
        ("int", {}, {"kind": Kind.NUMBER, "decimals": 0}),
        ("decimal", {}, {"kind": Kind.NUMBER, "decimals": 10}),
        ("percentage", {}, {"kind": Kind.PERCENTAGE}),
        ("date", {}, {"kind": Kind.DATE}),
        ("time", {}, {"kind": Kind.TIME}),
        ("dateTime", {}, {"kind": Kind.MOMENT}),
        ("DATETIME", {}, {"kind": Kind.MOMENT}),
        ("acknowledge", {}, {"kind": Kind.CONSENT}),
        ("trigger", {}, {"kind": Kind.CONSENT}),
        ("range", {"parameters": "start=1 end=5 step=1"}, {"kind": Kind.RATING, "most": Decimal(5)}),
        ("range", {}, {"kind": Kind.RATING, "most": Decimal(10)}),
        ("range", {"parameters": "start=0 end=10 step=1"}, {"kind": Kind.NPS, "least": None, "most": None}),
        (
            "range",
            {"parameters": "start=0, end=2; step=0.25"},
            {"kind": Kind.NUMBER, "least": Decimal(0), "most": Decimal(2), "decimals": 2},
        ),
        (
            "range",
            {"parameters": "start=40 end=1 step=-1"},
            {"kind": Kind.NUMBER, "least": 1, "most": 40, "decimals": 0},
        ),
        ("select_one yes_no", {}, {"kind": Kind.YES_NO, "options": ()}),
        ("select_multiple colours", {}, {"kind": Kind.CHOICES}),
        ("select all that apply from colours", {}, {"kind": Kind.CHOICES}),
        ("select_one colours", {"appearance": "likert"}, {"kind": Kind.SCALE}),
        ("select_one yes_no", {"appearance": "likert"}, {"kind": Kind.SCALE}),
        ("select_one colours", {"appearance": "minimal w2"}, {"kind": Kind.CHOICE}),
        ("rank colours", {}, {"kind": Kind.RANKING}),
        ("rank colours", {"parameters": "randomize=true seed=7"}, {"is_shuffled": True, "seed": 7}),
        ("select_one colours", {"parameters": "randomize=false"}, {"is_shuffled": False, "seed": None}),
    ],
)
def test_type_makes_a_kind(type_: str, columns: dict[str, str], expected: dict[str, Any]) -> None:
    made = one(type_, **columns)
    assert {name: getattr(made, name) for name in expected} == expected


def test_choices_are_those_of_the_list_in_its_order() -> None:
    made = one("select_one colours")
    assert [(option.code, option.label) for option in made.options] == [
        ("red", "Red"),
        ("green", "Green"),
        ("blue", "Blue"),
    ]


@pytest.mark.parametrize(
    ("first", "second", "kind"),
    [
        ("yes | Yes", "no | No", Kind.YES_NO),
        ("no | NO", "yes | YES", Kind.YES_NO),
        ("yes | Always", "no | Never", Kind.CHOICE),
        ("ja | Yes", "no | No", Kind.CHOICE),
    ],
)
def test_yes_and_no_are_a_kind_of_their_own_only_where_they_say_nothing_else(
    first: str, second: str, kind: Kind
) -> None:
    rows = f"list_name | name | label\nl | {first}\nl | {second}"
    assert question("type | name | label", "select_one l | q | Q?", choices=rows).kind == kind


def test_yes_and_no_are_known_in_the_language_of_the_form() -> None:
    rows = "list_name | name | label::Deutsch (de)\nl | yes | Ja\nl | no | Nein"
    assert question("type | name | label::Deutsch (de)", "select_one l | q | Q?", choices=rows).kind == Kind.YES_NO


@pytest.mark.parametrize("end", ["or_other", "or other", "or specify other", "OR_OTHER"])
def test_or_other_adds_an_answer_that_asks_for_words(end: str) -> None:
    made = one(f"select_one colours {end}")
    assert codes(made) == ["red", "green", "blue", "other"]
    assert (made.options[-1].label, made.options[-1].asks_more) == ("Other – please say", True)


def test_or_other_takes_the_answer_that_is_there() -> None:
    made = question(
        "type | name | label",
        "select_one l or_other | q | Q?",
        choices="list_name | name | label\nl | other | None of them",
    )
    assert [(option.label, option.asks_more) for option in made.options] == [("None of them", True)]


# What goes with a question


def test_question_has_what_its_columns_say() -> None:
    made = question(
        "type | name | label | hint | guidance_hint | required | relevant | constraint | constraint_message | default",
        "text | a | A | | | | | | |",
        "integer | q | Q? | Roughly | It matters because | yes | ${a} != '' | . < 100 | Fewer than 100 | 12",
    )
    expected = {
        "code": "q",
        "kind": Kind.NUMBER,
        "label": "Q?",
        "hint": "Roughly",
        "details": "It matters because",
        "is_required": True,
        "show_if": "${a} != ''",
        "constraint": ". < 100",
        "constraint_message": "Fewer than 100",
        "initial": "12",
    }
    assert made.model_dump(exclude_defaults=True, exclude={"id"}) == expected


@pytest.mark.parametrize(
    ("text", "is_required"),
    [("yes", True), ("TRUE", True), ("true()", True), ("Yes", True), ("no", False), ("false()", False), ("", False)],
)
def test_required(text: str, is_required: bool) -> None:
    assert one("text", required=text).is_required is is_required


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("${a}=‘x’", "${a}='x'"),
        ("yes", ""),
        ("true()", ""),
        ("no", "false()"),
        ("selected(${a}, 'x')\u00a0and true()", "selected(${a}, 'x') and true()"),
    ],
)
def test_conditions_are_kept_as_they_are_but_for_what_programs_make_of_quotation_marks(
    written: str, read_as: str
) -> None:
    assert question("type | name | label | relevant", "text | a | A |", f"text | q | Q? | {written}").show_if == read_as


@pytest.mark.parametrize(
    ("type_", "default", "initial"),
    [
        ("text", "some words", "some words"),
        ("select_one colours", "red", "red"),
        ("select_one yes_no", "no", "no"),
        ("range", "4", "4"),
        ("date", "2026-11-29 00:00:00", "2026-11-29"),
        ("dateTime", "2026-11-29 17:30:00", "2026-11-29T17:30"),
        ("time", "07:30:00", "07:30"),
        ("decimal", "2.5", "2.5"),
    ],
)
def test_default_is_filled_in(type_: str, default: str, initial: str) -> None:
    assert one(type_, default=default).initial == initial


@pytest.mark.parametrize(
    ("type_", "default"),
    [
        ("text", "today()"),
        ("text", "${a}"),
        ("integer", "1 + 1"),
        ("integer", "many"),
        ("select_one colours", "pink"),
        ("select_multiple colours", "red blue"),
        ("date", "tomorrow"),
        ("acknowledge", "OK"),
    ],
)
def test_default_that_cannot_be_filled_in_is_kept_with_a_notice(type_: str, default: str) -> None:
    form = read_rows("type | name | label | default", "text | a | A |", f"{type_} | q | Q? | {default}", choices=LISTS)
    assert form.definition.questions[-1].initial == ""
    assert form.extras["survey"]["q"] == {"default": default}
    assert ("survey", 3, "default") in [place[:3] for place in noticed(form)]


@pytest.mark.parametrize(
    ("columns", "row"),
    [
        ({"type": "text", "guidance_hint": "x"}, "guidance_hint"),
        ({"type": "text", "required": "${a} = 1"}, "required"),
        ({"type": "text", "appearance": "glitter"}, "appearance"),
        ({"type": "text", "calculation": "1 + 1"}, "calculation"),
        ({"type": "select_one colours", "parameters": "randomize=true seed=${a}"}, "parameters"),
        ({"type": "range", "parameters": "start=0 end=100 step=5"}, "parameters"),
        ({"type": "phone number"}, "type"),
        ({"type": "text", "read_only": "yes"}, "read_only"),
        ({"type": "note", "hint": "x"}, "hint"),
        ({"type": "calculate", "calculation": "1 + 1", "label": "Sum"}, "label"),
    ],
)
def test_what_is_taken_in_otherwise_is_said_at_its_place(columns: dict[str, str], row: str) -> None:
    given = {"type": "", "name": "q", "label": "" if columns["type"] == "calculate" else "Q?", **columns}
    form = [
        " | ".join(given),
        " | ".join({**dict.fromkeys(given, ""), "type": "text", "name": "a", "label": "A"}.values()),
    ]
    assert said(*form, " | ".join(given.values())) == {(3, row)}


def test_nothing_is_said_of_what_only_changes_looks() -> None:
    rows = (
        "type | name | label | appearance",
        "select_one colours | q | Q? | quick columns-3 w4",
        "text | t | T | numbers",
    )
    assert said(*rows) == set()
    assert read_rows(*rows, choices=LISTS).extras["survey"] == {
        "q": {"appearance": "quick columns-3 w4"},
        "t": {"appearance": "numbers"},
    }


def test_text_without_words_shows_its_name_and_says_so() -> None:
    form = read_rows(
        "type | name | label", "select_one l | q |", choices="list_name | name | label | image\nl | a | | a.jpg"
    )
    asked = form.definition.questions[0]
    assert (asked.label, asked.options[0].label) == ("q", "a")
    assert {place[:3] for place in noticed(form)} >= {
        ("survey", 2, "label"),
        ("choices", 2, "label"),
        ("choices", 1, "image"),
    }
