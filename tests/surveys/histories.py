"""Random surveys, edits between their versions, and answers to them, for property tests."""

from dataclasses import dataclass
from datetime import date, time
from typing import Any

from hypothesis import strategies as st

from engagement.surveys.definition import Calculation, Definition, Group, Item, Matrix, Option, Page, Question, Row
from engagement.surveys.enums import Kind
from engagement.surveys.kinds import kind_of

CODES = ("age", "name", "why", "way", "area", "age_band", "state", "q1")
"""Some are those of columns that every list has."""
OPTIONS = ("a", "b", "c", "1", "02", "no_answer")
WITH_OPTIONS = {Kind.CHOICE, Kind.CHOICES, Kind.SCALE, Kind.RANKING}
words = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r") | st.sampled_from("'=+-@|,;\n\t\"_x"),
    min_size=1,
    max_size=20,
).filter(str.strip)
"""What people write; a form leaves no carriage return in it, and no database holds the other."""


@dataclass(frozen=True)
class History:
    """The versions of a survey, and for each response the number of its version and its answers."""

    versions: tuple[Definition, ...]
    given: tuple[tuple[int, dict[str, Any]], ...]


@st.composite
def definitions(draw: Any) -> Definition:
    """One version: questions in any order, some of them asked only of those who said yes, in groups and matrices."""
    codes = draw(st.lists(st.sampled_from(CODES), unique=True, max_size=len(CODES)))
    items: list[Item] = [draw(_items(code)) for code in codes]
    gate = Question(id="q-gate", code="gate", kind=Kind.YES_NO)
    if draw(st.booleans()):
        items = [Group(id="g", items=tuple(items), show_if=draw(st.sampled_from(["", "${gate} = 'yes'"])))]
    pages = (Page(id="p1", code="p1", items=(gate,)), Page(id="p2", code="p2", items=tuple(items)))
    return Definition(language="en", title="Random", pages=pages)


@st.composite
def _items(draw: Any, code: str) -> Item:
    if draw(st.integers(0, 9)) == 0:
        return Calculation(
            id=f"c-{code}", code=code, formula=draw(st.sampled_from(["if(${gate} = 'yes', 2.50, 0)", "'x'"]))
        )
    if draw(st.integers(0, 9)) == 0:
        rows = tuple(Row(id=f"{code}.{n}", code=f"{code}.{n}") for n in range(2))
        return Matrix(id=f"m-{code}", rows=rows, options=draw(_options(has_other=False)))
    kind = draw(st.sampled_from(Kind))
    return Question(
        id=f"q-{code}",
        code=code,
        kind=kind,
        options=draw(_options(has_other=kind != Kind.RANKING)) if kind in WITH_OPTIONS else (),
        decimals=draw(st.integers(0, 2)),
        show_if=draw(st.sampled_from(["", "", "${gate} = 'yes'"])),
    )


@st.composite
def _options(draw: Any, *, has_other: bool) -> tuple[Option, ...]:
    codes = draw(st.lists(st.sampled_from(OPTIONS), unique=True, min_size=1))
    other = draw(st.sampled_from([None, *codes])) if has_other else None
    limit = draw(st.sampled_from([None, 100]))
    return tuple(Option(id=code, code=code, label=code, asks_more=code == other, limit=limit) for code in codes)


@st.composite
def answers_to(draw: Any, definition: Definition) -> dict[str, Any]:
    """Answers to some of the questions, also to those that are not asked."""
    answers = {}
    for question in definition.questions:
        if draw(st.booleans()):
            answers[question.code] = draw(_answers(question))
            if any(option.asks_more for option in question.options) and draw(st.booleans()):
                answers[f"{question.code}_other"] = draw(words)
    return answers


def _answers(question: Question) -> st.SearchStrategy[Any]:
    codes = [option.code for option in kind_of(question).options(question)]
    match question.kind:
        case Kind.CHOICES:
            chosen = st.sets(st.sampled_from(codes), min_size=1)
            return chosen.map(lambda some: [code for code in codes if code in some])
        case Kind.RANKING:
            return st.lists(st.sampled_from(codes), unique=True, min_size=1)
        case Kind.NUMBER | Kind.MONEY | Kind.PERCENTAGE:
            places = question.decimals or (2 if question.kind == Kind.MONEY else 0)
            return st.integers(0, 100 * 10**places).map(lambda number: _plain(number, places))
        case Kind.CONSENT:
            return st.just(True)
    return st.sampled_from(codes) if codes else WRITTEN.get(question.kind, words)


def _plain(number: int, places: int) -> str:
    text = f"{number // 10**places}.{number % 10**places:0{places}}" if places else str(number)
    return text.rstrip("0").rstrip(".") if "." in text else text


days = st.dates(date(1900, 3, 1), date(2199, 12, 31))
times = st.builds(time, st.integers(0, 23), st.integers(0, 59))
WRITTEN: dict[str, st.SearchStrategy[str]] = {
    Kind.DATE: days.map(date.isoformat),
    Kind.TIME: times.map(lambda one: one.isoformat("minutes")),
    Kind.MOMENT: st.builds(lambda day, one: f"{day}T{one.isoformat('minutes')}", days, times),
    Kind.EMAIL: st.just("eve@example.org"),
    Kind.POSTCODE: st.sampled_from(["WX4 2LN", "M1 1AE"]),
}


@st.composite
def histories(draw: Any, *, most_versions: int = 3, most: int = 4) -> History:
    """Versions that share codes and differ in what they ask, and responses to any of them."""
    versions = draw(st.lists(definitions(), min_size=1, max_size=most_versions))
    numbers = draw(st.lists(st.integers(1, len(versions)), max_size=most))
    given = [(number, draw(answers_to(versions[number - 1]))) for number in numbers]
    return History(tuple(versions), tuple(given))
