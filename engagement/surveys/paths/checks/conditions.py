"""Conditions, rules and formulas: each can be read, fits the answers it asks about, and asks about what is there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from engagement.surveys.definition import Calculation, Question
from engagement.surveys.expressions import (
    ExpressionError,
    ValueType,
    check_condition,
    parse,
    references,
    text_of,
    type_of,
)
from engagement.surveys.expressions.nodes import Call, Literal, Node, Operation, Reference
from engagement.surveys.expressions.values import number_of
from engagement.surveys.kinds import kind_of
from engagement.surveys.paths.checks.findings import Finding, FindingKind, at
from engagement.surveys.paths.checks.references import References
from engagement.surveys.paths.checks.subject import Subject
from engagement.surveys.paths.places import Place, quoted

MOST_NAMED = 10
"""Codes of options that a sentence lists."""


@dataclass(frozen=True)
class Expression:
    """A text of one of the three sorts where it stands.

    Attributes:
        sentence: says that it is wrong, and `%(reason)s`.
        itself: the type that a full stop has in it; None where it has no meaning.
    """

    place: Place
    text: str
    sentence: str
    itself: ValueType | None = None
    is_formula: bool = False


def expressions_in(subject: Subject) -> Iterator[Expression]:
    """Every condition, rule and formula, in order."""
    for place in subject.places:
        part = place.part
        if part.show_if:
            yield Expression(place, part.show_if, _("“Show only if” cannot be used. %(reason)s"))
        if isinstance(part, Question) and part.constraint:
            itself = kind_of(part).value_type
            yield Expression(place, part.constraint, _("“Accept only if” cannot be used. %(reason)s"), itself)
        if isinstance(part, Calculation):
            yield Expression(place, part.formula, _("The sum cannot be used. %(reason)s"), is_formula=True)


def check_conditions(subject: Subject) -> Iterator[Finding]:
    """What cannot be read, does not fit, or asks about what is not there."""
    return _Checker(subject).findings()


class _Checker:
    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self.links = References(subject)
        self.types = {one.code: kind_of(one).value_type for one in subject.definition.questions}

    def findings(self) -> Iterator[Finding]:
        for expression in expressions_in(self.subject):
            for kind, reason in self._wrong(expression):
                yield at(expression.place, kind, expression.sentence % {"reason": reason})

    def _wrong(self, expression: Expression) -> Iterator[tuple[FindingKind, str]]:
        try:
            node = parse(expression.text)
        except ExpressionError as error:
            yield FindingKind.UNREADABLE, error.sentence
            return
        known = self.subject.earlier(expression.place)
        wrong = [found for code in _codes(node) if (found := self._wrong_reference(expression, code, known))]
        yield from wrong
        # A calculation that is wrong has no type. That is told where it stands.
        if not wrong and all(code in self.types for code in references(node)):
            yield from self._wrong_types(expression, node, known)

    def _wrong_reference(
        self, expression: Expression, code: str, known: Sequence[str]
    ) -> tuple[FindingKind, str] | None:
        wrong = self.links.wrong(code, expression.place, known)
        if wrong is not None and wrong[0] is FindingKind.ITSELF and expression.itself is not None:
            return FindingKind.ITSELF, _("Write a full stop for the answer itself, not ${%(code)s}.") % {"code": code}
        return wrong

    def _wrong_types(
        self, expression: Expression, node: Node, known: Sequence[str]
    ) -> Iterator[tuple[FindingKind, str]]:
        types = {code: self.types[code] for code in known if code in self.types}
        try:
            if expression.is_formula:
                self.types[expression.place.codes[0]] = type_of(node, types)
            else:
                check_condition(node, types, expression.itself)
        except ExpressionError as error:
            yield FindingKind.WRONG_TYPE, error.sentence
            return
        for code, value in _asked_options(node):
            if wrong := self._no_such_option(code, value):
                yield FindingKind.NO_SUCH_OPTION, wrong

    def _no_such_option(self, code: str, literal: Literal) -> str:
        asked = self.subject.definition.by_code[code]
        options = _values(asked) if isinstance(asked, Question) else []
        text, number = text_of(literal.value), number_of(literal.value)
        is_number = not isinstance(literal.value, str)
        if not options or text in options or (is_number and number in [number_of(one) for one in options]):
            return ""
        sentence = _("“%(label)s” has no answer with the short name “%(code)s”. It has: %(codes)s.")
        codes = ", ".join((*options[:MOST_NAMED], *(["…"] if len(options) > MOST_NAMED else [])))
        label = quoted(asked.label) if isinstance(asked, Question) else ""
        return sentence % {"label": label or code, "code": text, "codes": codes}


def _codes(node: Node) -> list[str]:
    """The codes it asks about, in the order of the text."""
    found = sorted((part for part in node.walk() if isinstance(part, Reference)), key=lambda one: one.position)
    return list(dict.fromkeys(part.code for part in found))


def _asked_options(node: Node) -> Iterator[tuple[str, Literal]]:
    """Where an answer is looked for by the code of an option: the question's code, and what is looked for."""
    for part in node.walk():
        is_equality = isinstance(part, Operation) and part.operator in {"=", "!="}
        is_asked = isinstance(part, Call) and part.name == "selected"
        asked = [one for one in part.parts if isinstance(one, Reference)]
        values = [one for one in part.parts if isinstance(one, Literal) and one.value != ""]
        if (is_equality or is_asked) and asked and values:
            yield asked[0].code, values[0]


def _values(question: Question) -> list[str]:
    """What conditions see of a question with a closed list of answers; nothing where people write what they like."""
    kind = kind_of(question)
    if options := kind.options(question):
        return [option.code for option in options]
    agreed = kind.value(True)
    return [text_of(agreed)] if agreed else []
