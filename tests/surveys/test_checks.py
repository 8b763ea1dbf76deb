"""What a survey must have before it is public, and what its editors are told besides: which part, where, what to do."""

from dataclasses import astuple
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from engagement.surveys.definition import Group, Note, Picture
from engagement.surveys.paths import walk
from engagement.surveys.paths.checks import problems, warnings
from engagement.surveys.paths.listing import paths
from tests.surveys import strategies
from tests.surveys.findings import (
    DRIVES,
    NEVER,
    choice,
    colour,
    drives,
    matrix,
    none,
    option,
    reckoned,
    row,
    table,
)
from tests.surveys.strategies import with_
from tests.surveys.surveys import TODAY, ask, options, page, survey


def test_sound_survey_has_no_problems_and_no_warnings():
    everything = with_(none, id="o-all", code="all", label="All of these")
    asked = survey(
        page("p1", drives, Note(id="n", text="Hello"), Picture(id="pic", image=3, alt="A map")),
        page("p2", ask("cars", "number", least=Decimal(0)), title="Cars", show_if=DRIVES),
        page("p3", matrix(row("clean"), row("safe", show_if="${clean} = 'good'")), Group(id="g", items=(colour,))),
        ask("ways", "choices", options=(*options("bus", "bike"), none, everything)),
        ask("why", "long_text", label="Why ${colour|that colour}?"),
        intro="Welcome",
        thanks="Thank you, ${why|friend}",
    )
    assert problems(asked) == []
    assert warnings(asked) == []


@table(
    (
        "no question",
        survey(page("p", Note(id="n", text="Hello"))),
        "nothing-asked",
        "",
        "The whole survey",
        "There is no question yet. Add one.",
    ),
    (
        "too many questions",
        survey(page("p", *(ask(f"q{number}") for number in range(501)))),
        "too-many-questions",
        "",
        "The whole survey",
        "There are 501 questions. Leave at most 500, or make two surveys of them.",
    ),
    (
        "too many options",
        choice(*options(*(f"x{number}" for number in range(501)))),
        "too-many-options",
        "q-colour",
        "Page 1, question 1 “Colour?”",
        "There are 501 answers to choose from. Leave at most 500.",
    ),
    (
        "endless label",
        survey(ask("a", label="x" * 1001)),
        "too-long",
        "q-a",
        "Page 1, question 1 “xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…”",
        "A text here has 1001 characters. Shorten it to at most 1000.",
    ),
    (
        "endless thanks",
        survey(ask("a"), thanks="x" * 50_001),
        "too-long",
        "",
        "The words of thanks",
        "A text here has 50001 characters. Shorten it to at most 50000.",
    ),
    (
        "question without a label",
        survey(ask("a", label=" ")),
        "no-label",
        "q-a",
        "Page 1, question 1",
        "This question is empty. Write what it asks, or delete it.",
    ),
    (
        "option without a label",
        choice(*options("red", "green"), option("blue", label="")),
        "no-label",
        "o-blue",
        "Page 1, question 1 “Colour?”, answer 3",
        "This answer is empty. Write what people choose, or delete it.",
    ),
    (
        "matrix without a label",
        survey(matrix(row("clean"), label="")),
        "no-label",
        "m",
        "Page 1, question 1",
        "This question is empty. Write what it asks, or delete it.",
    ),
    (
        "row without a label",
        survey(matrix(row("clean", label=""))),
        "no-label",
        "r-clean",
        "Page 1, question 1 “The park”, line 1",
        "This line is empty. Write what it asks about, or delete it.",
    ),
    (
        "matrix without rows",
        survey(drives, matrix()),
        "no-rows",
        "m",
        "Page 2, question 1 “The park”",
        "This has no lines, so it asks nothing. Add lines, or delete it.",
    ),
    (
        "picture not chosen",
        survey(page("p", drives, Picture(id="pic", image=0))),
        "no-picture",
        "pic",
        "Page 1, picture 1",
        "There is no picture here. Choose one, or delete this.",
    ),
    (
        "picture without alt",
        survey(page("p", drives, Picture(id="pic", image=3))),
        "no-alt",
        "pic",
        "Page 1, picture 1",
        "People who cannot see the picture are told nothing. Describe it in its alternative text.",
    ),
)
def test_problem_is_found_with_its_place_and_what_to_do(asked, finding):
    assert [astuple(one) for one in problems(asked)] == [finding]


@table(
    (
        "many questions",
        survey(page("p", *(ask(f"q{number}") for number in range(31)))),
        "many-questions",
        "",
        "The whole survey",
        "There are 31 questions. Many people will give up: leave out what you can do without.",
    ),
    (
        "no privacy notice",
        survey(ask("a"), ask("b", "postcode")),
        "no-privacy-notice",
        "",
        "The whole survey",
        "Personal details are asked for, and there is no privacy notice. Say what is done with them.",
    ),
    (
        "required writing",
        survey(ask("a", "long_text", is_required=True)),
        "required-writing",
        "q-a",
        "Page 1, question 1 “A?”",
        "Everybody has to write something here. Consider letting people leave it empty.",
    ),
    (
        "nothing to say instead",
        survey(ask("a"), ask("b", label="Hello ${a}")),
        "no-fallback",
        "q-b",
        "Page 2, question 1 “Hello ${a}”",
        "Not everybody has an answer to “a”, and they read “…”. Write what they read instead: ${a|otherwise}.",
    ),
    (
        "nothing to say instead of what is not always asked",
        survey(
            drives,
            ask("a", "yes_no", is_required=True, show_if=DRIVES),
            page("p3", ask("b", hint="As ${a} is"), show_if=DRIVES),
            ask("c", hint="As ${a} is"),
        ),
        "no-fallback",
        "q-c",
        "Page 4, question 1 “C?”",
        "Not everybody has an answer to “a”, and they read “…”. Write what they read instead: ${a|otherwise}.",
    ),
    (
        "nothing to say instead in the thanks",
        survey(ask("a"), thanks="Dear ${a}"),
        "no-fallback",
        "",
        "The words of thanks",
        "Not everybody has an answer to “a”, and they read “…”. Write what they read instead: ${a|otherwise}.",
    ),
    (
        "said back on the same page",
        survey(page("p", ask("a"), ask("b", label="Hello ${a|friend}"))),
        "same-page",
        "q-b",
        "Page 1, question 2 “Hello ${a|friend}”",
        (
            "The answer to “a” is given on this page, so it cannot be said back when people come to it. Move "
            "one of the two to another page."
        ),
    ),
    (
        "large matrix",
        survey(matrix(*(row(f"r{number}") for number in range(8)))),
        "large-matrix",
        "m",
        "Page 1, question 1 “The park”",
        "There are 8 lines. People tire and tick straight down: divide this, or leave lines out.",
    ),
    (
        "long ranking",
        survey(ask("a", "ranking", options=options(*"abcdefgh"))),
        "long-ranking",
        "q-a",
        "Page 1, question 1 “A?”",
        "There are 8 answers to rank, more than people can compare. Leave some out.",
    ),
    (
        "address first",
        survey(ask("a", "email"), ask("b"), privacy_notice="We keep it for a year."),
        "email-first",
        "q-a",
        "Page 1, question 1 “A?”",
        "People who are asked for their address first often leave. Ask for it at the end.",
    ),
    (
        "empty group",
        survey(page("p", ask("a"), Group(id="g", title="Cars"))),
        "empty",
        "g",
        "Page 1, group 1 “Cars”",
        "There is nothing in this, so it is not shown. Fill it, or delete it.",
    ),
    (
        "empty page",
        survey(ask("a"), page("p2")),
        "empty",
        "p-p2",
        "Page 2",
        "There is nothing in this, so it is not shown. Fill it, or delete it.",
    ),
    (
        "shown after what is refused",
        survey(ask("n", "number", most=Decimal(5)), ask("b", show_if="${n} > 5")),
        "only-refused",
        "q-b",
        "Page 2, question 1 “B?”",
        "Only answers that are not accepted lead here, so nobody sees this. Check “Show only if”.",
    ),
    (
        "shown after what is missing",
        survey(with_(drives, is_required=True), page("p2", ask("b"), show_if="${drives} = ''")),
        "only-refused",
        "p-p2",
        "Page 2",
        "Only answers that are not accepted lead here, so nobody sees this. Check “Show only if”.",
    ),
    (
        "unused calculation",
        survey(page("p", ask("a", "number"), reckoned("c", "${a} + 1"))),
        "unused",
        "c-c",
        "Page 1, calculation 1 “c”",
        "No condition and no text uses this: it only stands in exports. Delete it if nobody needs it.",
    ),
    (
        "quotas on everything",
        survey(ask("a", "choice", is_required=True, options=options("red", "blue", limit=3))),
        "quotas-end",
        "q-a",
        "Page 1, question 1 “A?”",
        "Every answer has a limit. When all are full nobody can go on: leave one without, or require none.",
    ),
)
def test_warning_is_given_with_its_place_and_stands_in_nobodys_way(asked, finding):
    assert problems(asked) == []
    assert [astuple(one) for one in warnings(asked)] == [finding]


def test_problems_come_in_the_order_of_the_survey_and_ways_are_looked_at_when_conditions_are_right():
    asked = survey(
        ask("a", show_if=NEVER),
        drives,
        page("park", matrix(row("clean"), row("safe", label="")), show_if=NEVER),
        intro="x" * 50_001,
    )
    found = [(one.kind, one.part_id) for one in problems(asked)]
    assert found == [("too-long", ""), ("later", "q-a"), ("no-label", "r-safe")]
    mended = with_(asked, pages=asked.pages[1:])
    assert [one.kind for one in problems(mended)] == ["too-long", "unreachable", "no-label"]


JUNK = st.sampled_from(["", "${", "${a} = 'yes'", "${q2} > 1", "${q2} = 'o3'", "1 = 1", "1 +", ". > 1", "today()"])


@given(data=st.data())
@settings(max_examples=100, deadline=None)
def test_anything_is_checked_and_what_passes_can_be_walked_and_listed(data):
    def spoiled(part: Any) -> Any:
        names = {"show_if", "constraint", "formula", "label", "code"} & set(type(part).model_fields)
        is_spoiled = data.draw(st.integers(0, 9)) == 0
        return with_(part, **{data.draw(st.sampled_from(sorted(names))): data.draw(JUNK)}) if is_spoiled else part

    asked = strategies.changed(data.draw(strategies.surveys()), spoiled)
    found = problems(asked)
    assert all(one.sentence and one.place for one in (*found, *warnings(asked)))
    if not found:
        walk(asked, {}, today=TODAY)
        assert paths(asked, today=TODAY).ways
