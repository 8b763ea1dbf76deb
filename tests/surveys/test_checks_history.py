"""Codes stay with what they were published with, so that the answers of all versions fit one table."""

from dataclasses import astuple
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings

from engagement.surveys.definition import Definition
from engagement.surveys.paths.checks import FindingKind, problems
from tests.surveys import strategies
from tests.surveys.findings import drives, matrix, option, other, reckoned, row, table
from tests.surveys.strategies import with_
from tests.surveys.surveys import ask, options, survey

way = ask("way", "choice", options=(*options("bus", "bike"), other))
age = ask("age", "number")
stars = ask("stars", "rating")
twice = reckoned("twice", "${age} * 2")
PARTS = {"way": way, "age": age, "park": matrix(row("clean")), "stars": stars, "twice": twice}
PUBLISHED = survey(*PARTS.values())


def again(**changed: Any) -> Definition:
    """What was published, with something else in some places, or nothing."""
    return survey(*(part for part in {**PARTS, **changed}.values() if part is not None))


@table(
    (
        "code changed",
        again(age=with_(age, code="years"), twice=None),
        "code-changed",
        "q-age",
        "Page 2, question 1 “Age?”",
        "This was published with the short name “age”, under which answers are kept. Give it that again.",
    ),
    (
        "code changed in its case",
        again(age=with_(age, code="Age"), twice=None),
        "code-changed",
        "q-age",
        "Page 2, question 1 “Age?”",
        "This was published with the short name “age”, under which answers are kept. Give it that again.",
    ),
    (
        "code of a row changed",
        again(park=matrix(with_(row("clean"), code="tidy"))),
        "code-changed",
        "r-clean",
        "Page 3, question 1 “The park”, line 1 “Clean”",
        "This was published with the short name “clean”, under which answers are kept. Give it that again.",
    ),
    (
        "code of a calculation changed",
        again(twice=with_(twice, code="double")),
        "code-changed",
        "c-twice",
        "Page 5, calculation 1 “double”",
        "This was published with the short name “twice”, under which answers are kept. Give it that again.",
    ),
    (
        "code moved",
        again(age=ask("Age", "number"), twice=None),
        "code-moved",
        "q-Age",
        "Page 2, question 1 “Age?”",
        "The column “Age” was published with other answers: “Age?”. Give this another short name.",
    ),
    (
        "code moved to a calculation",
        again(age=None, twice=None, new=reckoned("age", "1")),
        "code-moved",
        "c-age",
        "Page 4, calculation 1 “age”",
        "The column “age” was published with other answers: “Age?”. Give this another short name.",
    ),
    (
        "code of the words beside other moved",
        again(way=None, new=ask("way_other")),
        "code-moved",
        "q-way_other",
        "Page 5, question 1 “Way_other?”",
        "The column “way_other” was published with other answers: “Way?”. Give this another short name.",
    ),
    (
        "kind changed",
        again(age=with_(age, kind="text"), twice=None),
        "kind-changed",
        "q-age",
        "Page 2, question 1 “Age?”",
        (
            "This was published as “Number”. Its answers cannot be read beside those of “Short text”. Set it "
            "back, or add a new question instead."
        ),
    ),
    (
        "several instead of one",
        again(way=with_(way, kind="choices")),
        "kind-changed",
        "q-way",
        "Page 1, question 1 “Way?”",
        (
            "This was published as “One of several”. Its answers cannot be read beside those of “Several of "
            "several”. Set it back, or add a new question instead."
        ),
    ),
    (
        "other number of steps",
        again(stars=with_(stars, most=Decimal(10))),
        "kind-changed",
        "q-stars",
        "Page 4, question 1 “Stars?”",
        "This was published with 5 steps and has 10 now. Set it back, or add a new question.",
    ),
    (
        "calculation instead of a question",
        again(age=with_(reckoned("age", "1"), id="q-age")),
        "kind-changed",
        "q-age",
        "Page 2, calculation 1 “age”",
        "This was published as something else. Make it anew.",
    ),
    (
        "code of an option changed",
        again(way=with_(way, options=(*options("bus"), option("bicycle", id="o-bike"), other))),
        "option-changed",
        "o-bike",
        "Page 1, question 1 “Way?”, answer 2 “Bicycle”",
        "This answer was published with the short name “bike”. Give it that again.",
    ),
    (
        "code of an option moved",
        again(way=with_(way, options=(*options("bus"), option("bike", id="o-new"), other))),
        "option-moved",
        "o-new",
        "Page 1, question 1 “Way?”, answer 2 “Bike”",
        "The short name “bike” was published with another answer. Give this one another.",
    ),
    (
        "code of a matrix option moved",
        again(park=matrix(row("clean"), options=(option("good"), option("BAD", id="o-new")))),
        "option-moved",
        "o-new",
        "Page 3, question 1 “The park”, answer 2 “Bad”",
        "The short name “BAD” was published with another answer. Give this one another.",
    ),
)
def test_code_stays_with_what_it_was_published_with(asked, finding):
    assert [astuple(one) for one in problems(asked, earlier=[PUBLISHED])] == [finding]
    # What was once published stays so, whatever came after.
    assert [astuple(one) for one in problems(asked, earlier=[PUBLISHED, survey(drives)])] == [finding]


@pytest.mark.parametrize(
    "asked",
    [
        again(),
        again(way=None, stars=None),
        again(way=with_(way, kind="scale", label="How do you come?"), age=with_(age, kind="money")),
        again(way=with_(way, options=(other, *options("bus", "tram")))),
        again(age=None, twice=None, years=ask("years", "number")),
    ],
    ids=["the same", "without some", "of a kind that is alike", "other options", "another instead"],
)
def test_what_was_published_may_change_in_other_ways(asked):
    assert problems(asked, earlier=[PUBLISHED]) == []


@given(strategies.versions())
@settings(max_examples=60, deadline=None)
def test_versions_that_editors_make_disagree_in_no_code(versions):
    of_ways = {FindingKind.UNREACHABLE, FindingKind.DEAD_END, FindingKind.UNANSWERABLE}
    for number, version in enumerate(versions):
        assert {one.kind for one in problems(version, earlier=versions[:number])} <= of_ways
