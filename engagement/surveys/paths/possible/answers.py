"""The answers to a question that conditions tell apart: for each sort that they treat alike, one that stands for it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from engagement.surveys.definition import Option, Question
from engagement.surveys.kinds import Stored, kind_of
from engagement.surveys.kinds.agreeing import Agreement
from engagement.surveys.kinds.choosing import OneOf, SomeOf
from engagement.surveys.kinds.counting import Number
from engagement.surveys.kinds.dating import Day, Moment
from engagement.surveys.kinds.ranking import Ranked
from engagement.surveys.paths.possible.chosen import chosen
from engagement.surveys.paths.possible.outcomes import UNSURE, Outcome
from engagement.surveys.paths.possible.plan import Plan
from engagement.surveys.paths.possible.reading import Reading, reading_of
from engagement.surveys.paths.possible.samples import Sample, days, numbers, texts
from engagement.surveys.paths.possible.spans import Span, joined

MOST_COMPARED = 20_000
"""Where there are more answers and tests than that, to tell which answers are alike takes longer than it saves."""


@dataclass(frozen=True, eq=False)
class Answer:
    """One answer, for all that conditions cannot tell from it.

    Attributes:
        stored: as it is kept; None where there is none.
        value: what conditions see.
        options: those it needs that are not always offered.
        span: which numbers or days it stands for; None where it stands for itself.
    """

    stored: Stored | None
    value: Outcome
    options: tuple[Option, ...] = ()
    span: Span | None = None


NOTHING = Answer(None, None)
ANYTHING = Answer(None, UNSURE)
"""Whatever else may be answered, which conditions may treat like none of the others."""


def possible_answers(plan: Plan, code: str) -> tuple[Answer, ...]:
    """The answers to the question with that code that conditions tell apart, on the plan's terms.

    `NOTHING` is among them; so is `ANYTHING` where conditions may treat some other answer like none of these.
    """
    question = plan.questions[code]
    reading = reading_of(plan, code)
    samples, is_exact = _samples(plan, question, reading)
    found = _told_apart(plan, reading, question, samples)
    return (*found, NOTHING) if is_exact else (*found, NOTHING, ANYTHING)


def _samples(plan: Plan, question: Question, reading: Reading) -> tuple[Sequence[Sample], bool]:
    match kind_of(question):
        case OneOf() as kind:
            return [Sample(option.code) for option in kind.options(question)], True
        case SomeOf() | Ranked():
            return chosen(question, reading, is_accepted=plan.is_accepted)
        case Agreement():
            return [Sample(True)], True
        case Number():
            return numbers(question, reading, is_accepted=plan.is_accepted)
        case Day() | Moment():
            return days(question, reading, today=plan.today, is_accepted=plan.is_accepted)
        case _:
            return texts(question, reading, is_accepted=plan.is_accepted)


def _told_apart(plan: Plan, reading: Reading, question: Question, samples: Sequence[Sample]) -> Iterator[Answer]:
    answers = [_answer(question, sample) for sample in samples]
    if len(answers) * len(reading.tests) > MOST_COMPARED:
        yield from answers
        return
    alike: dict[tuple[Outcome, ...], list[Answer]] = {}
    for answer in answers:
        alike.setdefault(reading.signature(plan, question.code, answer.value), []).append(answer)
    for answers in alike.values():
        if answers[0].span is not None:
            yield replace(answers[0], span=joined(one.span for one in answers))
        elif isinstance(answers[0].value, Decimal | date):
            yield answers[len(answers) // 2]  # no extreme where a usual one will do
        else:
            yield from _easiest(answers)


def _answer(question: Question, sample: Sample) -> Answer:
    value = kind_of(question).value(sample.stored)
    return Answer(sample.stored, value, tuple(_conditional(question, sample.stored)), sample.span)


def _conditional(question: Question, stored: Stored) -> Iterator[Option]:
    codes = stored if isinstance(stored, list) else [stored]
    return (option for option in question.options if option.show_if and option.code in codes)


def _easiest(answers: Sequence[Answer]) -> list[Answer]:
    """Those that need the least: who may give another of these answers may give one of them."""
    kept: list[tuple[frozenset[str], Answer]] = []
    for answer in sorted(answers, key=lambda one: len(one.options)):
        needed = frozenset(option.show_if for option in answer.options)
        if not any(other <= needed for other, _one in kept):
            kept.append((needed, answer))
    return [answer for _needed, answer in kept]
