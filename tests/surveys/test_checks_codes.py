"""Codes, options and limits that are refused before a survey is public."""

from dataclasses import astuple
from decimal import Decimal

import pytest

from engagement.surveys.definition import Page, Picture
from engagement.surveys.paths.checks import problems
from tests.surveys.findings import DRIVES, choice, colour, drives, matrix, none, option, other, reckoned, row, table
from tests.surveys.strategies import with_
from tests.surveys.surveys import ask, options, page, survey


@table(
    (
        "question without a code",
        survey(with_(drives, code="")),
        "no-code",
        "q-drives",
        "Page 1, question 1 “Do you drive?”",
        "This has no short name. Give it one, such as “travel”.",
    ),
    (
        "option without a code",
        choice(option("red"), option("", label="Blue")),
        "no-code",
        "o-",
        "Page 1, question 1 “Colour?”, answer 2 “Blue”",
        "This has no short name. Give it one, such as “travel”.",
    ),
    (
        "malformed code of a question",
        survey(with_(drives, code="dö you")),
        "bad-code",
        "q-drives",
        "Page 1, question 1 “Do you drive?”",
        (
            "“dö you” cannot be a short name. Use unaccented letters, digits, “_”, “-” and “.”, at most 64 in "
            "all, and begin with a letter."
        ),
    ),
    (
        "malformed code of a page",
        survey(page("1 a", drives)),
        "bad-code",
        "p-1 a",
        "Page 1",
        (
            "“1 a” cannot be a short name. Use unaccented letters, digits, “_”, “-” and “.”, at most 64 in all, "
            "and begin with a letter."
        ),
    ),
    (
        "malformed code of an option",
        choice(option("red"), option("b c", label="Blue")),
        "bad-code",
        "o-b c",
        "Page 1, question 1 “Colour?”, answer 2 “Blue”",
        "“b c” cannot be a short name. Use letters, digits, “_”, “-” and “.”, at most 64 in all.",
    ),
    (
        "same code in another case",
        survey(ask("age"), page("p2", drives, reckoned("Age", "1"))),
        "same-code",
        "c-Age",
        "Page 2, calculation 1 “Age”",
        ("The short name “Age” is already that of another part: Page 1, question 1 “Age?”. Give this one another."),
    ),
    (
        "same code of a row",
        survey(ask("clean"), matrix(row("clean"))),
        "same-code",
        "r-clean",
        "Page 2, question 1 “The park”, line 1 “Clean”",
        ("The short name “clean” is already that of another part: Page 1, question 1 “Clean?”. Give this one another."),
    ),
    (
        "same code of a page",
        survey(page("p", drives), page("P", colour)),
        "same-code",
        "p-P",
        "Page 2",
        "The short name “P” is already that of another part: Page 1. Give this one another.",
    ),
    (
        "same code of an option",
        choice(option("red"), option("RED", label="Other red")),
        "same-code",
        "o-RED",
        "Page 1, question 1 “Colour?”, answer 2 “Other red”",
        (
            "The short name “RED” is already that of another part: Page 1, question 1 “Colour?”, answer 1 "
            "“Red”. Give this one another."
        ),
    ),
    (
        "code of the words beside other",
        survey(ask("way", "choice", options=(option("bus"), other)), ask("Way_other")),
        "other-code",
        "q-Way_other",
        "Page 2, question 1 “Way_other?”",
        (
            "The column “Way_other” is that of the words which people add at Page 1, question 1 “Way?”. Give "
            "this another short name."
        ),
    ),
    (
        "same id",
        survey(drives, with_(colour, id="q-drives")),
        "same-id",
        "q-drives",
        "Page 2, question 1 “Colour?”",
        ("This cannot be told from Page 1, question 1 “Do you drive?”. Delete one of the two, and make it anew."),
    ),
    (
        "one option",
        choice(option("red")),
        "few-options",
        "q-colour",
        "Page 1, question 1 “Colour?”",
        "Add answers to choose from: at least 2.",
    ),
    (
        "no option",
        choice(kind="choices"),
        "few-options",
        "q-colour",
        "Page 1, question 1 “Colour?”",
        "Add an answer to choose.",
    ),
    (
        "matrix with one option",
        survey(matrix(row("clean"), options=options("good"))),
        "few-options",
        "m",
        "Page 1, question 1 “The park”",
        "Add answers to choose from: at least 2.",
    ),
    (
        "same label",
        choice(option("red"), option("rouge", label=" RED ")),
        "same-label",
        "o-rouge",
        "Page 1, question 1 “Colour?”, answer 2 “RED”",
        "Another answer reads the same. Change one of them, so that people can tell them apart.",
    ),
    (
        "same label under the same condition",
        survey(
            drives,
            ask(
                "a",
                "choice",
                options=(
                    option("x", label="Red", show_if=DRIVES),
                    option("y", label="Red", show_if=DRIVES),
                    option("z"),
                ),
            ),
        ),
        "same-label",
        "o-y",
        "Page 2, question 1 “A?”, answer 2 “Red”",
        "Another answer reads the same. Change one of them, so that people can tell them apart.",
    ),
    (
        "exclusive in a ranking",
        choice(*options("red", "blue"), none, kind="ranking"),
        "bad-exclusive",
        "o-none",
        "Page 1, question 1 “Colour?”, answer 3 “None of these”",
        "What is chosen alone cannot be ranked among others. Untick that, or delete this answer.",
    ),
    (
        "exclusive and too few",
        choice(*options("red", "blue"), none, kind="choices", least=Decimal(2)),
        "bad-exclusive",
        "o-none",
        "Page 1, question 1 “Colour?”, answer 3 “None of these”",
        (
            "This is chosen alone, and at least 2 must be chosen: nobody can choose it. Lower that number to 1, "
            "or delete this answer."
        ),
    ),
    (
        "quota of nobody",
        choice(option("red"), option("blue", limit=0)),
        "bad-quota",
        "o-blue",
        "Page 1, question 1 “Colour?”, answer 2 “Blue”",
        "At most 0 people may choose this, so nobody can. Write at least 1, or leave it empty.",
    ),
    (
        "bounds that cross",
        survey(ask("a", "number", least=Decimal(5), most=Decimal("2.5"))),
        "bad-bounds",
        "q-a",
        "Page 1, question 1 “A?”",
        "The smallest number, 5, is larger than the largest, 2.5. Swap or change them.",
    ),
    (
        "bounds between whole numbers",
        survey(ask("a", "number", least=Decimal("1.2"), most=Decimal("1.8"))),
        "bad-bounds",
        "q-a",
        "Page 1, question 1 “A?”",
        (
            "No number with so few places after the point lies between 1.2 and 1.8. Allow more places, or "
            "change the two."
        ),
    ),
    (
        "percentage over a hundred",
        survey(ask("a", "percentage", least=Decimal(120))),
        "bad-bounds",
        "q-a",
        "Page 1, question 1 “A?”",
        "The smallest number, 120, is larger than the largest, 100. Swap or change them.",
    ),
    (
        "too many decimals",
        survey(ask("a", "number", decimals=11)),
        "bad-bounds",
        "q-a",
        "Page 1, question 1 “A?”",
        "A number can have from 0 to 10 places after the point.",
    ),
    (
        "more than there are",
        survey(ask("a", "choices", least=Decimal(4))),
        "bad-bounds",
        "q-a",
        "Page 1, question 1 “A?”",
        "At least 4 must be chosen, and only 3 answers can be. Lower the number, or add answers.",
    ),
    (
        "more ranked than there are",
        survey(ask("a", "ranking", least=Decimal(4), is_required=True)),
        "bad-bounds",
        "q-a",
        "Page 1, question 1 “A?”",
        "At least 4 must be chosen, and only 3 answers can be. Lower the number, or add answers.",
    ),
    (
        "none may be chosen",
        survey(ask("a", "choices", most=Decimal(0))),
        "bad-bounds",
        "q-a",
        "Page 1, question 1 “A?”",
        "The largest number must be at least 1.",
    ),
    (
        "half an option",
        survey(ask("a", "choices", most=Decimal("1.5"))),
        "bad-bounds",
        "q-a",
        "Page 1, question 1 “A?”",
        "The smallest and the largest number must be whole numbers here.",
    ),
    (
        "answer longer than any",
        survey(ask("a", "long_text", most=Decimal(30_000))),
        "bad-bounds",
        "q-a",
        "Page 1, question 1 “A?”",
        "An answer can have at most 20000 characters. Lower the number for the longest answer.",
    ),
    (
        "text longer than it may be",
        survey(ask("a", least=Decimal(300))),
        "bad-bounds",
        "q-a",
        "Page 1, question 1 “A?”",
        "The smallest number, 300, is larger than the largest, 200. Swap or change them.",
    ),
    (
        "too many steps",
        survey(ask("a", "rating", most=Decimal(11))),
        "bad-bounds",
        "q-a",
        "Page 1, question 1 “A?”",
        "A rating has from 2 to 10 steps. Change their number.",
    ),
    (
        "initial option",
        survey(ask("a", "choice", initial="pink")),
        "bad-initial",
        "q-a",
        "Page 1, question 1 “A?”",
        "What is filled in beforehand, “pink”, is no answer that this question takes. Change it.",
    ),
    (
        "initial number",
        survey(ask("a", "number", initial="12", most=Decimal(5))),
        "bad-initial",
        "q-a",
        "Page 1, question 1 “A?”",
        "What is filled in beforehand, “12”, is no answer that this question takes. Change it.",
    ),
    (
        "initial date",
        survey(ask("a", "date", initial="soon")),
        "bad-initial",
        "q-a",
        "Page 1, question 1 “A?”",
        "What is filled in beforehand, “soon”, is no answer that this question takes. Change it.",
    ),
)
def test_problem_is_found_with_its_place_and_what_to_do(asked, finding):
    assert [astuple(one) for one in problems(asked)] == [finding]


@pytest.mark.parametrize(
    "asked",
    [
        choice(*options("red"), none, with_(none, id="o-all", code="all", label="All"), kind="choices"),
        survey(ask("way", "choice", options=options("bus", "other")), ask("way_other")),
        survey(ask("a", "ranking", least=Decimal(4))),
        survey(page("p", drives, Picture(id="pic", image=3, is_decorative=True))),
        survey(Page(id="1f0c", code="1f0c", items=(drives,))),
        survey(
            drives,
            ask(
                "a", "choice", options=(option("x", label="A", show_if=DRIVES), option("y", label="A", show_if="1 = 1"))
            ),
        ),
    ],
    ids=[
        "two that are chosen alone",
        "question called like the words beside other where there are none",
        "more ranked than there are where nobody must rank",
        "picture that shows nothing",
        "page called by its id",
        "two that read the same and are offered on different conditions",
    ],
)
def test_what_may_be_is_let_through(asked):
    assert problems(asked) == []
