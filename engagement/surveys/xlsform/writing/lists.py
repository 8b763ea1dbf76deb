"""The sheet `choices`: which list each question takes its answers from, and what stands in it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.template.defaultfilters import yesno
from django.utils.translation import override

from engagement.surveys.definition import Calculation, Definition, Option
from engagement.surveys.enums import Kind
from engagement.surveys.expressions import ExpressionError, Node, ValueType, check_condition, parse, type_of
from engagement.surveys.kinds import KINDS
from engagement.surveys.xlsform.choices import (
    TEXTS,
    Choice,
    ChoiceError,
    Offer,
    choice_of,
    offer_of,
    other_choice,
)
from engagement.surveys.xlsform.conditions import Filter
from engagement.surveys.xlsform.headings import Row
from engagement.surveys.xlsform.kinds import is_yes_no
from engagement.surveys.xlsform.owned import OPTION_FIELDS, Texts, cells_of, column_of
from engagement.surveys.xlsform.saying import in_languages, own_cells, text_cells
from engagement.surveys.xlsform.writing.workbook import Cells

CASE = column_of("case")
"""The column by which a filter of ours tells answers apart that are offered under different conditions."""


@dataclass(frozen=True)
class Asker:
    """What asks for answers: a question or a matrix.

    Attributes:
        code: of the question, or of the first line of the matrix.
        is_yes_no: whether it has the two answers that need no words.
    """

    code: str
    options: tuple[Option, ...]
    is_yes_no: bool = False
    is_matrix: bool = False


@dataclass(frozen=True)
class Source:
    """Where a question takes its answers from."""

    name: str
    filter_: str = ""
    has_other: bool = False


class ListWriter:
    """Finds a list for each question. One that came in goes out as it came while it says the same as the survey; to
    find that out, what is written is read again.
    """

    def __init__(
        self, definition: Definition, texts: Texts, extras: Mapping[str, Any], headings: Mapping[str, str]
    ) -> None:
        self.language, self.texts, self.headings = definition.language, texts, headings
        self.types = types_of(definition)
        self.named: Mapping[str, str] = extras["lists"]
        self.filters = {code: cells.get("choice_filter", "") for code, cells in extras["survey"].items()}
        self.stored: dict[str, list[Cells]] = {entry["list"]: entry["rows"] for entry in extras["choices"]}
        self.lists: dict[str, list[Cells]] = {}
        self._choices: dict[int, list[Choice]] = {}
        self._alive: list[Sequence[Cells]] = []  # so that no two of them have the same id
        self.sources: dict[str, Source] = {}

    def add(self, askers: Sequence[Asker]) -> None:
        """Find lists for all of them, first those that can stay as they are."""
        for asker in askers:
            name = self.named.get(asker.code, "")
            if name in self.stored and (source := self._as_it_was(asker, name)):
                self.sources[asker.code] = source
        kept = {source.name for source in self.sources.values()}
        stale = set(self.named.values()) - kept
        self.lists = {name: rows for name, rows in self.stored.items() if name not in stale}
        for asker in askers:
            if asker.code not in self.sources:
                self.sources[asker.code] = self._anew(asker)

    def rows(self) -> list[Cells]:
        """The rows of the sheet."""
        return [{"list_name": name, **row} for name, rows in self.lists.items() for row in rows]

    def choices(self, source: Source) -> list[Choice]:
        """The choices of a list as they will be read."""
        return self._read(self.lists[source.name])

    def _as_it_was(self, asker: Asker, name: str) -> Source | None:
        for has_other in (False, True):
            source = Source(name, self.filters.get(asker.code, ""), has_other)
            if self._says(asker, self.stored[name], source):
                return source
        return None

    def _anew(self, asker: Asker) -> Source:
        rows = self._rows(asker)
        ways = [(rows, "", False)]
        if not asker.is_matrix:  # tables of other tools have neither filters nor “other”
            ways = [(rows[:-1], "", True), *ways, self._filtered(asker, rows)]
        name = self._free_name(asker)
        for way, filter_, has_other in ways:
            if self._says(asker, way, Source(name, filter_, has_other)):
                return self._put(name, way, filter_, has_other)
        exact = [{**row, **_show_if(option)} for row, option in zip(rows, asker.options, strict=True)]
        return self._put(name, exact, "", False)

    def _put(self, name: str, rows: list[Cells], filter_: str, has_other: bool) -> Source:
        same = next((other for other, there in self.lists.items() if there == rows), name)
        self.lists[same] = rows
        return Source(same, filter_, has_other)

    def _says(self, asker: Asker, rows: Sequence[Cells], source: Source) -> bool:
        """Whether what is read from these rows is what is asked for."""
        try:
            choices = self._read(rows)
            if asker.is_yes_no:
                return not source.filter_ and not source.has_other and is_yes_no(choices, self.language)
            other = other_choice(self.language, self.texts) if source.has_other else None
            filter_ = Filter(source.filter_, {"label", *(column for row in rows for column in row)})
            offer = offer_of(choices, asker.code, filter_, self._check, other)
        except (ChoiceError, ExpressionError):
            return False
        return self._is_same(asker.options, offer)

    def _is_same(self, options: tuple[Option, ...], offer: Offer) -> bool:
        if [_bare(one) for one in options] != [_bare(one) for one in offer.options]:
            return False
        return _translated(options, self.texts) == _translated(offer.options, offer.translations)

    def _rows(self, asker: Asker) -> list[Cells]:
        if asker.is_yes_no:
            return [self._yes_or_no(code) for code in ("yes", "no")]
        before = {row.get("name", ""): row for row in reversed(self.stored.get(self.named.get(asker.code, ""), []))}
        return [self._row(option, before.get(option.code, {})) for option in asker.options]

    def _yes_or_no(self, code: str) -> Cells:
        cells = {"name": code}
        for language, heading in self.headings.items():
            with override(language or self.language):
                cells[f"label{heading}"] = str(yesno(code == "yes")).capitalize()
        return cells

    def _row(self, option: Option, before: Cells) -> Cells:
        """An answer. What of it came in and means nothing here stays beside it."""
        cells = {"name": option.code, **cells_of(option, [name for name in OPTION_FIELDS if name not in TEXTS])}
        for name, column in TEXTS.items():
            texts = in_languages(getattr(option, name), f"{option.id}.{name}", self.texts)
            cells.update(text_cells(texts, column, name, self.headings) if column else own_cells(texts, name))
        known = ("label", "name", column_of(""))
        return {**{key: cell for key, cell in before.items() if not key.startswith(known)}, **cells}

    def _filtered(self, asker: Asker, rows: Sequence[Cells]) -> tuple[list[Cells], str, bool]:
        """The answers under a filter that any tool understands."""
        conditions = list(dict.fromkeys(option.show_if for option in asker.options if option.show_if))
        cases = {condition: str(number) for number, condition in enumerate(conditions, 1)}
        parts = [f"({CASE} = '{case}' and ({condition}))" for condition, case in cases.items()]
        if any(not option.show_if for option in asker.options):
            parts.insert(0, f"{CASE} = ''")
        marked = [
            {**row, **({CASE: cases[option.show_if]} if option.show_if else {})}
            for row, option in zip(rows, asker.options, strict=False)
        ]
        return marked, " or ".join(parts), False

    def _free_name(self, asker: Asker) -> str:
        wanted = self.named.get(asker.code) or asker.code
        number, name = 1, wanted
        while name in self.lists:
            number += 1
            name = f"{wanted}_{number}"
        return name

    def _read(self, rows: Sequence[Cells]) -> list[Choice]:
        """Each list once, however many questions have it."""
        if id(rows) not in self._choices:
            read = [choice_of(Row("choices", 0, dict(row), {}), self.language) for row in rows]
            self._choices[id(rows)] = read
            self._alive.append(rows)
        return self._choices[id(rows)]

    def _check(self, node: Node) -> None:
        check_condition(node, self.types)


def types_of(definition: Definition) -> dict[str, ValueType]:
    """The types of everything that has an answer."""
    types: dict[str, ValueType] = {}
    for one in definition.asked:
        if isinstance(one, Calculation):
            try:
                types[one.code] = type_of(parse(one.formula), types)
            except ExpressionError:
                types[one.code] = ValueType.TEXT
        else:
            types[one.code] = KINDS[Kind(one.kind)].value_type
    return types


def _bare(option: Option) -> Option:
    return option.model_copy(update={"id": ""})


def _show_if(option: Option) -> Cells:
    return {column_of("show_if"): option.show_if} if option.show_if else {}


def _translated(options: Iterable[Option], texts: Texts) -> list[Cells]:
    """The texts of each in other languages."""
    return [
        {
            f"{language}.{name}": text
            for language, found in texts.items()
            for name in TEXTS
            if (text := found.get(f"{one.id}.{name}"))
        }
        for one in options
    ]
