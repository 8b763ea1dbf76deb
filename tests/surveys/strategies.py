"""Random surveys, random next versions of them, and random answers: for properties that hold of every survey.

- `surveys()`: a survey whose codes, texts and conditions are in order. Some of its parts may be out of reach.
- `publishable()`: one with which nothing is wrong.
- `versions()`: versions of one survey, each made from the last by a few edits that editors may make between
  publications: labels, options, questions and pages come, go and move; ids and codes stay with their parts, and what
  was taken out never comes back as something else.
- `answers_to(survey)`: answers that could be kept for it, by code. They need be on nobody's way, nor be accepted.
- `walked()`: a survey with answers to it.

Ids are unique in a survey, options' too, and labels are the ids in words, so that a failure can be read.
"""

from collections.abc import Callable
from decimal import Decimal
from itertools import count
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st

from engagement.surveys.definition import Calculation, Definition, Group, Matrix, Note, Option, Page, Question, Row
from engagement.surveys.definition.parts import Part
from engagement.surveys.enums import Kind
from engagement.surveys.expressions import Situation, ValueType, holds, parse
from engagement.surveys.kinds import kind_of
from engagement.surveys.kinds.counting import decimals_of
from engagement.surveys.paths import Path
from engagement.surveys.paths.checks import problems
from engagement.surveys.paths.checks.bounds import bounds_problem
from engagement.surveys.paths.checks.conditions import check_conditions
from engagement.surveys.paths.checks.subject import Subject
from tests.surveys.surveys import TODAY

WITH_OPTIONS = (Kind.CHOICE, Kind.CHOICES, Kind.SCALE, Kind.RANKING)
NUMBERS = st.integers(-2, 6)
WORDS = st.sampled_from(["a", "b", "ab", "12:00", "Something else", " x ", "ab@example.org"])
DAYS = st.sampled_from(["2026-01-01", "2026-06-09", "2026-06-10", "2026-06-11", "1990-02-28", "2031-12-31"])
ORDERS = st.sampled_from(["=", "!=", "<", "<=", ">", ">="])
Draw = Callable[[st.SearchStrategy[Any]], Any]


class Maker:
    """Makes parts that may ask about what was made before them."""

    def __init__(self, draw: Draw) -> None:
        self.draw = draw
        self.numbers = count(1)
        self.known: list[tuple[str, ValueType, tuple[str, ...]]] = []
        """What may be asked about: codes, types, and codes of options."""

    def survey(self, pages: int, items: int) -> Definition:
        self.known = []
        made = tuple(self.page(items) for _number in range(self.draw(st.integers(1, pages))))
        if not any(page.questions for page in made):
            made = (*made, self.page_with(self.question()))
        return Definition(language="en", title="A survey", pages=made)

    def page(self, items: int) -> Page:
        name, condition = self.name("p"), self.maybe(self.condition)
        return Page(
            id=name,
            code=name,
            title=name,
            show_if=condition,
            items=tuple(self.item() for _number in range(self.draw(st.integers(1, items)))),
        )

    def page_with(self, *items: Any) -> Page:
        name = self.name("p")
        return Page(id=name, code=name, title=name, items=items)

    def item(self) -> Any:
        makers = [self.question] * 6 + [self.calculation, self.matrix, self.group, self.note]
        return self.draw(st.sampled_from(makers))()

    def question(self) -> Question:
        name, condition = self.name("q"), self.maybe(self.condition)
        kind = self.draw(st.sampled_from([*WITH_OPTIONS, Kind.NUMBER, *Kind]))
        question = Question(
            id=name,
            code=name,
            kind=kind,
            label=f"{name}?",
            show_if=condition,
            options=self.options(is_exclusive=kind == Kind.CHOICES) if kind in WITH_OPTIONS else (),
            is_required=self.draw(st.booleans()),
            is_shuffled=self.draw(st.booleans()),
            constraint=self.maybe(lambda: self.rule(kind)),
        )
        question = self.bounded(question)
        codes = tuple(option.code for option in kind_of(question).options(question))
        codes = ("OK",) if kind == Kind.CONSENT else codes
        self.known.append((name, kind_of(question).value_type, codes))
        return question

    def bounded(self, question: Question) -> Question:
        """With limits, if any fit."""
        if not self.draw(st.booleans()):
            return question
        bounds = {"least": self.draw(st.none() | NUMBERS), "most": self.draw(st.none() | NUMBERS)}
        found = with_(question, **{name: one if one is None else Decimal(one) for name, one in bounds.items()})
        is_alone = any(option.is_exclusive for option in question.options) and (found.least or 0) > 1
        return question if bounds_problem(found) or is_alone else found

    def options(self, *, is_exclusive: bool = False) -> tuple[Option, ...]:
        found = [self.option() for _number in range(self.draw(st.integers(2, 4)))]
        if is_exclusive and self.draw(st.booleans()):
            found.append(with_(self.option(), is_exclusive=True))
        return tuple(found)

    def option(self) -> Option:
        name = self.name("o")
        return Option(
            id=name,
            code=name,
            label=name,
            show_if=self.maybe(self.condition),
            asks_more=self.draw(st.integers(0, 5)) == 0,
        )

    def matrix(self) -> Matrix:
        name, condition = self.name("m"), self.maybe(self.condition)
        options, rows = self.options(), []
        for _number in range(self.draw(st.integers(1, 2))):
            row = self.name("q")
            rows.append(Row(id=row, code=row, label=row, show_if=self.maybe(self.condition)))
            self.known.append((row, ValueType.TEXT, tuple(option.code for option in options)))
        is_required = self.draw(st.booleans())
        return Matrix(
            id=name, label=f"{name}?", show_if=condition, options=options, rows=tuple(rows), is_required=is_required
        )

    def group(self) -> Group:
        name, condition = self.name("g"), self.maybe(self.condition)
        return Group(id=name, title=name, show_if=condition, items=(self.question(), self.note()))

    def note(self) -> Note:
        return Note(id=self.name("n"), text="Words", show_if=self.maybe(self.condition))

    def calculation(self) -> Calculation:
        name, condition = self.name("c"), self.maybe(self.condition)
        formula = self.formula()
        self.known.append((name, ValueType.NUMBER, ()))
        return Calculation(id=name, code=name, show_if=condition, formula=formula)

    def formula(self) -> str:
        if not self.known:
            return "1 + 1"
        code, found, _options = self.draw(st.sampled_from(self.known))
        forms = {
            ValueType.NUMBER: "${{{0}}} * 2 + 1",
            ValueType.CHOICES: "count-selected(${{{0}}})",
            ValueType.TEXT: "string-length(${{{0}}})",
            ValueType.DATE: "int((today() - ${{{0}}}) div 365.25)",
        }
        is_plain = self.draw(st.booleans())
        return forms[found].format(code) if is_plain else f"if({self.condition()}, 1, 2)"

    def maybe(self, make: Callable[[], str]) -> str:
        return make() if self.known and self.draw(st.integers(0, 2)) == 0 else ""

    def condition(self) -> str:
        if not self.known:
            return "true()"
        tests = [self.test(*one) for one in self.draw(st.lists(st.sampled_from(self.known), min_size=1, max_size=3))]
        whole = self.draw(st.sampled_from([" and ", " or "])).join(f"({test})" for test in tests)
        return f"not({whole})" if self.draw(st.integers(0, 3)) == 0 else whole

    def test(self, code: str, found: ValueType, options: tuple[str, ...]) -> str:
        """A test of one answer, mostly by one of its options or with a number near the others."""
        if self.draw(st.integers(0, 5)) == 0:
            return f"${{{code}}} {self.draw(st.sampled_from(['=', '!=']))} ''"
        if found is ValueType.CHOICES:
            chosen = self.draw(st.sampled_from(options))
            counted = f"count-selected(${{{code}}}) {self.draw(ORDERS)} {self.draw(st.integers(0, 3))}"
            return self.draw(st.sampled_from([f"selected(${{{code}}}, '{chosen}')", counted]))
        if found is ValueType.DATE:
            day = self.draw(DAYS.map("'{}'".format) | st.just("today()"))
            return f"${{{code}}} {self.draw(ORDERS)} {day}"
        if found is ValueType.NUMBER:
            return f"${{{code}}} {self.draw(ORDERS)} {self.draw(NUMBERS)}"
        if options:
            chosen = self.draw(st.sampled_from(options))
            forms = [f"${{{code}}} = '{chosen}'", f"${{{code}}} != '{chosen}'", f"selected(${{{code}}}, '{chosen}')"]
            return self.draw(st.sampled_from(forms))
        return f"${{{code}}} {self.draw(st.sampled_from(['=', '!=']))} '{self.draw(WORDS)}'"

    def rule(self, kind: Kind) -> str:
        found = kind_of(Question(id="x", code="x", kind=kind)).value_type
        return {
            ValueType.NUMBER: f". {self.draw(ORDERS)} {self.draw(NUMBERS)}",
            ValueType.CHOICES: "count-selected(.) < 3",
            ValueType.DATE: f". >= {self.draw(DAYS)!r}",
            ValueType.TEXT: "string-length(.) < 9",
        }[found]

    def name(self, sort: str) -> str:
        """An id that was never given to anything."""
        return f"{sort}{next(self.numbers)}"


def with_(part: Any, **changes: Any) -> Any:
    """The same part with other values. Pydantic's own copy keeps what was worked out from those before."""
    return type(part)(**{**{name: getattr(part, name) for name in type(part).model_fields}, **changes})


# Surveys


@st.composite
def surveys(draw: Draw, *, pages: int = 3, items: int = 3) -> Definition:
    """A survey in order: what is wrong with it, if anything, is that a part is out of reach or cannot be answered."""
    return Maker(draw).survey(pages, items)


def publishable(**sizes: int) -> st.SearchStrategy[Definition]:
    """A survey with which nothing is wrong."""
    return surveys(**sizes).filter(lambda survey: not problems(survey))


@st.composite
def walked(draw: Draw, **sizes: int) -> tuple[Definition, dict[str, Any]]:
    """A survey with answers to it."""
    survey = draw(surveys(**sizes))
    return survey, draw(answers_to(survey))


# Versions


@st.composite
def versions(draw: Draw, *, most: int = 3, edits: int = 3) -> list[Definition]:
    """Versions of one survey, the first one first: each is the last with a few edits."""
    maker = Maker(draw)
    found = [maker.survey(3, 3)]
    for _number in range(draw(st.integers(1, most - 1))):
        version = found[-1]
        for _edit in range(draw(st.integers(1, edits))):
            version = draw(st.sampled_from(EDITS))(maker, version)
        found.append(_sound(version))
    return found


def relabelled(maker: Maker, survey: Definition) -> Definition:
    chosen = _any(maker, survey, Question, Matrix, Row, Option)
    return changed(survey, lambda part: with_(part, label=f"{part.label}!") if part.id == chosen else part)


def without_a_part(maker: Maker, survey: Definition) -> Definition:
    """Without a question, a matrix, a group, a page."""
    chosen = _any(maker, survey, Question, Matrix, Group, Page, Note, Calculation)
    return changed(survey, lambda part: None if part.id == chosen else part)


def without_an_option(maker: Maker, survey: Definition) -> Definition:
    chosen = _any(maker, survey, Option)
    return changed(survey, lambda part: None if part.id == chosen else part)


def with_an_option(maker: Maker, survey: Definition) -> Definition:
    chosen = _any(maker, survey, Matrix, Question)

    def change(part: Any) -> Any:
        if part.id != chosen or not part.options:
            return part
        maker.known = []
        return with_(part, options=(maker.option(), *part.options))

    return changed(survey, change)


def with_a_question(maker: Maker, survey: Definition) -> Definition:
    """With a question at the end of a page."""
    chosen = _any(maker, survey, Page)
    maker.known = []
    return changed(
        survey,
        lambda part: with_(part, items=(*part.items, maker.question())) if part.id == chosen else part,
    )


def in_another_order(maker: Maker, survey: Definition) -> Definition:
    """With its pages in another order, and the parts of each."""
    mixed = lambda parts: tuple(maker.draw(st.permutations(parts)))  # noqa: E731
    pages = (with_(page, items=mixed(page.items)) for page in mixed(survey.pages))
    return with_(survey, pages=tuple(pages))


def as_required(maker: Maker, survey: Definition) -> Definition:
    """With a question that needed an answer and does not any more, or the other way round."""
    chosen = _any(maker, survey, Question, Matrix)
    return changed(
        survey,
        lambda part: with_(part, is_required=not part.is_required) if part.id == chosen else part,
    )


EDITS = [
    relabelled,
    without_a_part,
    without_an_option,
    with_an_option,
    with_a_question,
    in_another_order,
    as_required,
]


def _any(maker: Maker, survey: Definition, *sorts: type[Part]) -> str:
    """The id of one of the parts of these sorts; "" where there is none."""
    ids = [part.id for part in survey.parts() if isinstance(part, sorts)]
    return maker.draw(st.sampled_from(ids)) if ids else ""


def changed(survey: Definition, change: Callable[[Any], Any]) -> Definition:
    """With each part changed; None takes it out."""

    def below(part: Any) -> Any:
        lists = ("items", "options", "rows")
        inner = {name: each(getattr(part, name)) for name in lists if getattr(part, name, ())}
        return change(with_(part, **inner) if inner else part)

    def each(parts: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(found for part in parts if (found := below(part)) is not None)

    return with_(survey, pages=each(survey.pages))


def _sound(survey: Definition) -> Definition:
    """As an editor must leave it: with something to ask, options enough, and no condition about what has gone."""
    survey = changed(survey, _filled)
    assume(survey.questions)
    while wrong := {finding.part_id for finding in check_conditions(Subject(survey))}:
        survey = changed(survey, lambda part, wrong=wrong: _without_expressions(part) if part.id in wrong else part)
    return survey


def _filled(part: Any) -> Any:
    if isinstance(part, Matrix) and (not part.rows or len(part.options) < 2):
        return None
    if isinstance(part, Question) and part.kind in WITH_OPTIONS and len(part.options) < 2:
        return None
    if isinstance(part, Question) and bounds_problem(part):
        return with_(part, least=None, most=None)
    return part


def _without_expressions(part: Any) -> Any:
    names = {"show_if": "", "constraint": "", "formula": "1"}
    return with_(part, **{name: text for name, text in names.items() if name in type(part).model_fields})


# Answers


def answers_to(survey: Definition) -> st.SearchStrategy[dict[str, Any]]:
    """Answers as they are kept, by code; questions without one are not there."""
    each = {question.code: st.none() | answer_to(question) for question in survey.questions}
    others = {f"{question.code}_other": st.none() | WORDS for question in survey.questions}
    drawn = st.fixed_dictionaries({**each, **others})
    return drawn.map(lambda found: {code: stored for code, stored in found.items() if stored is not None})


def answer_to(question: Question) -> st.SearchStrategy[Any]:
    """An answer to a question, as it is kept. It may break its rule or its limits."""
    kind = kind_of(question)
    codes = [option.code for option in kind.options(question)]
    if kind.value_type is ValueType.CHOICES:
        some = st.lists(st.sampled_from(codes), min_size=1, unique=True)
        is_ranked = question.kind == Kind.RANKING
        return some if is_ranked else some.map(lambda found: sorted(found, key=codes.index))
    if codes:
        return st.sampled_from(codes)
    if question.kind == Kind.CONSENT:
        return st.just(True)
    by_type = {
        ValueType.NUMBER: NUMBERS.map(str) | st.sampled_from(["0.5", "2.5", "-7.25", "100"]),
        ValueType.DATE: DAYS | DAYS.map("{}T12:00".format) if question.kind == Kind.MOMENT else DAYS,
        ValueType.TEXT: WORDS,
    }
    return by_type[kind.value_type]


def is_accepted(path: Path) -> bool:
    """Whether somebody could send these answers: what is needed is there, and everything keeps limits and rules."""
    return path.first_missing is None and all(_is_accepted(path, code) for code in path.kept if code in path.by_code)


def _is_accepted(path: Path, code: str) -> bool:
    question, stored = path.by_code[code].question, path.by_code[code].stored
    kind = kind_of(question)
    if kind.value_type is ValueType.NUMBER and len(str(stored).partition(".")[2]) > decimals_of(question):
        return False
    situation = Situation(path.values, TODAY, itself=path.values[code])
    is_kept = not question.constraint or holds(parse(question.constraint), situation)
    return stored is not None and not kind.problem(question, stored) and is_kept
