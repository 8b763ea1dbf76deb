"""What is known while a form is read: what was found wrong, what can be asked about, what is kept for the way back."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from engagement.surveys.definition.piping import codes_piped_in
from engagement.surveys.expressions import ExpressionError, ValueType
from engagement.surveys.xlsform.conditions import check, check_sum, explain, expression_in
from engagement.surveys.xlsform.faults import Fault, FormRefused
from engagement.surveys.xlsform.form import no_extras
from engagement.surveys.xlsform.headings import BETWEEN, Row
from engagement.surveys.xlsform.owned import OwnError, values_in
from engagement.surveys.xlsform.saying import ITS_OWN, texts_in
from engagement.surveys.xlsform.wording import PLAIN, Wording

MAX_FAULTS = 200


@dataclass
class Reading:
    """The state of reading one form.

    Attributes:
        language: of the form.
        languages: the others it is written in.
        places: the row of everything that can be asked about, wherever in the form it stands.
        passed: the names of rows that were left out, with their types.
        types: of the answers that can be asked about where we are.
        translations: texts in other languages, as `texts_of` gives them.
        extras: see `Form.extras`.
    """

    language: str
    languages: tuple[str, ...] = ()
    places: Mapping[str, int] = field(default_factory=dict)
    passed: Mapping[str, str] = field(default_factory=dict)
    types: dict[str, ValueType] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    notices: list[Fault] = field(default_factory=list)
    translations: dict[str, dict[str, str]] = field(default_factory=dict)
    extras: dict[str, Any] = field(default_factory=no_extras)

    def fault(self, row: Row, column: str, sentence: str) -> None:
        """Something that must be put right.

        Raises:
            FormRefused: there are so many that nobody reads on.
        """
        self.faults.append(Fault(row.sheet, row.number, row.heading(column) if column else "", sentence))
        if len(self.faults) >= MAX_FAULTS:
            raise FormRefused([*self.faults, Fault("", None, "", _("There may be more. Correct these first."))])

    def notice(self, row: Row, column: str, sentence: str) -> None:
        """Something that is taken otherwise than it stands there."""
        self.notices.append(Fault(row.sheet, row.number, row.heading(column) if column else "", sentence))

    def words(self, row: Row, column: str, part: str, name: str, wording: Wording = PLAIN) -> str:
        """A text of a part in the language of the form; those in others are put beside it.

        Args:
            part: its id; "" is the survey itself.
            name: the field; `column` is where XLSForm has it.
        """
        texts = texts_in(row, column, name, self.language, wording)
        own = texts.pop(ITS_OWN, "")
        if not own and texts:
            own = next(iter(texts.values()))
            sentence = _("This is not written in {language}, the language of the form. It is shown as it is elsewhere.")
            self.notice(row, column, sentence.format(language=self.language))
        for language, text in texts.items():
            self.translations.setdefault(language, {})[f"{part}.{name}" if part else name] = text
        self.look_at(row, column, [own, *texts.values()])
        cells = (row.cells.get(key, "") for key in (column, f"{column}{BETWEEN}{self.language}"))
        if wording is PLAIN and "**" not in own and any("**" in cell for cell in cells):
            self.notice(row, column, _("Bold words are plain here: only texts to read can have them."))
        return own

    def condition(self, row: Row, column: str) -> str:
        """A condition; "" where there is none, or one with a fault."""
        return self._checked(row, column, expression_in(row.text(column)), lambda text: check(text, self.types))

    def constraint(self, row: Row, text: str, itself: ValueType) -> str:
        """A condition on an answer of this type, taken out of its column already."""
        return self._checked(row, "constraint", text, lambda text: check(text, self.types, itself))

    def formula(self, row: Row, code: str) -> str:
        """What a calculation reckons; from here on it can be asked about."""

        def note_type(text: str) -> None:
            self.types[code] = check_sum(text, self.types)

        self.types[code] = ValueType.TEXT  # also where it has a fault, so that it is not said again at every use
        return self._checked(row, "calculation", expression_in(row.text("calculation")), note_type)

    def explained(self, error: ExpressionError, text: str) -> str:
        """Why an expression cannot be used here."""
        return explain(error, text, self._about)

    def own(self, row: Row, model: type[Any], names: Iterable[str]) -> dict[str, Any]:
        """The fields that stand in columns of ours."""
        try:
            return values_in(row, model, names)
        except OwnError as error:
            self.fault(row, error.column, error.sentence)
            return {}

    def keep(self, row: Row, name: str) -> None:
        """Put aside what nothing was made of, for the way back."""
        if kept := {**row.left, **row.kept}:
            self.extras["survey"][name] = kept
        for column in row.left:
            if column.partition(BETWEEN)[0] in MEANT:
                self.notice(row, column, _("This does nothing here. It is kept, and written out again."))

    def _checked(self, row: Row, column: str, text: str, check_it: Callable[[str], object]) -> str:
        if not text:
            return ""
        try:
            check_it(text)
        except ExpressionError as error:
            self.fault(row, column, self.explained(error, text))
            return ""
        return text

    def look_at(self, row: Row, column: str, texts: Iterable[str]) -> None:
        """Whether each answer that a text says back can be had."""
        for code in dict.fromkeys(code for text in texts for code in codes_piped_in(text)):
            if code in self.passed:
                self.fault(row, column, self._never_asked(code, self.passed[code]))
            elif code not in self.places:
                sentence = _("There is no question “{code}” whose answer could be said back here.")
                self.fault(row, column, sentence.format(code=code))

    def _about(self, code: str) -> str:
        """Why what has this name cannot be asked about here."""
        if code in self.types:
            return ""
        if code in self.passed:
            return self._never_asked(code, self.passed[code])
        sentence = _("“{code}” is asked later, in row {row}. Conditions look back: move one of the two.")
        return sentence.format(code=code, row=self.places[code]) if code in self.places else ""

    def _never_asked(self, name: str, sort: str) -> str:
        if sort == "today":
            return _("“{name}” is not asked here. Write today() in its place.").format(name=name)
        return _("“{name}” is of the type {type}, which is not asked here.").format(name=name, type=sort)


MEANT = frozenset(
    {
        *("label", "hint", "guidance_hint", "constraint", "constraint_message", "required", "relevant"),
        *("default", "calculation", "choice_filter", "read_only"),
    }
)
"""Columns that would change what people are asked."""
