"""Rows of the sheet `survey` as questions."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from pyxform.aliases import yes_no

from engagement.surveys.definition import Question
from engagement.surveys.definition.parts import OTHER
from engagement.surveys.definition.texts import TEXT_FIELDS
from engagement.surveys.enums import Kind
from engagement.surveys.expressions import ExpressionError, Node, check_condition
from engagement.surveys.kinds import KINDS
from engagement.surveys.xlsform import kinds
from engagement.surveys.xlsform.bounds import without_bounds
from engagement.surveys.xlsform.choices import Choice, ChoiceError, Offer, choice_of, offer_of, other_choice
from engagement.surveys.xlsform.conditions import Filter, expression_in
from engagement.surveys.xlsform.faults import FormRefused
from engagement.surveys.xlsform.headings import Row, Table
from engagement.surveys.xlsform.ids import id_of
from engagement.surveys.xlsform.initials import initial_in
from engagement.surveys.xlsform.owned import KIND, QUESTION_FIELDS, column_of
from engagement.surveys.xlsform.reading.state import Reading
from engagement.surveys.xlsform.rowtypes import Said

MAX_OFFERED = 100_000
RANDOMIZE, SEED = "randomize", "seed"
RANGE = ("start", "end", "step")


class Lists:
    """The lists of the sheet `choices`, read when a question first asks for one.

    Attributes:
        rows: of each list, by its name.
        used: the columns that filters asked about.
    """

    def __init__(self, reading: Reading, table: Table) -> None:
        self.reading = reading
        self.columns = frozenset({*table.headings, "label"})
        self.used: set[str] = set()
        self.rows: dict[str, list[Row]] = {}
        for row in table.rows:
            if name := row.text("list_name"):
                self.rows.setdefault(name, []).append(row)
            elif {"name", "label"} & row.cells.keys():
                reading.fault(row, "list_name", _("This answer is in no list. Name the list that it belongs to."))
        self._read: dict[str, list[Choice]] = {}
        self._offered = 0

    def count(self, row: Row, choices: Sequence[Choice]) -> None:
        """Raise FormRefused once there are more answers than a survey can have: many questions with one long list."""
        self._offered += len(choices) * (1 + len(self.reading.languages))
        if self._offered > MAX_OFFERED:
            sentence = _("All questions together have more than {most} answers in all languages. Shorten the lists.")
            self.reading.fault(row, "type", sentence.format(most=MAX_OFFERED))
            raise FormRefused(self.reading.faults)

    def choices(self, name: str) -> list[Choice]:
        """The choices of a list; those that cannot be read are faults, said once."""
        if name not in self._read:
            self._read[name] = [choice for row in self.rows.get(name, ()) if (choice := self._choice(row))]
        return self._read[name]

    def _choice(self, row: Row) -> Choice | None:
        if not any(column.startswith("label") for column in row.cells):
            sentence = _("This answer has no text. Its name is shown until you write one.")
            self.reading.notice(row, "label", sentence)
        try:
            choice = choice_of(row, self.reading.language)
        except ChoiceError as error:
            self.reading.fault(error.row, error.column, error.sentence)
            return None
        self.reading.look_at(row, "label", [text for texts in choice.texts.values() for text in texts.values()])
        return choice


@dataclass
class QuestionReader:
    """Makes a question of a row."""

    reading: Reading
    lists: Lists
    row: Row
    said: Said
    code: str

    def question(self) -> Question:
        """The question. What is wrong with it is among the faults of the reading."""
        reading, row = self.reading, self.row
        part = id_of("question", self.code)
        if self.said.sentence:
            reading.notice(row, "type", self.said.sentence)
        kind = self.kind
        made: dict[str, Any] = {
            "id": part,
            "code": self.code,
            "kind": kind,
            "label": self.label(part),
            "hint": reading.words(row, "hint", part, "hint"),
            "details": self._details(part),
            "show_if": reading.condition(row, "relevant"),
            "is_required": self.is_required,
            "options": () if kind == Kind.YES_NO else self.offer(other=True).options,
            "constraint_message": reading.words(row, "constraint_message", part, "constraint_message"),
            **self._order(),
            **self._numbers(kind),
            **self._own(part),
        }
        question = Question(**made)
        question = question.model_copy(update={"constraint": self._constraint(question)})
        question = question.model_copy(update={"initial": question.initial or self._initial(question)})
        self._check(question)
        reading.types[self.code] = KINDS[kind].value_type
        self.keep()
        return question

    def label(self, part: str) -> str:
        """What it asks; its name where it says nothing."""
        label = self.reading.words(self.row, "label", part, "label")
        if not label:
            self.reading.notice(
                self.row, "label", _("This question has no text. Its name is shown until you write one.")
            )
        return label or self.code

    @cached_property
    def is_required(self) -> bool:
        """Whether it needs an answer; a condition for that is beyond us."""
        text = self.row.text("required")
        found = yes_no.get(text, yes_no.get(text.lower()))
        if text and found is None:
            self.row.leave("required", text)
            sentence = _("Whether an answer is needed cannot depend on others here, so it is not. Write yes or no.")
            self.reading.notice(self.row, "required", sentence)
        return bool(found)

    @cached_property
    def looks(self) -> tuple[str, ...]:
        """The words of its appearance; those that only change looks are kept."""
        text = self.row.text("appearance")
        if kinds.REFUSED_LOOKS.search(text):
            sentence = _("This asks another program or another file, which a survey here cannot do. Delete it.")
            self.reading.fault(self.row, "appearance", sentence)
        words = tuple(text.split())
        own = {"text": kinds.MULTILINE, "select_one": kinds.LIKERT}.get(self.said.name)
        left = [word for word in words if word != own]
        self.row.leave("appearance", " ".join(left))
        for word in left:
            if not kinds.LOOKS.fullmatch(word):
                sentence = _("“{word}” changes nothing here. It is kept, and written out again.")
                self.reading.notice(self.row, "appearance", sentence.format(word=word))
        return words

    @cached_property
    def parameters(self) -> dict[str, str]:
        """Those that mean something here are taken out as they are used; what is left is kept."""
        found = kinds.parameters_in(self.row.text("parameters"))
        if found is None:
            sentence = _("Write parameters like randomize=true seed=5, with a space between them.")
            self.reading.fault(self.row, "parameters", sentence)
        return found or {}

    @cached_property
    def range(self) -> kinds.Range | None:
        """The numbers of a `range`."""
        if self.said.name != "range":
            return None
        found = kinds.range_in(self.parameters)
        if found is None:
            sentence = _("Write the ends and the step as numbers, such as start=0 end=10 step=1.")
            self.reading.fault(self.row, "parameters", sentence)
        return found

    @cached_property
    def choices(self) -> list[Choice]:
        """All of its list."""
        name = self.said.list_name
        if name and name not in self.lists.rows:
            sentence = _("There is no list “{name}” on the sheet choices. Write it there, or correct the name.")
            self.reading.fault(self.row, "type", sentence.format(name=name))
        return self.lists.choices(name) if name else []

    @cached_property
    def filter(self) -> Filter:
        """Which of them are offered."""
        text = self.row.text("choice_filter")
        self.row.leave("choice_filter", text)
        found = Filter(text if self.said.list_name else "", self.lists.columns)
        self.lists.used |= found.used
        for name in sorted(found.unknown):
            sentence = _("There is no column “{name}” on the sheet choices. It is taken as a text: '{name}'.")
            self.reading.notice(self.row, "choice_filter", sentence.format(name=name))
        return found

    @cached_property
    def kind(self) -> Kind:
        """The kind of question."""
        all_choices = [] if self.filter.text else self.choices
        kind = kinds.kind_by(self.said, self.looks, self.range, all_choices, self.reading.language)
        own = self.row.text(KIND).strip()
        if not own:
            return kind
        if own not in kinds.POSSIBLE[self.said.name]:
            sentence = _("A question of the type {type} cannot be of this kind. Empty the cell.")
            self.reading.fault(self.row, KIND, sentence.format(type=self.said.name))
            return kind
        return Kind(own)

    def offer(self, *, other: bool) -> Offer:
        """What it offers to choose from.

        Args:
            other: whether `or_other` may add an answer.
        """
        added = other_choice(self.reading.language, self.reading.languages) if other and self.said.has_other else None
        offer = Offer((), {})
        self.lists.count(self.row, self.choices)
        try:
            offer = offer_of(self.choices, self.code, self.filter, self._check_filter, added)
            if self.choices and not offer.options:
                sentence = _("This leaves no answer to choose from. Correct the filter.")
                self.reading.fault(self.row, "choice_filter", sentence)
        except ChoiceError as error:
            self.reading.fault(error.row, error.column, error.sentence)
        except ExpressionError as error:
            self.reading.fault(self.row, "choice_filter", self.reading.explained(error, self.filter.text))
        for language, texts in offer.translations.items():
            self.reading.translations.setdefault(language, {}).update(texts)
        return offer

    def keep(self) -> None:
        """Put aside what nothing was made of, and where its answers stand."""
        if self.said.list_name:
            self.reading.extras["lists"][self.code] = self.said.list_name
        self.row.leave("parameters", kinds.parameters_of(self.parameters))
        self.reading.keep(self.row, self.code)

    def _check_filter(self, node: Node) -> None:
        check_condition(node, self.reading.types)

    def _details(self, part: str) -> str:
        if details := self.reading.words(self.row, "guidance_hint", part, "details"):
            self.reading.notice(self.row, "guidance_hint", _("This is shown as “more to read”, below a line to open."))
        return details

    def _order(self) -> dict[str, Any]:
        """Whether its answers are shuffled."""
        if not self.said.list_name or self.parameters.get(RANDOMIZE) not in ("true", "false"):
            return {}
        is_shuffled = self.parameters.pop(RANDOMIZE) == "true"
        seed = self.parameters.pop(SEED, "")
        if seed and not kinds.SEED.fullmatch(seed):
            sentence = _("The order cannot depend on this: everybody sees an order of their own. Use a whole number.")
            self.reading.notice(self.row, "parameters", sentence)
            seed = ""
        return {"is_shuffled": is_shuffled, "seed": int(seed) if seed else None}

    def _numbers(self, kind: Kind) -> dict[str, Any]:
        """How small, large and fine its numbers may be."""
        if self.range is None:
            return {"decimals": kinds.MOST_DECIMALS} if self.said.name == "decimal" else {}
        found = self.range
        if kind == Kind.NPS:
            return self._without(RANGE, {})
        if kind == Kind.RATING:
            return self._without(RANGE, {"most": found.end})
        if found.step != 1:
            sentence = _("Steps of {step} are not kept: any number from {start} to {end} is accepted.")
            words = {"step": found.step, "start": found.start, "end": found.end}
            self.reading.notice(self.row, "parameters", sentence.format(**words))
        return {"least": found.start, "most": found.end, "decimals": found.decimals}

    def _without(self, names: Sequence[str], made: dict[str, Any]) -> dict[str, Any]:
        for name in names:
            self.parameters.pop(name, None)
        return made

    def _own(self, part: str) -> dict[str, Any]:
        texts = {name for name in QUESTION_FIELDS if name in TEXT_FIELDS}
        found = {name: self.reading.words(self.row, "", part, name) for name in sorted(texts)}
        return found | self.reading.own(self.row, Question, [name for name in QUESTION_FIELDS if name not in texts])

    def _constraint(self, question: Question) -> str:
        """Its own constraint, without what was put there for other tools."""
        text = without_bounds(question, expression_in(self.row.text("constraint")))
        return self.reading.constraint(self.row, text, KINDS[question.kind].value_type)

    def _initial(self, question: Question) -> str:
        text = self.row.text("default")
        found = initial_in(question, text) if text else ""
        if found is None:
            self.row.leave("default", text)
            sentence = _("This cannot be filled in beforehand: it has to be one of the answers, and no sum.")
            self.reading.notice(self.row, "default", sentence)
        return found or ""

    def _check(self, question: Question) -> None:
        if question.kind == Kind.RATING and question.most is not None and not 2 <= question.most <= kinds.MOST_STEPS:
            sentence = _("A rating has from 2 to {most} steps.")
            self.reading.fault(self.row, column_of("most"), sentence.format(most=kinds.MOST_STEPS))
        if any(option.asks_more for option in question.options) and f"{self.code}{OTHER}" in self.reading.places:
            sentence = _("“{name}” also names what people write beside “Other”. Give that question another name.")
            self.reading.fault(self.row, "name", sentence.format(name=f"{self.code}{OTHER}"))
