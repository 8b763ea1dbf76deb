"""What each kind of question takes, refuses and says back."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict

from engagement.surveys.definition import Option, Question
from engagement.surveys.enums import Kind
from engagement.surveys.kinds import KINDS, Stored, kind_of
from tests.surveys.surveys import ask, options

NONE = Option(id="o-none", code="none", label="None of these", is_exclusive=True)


def sent(question: Question, **typed: Any) -> Stored | None:
    """What is kept of what a browser sends: its fields by what follows the name, `_` for the name alone."""
    data = QueryDict(mutable=True)
    for part, value in typed.items():
        data.setlist("x" if part == "_" else f"x:{part}", value if isinstance(value, list) else [value])
    kind = kind_of(question)
    field = kind.field(question, kind.options(question))
    field.required = False
    return kind.stored(field.clean(field.widget.value_from_datadict(data, {}, "x")))


def refusal(question: Question, **typed: Any) -> str:
    with pytest.raises(ValidationError) as caught:
        sent(question, **typed)
    return caught.value.messages[0]


def test_every_kind_is_one_of_ours():
    assert set(KINDS) == set(Kind)


@pytest.mark.parametrize(
    ("question", "typed", "stored", "words"),
    [
        (ask("q", "choice"), {"_": "red"}, "red", "Red"),
        (ask("q", "choices"), {"_": ["red", "blue"]}, ["red", "blue"], "Red; Blue"),
        (ask("q", "yes_no"), {"_": "no"}, "no", "No"),
        (ask("q", "rating", most=Decimal(3)), {"_": "3"}, "3", "3"),
        (ask("q", "nps"), {"_": "10"}, "10", "10"),
        (ask("q", "ranking"), {"red": "2", "blue": "1"}, ["blue", "red"], "1. Blue; 2. Red"),
        (ask("q"), {"_": " =1+1\u202e "}, " =1+1\u202e ", " =1+1\u202e "),
        (ask("q", "long_text"), {"_": "One\r\n\r\n\r\nTwo"}, "One\n\n\nTwo", "One\n\n\nTwo"),
        (ask("q", "number"), {"_": "1,200"}, "1200", "1,200"),
        (ask("q", "number"), {"_": "1,200,300"}, "1200300", "1,200,300"),
        (ask("q", "number", decimals=1, unit="km"), {"_": "12.50"}, "12.5", "12.5 km"),
        (ask("q", "number"), {"_": "٤٢"}, "42", "42"),
        (ask("q", "money"), {"_": "£1 200.50"}, "1200.5", "£1,200.50"),
        (ask("q", "percentage"), {"_": "12 %"}, "12", "12%"),
        (ask("q", "date"), {"day": "3", "month": "march", "year": "2026"}, "2026-03-03", "Tuesday 3 March"),
        (ask("q", "time"), {"_": "5:30pm"}, "17:30", "5:30pm"),
        (ask("q", "moment"), {"_": "2026-03-27T17:30"}, "2026-03-27T17:30", "Friday 27 March, 5:30pm"),
        (ask("q", "email"), {"_": "ann@example.org"}, "ann@example.org", "ann@example.org"),
        (ask("q", "postcode"), {"_": "wx42ln"}, "WX4 2LN", "WX4 2LN"),
        (ask("q", "consent"), {"_": "on"}, True, "Yes, I agree"),
    ],
)
def test_answer_is_kept_and_said_back(question, typed, stored, words, noon):
    assert sent(question, **typed) == stored
    assert kind_of(question).words(question, stored) == words
    assert kind_of(question).fitting(stored, kind_of(question).options(question)) == stored
    assert kind_of(question).problem(question, stored) == ""


@pytest.mark.parametrize("kind", list(Kind))
def test_nothing_and_blanks_are_no_answer(kind):
    assert sent(ask("q", kind)) is None
    if kind_of(ask("q", kind)).template == "words":
        assert sent(ask("q", kind), _="  ") is None


@pytest.mark.parametrize(
    ("question", "typed", "sentence"),
    [
        (ask("q", "choice"), {"_": "pink"}, "pink"),
        (ask("q", "ranking"), {"red": "1", "blue": "1"}, "“Red” and “Blue” cannot both have place 1"),
        (ask("q", "ranking"), {"red": "4"}, "Give “Red” a place from 1 to 3"),
        (ask("q", "ranking"), {"red": "first"}, "Give “Red” a place from 1 to 3"),
        (ask("q", "number"), {"_": "twelve"}, "Write a number, such as 1200 or 12.5"),
        (ask("q", "number", decimals=1), {"_": "1,5"}, "Write a number, such as 1200 or 12.5"),
        (ask("q", "number"), {"_": "NaN"}, "Write a number, such as 1200 or 12.5"),
        (ask("q", "number"), {"_": "1e9"}, "Write a number, such as 1200 or 12.5"),
        (ask("q", "number"), {"_": "1.5"}, "Write a whole number, without anything after the point"),
        (ask("q", "money"), {"_": "1.505"}, "Write at most 2 places after the point"),
        (ask("q", "number"), {"_": "9" * 19}, "This number is too large. Check it"),
        (ask("q", "date"), {"day": "3", "month": "", "year": "2026"}, "The month is missing"),
        (
            ask("q", "date"),
            {"day": "30", "month": "2", "year": "2026"},
            "There is no such day. Write it like 27 3",
        ),
        (ask("q", "date"), {"day": "3", "month": "3", "year": "26"}, "Write the year with four digits, such as 2026"),
        (ask("q", "time"), {"_": "noonish"}, "Write the time like 17:30 or 5:30pm"),
        (ask("q", "moment"), {"_": "soon"}, "Write the day and the time like 2026-03-27 17:30"),
        (ask("q", "email"), {"_": "ann"}, "Write your e-mail address in full, such as name@example.org"),
        (ask("q", "postcode"), {"_": "WX4"}, "Write a whole postcode, such as WX4 2LN"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(question, typed, sentence):
    assert sentence in refusal(question, **typed)


@pytest.mark.parametrize(
    ("question", "stored", "sentence"),
    [
        (ask("q", "choices", options=(*options("red"), NONE)), ["red", "none"], "either “None of these” or others"),
        (ask("q", "choices", least=Decimal(2)), ["red"], "Choose at least 2 answers"),
        (ask("q", "choices", most=Decimal(1)), ["red", "blue"], "Choose no more than 1 answer"),
        (ask("q", "number", least=Decimal(1), most=Decimal(5)), "6", "Write a number from 1 to 5"),
        (ask("q", "number", least=Decimal(1)), "0", "at least 1"),
        (ask("q", "number", most=Decimal(5)), "6", "at most 5"),
        (ask("q", "percentage"), "101", "Write a number from 0 to 100"),
        (ask("q", "text", most=Decimal(3)), "abcd", "This has 1 character too many: 3 fit"),
        (ask("q", "text", least=Decimal(3)), "ab", "Write at least 3 characters"),
        (ask("q", "ranking", least=Decimal(2), is_required=True), ["red"], "Give a place to at least 2 of them"),
    ],
)
def test_answer_that_will_not_do_is_told_why(question, stored, sentence):
    assert sentence in kind_of(question).problem(question, stored)


def test_cells_of_tables():
    cells = {
        "choice": ("red", ("red",)),
        "choices": (["red", "blue"], ("red", "blue")),
        "ranking": (["blue", "red"], ("blue:1", "red:2")),
        "date": ("2026-03-27", ("2026-03",)),
        "postcode": ("WX4 2LN", ("WX4",)),
        "consent": (True, ("yes",)),
        "text": ("Words", ()),
    }
    for kind, (stored, found) in cells.items():
        assert kind_of(ask("q", kind)).cells(ask("q", kind), stored) == found
