"""A survey as the search for ways sees it: what each condition depends on, and what must hold for each part."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from engagement.surveys.definition import Calculation, Definition, Question, Row
from engagement.surveys.expressions import parse, references
from engagement.surveys.expressions.nodes import Call, Itself, Negated, Node, Operation, Reference
from engagement.surveys.paths.places import Place, places
from engagement.surveys.paths.possible.outcomes import UNSURE, Outcome, Reader, Values, reader


@dataclass(frozen=True, eq=False)
class Condition:
    """An expression with what it depends on.

    Attributes:
        read: gives what comes out of it once its calculations are reckoned.
        questions: the codes of the questions whose answers it depends on, by way of calculations, too.
        calculations: those to reckon before it, in order.
        is_dated: whether it depends on the day.
    """

    node: Node
    read: Reader
    questions: frozenset[str]
    calculations: tuple[str, ...]
    is_dated: bool


class Plan:
    """A survey whose expressions are all in order.

    Args:
        today: the day on which the ways are looked for; None for any day.
        is_accepted: look only for answers that are accepted: those that are needed are given, and rules are kept.
    """

    def __init__(self, definition: Definition, *, today: date | None = None, is_accepted: bool = False) -> None:
        self.definition, self.today, self.is_accepted = definition, today, is_accepted
        self.questions = {one.code: one for one in definition.questions}
        self.order = {one.code: number for number, one in enumerate(definition.asked)}
        self._read: dict[str, Condition] = {}
        self._chains: dict[str, tuple[Condition, ...]] = {}
        self._formulas: dict[str, Condition] = {}
        self._rules: dict[str, Condition | None] = {}
        self.places = tuple(places(definition))
        for place in self.places:
            self._take(place)

    def conditions(self, texts: Iterable[str]) -> tuple[Condition, ...]:
        """Conditions from their texts."""
        return tuple(self.condition(text) for text in texts)

    def condition(self, text: str) -> Condition:
        """A condition from its text."""
        if text not in self._read:
            self._read[text] = self.of(parse(text))
        return self._read[text]

    def chain(self, code: str) -> tuple[Condition, ...]:
        """All that must hold for a question to be asked or a calculation to be made."""
        return self._chains[code]

    def rule(self, question: Question) -> Condition | None:
        """The rule that answers to a question must keep, asked about that question; None without one."""
        if question.code not in self._rules:
            text = question.constraint if self.is_accepted else ""
            self._rules[question.code] = self.of(_about(parse(text), question.code)) if text else None
        return self._rules[question.code]

    def parts_of(self, calculation: str) -> Iterator[Node]:
        """The expressions that make a calculation: its formula, and when it is made at all."""
        yield self._formulas[calculation].node
        yield from (one.node for one in self._chains[calculation])

    def of(self, node: Node) -> Condition:
        """An expression with what it depends on."""
        codes = references(node)
        reckoned = [code for code in codes if code in self._formulas]
        below = [one for code in reckoned for one in (self._formulas[code], *self._chains[code])]
        questions = {code for code in codes if code not in self._formulas}.union(*(one.questions for one in below))
        calculations = set(reckoned).union(*(one.calculations for one in below))
        is_dated = any(isinstance(part, Call) and part.name == "today" for part in node.walk())
        return Condition(
            node,
            reader(node, self.today),
            frozenset(questions),
            tuple(sorted(calculations, key=self.order.__getitem__)),
            is_dated or any(one.is_dated for one in below),
        )

    def outcome(self, condition: Condition, values: Values) -> Outcome:
        """What comes out of it, as far as that is told by the answers that are known."""
        if condition.calculations:
            values = self._reckoned(condition.calculations, values)
        return condition.read(values)

    def all_hold(self, conditions: Iterable[Condition], values: Values) -> bool | None:
        """Whether all of them hold; None where that cannot be told."""
        return all_true(self.outcome(one, values) for one in conditions)

    @cached_property
    def asking(self) -> Mapping[str, tuple[Condition, ...]]:
        """The conditions that depend on each question, by its code. What depends on none steers nothing."""
        texts = dict.fromkeys(place.part.show_if for place in self.places if place.part.show_if)
        rules = (rule for question in self.definition.questions if (rule := self.rule(question)))
        found: dict[str, list[Condition]] = {}
        for condition in (*self.conditions(texts), *rules):
            for code in condition.questions:
                found.setdefault(code, []).append(condition)
        return {code: tuple(conditions) for code, conditions in found.items()}

    def _take(self, place: Place) -> None:
        part = place.part
        if isinstance(part, Question | Row | Calculation):
            self._chains[part.code] = self.conditions(place.conditions)
        if isinstance(part, Calculation):
            self._formulas[part.code] = self.of(parse(part.formula))

    def _reckoned(self, calculations: Iterable[str], values: Values) -> Values:
        found = dict(values)
        for code in calculations:
            is_made = all_true(one.read(found) for one in self._chains[code])
            if is_made is not None:
                found[code] = self._formulas[code].read(found) if is_made else None
        return found


def all_true(outcomes: Iterable[Outcome]) -> bool | None:
    """Whether all of them are true; None where that cannot be told."""
    is_sure = True
    for found in outcomes:
        if found is UNSURE:
            is_sure = False
        elif found is not True:
            return False
    return True if is_sure else None


def _about(node: Node, code: str) -> Node:
    """The same, asking about the question with that code where a full stop stands.

    `once` gives what was answered where something was, and a rule is only asked of what was.
    """
    match node:
        case Itself() | Call(name="once"):
            return Reference(node.position, code)
        case Negated():
            return replace(node, operand=_about(node.operand, code))
        case Operation():
            return replace(node, left=_about(node.left, code), right=_about(node.right, code))
        case Call():
            return replace(node, arguments=tuple(_about(part, code) for part in node.arguments))
    return node
