"""Questions as rows of the sheet `survey`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from engagement.surveys.definition import Question
from engagement.surveys.definition.parts import OTHER
from engagement.surveys.definition.texts import TEXT_FIELDS
from engagement.surveys.enums import Kind
from engagement.surveys.expressions.values import plain
from engagement.surveys.kinds.choosing import NPS_MOST, RATING_STEPS
from engagement.surveys.xlsform import kinds
from engagement.surveys.xlsform.bounds import with_bounds
from engagement.surveys.xlsform.initials import initial_in
from engagement.surveys.xlsform.owned import KIND, QUESTION_FIELDS, YES, Texts, cells_of, column_of
from engagement.surveys.xlsform.reading.nodes import OTHER_WORDS
from engagement.surveys.xlsform.reading.questions import RANDOMIZE, RANGE, SEED
from engagement.surveys.xlsform.rowtypes import Said, Sort
from engagement.surveys.xlsform.saying import in_languages, own_cells, text_cells
from engagement.surveys.xlsform.wording import PLAIN
from engagement.surveys.xlsform.writing.lists import ListWriter, Source
from engagement.surveys.xlsform.writing.workbook import Cells

TYPES = {kind: name for name, possible in kinds.POSSIBLE.items() if name != "range" for kind in possible}
LOOKS = {Kind.LONG_TEXT: kinds.MULTILINE, Kind.SCALE: kinds.LIKERT}
TEXTS = {"label": "label", "hint": "hint", "details": "guidance_hint", "constraint_message": "constraint_message"}
"""The texts that XLSForm has columns for."""
OWN_TEXTS = tuple(name for name in QUESTION_FIELDS if name in TEXT_FIELDS)
OWN_VALUES = tuple(name for name in QUESTION_FIELDS if name not in {*TEXT_FIELDS, "initial"})
MADE_ANEW = {"appearance", "parameters", "choice_filter"}


@dataclass(frozen=True)
class Type:
    """The type of a question.

    Attributes:
        told: what it says of other fields by itself.
        parameters: those that belong to it.
    """

    name: str
    told: Mapping[str, Any] = field(default_factory=dict)
    parameters: Mapping[str, str] = field(default_factory=dict)


@dataclass
class QuestionWriter:
    """Writes one question.

    Attributes:
        before: what of its row came in and means nothing here.
    """

    question: Question
    lists: ListWriter
    texts: Texts
    headings: Mapping[str, str]
    before: Cells

    def rows(self) -> list[Cells]:
        """Its row; where it asks for words beside “Other”, another that only other tools need."""
        return [self._row(), *self._other_words()]

    def _row(self) -> Cells:
        question = self.question
        cells = {key: cell for key, cell in self.before.items() if key not in MADE_ANEW}
        cells |= {
            "type": self._type_cell,
            "name": question.code,
            "relevant": question.show_if,
            "constraint": with_bounds(question),
            "parameters": self._parameters,
            "appearance": self._appearance,
            "choice_filter": self.source.filter_ if self.source else "",
        }
        if question.is_required:
            cells["required"] = YES
        if self._usual_kind != question.kind:
            cells[KIND] = question.kind
        cells |= cells_of(question, OWN_VALUES, self.type.told)
        return cells | self._initial() | self._texts()

    @cached_property
    def type(self) -> Type:
        question = self.question
        match question.kind:
            case Kind.NUMBER | Kind.PERCENTAGE | Kind.MONEY:
                return self._number()
            case Kind.RATING:
                steps = question.most or RATING_STEPS
                return Type("range", {"most": steps}, _range(1, plain(Decimal(steps))))
            case Kind.NPS:
                return Type("range", {}, _range(0, NPS_MOST))
        return Type(TYPES[question.kind])

    def _number(self) -> Type:
        """A range if it came in as one and is as it was."""
        question = self.question
        given = {name: value for name, value in self._parameters_before.items() if name in RANGE}
        found = kinds.range_in(given) if given else None
        if found is not None:
            told = {"least": found.start, "most": found.end, "decimals": found.decimals}
            if all(getattr(question, name) == value for name, value in told.items()):
                return Type("range", told, given)
        is_decimal = question.decimals > 0 or question.kind == Kind.MONEY
        return Type("decimal", {"decimals": kinds.MOST_DECIMALS}) if is_decimal else Type("integer")

    @cached_property
    def source(self) -> Source | None:
        """Where its answers stand."""
        return self.lists.sources.get(self.question.code)

    @property
    def _type_cell(self) -> str:
        if self.source is None:
            return self.type.name
        return f"{self.type.name} {self.source.name}{' or_other' if self.source.has_other else ''}"

    @property
    def _usual_kind(self) -> Kind:
        """What will be read from the rest of the row."""
        name, source = self.type.name, self.source
        said = Said(Sort.QUESTION, name, kinds.POSSIBLE[name][0], has_other=bool(source and source.has_other))
        found = kinds.range_in(self.type.parameters) if name == "range" else None
        choices = self.lists.choices(source) if source and not source.filter_ else []
        return kinds.kind_by(said, self._appearance.split(), found, choices, self.lists.language)

    @cached_property
    def _appearance(self) -> str:
        before = self.before.get("appearance", "").split()
        own = LOOKS.get(Kind(self.question.kind))
        return " ".join([own, *before] if own else before)

    @cached_property
    def _parameters_before(self) -> dict[str, str]:
        return kinds.parameters_in(self.before.get("parameters", "")) or {}

    @property
    def _parameters(self) -> str:
        question = self.question
        found = dict(self.type.parameters)
        if question.is_shuffled or question.seed is not None:
            found[RANDOMIZE] = str(question.is_shuffled).lower()
        if question.seed is not None:
            found[SEED] = str(question.seed)
        is_range = bool(self.type.parameters)
        left = {name: value for name, value in self._parameters_before.items() if not (is_range and name in RANGE)}
        return kinds.parameters_of({**found, **left})

    def _texts(self) -> Cells:
        cells: Cells = {}
        for name, column in TEXTS.items():
            cells |= text_cells(self._in_languages(name), column, name, self.headings)
        for name in OWN_TEXTS:
            cells |= own_cells(self._in_languages(name), name)
        return cells

    def _in_languages(self, name: str) -> dict[str, str]:
        return in_languages(getattr(self.question, name), f"{self.question.id}.{name}", self.texts)

    def _initial(self) -> Cells:
        initial = self.question.initial
        if not initial:
            return {}
        bare = self.question.model_copy(update={"initial": ""})
        return {"default" if initial_in(bare, initial.strip()) == initial else column_of("initial"): initial}

    def _other_words(self) -> list[Cells]:
        asking = [option for option in self.question.options if option.asks_more]
        if not asking or (self.source and self.source.has_other):
            return []
        code = self.question.code
        label = asking[0].label if PLAIN.write(asking[0].label) else asking[0].code
        texts = in_languages(label, f"{asking[0].id}.label", self.texts)
        return [
            {
                "type": "text",
                "name": f"{code}{OTHER}",
                "relevant": " or ".join(f"selected(${{{code}}}, '{option.code}')" for option in asking),
                KIND: OTHER_WORDS,
                **text_cells(texts, "label", "label", self.headings),
            }
        ]


def _range(start: int, end: object) -> dict[str, str]:
    return {"start": str(start), "end": str(end), "step": "1"}
