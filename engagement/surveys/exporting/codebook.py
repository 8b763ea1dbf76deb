"""What the columns of a survey mean: codes, words, answers to choose from, who is asked, and in which versions."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from engagement.surveys.definition import Calculation, Definition, Matrix, Option, Question, conditions_of
from engagement.surveys.definition.conditions import joined
from engagement.surveys.definition.parts import OTHER
from engagement.surveys.exporting.columns import United, heading_of, union_of
from engagement.surveys.expressions.values import plain
from engagement.surveys.kinds import kind_of
from engagement.surveys.kinds.counting import bounds_of
from engagement.surveys.models import Survey, SurveyVersion
from engagement.surveys.queries import definition_in, languages_of, source_of

BETWEEN = " | "
HEADINGS = (
    "column",
    "code",
    "kind",
    "text",
    "options",
    "shown_if",
    "required",
    "bounds",
    "constraint",
    "formula",
    "first_version",
    "last_version",
    "versions",
)
TRANSLATED = ("text", "options")
"""Once more for each other language, as `text_cy`."""


@dataclass(frozen=True)
class Words:
    """What a question says in one language."""

    text: str
    options: tuple[Option, ...]

    @property
    def written(self) -> str:
        """The options with their codes."""
        return BETWEEN.join(f"{option.code}={option.label}" for option in self.options)


@dataclass(frozen=True)
class Entry:
    """One column.

    Attributes:
        shown_if: the condition under which it is asked: that of its page, its group and itself in one.
        numbers: of the versions that ask it, in order.
        words: by language, the one it was written in first.
    """

    code: str
    kind: str
    label: str
    numbers: tuple[int, ...]
    words: dict[str, Words]
    shown_if: str = ""
    is_required: bool = False
    bounds: str = ""
    constraint: str = ""
    formula: str = ""

    @property
    def column(self) -> str:
        return heading_of(self.code)

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Each option with its label in every language."""
        return [
            {
                "code": option.code,
                "labels": [(language, said.options[n].label) for language, said in self.words.items()],
            }
            for n, option in enumerate(self.own.options)
        ]

    @property
    def own(self) -> Words:
        """In the language it was written in."""
        return next(iter(self.words.values()))


@dataclass(frozen=True)
class CodeBook:
    """The columns of a survey in order.

    Attributes:
        languages: that it can be read in, the one it was written in first.
    """

    survey: Survey
    title: str
    versions: int
    languages: tuple[str, ...]
    entries: tuple[Entry, ...]


def code_book(survey: Survey) -> CodeBook:
    """What the columns of a survey's exports mean."""
    versions = list(SurveyVersion.objects.filter(survey=survey.pk).defer("definition").order_by("number"))
    sources = [source_of(version) for version in versions]
    tongues = [_tongues(version) for version in versions]
    conditions = [conditions_of(source) for source in sources]
    entries: list[Entry] = []
    for one in union_of(sources):
        place = one.numbers[-1] - 1
        entries += _entries(one, tongues[place], conditions[place].get(one.code, ()))
    languages = dict.fromkeys(language for spoken in reversed(tongues) for language in spoken)
    title = sources[-1].title if sources else survey.title
    return CodeBook(survey, title, len(versions), tuple(languages), tuple(entries))


def rows_of(book: CodeBook) -> Iterator[Sequence[Any]]:
    """The codebook as a table, its headings first. Headings never change."""
    others = book.languages[1:]
    yield [*HEADINGS, *(f"{name}_{language}" for language in others for name in TRANSLATED)]
    for one in book.entries:
        said = [one.words.get(language) for language in others]
        yield [
            *(one.column, one.code, one.kind, one.own.text, one.own.written, one.shown_if),
            *("yes" if one.is_required else "no", one.bounds, one.constraint, one.formula),
            *(one.numbers[0], one.numbers[-1], len(one.numbers)),
            *(part for words in said for part in ((words.text, words.written) if words else ("", ""))),
        ]


def _tongues(version: SurveyVersion) -> dict[str, Definition]:
    return {language: definition_in(version, language) for language in languages_of(version)}


def _entries(one: United, tongues: dict[str, Definition], conditions: tuple[str, ...]) -> Iterator[Entry]:
    words = {language: _words(one, definition) for language, definition in tongues.items()}
    common: dict[str, Any] = {"numbers": one.numbers, "shown_if": joined(conditions)}
    match one.latest:
        case Calculation(formula=formula):
            yield Entry(one.code, "calculation", _("Calculation"), words=words, formula=formula, **common)
        case Question() as question:
            yield Entry(
                one.code,
                question.kind.value,
                str(question.kind.label),
                words=words,
                is_required=question.is_required,
                bounds=_bounds(question),
                constraint=question.constraint,
                **common,
            )
    if one.asks_more:
        beside = {language: Words(_other_of(one, words), ()) for language, words in words.items()}
        yield Entry(one.code + OTHER, "other", _("Words beside an answer"), words=beside, **common)


def _words(one: United, definition: Definition) -> Words:
    """What it says in the language of a definition. Options of earlier versions keep the words that they had."""
    asked = definition.by_code[one.code]
    if isinstance(asked, Calculation):
        return Words("", ())
    said = {option.code: option for option in kind_of(asked).options(asked)}
    above = _matrices(definition).get(one.code, "")
    text = f"{above} {asked.label}".strip()
    return Words(text, tuple(said.get(option.code, option) for option in one.options))


def _matrices(definition: Definition) -> dict[str, str]:
    """The label above each row of a matrix, by the code of the row."""
    return {row.code: part.label for part in definition.parts() if isinstance(part, Matrix) for row in part.rows}


def _other_of(one: United, words: Words) -> str:
    asking = {option.code for option in one.options if option.asks_more}
    return f"{words.text} {', '.join(option.label for option in words.options if option.code in asking)}".strip()


def _bounds(question: Question) -> str:
    """`1..10`, either end of which may be open: of a number itself, of options how many, of words their characters."""
    least, most = bounds_of(question)
    if least is None and most is None:
        return ""
    return f"{'' if least is None else plain(least)}..{'' if most is None else plain(most)}"
