"""Conditions, rules, formulas and answers said back that are refused before a survey is public."""

from dataclasses import astuple

from engagement.surveys.definition import Group, Note
from engagement.surveys.paths.checks import problems
from tests.surveys.findings import DRIVES, choice, colour, drives, matrix, option, reckoned, row, table
from tests.surveys.surveys import ask, options, page, survey


@table(
    (
        "condition that cannot be read",
        survey(drives, ask("b", show_if="1 +")),
        "unreadable",
        "q-b",
        "Page 2, question 1 “B?”",
        "“Show only if” cannot be used. Something is missing at the end.",
    ),
    (
        "rule that cannot be read",
        survey(ask("b", "number", constraint=". >")),
        "unreadable",
        "q-b",
        "Page 1, question 1 “B?”",
        "“Accept only if” cannot be used. Something is missing at the end.",
    ),
    (
        "formula that is empty",
        survey(page("p", drives, reckoned("c", ""))),
        "unreadable",
        "c-c",
        "Page 1, calculation 1 “c”",
        "The sum cannot be used. There is nothing here.",
    ),
    (
        "piping that is not closed",
        survey(drives, ask("b", label="Hello ${drives")),
        "unreadable",
        "q-b",
        "Page 2, question 1 “Hello ${drives”",
        "A text here has “${” without a code and “}” after it. Write it as ${code} or ${code|otherwise}.",
    ),
    (
        "condition of the wrong type",
        survey(ask("a", "choices"), ask("b", show_if="${a} = 'red'")),
        "wrong-type",
        "q-b",
        "Page 2, question 1 “B?”",
        ("“Show only if” cannot be used. Several options may be chosen there. Ask selected(${question}, 'option')."),
    ),
    (
        "rule of the wrong type",
        survey(ask("b", "number", constraint=". + 1")),
        "wrong-type",
        "q-b",
        "Page 1, question 1 “B?”",
        "“Accept only if” cannot be used. A condition is wanted here, such as ${age} >= 18; this is a number.",
    ),
    (
        "formula of the wrong type",
        survey(page("p", ask("b", "date"), reckoned("c", "${b} * 2"))),
        "wrong-type",
        "c-c",
        "Page 1, calculation 1 “c”",
        "The sum cannot be used. A number is wanted here, and this is a date.",
    ),
    (
        "page about nothing",
        survey(drives, page("p2", colour, show_if="${drive} = 'yes'")),
        "no-such-question",
        "p-p2",
        "Page 2",
        "“Show only if” cannot be used. There is no question “drive” before this one. Did you mean “drives”?",
    ),
    (
        "group about nothing",
        survey(page("p", Group(id="g", title="Cars", items=(drives,), show_if="${zzz} > 1"))),
        "no-such-question",
        "g",
        "Page 1, group 1 “Cars”",
        "“Show only if” cannot be used. There is no question “zzz” before this one.",
    ),
    (
        "option about nothing",
        choice(*options("red", "blue"), option("green", show_if="${zzz} > 1")),
        "no-such-question",
        "o-green",
        "Page 1, question 1 “Colour?”, answer 3 “Green”",
        "“Show only if” cannot be used. There is no question “zzz” before this one.",
    ),
    (
        "piping of nothing",
        survey(ask("a", hint="Dear ${who|friend}")),
        "no-such-question",
        "q-a",
        "Page 1, question 1 “A?”",
        "The answer to “who” cannot be said back here. There is no question “who” before this one.",
    ),
    (
        "no such option",
        survey(colour, ask("b", show_if="${colour} = 'pink'")),
        "no-such-option",
        "q-b",
        "Page 2, question 1 “B?”",
        (
            "“Show only if” cannot be used. “Colour?” has no answer with the short name “pink”. It has: red, "
            "green, blue."
        ),
    ),
    (
        "no such step",
        survey(ask("a", "nps"), ask("b", show_if="${a} = 11")),
        "no-such-option",
        "q-b",
        "Page 2, question 1 “B?”",
        (
            "“Show only if” cannot be used. “A?” has no answer with the short name “11”. It has: 0, 1, 2, 3, 4, "
            "5, 6, 7, 8, 9, …."
        ),
    ),
    (
        "no such agreement",
        survey(ask("a", "consent"), ask("b", show_if="selected(${a}, 'yes')")),
        "no-such-option",
        "q-b",
        "Page 2, question 1 “B?”",
        "“Show only if” cannot be used. “A?” has no answer with the short name “yes”. It has: OK.",
    ),
    (
        "about itself",
        survey(ask("a", "number", show_if="${a} > 1")),
        "itself",
        "q-a",
        "Page 1, question 1 “A?”",
        "“Show only if” cannot be used. “a” is asked here itself. Use an earlier question.",
    ),
    (
        "rule about itself",
        survey(ask("a", "number", constraint="${a} > 1")),
        "itself",
        "q-a",
        "Page 1, question 1 “A?”",
        "“Accept only if” cannot be used. Write a full stop for the answer itself, not ${a}.",
    ),
    (
        "page about what is on it",
        survey(page("p", drives, show_if=DRIVES)),
        "itself",
        "p-p",
        "Page 1",
        "“Show only if” cannot be used. “drives” is asked here itself. Use an earlier question.",
    ),
    (
        "piping of itself",
        survey(ask("a", label="So ${a}?")),
        "itself",
        "q-a",
        "Page 1, question 1 “So ${a}?”",
        "The answer to “a” cannot be said back here. “a” is asked here itself. Use an earlier question.",
    ),
    (
        "loop",
        survey(ask("a", "yes_no", show_if="${b} = 'yes'"), ask("b", "yes_no", show_if="${a} = 'yes'")),
        "loop",
        "q-a",
        "Page 1, question 1 “A?”",
        (
            "“Show only if” cannot be used. “b” (Page 2, question 1 “B?”) in turn depends on this: neither "
            "could be asked. Use an earlier question."
        ),
    ),
    (
        "loop through a calculation",
        survey(
            page("p1", drives, show_if="${c} > 1"),
            page("p2", ask("b", show_if=DRIVES), reckoned("c", "string-length(${b})")),
        ),
        "loop",
        "p-p1",
        "Page 1",
        (
            "“Show only if” cannot be used. “c” (Page 2, calculation 1 “c”) in turn depends on this: neither "
            "could be asked. Use an earlier question."
        ),
    ),
    (
        "later",
        survey(ask("a", show_if=DRIVES), drives),
        "later",
        "q-a",
        "Page 1, question 1 “A?”",
        (
            "“Show only if” cannot be used. “drives” comes later: Page 2, question 1 “Do you drive?”. Move that "
            "before this, or use an earlier question."
        ),
    ),
    (
        "later on the same page",
        survey(page("p", Note(id="n", text="x", show_if=DRIVES), drives)),
        "later",
        "n",
        "Page 1, text 1",
        (
            "“Show only if” cannot be used. “drives” comes later: Page 1, question 1 “Do you drive?”. Move that "
            "before this, or use an earlier question."
        ),
    ),
    (
        "later row",
        survey(matrix(row("clean", show_if="${safe} = 'good'"), row("safe"))),
        "later",
        "r-clean",
        "Page 1, question 1 “The park”, line 1 “Clean”",
        (
            "“Show only if” cannot be used. “safe” comes later: Page 1, question 1 “The park”, line 2 “Safe”. "
            "Move that before this, or use an earlier question."
        ),
    ),
    (
        "piping into the introduction",
        survey(ask("a"), intro="Dear ${a|friend}"),
        "later",
        "",
        "The introduction",
        (
            "The answer to “a” cannot be said back here. “a” comes later: Page 1, question 1 “A?”. Move that "
            "before this, or use an earlier question."
        ),
    ),
)
def test_problem_is_found_with_its_place_and_what_to_do(asked, finding):
    assert [astuple(one) for one in problems(asked)] == [finding]


def test_calculation_that_is_wrong_is_told_once_and_not_again_where_it_is_asked_about():
    asked = survey(page("p", drives, reckoned("c", "${drives} +"), ask("b", show_if="${c} > 1 and ${zzz} > 1")))
    assert [(one.kind, one.part_id) for one in problems(asked)] == [("unreadable", "c-c"), ("no-such-question", "q-b")]


def test_every_wrong_reference_of_a_condition_is_told():
    asked = survey(ask("a", show_if="${a} = 1 or ${b} = 1 or ${c} = 1"), ask("b"))
    assert [one.kind for one in problems(asked)] == ["itself", "later", "no-such-question"]
