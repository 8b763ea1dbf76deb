"""What conditions make of the answer to one question: which of its answers they can tell apart."""

from collections.abc import Iterator
from dataclasses import dataclass

from engagement.surveys.expressions import Value, references
from engagement.surveys.expressions.nodes import Call, Itself, Literal, Node, Operation, Reference
from engagement.surveys.paths.possible.outcomes import Outcome, Unsure, reader
from engagement.surveys.paths.possible.plan import Condition, Plan

COMPARISONS = frozenset({"=", "!=", "<", "<=", ">", ">="})
COUNTING = frozenset({"selected", "count-selected"})


@dataclass(frozen=True)
class Reading:
    """How the answer to a question is read.

    Attributes:
        tests: the largest parts of conditions that depend on its answer and on nothing else. Answers of which all of
            them make the same cannot be told apart.
        compared: the values that the answer is compared with or looked for in, each with the operator or function.
        written: these and every other value that stands in the tests.
        is_compared: whether nothing but such comparisons is done with the answer.
        is_counted: whether nothing is done with the options that were chosen but to look for some and count them.
        has_counts: whether they are counted.
    """

    tests: tuple[Condition, ...]
    compared: tuple[tuple[str, Value], ...]
    written: tuple[Value, ...]
    is_compared: bool
    is_counted: bool
    has_counts: bool

    def signature(self, plan: Plan, code: str, value: Outcome) -> tuple[Outcome, ...]:
        """What all the tests make of a value."""
        return tuple(plan.outcome(test, {code: value}) for test in self.tests)


def reading_of(plan: Plan, code: str) -> Reading:
    """How the answer to the question with that code is read."""
    tests = tuple(_tests(plan, code))
    uses = tuple(_uses(plan, code, [test.node for test in tests]))
    compared = tuple(pair for use in uses for pair in _compared(plan, use))
    literals = (part.value for test in tests for node in _nodes(plan, test) for part in _literals(node))
    return Reading(
        tests,
        compared,
        (*(value for _name, value in compared), *literals),
        is_compared=all(isinstance(use, Operation) for use in uses),
        is_counted=not any(isinstance(use, Reference) for use in uses),
        has_counts=any(isinstance(use, Call) and use.name == "count-selected" for use in uses),
    )


def _tests(plan: Plan, code: str) -> Iterator[Condition]:
    waiting = [condition.node for condition in plan.asking.get(code, ())]
    entered: set[str] = set()
    while waiting:
        node = waiting.pop()
        condition = plan.of(node)
        if code not in condition.questions:
            continue
        if condition.questions == {code} and (plan.today is not None or not condition.is_dated):
            yield condition
        elif isinstance(node, Reference):
            # A calculation that depends on other answers as well: what it makes of this one is within.
            waiting += [] if node.code in entered else plan.parts_of(node.code)
            entered.add(node.code)
        else:
            waiting += node.parts


def _uses(plan: Plan, code: str, waiting: list[Node]) -> Iterator[Node]:
    """What is done with the answer: comparisons with what is written down, questions after chosen options, and the
    answer itself where it is used in any other way."""
    entered: set[str] = set()
    while waiting:
        node = waiting.pop()
        if isinstance(node, Reference) and node.code in plan.questions:
            yield node
        elif isinstance(node, Reference):
            waiting += [] if node.code in entered else plan.parts_of(node.code)
            entered.add(node.code)
        elif _is_direct(node, code):
            yield node
        else:
            waiting += node.parts


def _is_direct(node: Node, code: str) -> bool:
    about = [part for part in node.parts if isinstance(part, Reference) and part.code == code]
    others = [part for part in node.parts if part not in about]
    is_use = isinstance(node, Call) and node.name in COUNTING and node.parts[0] in about
    is_use = is_use or (isinstance(node, Operation) and node.operator in COMPARISONS)
    return is_use and len(about) == 1 and all(_is_constant(part) for part in others)


def _is_constant(node: Node) -> bool:
    return not references(node) and not any(isinstance(part, Itself) for part in node.walk())


def _compared(plan: Plan, use: Node) -> Iterator[tuple[str, Value]]:
    if not isinstance(use, Operation | Call):
        return
    for part in use.parts:
        value = reader(part, plan.today)({})
        if not isinstance(part, Reference) and not isinstance(value, Unsure):
            yield (use.operator if isinstance(use, Operation) else use.name), value


def _nodes(plan: Plan, test: Condition) -> Iterator[Node]:
    yield test.node
    for code in test.calculations:
        yield from plan.parts_of(code)


def _literals(node: Node) -> Iterator[Literal]:
    return (part for part in node.walk() if isinstance(part, Literal))
