import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from engagement.surveys.definition import (
    Calculation,
    Definition,
    Group,
    Item,
    Matrix,
    Note,
    Option,
    Page,
    Picture,
    Question,
    piped,
)
from engagement.surveys.definition.parts import OTHER, Part
from engagement.surveys.expressions import Situation, Value, evaluate, holds, parse, text_of
from engagement.surveys.kinds import Stored, kind_of
from engagement.surveys.kinds.base import one_line

Answers = Mapping[str, Any]
"""Answers as they are kept, by the code of the question; the words beside "other" under its code and `_other`."""


@dataclass(frozen=True)
class ShownQuestion:
    """A question as one person sees it.

    Attributes:
        options: those offered to them, in the order in which they see them.
        stored: their answer as far as it fits; None where there is none.
        other: what they wrote beside "Other – please say"; "" where that is not chosen.
    """

    question: Question
    options: tuple[Option, ...]
    stored: Stored | None
    other: str = ""

    @property
    def words(self) -> str:
        """The answer as it is read back; "" where there is none."""
        if self.stored is None:
            return ""
        words = kind_of(self.question).words(self.question, self.stored)
        return f"{words}: {self.other}" if self.other else words

    @property
    def is_missing(self) -> bool:
        """Whether it needs an answer and has none."""
        return self.question.is_required and self.stored is None


@dataclass(frozen=True)
class ShownItem:
    """What stands in one place of a page, with what it holds. A matrix holds its rows, a group its items."""

    part: Item
    questions: tuple[ShownQuestion, ...] = ()
    items: "tuple[ShownItem, ...]" = ()

    def asked(self) -> Iterator[ShownQuestion]:
        """The questions in it, in order."""
        yield from self.questions
        for item in self.items:
            yield from item.asked()


@dataclass(frozen=True)
class ShownPage:
    """A page with what of it is shown."""

    page: Page
    items: tuple[ShownItem, ...]

    @property
    def code(self) -> str:
        return self.page.code

    @cached_property
    def questions(self) -> tuple[ShownQuestion, ...]:
        """The questions on it, in order."""
        return tuple(asked for item in self.items for asked in item.asked())

    @property
    def has_questions(self) -> bool:
        return bool(self.questions)


@dataclass(frozen=True)
class Path:
    """The way of one person: pages in order, and what their answers on it are.

    Attributes:
        values: what conditions see, by code, calculations among them.
        kept: the answers on this way as they are kept; what lies off it is left out, and counts nowhere.
    """

    pages: tuple[ShownPage, ...]
    values: Mapping[str, Value]
    kept: Mapping[str, Any]
    by_code: Mapping[str, ShownQuestion]

    def page(self, code: str) -> ShownPage | None:
        """The page with that code if it is on the way."""
        return next((page for page in self.pages if page.code == code), None)

    def page_of(self, code: str) -> ShownPage | None:
        """The page on the way that asks the question with that code."""
        return next((page for page in self.pages if any(one.question.code == code for one in page.questions)), None)

    def after(self, code: str) -> ShownPage | None:
        """The page that follows; None after the last."""
        return self._beside(code, 1)

    def before(self, code: str) -> ShownPage | None:
        """The page before it; None before the first."""
        return self._beside(code, -1)

    @property
    def first_missing(self) -> ShownPage | None:
        """The first page with a question that needs an answer and has none."""
        return next((page for page in self.pages if any(one.is_missing for one in page.questions)), None)

    def words_of(self, code: str) -> str:
        """An answer as it is read back in a later text; "" where there is none."""
        shown = self.by_code.get(code)
        return one_line(shown.words) if shown else one_line(text_of(self.values.get(code)))

    def say(self, text: str, *, is_html: bool = False) -> str:
        """A text of the survey with answers in their places."""
        return piped(text, self.words_of, is_html=is_html)

    def _beside(self, code: str, step: int) -> ShownPage | None:
        codes = [page.code for page in self.pages]
        place = codes.index(code) + step if code in codes else -1
        return self.pages[place] if 0 <= place < len(self.pages) else None


def walk(definition: Definition, answers: Answers, *, today: date, seed: int = 0, shows_all: bool = False) -> Path:
    """Follow the answers from the first page to the last.

    Each condition is asked of what was answered before it on this way, so an answer to a question that has gone steers
    nothing. Answers to options that are not offered any more count as none.

    Args:
        definition: a survey that `checks.problems` passed.
        seed: with which options are shuffled, kept with the answers.
        shows_all: whatever the conditions say, for the preview of a draft that need not be sound yet.
    """
    walker = _Walker(answers, today, seed, shows_all)
    pages = tuple(walker.pages(definition.pages))
    return Path(pages, walker.values, walker.kept, walker.shown)


@dataclass
class _Walker:
    answers: Answers
    today: date
    seed: int
    shows_all: bool
    values: dict[str, Value] = field(default_factory=dict)
    kept: dict[str, Any] = field(default_factory=dict)
    shown: dict[str, ShownQuestion] = field(default_factory=dict)

    def pages(self, pages: Iterable[Page]) -> Iterator[ShownPage]:
        for page in pages:
            if not self._is_shown(page):
                continue
            items = tuple(self._items(page.items))
            # What holds only calculations is no page to look at.
            if any(not isinstance(item.part, Calculation) for item in items):
                yield ShownPage(page, items)

    def _items(self, items: Iterable[Item]) -> Iterator[ShownItem]:
        for item in items:
            if self._is_shown(item) and (shown := self._item(item)):
                yield shown

    def _item(self, item: Item) -> ShownItem | None:
        match item:
            case Question():
                return ShownItem(item, (self._ask(item),))
            case Matrix():
                rows = tuple(self._ask(row) for row in item.questions if self._is_shown(row))
                return ShownItem(item, rows) if rows else None
            case Group():
                below = tuple(self._items(item.items))
                return ShownItem(item, items=below) if below else None
            case Calculation():
                if not self.shows_all:
                    self.values[item.code] = evaluate(parse(item.formula), self._situation)
                return ShownItem(item)
            case Note() | Picture():
                return ShownItem(item)

    def _ask(self, question: Question) -> ShownQuestion:
        kind = kind_of(question)
        offered = [option for option in kind.options(question) if self._is_shown(option)]
        stored = kind.fitting(self.answers.get(question.code), offered)
        self.values[question.code] = kind.value(stored)
        other = self._other(question, offered, stored)
        if stored is not None:
            self.kept[question.code] = stored
        if other:
            self.kept[question.code + OTHER] = other
        shown = ShownQuestion(question, tuple(_in_order(question, offered, self.seed)), stored, other)
        self.shown[question.code] = shown
        return shown

    def _other(self, question: Question, offered: Sequence[Option], stored: Stored | None) -> str:
        chosen = stored if isinstance(stored, list) else [stored]
        asks_more = any(option.asks_more and option.code in chosen for option in offered)
        other = self.answers.get(question.code + OTHER)
        return other if asks_more and isinstance(other, str) else ""

    def _is_shown(self, part: Part) -> bool:
        return not part.show_if or self.shows_all or holds(parse(part.show_if), self._situation)

    @property
    def _situation(self) -> Situation:
        return Situation(self.values, self.today)


def _in_order(question: Question, options: list[Option], seed: int) -> list[Option]:
    """The options as one person sees them: shuffled where that is asked for, but for those that close the list."""
    if not question.is_shuffled:
        return options
    free = [option for option in options if not option.is_last]
    fixed = seed if question.seed is None else question.seed
    random.Random(f"{fixed}:{question.id}").shuffle(free)  # noqa: S311 - an order, no secret
    shuffled = iter(free)
    return [option if option.is_last else next(shuffled) for option in options]
