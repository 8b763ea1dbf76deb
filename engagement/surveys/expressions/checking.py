from collections.abc import Mapping
from difflib import get_close_matches
from functools import singledispatch

from django.utils.translation import gettext as _

from engagement.surveys.expressions.errors import ExpressionError
from engagement.surveys.expressions.functions import FUNCTIONS, Function
from engagement.surveys.expressions.nodes import Call, Itself, Literal, Negated, Node, Operation, Reference
from engagement.surveys.expressions.values import ValueType, date_of

Types = Mapping[str, ValueType]
"""The type of each question's answer, by its code."""

NUMERIC = frozenset({ValueType.NUMBER, ValueType.TEXT, ValueType.EMPTY})
"""What can stand in a sum: codes of options are texts, and often numbers."""
CONDITION = frozenset({ValueType.BOOLEAN})
DATED = frozenset({ValueType.DATE, ValueType.TEXT, ValueType.EMPTY})


@singledispatch
def type_of(node: Node, types: Types, itself: ValueType | None = None) -> ValueType:
    """The type of what comes out, when each part fits the others.

    Args:
        types: of the questions that may be asked about.
        itself: of the question that the expression belongs to; None where it belongs to none.

    Raises:
        ExpressionError: a question that is not there, a function that we do not have, or types that do not go together.
    """
    raise TypeError(node)


@type_of.register
def _literal(node: Literal, types: Types, itself: ValueType | None = None) -> ValueType:
    if node.value == "":
        return ValueType.EMPTY
    return ValueType.TEXT if isinstance(node.value, str) else ValueType.NUMBER


@type_of.register
def _reference(node: Reference, types: Types, itself: ValueType | None = None) -> ValueType:
    if node.code in types:
        return types[node.code]
    near = get_close_matches(node.code, types, n=1)
    if near:
        sentence = _("There is no question “{code}” before this one. Did you mean “{near}”?")
        raise ExpressionError(sentence.format(code=node.code, near=near[0]), node.position)
    sentence = _("There is no question “{code}” before this one.")
    raise ExpressionError(sentence.format(code=node.code), node.position)


@type_of.register
def _itself(node: Itself, types: Types, itself: ValueType | None = None) -> ValueType:
    if itself is None:
        raise ExpressionError(_("A full stop stands for the answer itself; there is none here."), node.position)
    return itself


@type_of.register
def _negated(node: Negated, types: Types, itself: ValueType | None = None) -> ValueType:
    _require(type_of(node.operand, types, itself), NUMERIC, node.operand)
    return ValueType.NUMBER


@type_of.register
def _operation(node: Operation, types: Types, itself: ValueType | None = None) -> ValueType:
    left, right = type_of(node.left, types, itself), type_of(node.right, types, itself)
    if node.operator in {"and", "or"}:
        _require(left, CONDITION, node.left)
        _require(right, CONDITION, node.right)
        return ValueType.BOOLEAN
    if node.operator in {"=", "!=", "<", "<=", ">", ">="}:
        _comparable(node, left, right)
        return ValueType.BOOLEAN
    return _of_sum(node, left, right)


@type_of.register
def _call(node: Call, types: Types, itself: ValueType | None = None) -> ValueType:
    function = FUNCTIONS.get(node.name)
    if function is None:
        sentence = _("There is no function “{name}”. There are: {names}.")
        raise ExpressionError(sentence.format(name=node.name, names=", ".join(sorted(FUNCTIONS))), node.position)
    given = [type_of(part, types, itself) for part in node.arguments]
    if not function.fits(len(given)):
        sentence = _("“{name}” is given too much or too little between its brackets.")
        raise ExpressionError(sentence.format(name=node.name), node.position)
    for place, (part, found) in enumerate(zip(node.arguments, given, strict=True)):
        _require(found, function.parameter(place).accepts, part)
    _check_literals(function, node)
    return function.gives or _alike(node, [given[place] for place in function.alike])


def check_condition(node: Node, types: Types, itself: ValueType | None = None) -> None:
    """Raise ExpressionError unless it is true or false."""
    found = type_of(node, types, itself)
    if found != ValueType.BOOLEAN:
        sentence = _("A condition is wanted here, such as ${{age}} >= 18; this is {found}.")
        raise ExpressionError(sentence.format(found=found.label), node.position)


def _comparable(node: Operation, left: ValueType, right: ValueType) -> None:
    is_equality = node.operator in {"=", "!="}
    if is_equality and ValueType.EMPTY in {left, right}:
        return
    if ValueType.CHOICES in {left, right}:
        sentence = _("Several options may be chosen there. Ask selected(${{question}}, 'option').")
        raise ExpressionError(sentence.format(), node.position)
    if ValueType.DATE in {left, right} and left in DATED and right in DATED:
        _require_dates(node)
        return
    if is_equality and left == right:
        return
    if left not in NUMERIC or right not in NUMERIC:
        sentence = _("{left} cannot be compared with {right}.")
        raise ExpressionError(_sentence(sentence, left=left.label, right=right.label), node.position)


def _require_dates(node: Operation) -> None:
    for part in node.parts:
        if isinstance(part, Literal) and date_of(part.value) is None:
            raise ExpressionError(_("Write a date as '2026-11-29'."), part.position)


def _of_sum(node: Operation, left: ValueType, right: ValueType) -> ValueType:
    if ValueType.DATE in {left, right}:
        if node.operator == "-" and left == right:
            return ValueType.NUMBER
        if node.operator in {"+", "-"} and left == ValueType.DATE and right in NUMERIC:
            return ValueType.DATE
    _require(left, NUMERIC, node.left)
    _require(right, NUMERIC, node.right)
    return ValueType.NUMBER


def _check_literals(function: Function, node: Call) -> None:
    for place in function.is_literal:
        part = node.arguments[place]
        if not isinstance(part, Literal) or not isinstance(part.value, str):
            raise ExpressionError(_("Write this between quotation marks, not as a sum."), part.position)
        if function.check is not None:
            try:
                function.check(part.value)
            except ExpressionError as error:
                raise ExpressionError(error.sentence, part.position) from error


def _alike(node: Call, found: list[ValueType]) -> ValueType:
    types = {one for one in found if one != ValueType.EMPTY} or {ValueType.TEXT}
    if len(types) > 1:
        labels = sorted(one.label for one in types)
        sentence = _("“{name}” gives sometimes {one} and sometimes {other}. Make them the same.")
        raise ExpressionError(sentence.format(name=node.name, one=labels[0], other=labels[1]), node.position)
    return types.pop()


def _require(found: ValueType, wanted: frozenset[ValueType], part: Node) -> None:
    if found not in wanted:
        named = next(one for one in ValueType if one in wanted)
        if ValueType.NUMBER in wanted:
            named = ValueType.NUMBER
        sentence = _("{wanted} is wanted here, and this is {found}.")
        raise ExpressionError(_sentence(sentence, wanted=named.label, found=found.label), part.position)


def _sentence(text: str, **words: str) -> str:
    """With a capital at its beginning, whatever stands there."""
    said = text.format(**words)
    return said[:1].upper() + said[1:]
