"""Conditions and sums over answers: what they mean, what is refused beforehand, and that nothing breaks them."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engagement.surveys.expressions import (
    FUNCTIONS,
    ExpressionError,
    Situation,
    ValueType,
    check_condition,
    evaluate,
    literal_of,
    parse,
    references,
    simplified,
    type_of,
    written,
)
from engagement.surveys.expressions.parsing import MAX_DEPTH, MAX_LENGTH

TYPES = {
    "age": ValueType.NUMBER,
    "ways": ValueType.CHOICES,
    "way": ValueType.TEXT,
    "name": ValueType.TEXT,
    "born": ValueType.DATE,
    "silent": ValueType.NUMBER,
    "unborn": ValueType.DATE,
    "nowhere": ValueType.CHOICES,
}
ANSWERS: dict[str, Any] = {
    "age": Decimal(20),
    "ways": ("bus", "bike"),
    "way": "5",
    "name": "  Ann \n Lee ",
    "born": date(2000, 2, 29),
}
TODAY = date(2026, 11, 29)


def come_of(text: str, itself: Any = None) -> Any:
    return evaluate(parse(text), Situation(ANSWERS, TODAY, itself))


def refused(text: str) -> tuple[str, int | None]:
    with pytest.raises(ExpressionError) as caught:
        type_of(parse(text), TYPES)
    return caught.value.sentence, caught.value.position


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 + 2 * 3 - 4 div 2", Decimal(5)),
        ("(1 + 2) * 3", Decimal(9)),
        ("7 mod 3", Decimal(1)),
        ("-7 mod 3", Decimal(-1)),
        ("5-3", Decimal(2)),
        ("-1 - -2", Decimal(1)),
        ("1 div 0", None),
        ("${silent} + 1", None),
        ("${way} + 1", Decimal(6)),
        ("${name} + 1", None),
        ("0.1 + 0.2", Decimal("0.3")),
        ("round(2.345, 2)", Decimal("2.35")),
        ("round(-2.5)", Decimal(-3)),
        ("int(-2.7)", Decimal(-2)),
        ("number('12')", Decimal(12)),
        ("number('x')", None),
        ("concat('a', 1, ${ways})", "a1bus bike"),
        ("normalize-space(${name})", "Ann Lee"),
        ("string-length('żółw')", Decimal(4)),
        ("count-selected(${ways})", Decimal(2)),
        ("count-selected(${nowhere})", Decimal(0)),
        ("if(${age} > 18, 'grown', 'young')", "grown"),
        ("coalesce(${silent}, 3)", Decimal(3)),
        ("coalesce(${age}, 3)", Decimal(20)),
        ("today() - ${born}", Decimal(9770)),
        ("today() + 1", date(2026, 11, 30)),
        ("today() + 99999999", None),
        ("date('2026-02-30')", None),
        ("int((today() - ${born}) div 365.25)", Decimal(26)),
    ],
)
def test_sums(text: str, value: Any) -> None:
    type_of(parse(text), TYPES)
    assert come_of(text) == value


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("${age} >= 18 and ${age} < 21", True),
        ("${age} = 20.0", True),
        ("${age} != 20", False),
        ("${way} = 5", True),
        ("${way} = '5'", True),
        ("selected(${ways}, 'bus')", True),
        ("selected(${ways}, 'bu')", False),
        ("selected(${way}, '5')", True),
        ("selected(${nowhere}, 'bus')", False),
        ("not(selected(${ways}, 'car'))", True),
        ("${silent} = ''", True),
        ("${age} = ''", False),
        ("${nowhere} != ''", False),
        ("${silent} < 1", False),
        ("${silent} >= 1", False),
        ("${silent} != 1", True),
        ("${born} < '2001-01-01'", True),
        ("${born} = date('2000-02-29')", True),
        ("${unborn} < today()", False),
        ("regex(${way}, '[0-9]')", True),
        ("regex('12', '[0-9]')", False),  # the whole answer, as in ODK
        ("1 = 1 or 1 = 2 and 1 = 2", True),
        ("(1 = 1 or 1 = 2) and 1 = 2", False),
        ("1 = 2 or(2 = 2)", True),
        ("true() and not(false())", True),
    ],
)
def test_conditions(text: str, holds: bool) -> None:
    check_condition(parse(text), TYPES)
    assert come_of(text) is holds


def test_full_stop_is_the_answer_itself() -> None:
    node = parse(". > 3 and . <= 10")
    check_condition(node, TYPES, ValueType.NUMBER)
    assert [come_of(". > 3 and . <= 10", Decimal(number)) for number in (3, 4, 11)] == [False, True, False]
    assert come_of("once(5)") == Decimal(5)
    assert come_of("once(5)", Decimal(4)) == Decimal(4)


def test_references_are_the_codes_asked_about() -> None:
    assert references(parse("${age} > 1 and selected(${ways}, ${ name })")) == {"age", "ways", "name"}


@pytest.mark.parametrize(
    ("text", "sentence", "position"),
    [
        ("", "There is nothing here.", None),
        ("1 +", "Something is missing at the end.", 3),
        ("1 2", "“2” is not expected here, at character 3.", 2),
        ("age > 1", "“age > 1” is not expected here, at character 1.", 0),
        ("${ag} > 1", "There is no question “ag” before this one. Did you mean “age”?", 0),
        ("1 + ${zzz}", "There is no question “zzz” before this one.", 4),
        ("${ways} = 'bus'", "Several options may be chosen there. Ask selected(${question}, 'option').", 0),
        ("regex(${name}, ${way})", "Write this between quotation marks, not as a sum.", 15),
        ("if(true(), 1, 'a')", "“if” gives sometimes a number and sometimes a text. Make them the same.", 0),
        ("today() > 'soon'", "Write a date as '2026-11-29'.", 10),
        ("'a' or true()", "A condition is wanted here, and this is a text.", 0),
        ("today() * 2", "A number is wanted here, and this is a date.", 0),
        ("true() > 1", "A condition cannot be compared with a number.", 0),
        ("not()", "“not” is given too much or too little between its brackets.", 0),
        (". = 1", "A full stop stands for the answer itself; there is none here.", 0),
        ("1 = " + "1" * 29, "This number is too long.", 4),
        ("1 = " + "1" * MAX_LENGTH, "This is too long. Use at most 2000 characters.", None),
        ("not(" * 60 + "true()" + ")" * 60, "This is too involved. Divide it over several questions.", None),
        ("1" + "+1" * 300, "This is too involved. Divide it over several questions.", 0),
    ],
)
def test_refused_with_a_sentence_and_a_place(text: str, sentence: str, position: int | None) -> None:
    said, place = refused(text)
    assert said == sentence
    if position is not None:
        assert place == position


def test_unknown_function_names_those_there_are() -> None:
    sentence, position = refused("pulldata('a')")
    assert (sentence.split(".")[0], position) == ("There is no function “pulldata”", 0)
    assert all(name in sentence for name in FUNCTIONS)


@pytest.mark.parametrize("pattern", ["(a", "(?=x)", r"(a)\1", "a" * 501])
def test_pattern_that_cannot_be_held_against_anything_in_linear_time_is_refused(pattern: str) -> None:
    _sentence, position = refused(f"regex('a', '{pattern}')")
    assert position == 11


def test_pattern_that_takes_others_for_ever_takes_no_time() -> None:
    hostile = "a" * 50_000
    assert evaluate(parse("regex(., '(a+)+b')"), Situation({}, TODAY, hostile)) is False


def test_sum_is_no_condition() -> None:
    with pytest.raises(ExpressionError, match="A condition is wanted here, such as"):
        check_condition(parse("1 + 1"), TYPES)


@pytest.mark.parametrize(
    ("text", "again"),
    [
        ("'texas'=${way}", "'texas' = ${way}"),
        ("1-(2-3)-4*(5+6)", "1 - (2 - 3) - 4 * (5 + 6)"),
        ("((1 = 1) or (2 = 2)) and not( true() )", "(1 = 1 or 2 = 2) and not(true())"),
        ("-(1 + 2) < --3", "-(1 + 2) < --3"),
        ("(1 = 2) = (2 = 1)", "1 = 2 = (2 = 1)"),
        ('concat("it\'s", .50)', 'concat("it\'s", 0.5)'),
        (". > ." + "1" * 27, ". > ." + "1" * 27),
    ],
)
def test_written_without_needless_brackets(text: str, again: str) -> None:
    assert written(parse(text)) == again


def test_text_with_both_quotation_marks_cannot_be_written() -> None:
    assert literal_of("it's") == '"it\'s"'
    with pytest.raises(ValueError, match="5'6"):
        literal_of("5'6\"")


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("'a' = 'a'", True),
        ("'a' = '' or 'a' = ${way}", "'a' = ${way}"),
        ("'a' = 'a' or 'a' = ${way}", True),
        ("${age} > 1 and (1 = 2 or not(1 = 2))", "${age} > 1"),
        ("${age} > 1 and not(1 = 1)", False),
        ("not(${age} > 1 or 1 = 2)", "not(${age} > 1)"),
        ("not(${age} > 1 or 1 = 1)", False),
        ("today() > '2020-01-01' and 1 = 1", "today() > '2020-01-01'"),
    ],
)
def test_parts_that_are_always_the_same_are_left_out(text: str, left: str | bool) -> None:
    found = simplified(parse(text))
    assert (found if isinstance(found, bool) else written(found)) == left


# Whatever is written, and whatever is answered


CODES = sorted(TYPES)
PARTS = st.sampled_from(
    [*(f"${{{code}}}" for code in CODES), "1", "2.5", "'a'", "''", "'2026-01-01'", "today()", "true()"]
)


def combined(parts: Any) -> Any:
    operators = st.sampled_from(["and", "or", "=", "!=", "<", "<=", ">", ">=", "+", "-", "*", "div", "mod"])
    pairs = st.tuples(parts, operators, parts).map(lambda found: "({} {} {})".format(*found))
    calls = st.tuples(st.sampled_from(sorted(FUNCTIONS)), st.lists(parts, max_size=3)).map(
        lambda found: f"{found[0]}({', '.join(found[1])})"
    )
    return st.one_of(pairs, calls, parts.map(lambda part: f"-{part}"))


VALUES = {
    ValueType.NUMBER: st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12),
    ValueType.TEXT: st.text(max_size=20),
    ValueType.DATE: st.dates(),
    ValueType.CHOICES: st.lists(st.sampled_from(["bus", "bike", "car"]), unique=True, max_size=3).map(tuple),
}
SITUATIONS = st.fixed_dictionaries({code: st.none() | VALUES[found] for code, found in TYPES.items()})


@given(
    text=st.recursive(PARTS, combined, max_leaves=12),
    answers=SITUATIONS,
)
def test_what_was_let_through_gives_a_value_of_its_type(text: str, answers: dict[str, Any]) -> None:
    try:
        node = parse(text)
        expected = type_of(node, TYPES)
    except ExpressionError:
        return
    value = evaluate(node, Situation(answers, TODAY))
    python = {
        ValueType.NUMBER: Decimal,
        ValueType.TEXT: str,
        ValueType.BOOLEAN: bool,
        ValueType.DATE: date,
        ValueType.CHOICES: tuple,
        ValueType.EMPTY: str,
    }
    assert value is None or isinstance(value, python[expected])


@given(text=st.recursive(PARTS, combined, max_leaves=12), answers=SITUATIONS)
def test_what_is_written_or_simplified_means_the_same(text: str, answers: dict[str, Any]) -> None:
    try:
        node = parse(text)
        type_of(node, TYPES)
    except ExpressionError:
        return
    situation = Situation(answers, TODAY)
    assert written(parse(written(node))) == written(node)
    assert evaluate(parse(written(node)), situation) == evaluate(node, situation)
    try:
        check_condition(node, TYPES)
    except ExpressionError:
        return
    found = simplified(node)
    assert (found if isinstance(found, bool) else evaluate(found, situation)) == bool(evaluate(node, situation))


@given(st.text(max_size=200) | st.text(alphabet="${}()'\"=<>+-*. 1aordivm\n\x00", max_size=80))
def test_any_text_is_understood_or_refused(text: str) -> None:
    try:
        node = parse(text)
    except ExpressionError:
        return
    assert node.depth <= MAX_DEPTH
