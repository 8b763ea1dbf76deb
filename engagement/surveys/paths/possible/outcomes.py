"""What an expression comes to while some answers are not known: a value, or unsure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from enum import Enum
from typing import Final

from engagement.surveys.expressions import Situation, Value, evaluate
from engagement.surveys.expressions.nodes import Call, Itself, Literal, Negated, Node, Operation, Reference


class Unsure(Enum):
    """Any value, or none."""

    UNSURE = "unsure"


UNSURE: Final = Unsure.UNSURE
Outcome = Value | Unsure
"""What comes out of an expression as far as it can be told."""


Values = Mapping[str, Outcome]
"""What is answered and reckoned, by code; what is not there is not known."""
Reader = Callable[[Values], Outcome]


def reader(node: Node, today: date | None) -> Reader:
    """What gives the outcome of an expression from values: that which it has whatever the unknown ones turn out to be,
    or unsure.

    Args:
        node: an expression that `type_of` has passed, without a full stop.
        today: None where it may be any day.
    """
    match node:
        case Literal():
            return _constant(node.value)
        case Reference():
            return _known(node.code)
        case Itself():
            return _constant(UNSURE)
        case Call(name="today"):
            return _constant(UNSURE if today is None else today)
    return _combined(node, [reader(part, today) for part in node.parts])


def _constant(value: Outcome) -> Reader:
    return lambda _values: value


def _known(code: str) -> Reader:
    return lambda values: values.get(code, UNSURE)


def _combined(node: Node, parts: Sequence[Reader]) -> Reader:
    match node:
        case Operation(operator="and"):
            return _settled_by(False, parts)
        case Operation(operator="or"):
            return _settled_by(True, parts)
        case Call(name="if"):
            return _chosen(*parts)
    return _reckoned(node, parts)


def _settled_by(settling: bool, parts: Sequence[Reader]) -> Reader:
    """`and` is settled by one side that does not hold, `or` by one that does."""

    def read(values: Values) -> Outcome:
        is_unsure = False
        for part in parts:
            found = part(values)
            if found is UNSURE:
                is_unsure = True
            elif (found is True) is settling:
                return settling
        return UNSURE if is_unsure else not settling

    return read


def _chosen(condition: Reader, yes: Reader, no: Reader) -> Reader:
    def read(values: Values) -> Outcome:
        found = condition(values)
        if found is not UNSURE:
            return yes(values) if found is True else no(values)
        one, other = yes(values), no(values)
        return one if one == other else UNSURE

    return read


def _reckoned(node: Node, parts: Sequence[Reader]) -> Reader:
    """What an operation makes of known values is said in one place, `evaluate`. It is kept, being asked many times."""
    kept: dict[tuple[Outcome, ...], Value] = {}

    def read(values: Values) -> Outcome:
        given = tuple(part(values) for part in parts)
        known = [one for one in given if not isinstance(one, Unsure)]
        if len(known) < len(given):
            return UNSURE
        if given not in kept:
            kept[given] = evaluate(_of(node, known), Situation({}, date.min))
        return kept[given]

    return read


def _of(node: Node, values: list[Value]) -> Node:
    """The same with values in the places of its parts."""
    parts = [Literal(node.position, value) for value in values]
    match node:
        case Negated():
            return replace(node, operand=parts[0])
        case Operation():
            return replace(node, left=parts[0], right=parts[1])
        case Call():
            return replace(node, arguments=tuple(parts))
    return node
