"""What nobody can reach, get past or answer is found; what somebody can is let through."""

from dataclasses import astuple
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engagement.surveys.definition import Note, Question, Row
from engagement.surveys.paths import Path, walk
from engagement.surveys.paths.checks import FindingKind, problems, unreachable, warnings
from engagement.surveys.paths.listing import paths, shown_on
from engagement.surveys.paths.places import places
from tests.surveys import strategies
from tests.surveys.findings import DRIVES, NEVER, drives, matrix, option, reckoned, row, table
from tests.surveys.strategies import with_
from tests.surveys.surveys import TODAY, ask, options, page, survey


@table(
    (
        "unreachable question",
        survey(drives, ask("b", show_if=NEVER)),
        "unreachable",
        "q-b",
        "Page 2, question 1 “B?”",
        ("Nobody is asked this. Whatever is answered before, “Show only if” does not hold. Change it, or delete this."),
    ),
    (
        "unreachable page",
        survey(drives, page("p2", ask("b"), ask("c", show_if=DRIVES), show_if=NEVER, title="Cars")),
        "unreachable",
        "p-p2",
        "Page 2 “Cars”",
        (
            "Nobody can get to this page. Whatever is answered before, “Show only if” does not hold. Change it, "
            "or delete this."
        ),
    ),
    (
        "unreachable on its page",
        survey(ask("n", "number"), page("p2", ask("b", show_if="${n} < 3"), ask("c"), show_if="${n} > 5")),
        "unreachable",
        "q-b",
        "Page 2, question 1 “B?”",
        ("Nobody is asked this. Whatever is answered before, “Show only if” does not hold. Change it, or delete this."),
    ),
    (
        "unreachable after what is hidden",
        survey(drives, ask("cars", "number", show_if=DRIVES), ask("b", show_if="${cars} > 1 and ${drives} = 'no'")),
        "unreachable",
        "q-b",
        "Page 3, question 1 “B?”",
        ("Nobody is asked this. Whatever is answered before, “Show only if” does not hold. Change it, or delete this."),
    ),
    (
        "unreachable whatever is reckoned",
        survey(page("p", drives, reckoned("c", "if(${drives} = 'yes', 2, 3)"), ask("b", show_if="${c} = 4"))),
        "unreachable",
        "q-b",
        "Page 1, question 2 “B?”",
        ("Nobody is asked this. Whatever is answered before, “Show only if” does not hold. Change it, or delete this."),
    ),
    (
        "unreachable option",
        survey(drives, ask("a", "choice", options=(*options("red", "blue"), option("green", show_if=NEVER)))),
        "unreachable",
        "o-green",
        "Page 2, question 1 “A?”, answer 3 “Green”",
        (
            "Nobody is offered this answer. Whatever is answered before, “Show only if” does not hold. Change "
            "it, or delete this."
        ),
    ),
    (
        "unreachable row",
        survey(drives, matrix(row("clean"), row("safe", show_if=NEVER))),
        "unreachable",
        "r-safe",
        "Page 2, question 1 “The park”, line 2 “Safe”",
        ("Nobody is asked this. Whatever is answered before, “Show only if” does not hold. Change it, or delete this."),
    ),
    (
        "unreachable words",
        survey(page("p", drives, Note(id="n", text="x", show_if="1 = 2"))),
        "unreachable",
        "n",
        "Page 1, text 1",
        ("Nobody is shown this. Whatever is answered before, “Show only if” does not hold. Change it, or delete this."),
    ),
    (
        "unreachable calculation",
        survey(page("p", drives, reckoned("c", "1", show_if="1 = 2"))),
        "unreachable",
        "c-c",
        "Page 1, calculation 1 “c”",
        (
            "This is never reckoned. Whatever is answered before, “Show only if” does not hold. Change it, or "
            "delete this."
        ),
    ),
    (
        "dead end",
        survey(drives, ask("a", "choice", is_required=True, options=options("red", "blue", show_if=DRIVES))),
        "dead-end",
        "q-a",
        "Page 2, question 1 “A?”",
        (
            "People who answer like this are offered too few answers here, and need one to go on: Do you drive? "
            "No. Offer more answers always, or let people leave this empty."
        ),
    ),
    (
        "dead end with too few",
        survey(
            drives,
            ask("n", "number"),
            ask(
                "a",
                "choices",
                is_required=True,
                least=Decimal(2),
                show_if="${n} > 2",
                options=(option("red"), *options("blue", "green", show_if=DRIVES)),
            ),
        ),
        "dead-end",
        "q-a",
        "Page 3, question 1 “A?”",
        (
            "People who answer like this are offered too few answers here, and need one to go on: Do you drive? "
            "No → N? more than 2. Offer more answers always, or let people leave this empty."
        ),
    ),
    (
        "dead end in a matrix",
        survey(drives, matrix(row("clean"), is_required=True, options=options("good", "bad", show_if=DRIVES))),
        "dead-end",
        "r-clean",
        "Page 2, question 1 “The park”, line 1 “Clean”",
        (
            "People who answer like this are offered too few answers here, and need one to go on: Do you drive? "
            "No. Offer more answers always, or let people leave this empty."
        ),
    ),
    (
        "rule against itself",
        survey(ask("a", "number", constraint=". > 5 and . < 3")),
        "unanswerable",
        "q-a",
        "Page 1, question 1 “A?”",
        ("No answer is accepted: “. > 5 and . < 3” never holds. Change it, or the smallest and the largest number."),
    ),
    (
        "rule against the largest",
        survey(ask("a", "number", most=Decimal(5), constraint=". > 5")),
        "unanswerable",
        "q-a",
        "Page 1, question 1 “A?”",
        "No answer is accepted: “. > 5” never holds. Change it, or the smallest and the largest number.",
    ),
    (
        "rule against what was answered",
        survey(drives, ask("a", "choice", show_if=DRIVES, constraint=". = 'red' and ${drives} = 'no'")),
        "unanswerable",
        "q-a",
        "Page 2, question 1 “A?”",
        (
            "No answer is accepted: “. = 'red' and ${drives} = 'no'” never holds. Change it, or the smallest "
            "and the largest number."
        ),
    ),
)
def test_problem_is_found_with_its_place_and_what_to_do(asked, finding):
    assert [astuple(one) for one in problems(asked)] == [finding]


@pytest.mark.parametrize(
    "asked",
    [
        survey(drives, ask("a", "choice", options=options("red", "blue", show_if=DRIVES))),
        survey(ask("a", "number", most=Decimal(5)), ask("b", show_if="${a} > 5")),
        survey(ask("a", "number"), ask("b", show_if="${a} > 2 and ${a} < 3")),
        survey(ask("a", "date"), ask("b", show_if="${a} < today() and ${a} > today()")),
        survey(ask("a"), ask("b", show_if="regex(${a}, 'x') and regex(${a}, 'y')")),
        survey(with_(drives, is_required=True), ask("b", show_if="${drives} = ''")),
        survey(ask("a", "choices", is_required=True), ask("b", show_if="count-selected(${a}) = 0")),
        survey(ask("a", "choices", most=Decimal(1)), ask("b", show_if="count-selected(${a}) = 3")),
        survey(ask("a"), ask("b", show_if="${a} = concat('x', 'y')")),
        survey(ask("a", "choices", options=options(*"abcdefghi")), ask("b", show_if="selected(${a}, concat('h', ''))")),
        survey(ask("a"), ask("b", show_if="if(regex(${a}, 'x'), 1, 2) = 2")),
        survey(drives, ask("b", show_if="today() > '2031-01-01'")),
        survey(
            drives,
            ask("a", "choice", options=(option("x", show_if=DRIVES), option("y", show_if="${drives} = 'no'"))),
            ask("b", show_if="${a} != '' and ${drives} = 'no'"),
        ),
        survey(
            ask("a", "choice", options=options("x", "y")),
            ask("b", "choice", options=options("y", "z")),
            ask("c", show_if="${a} = ${b} and ${a} != ''"),
        ),
        survey(ask("a", "number", constraint=". > 5 and regex(., '1')")),
    ],
    ids=[
        "nothing to choose where nobody must",
        "after an answer that is not accepted",
        "between whole numbers",
        "between days that are not known",
        "after words that nobody looks into",
        "while a needed answer is missing",
        "while needed answers are missing",
        "after more than may be chosen",
        "after words that are put together",
        "after an option that is put together",
        "after one or the other",
        "on a day to come",
        "after an answer that only some are offered",
        "after answers that are the same",
        "rule that cannot be looked into",
    ],
)
def test_what_may_be_is_let_through(asked):
    assert problems(asked) == []


@given(data=st.data(), today=st.sampled_from([TODAY, date(1990, 2, 28), date(2032, 1, 1)]))
@settings(max_examples=200, deadline=None)
def test_what_somebody_is_shown_is_never_called_unreachable(data, today):
    asked, answers = data.draw(strategies.walked(pages=4))
    found = {one.part_id for one in unreachable(asked)}
    assert found.isdisjoint(_met(walk(asked, answers, today=today)))


@given(strategies.surveys(pages=4))
@settings(max_examples=100, deadline=None)
def test_question_on_no_way_is_called_unreachable_or_only_reached_by_what_is_refused(asked):
    found = [*problems(asked), *warnings(asked)]
    is_stuck = {FindingKind.DEAD_END, FindingKind.UNANSWERABLE} & {one.kind for one in found}
    listed = paths(asked, today=TODAY)
    if not listed.is_complete or is_stuck or "today()" in asked.model_dump_json():
        return
    out = {one.part_id for one in found if one.kind in {FindingKind.UNREACHABLE, FindingKind.ONLY_REFUSED}}
    shown = {one for way in listed.ways for one in way.shown}
    for place in places(asked):
        if isinstance(place.part, Question | Row):
            assert (place.part.id in shown) is out.isdisjoint(one.part.id for one in place.line)


def _met(found: Path) -> set[str]:
    """The ids of everything that is shown or reckoned on a way."""
    offered = {option.id for one in found.by_code.values() for option in one.options}
    return offered | set(shown_on(found)) | set(found.values)
