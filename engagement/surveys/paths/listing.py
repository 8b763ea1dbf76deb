"""The distinct ways through a survey, each with answers that lead there, for editors to look at before it is public."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain, islice

from django.utils import timezone
from django.utils.translation import gettext as _

from engagement.surveys.definition import Calculation, Definition, Option
from engagement.surveys.kinds import Stored
from engagement.surveys.paths.places import Place
from engagement.surveys.paths.possible import (
    NOTHING,
    AllHold,
    Answers,
    Found,
    Goal,
    Plan,
    Search,
    Verdict,
    told,
    values_of,
)
from engagement.surveys.paths.walking import Path, ShownItem, walk


@dataclass(frozen=True)
class Way:
    """One way through.

    Attributes:
        answers: answers that lead there, as they are kept, without those that make no difference.
        path: what is shown on it, as `walk` finds it.
        words: which answers make the difference.
    """

    answers: Mapping[str, Stored]
    path: Path
    words: str

    @property
    def shown(self) -> tuple[str, ...]:
        """The ids of all that is shown."""
        return shown_on(self.path)


@dataclass(frozen=True)
class PathList:
    """Ways through a survey.

    Attributes:
        is_complete: whether there are no others.
    """

    ways: tuple[Way, ...]
    is_complete: bool


def paths(definition: Definition, *, most: int = 200, today: date | None = None) -> PathList:
    """The ways through a survey on which different pages, questions or words between them are shown.

    Only answers that are accepted are looked at. Where there are more ways than are wanted, each part that is sometimes
    shown and sometimes not is still seen both ways, as far as they go.

    Args:
        definition: a survey that `checks.problems` passed.
        most: how many to list.
        today: the day of which the ways are listed; the current one if it is not given.
    """
    return _Lister(definition, most, today or timezone.localdate()).listed()


def shown_on(path: Path) -> tuple[str, ...]:
    """The ids of the pages and of all that is shown on them; options are not among it."""
    return tuple(one for page in path.pages for one in (page.page.id, *_ids(page.items)))


def _ids(items: Iterable[ShownItem]) -> Iterator[str]:
    for item in items:
        if not isinstance(item.part, Calculation):
            yield item.part.id
        yield from (one.question.id for one in item.questions if one.question is not item.part)
        yield from _ids(item.items)


@dataclass(frozen=True)
class _State:
    """How far it is decided what is shown.

    Attributes:
        number: of the next place under a condition.
        hidden: the places that are not shown.
        absent: the codes of the questions in them.
        settled: what was decided of each condition.
        goals: that each of these conditions holds, or does not.
        answers: answers that bring all of it about, with whatever those need in turn.
    """

    number: int = 0
    hidden: frozenset[Place] = frozenset()
    absent: frozenset[str] = frozenset()
    settled: Mapping[str, bool] = field(default_factory=dict)
    goals: tuple[Goal, ...] = ()
    answers: Answers = field(default_factory=dict)


class _Lister:
    """Decides place by place whether it is shown, both ways where there are answers for both."""

    def __init__(self, definition: Definition, most: int, today: date) -> None:
        self.definition, self.most, self.today = definition, most, today
        self.plan = Plan(definition, today=today, is_accepted=True)
        self.search = Search(self.plan)
        seen = (place for place in self.plan.places if not isinstance(place.part, Option | Calculation))
        self.places = [place for place in seen if place.part.show_if]
        self.is_complete = True

    def listed(self) -> PathList:
        """The ways, as many as are wanted."""
        ways = list(islice(_distinct(self._ways(_State())), self.most + 1))
        if len(ways) <= self.most:
            return PathList(tuple(ways), self.is_complete)
        varied = _distinct(chain(self._varied(), ways))
        return PathList(tuple(islice(varied, self.most)), is_complete=False)

    def _varied(self) -> Iterator[Way]:
        """Ways on which every part under a condition is shown once, and hidden once."""
        seen: list[frozenset[str]] = []
        for place in self.places:
            for is_shown in (True, False):
                if self.search.is_spent or any((place.part.id in shown) is is_shown for shown in seen):
                    continue
                way = next((way for state in self._beginning(place, is_shown) for way in self._ways(state)), None)
                if way is not None:
                    seen.append(frozenset(way.shown))
                    yield way

    def _beginning(self, place: Place, is_shown: bool) -> Iterator[_State]:
        goal = AllHold(self.plan.conditions(place.conditions), is_wanted=is_shown)
        found = self.search.find([goal])
        if found.verdict is Verdict.YES:
            settled = dict.fromkeys(place.conditions, True) if is_shown else {}
            yield _State(settled=settled, goals=(goal,), answers=found.answers)

    def _ways(self, state: _State) -> Iterator[Way]:
        """All ways from this state on."""
        waiting = [state]
        has_one = False
        while waiting and not (has_one and self.search.is_spent):
            state = waiting.pop()
            if state.number == len(self.places):
                has_one = True
                yield self._way(state)
            else:
                waiting += reversed(list(self._next(state)))
        self.is_complete = self.is_complete and not waiting

    def _next(self, state: _State) -> Iterator[_State]:
        place = self.places[state.number]
        text = place.part.show_if
        if any(one in state.hidden for one in place.above):
            yield self._after(state, place, is_shown=False)
        elif text in state.settled:
            yield self._after(state, place, is_shown=state.settled[text])
        else:
            yield from (one for is_shown in (True, False) for one in self._settled(state, place, is_shown=is_shown))

    def _settled(self, state: _State, place: Place, *, is_shown: bool) -> Iterator[_State]:
        text = place.part.show_if
        goal = AllHold(self.plan.conditions([text]), is_wanted=is_shown)
        found = self._found(state, goal)
        self.is_complete = self.is_complete and found.verdict is not Verdict.PERHAPS
        if found.verdict is Verdict.YES:
            settled = {**state.settled, text: is_shown}
            further = replace(state, settled=settled, goals=(*state.goals, goal), answers=found.answers)
            yield self._after(further, place, is_shown=is_shown)

    def _after(self, state: _State, place: Place, *, is_shown: bool) -> _State:
        """With one more place decided. What is not shown has no answer."""
        if is_shown:
            return replace(state, number=state.number + 1)
        absent = {code: NOTHING for code in place.codes if code in self.plan.questions}
        return replace(
            state,
            number=state.number + 1,
            hidden=state.hidden | {place},
            absent=state.absent | absent.keys(),
            answers={**state.answers, **absent},
        )

    def _found(self, state: _State, goal: Goal) -> Found:
        """Answers that meet one more goal: with those that there are, or others in the place of what it is tied to."""
        is_met = goal.is_met(self.plan, values_of(state.answers))
        if is_met:
            return Found(Verdict.YES, state.answers)
        if is_met is None and (found := self.search.find([goal], state.answers)).verdict is Verdict.YES:
            return found
        fixed = {code: answer for code, answer in state.answers.items() if code in state.absent}
        if goal.is_met(self.plan, values_of(fixed)) is False:
            return Found(Verdict.NO)
        tied = self.search.tied(goal, state.goals, state.answers)
        others = {code: answer for code, answer in state.answers.items() if code not in tied}
        return self.search.find([goal, *(one for one in state.goals if one.questions & tied)], {**others, **fixed})

    def _way(self, state: _State) -> Way:
        answers = self.search.needed(state.goals, state.answers)
        kept = {code: answer.stored for code, answer in answers.items() if answer.stored is not None}
        path = walk(self.definition, kept, today=self.today)
        telling = [(self.plan.questions[code], answers[code]) for code in self.plan.questions if code in answers]
        seen = [(question, answer) for question, answer in telling if question.code in path.by_code]
        return Way(kept, path, told(seen, path.say) or _("Whatever is answered"))


def _distinct(ways: Iterable[Way]) -> Iterator[Way]:
    seen: set[tuple[str, ...]] = set()
    for way in ways:
        if way.shown not in seen:
            seen.add(way.shown)
            yield way
