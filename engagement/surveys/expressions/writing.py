from datetime import date
from decimal import Decimal
from functools import singledispatch

from engagement.surveys.expressions.evaluating import evaluate
from engagement.surveys.expressions.functions import FUNCTIONS, Situation
from engagement.surveys.expressions.nodes import Call, Itself, Literal, Negated, Node, Operation, Reference
from engagement.surveys.expressions.parsing import MAX_DIGITS
from engagement.surveys.expressions.values import plain

OPERATORS = (("or",), ("and",), ("=", "!="), ("<", "<=", ">", ">="), ("+", "-"), ("*", "div", "mod"))
BINDING = {operator: strength for strength, row in enumerate(OPERATORS) for operator in row}
"""How strongly an operator holds its parts together; the order of grammar.lark."""
SIGN = len(OPERATORS)
ATOM = SIGN + 1


@singledispatch
def written(node: Node) -> str:
    """An expression as a text that is read as the same expression, with no more brackets than it needs."""
    raise TypeError(node)


@written.register
def _literal(node: Literal) -> str:
    if isinstance(node.value, Decimal):
        digits = plain(node.value)
        return digits if len(digits) <= MAX_DIGITS else digits.removeprefix("0")
    return literal_of(str(node.value))


@written.register
def _reference(node: Reference) -> str:
    return f"${{{node.code}}}"


@written.register
def _itself(node: Itself) -> str:
    return "."


@written.register
def _negated(node: Negated) -> str:
    return f"-{_within(node.operand, SIGN)}"


@written.register
def _operation(node: Operation) -> str:
    strength = BINDING[node.operator]
    return f"{_within(node.left, strength)} {node.operator} {_within(node.right, strength + 1)}"


@written.register
def _call(node: Call) -> str:
    return f"{node.name}({', '.join(written(part) for part in node.arguments)})"


def literal_of(text: str) -> str:
    """A text as it stands in an expression.

    Raises:
        ValueError: it has both kinds of quotation marks, and the language has no way to write that.
    """
    mark = '"' if "'" in text else "'"
    if mark in text:
        raise ValueError(text)
    return f"{mark}{text}{mark}"


def simplified(condition: Node) -> Node | bool:
    """A condition without the parts that are the same whatever people answer; True or False where nothing else is left.

    Args:
        condition: one that `check_condition` passed.
    """
    if _is_constant(condition):
        return evaluate(condition, Situation({}, date.min)) is True
    match condition:
        case Operation(operator="and" | "or"):
            return _joined(condition, simplified(condition.left), simplified(condition.right))
        case Call(name="not"):
            inner = simplified(condition.arguments[0])
            return Call(condition.position, "not", (inner,)) if isinstance(inner, Node) else not inner
        case _:
            return condition


def _joined(node: Operation, left: Node | bool, right: Node | bool) -> Node | bool:
    settles = node.operator == "or"  # an or is settled by what is true, an and by what is false
    if settles in (left, right):
        return settles
    if isinstance(left, bool):
        return right
    return left if isinstance(right, bool) else Operation(node.position, node.operator, left, right)


def _is_constant(node: Node) -> bool:
    return not any(
        isinstance(part, Reference | Itself) or (isinstance(part, Call) and FUNCTIONS[part.name].is_situated)
        for part in node.walk()
    )


def _within(part: Node, strength: int) -> str:
    return written(part) if _strength(part) >= strength else f"({written(part)})"


def _strength(node: Node) -> int:
    if isinstance(node, Operation):
        return BINDING[node.operator]
    return SIGN if isinstance(node, Negated) else ATOM
