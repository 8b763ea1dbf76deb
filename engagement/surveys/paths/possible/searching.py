"""The search for answers under which given conditions hold, and others do not."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from typing import Protocol

from engagement.surveys.definition import Option
from engagement.surveys.paths.possible.answers import ANYTHING, NOTHING, Answer, possible_answers
from engagement.surveys.paths.possible.outcomes import UNSURE, Unsure, Values
from engagement.surveys.paths.possible.plan import Condition, Plan

MOST_STEPS = 3_000
"""Of one search for answers. What is not found by then may still be there."""
MOST_STEPS_IN_ALL = 50_000
FEW_STEPS = 100
"""Of each further search once so many were taken in all."""

Answers = Mapping[str, Answer]


def values_of(answers: Answers) -> Values:
    """What conditions see of answers."""
    return {code: answer.value for code, answer in answers.items()}


class Verdict(Enum):
    """Whether there are such answers. What cannot be told is no reason to refuse anything."""

    YES = "yes"
    NO = "no"
    PERHAPS = "perhaps"


class Goal(Protocol):
    """Something that answers are to bring about."""

    @property
    def questions(self) -> frozenset[str]:
        """The codes of the questions that it depends on."""

    def is_met(self, plan: Plan, values: Values) -> bool | None:
        """Whether it is met by the answers that are known; None where that depends on others."""


@dataclass(frozen=True, eq=False)
class AllHold:
    """All the conditions hold or, if that is not wanted, at least one does not."""

    conditions: tuple[Condition, ...]
    is_wanted: bool = True

    @cached_property
    def questions(self) -> frozenset[str]:
        return frozenset().union(*(one.questions for one in self.conditions))

    def is_met(self, plan: Plan, values: Values) -> bool | None:
        found = plan.all_hold(self.conditions, values)
        return None if found is None else found is self.is_wanted


@dataclass(frozen=True, eq=False)
class FewOffered:
    """Fewer options are offered than a number. Each is given by the conditions under which it is."""

    options: tuple[tuple[Condition, ...], ...]
    number: int

    @cached_property
    def questions(self) -> frozenset[str]:
        return frozenset().union(*(one.questions for conditions in self.options for one in conditions))

    def is_met(self, plan: Plan, values: Values) -> bool | None:
        offered = [plan.all_hold(conditions, values) for conditions in self.options]
        if offered.count(True) >= self.number:
            return False
        return True if len(offered) - offered.count(False) < self.number else None


@dataclass(frozen=True, eq=False)
class Answered:
    """A question has an answer."""

    code: str

    @property
    def questions(self) -> frozenset[str]:
        return frozenset({self.code})

    def is_met(self, plan: Plan, values: Values) -> bool | None:
        value = values.get(self.code, UNSURE)
        return None if isinstance(value, Unsure) else value is not None


@dataclass(frozen=True)
class Found:
    """What a search came to.

    Attributes:
        answers: those that meet the goals, by the code of the question; whatever is not there does not matter.
    """

    verdict: Verdict
    answers: Answers = field(default_factory=dict)


class Search:
    """Looks for answers to one survey. Each question is looked at once.

    Attributes:
        steps: how many were taken so far.
    """

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.steps = 0
        self._possible: dict[str, tuple[Answer, ...]] = {}
        self._terms: dict[tuple[str, int], tuple[Goal, ...]] = {}
        self._ties: dict[str, frozenset[str]] = {}

    @property
    def is_spent(self) -> bool:
        """Whether it has taken so many steps that it only looks for what is near."""
        return self.steps > MOST_STEPS_IN_ALL

    def possible(self, code: str) -> tuple[Answer, ...]:
        """What may be answered to a question."""
        if code not in self._possible:
            self._possible[code] = possible_answers(self.plan, code)
        return self._possible[code]

    def find(self, goals: Sequence[Goal], given: Answers | None = None) -> Found:
        """Answers that meet all the goals.

        Each step supposes one more answer, to a question on which a goal hangs, and gives up as soon as one cannot be
        met any more. An answer in turn needs its question to be asked and its options to be offered: further goals.

        Args:
            given: answers to begin with. What they need is met.
        """
        trial = _Trial(self, goals, given or {})
        end = self.steps + (FEW_STEPS if self.is_spent else MOST_STEPS)
        while self.steps < end:
            self.steps += 1
            if trial.is_met:
                return Found(Verdict.YES, trial.answers)
            if not trial.go_on():
                return Found(Verdict.PERHAPS if trial.is_doubtful else Verdict.NO)
        return Found(Verdict.PERHAPS)

    def tied(self, goal: Goal, goals: Iterable[Goal], answers: Answers) -> frozenset[str]:
        """The questions whose answers may have to change if the goal is to be met beside the others."""
        knots: dict[str, list[frozenset[str]]] = {}
        for knot in (*(one.questions for one in goals), *(self._ties_of(code) for code in answers)):
            for code in knot:
                knots.setdefault(code, []).append(knot)
        found: set[str] = set()
        waiting = set(goal.questions)
        while waiting:
            code = waiting.pop()
            found.add(code)
            waiting |= self._ties_of(code).union(*knots.pop(code, ())) - found
        return frozenset(found)

    def needed(self, goals: Iterable[Goal], answers: Answers) -> Answers:
        """As few of the answers as the goals need."""
        owned: list[tuple[str | None, Goal]] = [(None, goal) for goal in goals]
        owned += [(code, term) for code, answer in answers.items() for term in self.terms(code, answer)]
        touched: dict[str, list[tuple[str | None, Goal]]] = {code: [] for code in answers}
        for owner, goal in owned:
            for code in goal.questions & answers.keys():
                touched[code].append((owner, goal))
        kept = dict(answers)
        values = dict(values_of(answers))
        for code in reversed(list(answers)):
            value = values.pop(code)
            del kept[code]
            left = (goal for owner, goal in touched[code] if owner is None or owner in kept)
            if not all(goal.is_met(self.plan, values) for goal in left):
                kept[code], values[code] = answers[code], value
        return kept

    def _ties_of(self, code: str) -> frozenset[str]:
        """A question and those on which the answers to it hang."""
        if code not in self._ties:
            question = self.plan.questions[code]
            rule = self.plan.rule(question)
            offered = self.plan.conditions(option.show_if for option in question.options if option.show_if)
            needs = AllHold((*self.plan.chain(code), *offered, *([rule] if rule else [])))
            self._ties[code] = needs.questions | {code}
        return self._ties[code]

    def terms(self, code: str, answer: Answer) -> tuple[Goal, ...]:
        """What an answer needs: that the question is asked, and its options are offered. On a plan of accepted answers
        it must keep the rule as well, and a question that needs an answer has one if it is asked."""
        key = (code, id(answer))
        if key not in self._terms:
            self._terms[key] = tuple(self._terms_of(code, answer))
        return self._terms[key]

    def _terms_of(self, code: str, answer: Answer) -> Iterator[Goal]:
        question, line = self.plan.questions[code], self.plan.chain(code)
        if answer is NOTHING:
            if question.is_required and self.plan.is_accepted:
                yield AllHold(line, is_wanted=False)
            return
        rule = None if answer is ANYTHING else self.plan.rule(question)
        offered = self.plan.conditions(option.show_if for option in answer.options)
        yield AllHold((*line, *offered, *([rule] if rule else [])))

    def offered(self, options: Iterable[Option]) -> tuple[tuple[Condition, ...], ...]:
        """For each option, the conditions under which it is offered."""
        return tuple(self.plan.conditions([option.show_if] if option.show_if else []) for option in options)


@dataclass(frozen=True)
class _Level:
    """A question to which one answer after the other is supposed.

    Attributes:
        asked: the goals that depend on it.
        others: the other goals that were not known to be met before.
    """

    code: str
    answers: Iterator[Answer]
    asked: Sequence[Goal]
    others: Sequence[Goal]


class _Trial:
    """The answers that one search supposes at a time."""

    def __init__(self, search: Search, goals: Sequence[Goal], given: Answers) -> None:
        self.search = search
        self.answers = dict(given)
        self.values = dict(values_of(given))
        self.levels: list[_Level] = []
        self.waiting = self._unmet(goals, ())
        self.is_doubtful = False

    @property
    def is_met(self) -> bool:
        """Whether all goals are known to be met."""
        return self.waiting is not None and not self.waiting

    def go_on(self) -> bool:
        """Suppose one more answer, or another one where that leads nowhere. Returns whether there was one left."""
        if self.waiting:
            code = self._next(self.waiting)
            if code is None:
                self.is_doubtful = True
            else:
                asked = [goal for goal in self.waiting if code in goal.questions]
                others = [goal for goal in self.waiting if code not in goal.questions]
                self.levels.append(_Level(code, iter(self.search.possible(code)), asked, others))
        while self.levels:
            level = self.levels[-1]
            answer = next(level.answers, None)
            if answer is not None:
                self._suppose(level, answer)
                return True
            self.levels.pop()
            del self.answers[level.code], self.values[level.code]
        return False

    def _suppose(self, level: _Level, answer: Answer) -> None:
        self.answers[level.code], self.values[level.code] = answer, answer.value
        self.waiting = self._unmet((*self.search.terms(level.code, answer), *level.asked), level.others)

    def _unmet(self, asked: Sequence[Goal], others: Sequence[Goal]) -> Sequence[Goal] | None:
        """The goals that are not known to be met; None where one cannot be any more."""
        waiting = []
        for goal in asked:
            is_met = goal.is_met(self.search.plan, self.values)
            if is_met is False:
                return None
            if is_met is None:
                waiting.append(goal)
        return [*waiting, *others]

    def _next(self, waiting: Iterable[Goal]) -> str | None:
        """The next question to suppose an answer to; None if there is none left.

        It is one of the goal that depends on the fewest and, of such, of the newest: where something cannot be, that
        shows soonest there.
        """
        unknown = [goal.questions - self.answers.keys() for goal in waiting]
        fewest = min((codes for codes in unknown if codes), key=len, default=None)
        return max(fewest, key=self.search.plan.order.__getitem__) if fewest else None
