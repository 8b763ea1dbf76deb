"""The answers to choose from: rows of the sheet `choices`, and what of them a question offers."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from engagement.surveys.definition import Option
from engagement.surveys.definition.parts import OPTION_CODE
from engagement.surveys.expressions import ExpressionError, Node, parse
from engagement.surveys.xlsform.conditions import Filter, expression_in
from engagement.surveys.xlsform.headings import Row
from engagement.surveys.xlsform.ids import id_of
from engagement.surveys.xlsform.owned import OPTION_FIELDS, OwnError, column_of, values_in
from engagement.surveys.xlsform.saying import ITS_OWN, texts_in

OTHER_CODE = "other"
"""What pyxform calls the answer that `or_other` adds."""
TEXTS = {"label": "label", "hint": ""}
"""The texts of an option, and their columns; XLSForm has no hints there."""
Check = Callable[[Node], None]


class ChoiceError(ValueError):
    """A choice that cannot be offered; `row` is where it stands."""

    def __init__(self, row: Row, column: str, sentence: str) -> None:
        super().__init__(sentence)
        self.row, self.column, self.sentence = row, column, sentence


@dataclass(frozen=True)
class Choice:
    """One row of the sheet.

    Attributes:
        texts: by field, then by language as `texts_in` gives them.
        given: the other fields of the option.
        show_if: its condition in our own column, which no filter changes.
    """

    row: Row
    code: str
    texts: Mapping[str, Mapping[str, str]]
    given: Mapping[str, Any] = field(default_factory=dict)
    show_if: str = ""

    def value(self, column: str) -> str:
        """What a filter finds in a column."""
        return self.texts["label"].get(ITS_OWN, "") if column == "label" else self.row.cells.get(column, "")

    def is_same(self, other: "Choice") -> bool:
        """Whether it is the same answer under another condition, as in lists that are filtered."""
        return (self.code, self.texts, self.given) == (other.code, other.texts, other.given)

    def option(self, question: str, conditions: Iterable[str]) -> Option:
        """It as an answer to a question, where one of the conditions holds."""
        texts = {name: found[ITS_OWN] for name, found in self.texts.items() if ITS_OWN in found}
        made = {**self.given, **texts, "show_if": _any_of(conditions)}
        return Option(id=id_of("option", question, self.code), code=self.code, **made)


@dataclass(frozen=True)
class Offer:
    """What a question offers.

    Attributes:
        translations: texts of the options in other languages, as `texts_of` gives them.
    """

    options: tuple[Option, ...]
    translations: Mapping[str, Mapping[str, str]]


def choice_of(row: Row, language: str) -> Choice:
    """A row as a choice.

    Args:
        language: of the form.

    Raises:
        ChoiceError: it has no name, or something in it cannot be used.
    """
    code = row.text("name")
    if not code:
        raise ChoiceError(row, "name", _("This answer has no name. Give it a short one, such as yes or under_18."))
    if not OPTION_CODE.fullmatch(code):
        sentence = _("“{name}” cannot be the name of an answer. Use up to 64 letters, digits, _ - and full stops.")
        raise ChoiceError(row, "name", sentence.format(name=code))
    texts = {name: texts_in(row, column, name, language) for name, column in TEXTS.items()}
    if ITS_OWN not in texts["label"]:
        texts["label"] = {ITS_OWN: next(iter(texts["label"].values()), code), **texts["label"]}
    try:
        given = values_in(row, Option, [name for name in OPTION_FIELDS if name not in TEXTS])
    except OwnError as error:
        raise ChoiceError(row, error.column, error.sentence) from error
    return Choice(row, code, texts, given, expression_in(row.text(column_of("show_if"))))


def offer_of(
    choices: Sequence[Choice], question: str, filter_: Filter, check: Check, other: Choice | None = None
) -> Offer:
    """What of a list a question offers.

    Args:
        question: its code.
        check: raises ExpressionError where a condition cannot be asked.
        other: the answer that `or_other` adds; None where it adds none.

    Raises:
        ChoiceError: two answers have one name, or one has a condition that cannot be asked.
        ExpressionError: the filter cannot be used.
    """
    first: dict[str, Choice] = {}
    conditions: dict[str, list[str]] = {}
    for choice in choices:
        condition = _condition(choice, filter_, check)
        if condition is None:
            continue
        before = first.setdefault(choice.code, choice)
        if before is not choice:
            _require_same(before, choice, filter_)
        conditions.setdefault(choice.code, []).append(condition)
    if other is not None:
        there = first.get(OTHER_CODE, other)
        first[OTHER_CODE] = Choice(there.row, there.code, there.texts, {**there.given, "asks_more": True})
        conditions.setdefault(OTHER_CODE, [""])
    options = tuple(choice.option(question, conditions[code]) for code, choice in first.items())
    return Offer(options, _translations(first.values(), question))


def other_choice(language: str, languages: Iterable[str]) -> Choice:
    """The answer that `or_other` adds, in the words of this site.

    Args:
        languages: others in which the form is written.
    """
    words = {ITS_OWN: _other_in(language)}
    words.update((spoken, _other_in(spoken)) for spoken in languages if _other_in(spoken) != words[ITS_OWN])
    return Choice(Row("choices", 0, {}, {}), OTHER_CODE, {"label": words})


def _other_in(language: str) -> str:
    with override(language):
        return _("Other – please say")


def _condition(choice: Choice, filter_: Filter, check: Check) -> str | None:
    if not choice.show_if:
        return filter_.condition(choice.value, check)
    try:
        check(parse(choice.show_if))
    except ExpressionError as error:
        raise ChoiceError(choice.row, column_of("show_if"), error.sentence) from error
    return choice.show_if


def _require_same(before: Choice, choice: Choice, filter_: Filter) -> None:
    if filter_.text and before.is_same(choice):
        return
    sentence = _("Two answers of this list are called “{name}”. Give each a name of its own.")
    raise ChoiceError(choice.row, "name", sentence.format(name=choice.code))


def _any_of(conditions: Iterable[str]) -> str:
    found = list(dict.fromkeys(conditions))
    if "" in found:
        return ""
    return found[0] if len(found) == 1 else " or ".join(f"({one})" for one in found)


def _translations(choices: Iterable[Choice], question: str) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for choice in choices:
        for name, texts in choice.texts.items():
            for language, text in texts.items():
                if language != ITS_OWN:
                    found.setdefault(language, {})[f"{id_of('option', question, choice.code)}.{name}"] = text
    return found
