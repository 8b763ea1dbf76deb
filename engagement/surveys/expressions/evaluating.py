from datetime import date, timedelta
from decimal import Decimal, DecimalException
from functools import singledispatch

from engagement.surveys.expressions.functions import FUNCTIONS, Situation
from engagement.surveys.expressions.nodes import Call, Itself, Literal, Negated, Node, Operation, Reference
from engagement.surveys.expressions.values import ARITHMETIC, Value, date_of, is_true, number_of, text_of


@singledispatch
def evaluate(node: Node, situation: Situation) -> Value:
    """What comes out of an expression that `type_of` has passed. It never raises; what cannot be reckoned is None.

    As in XPath 1.0, nothing is less or greater than what has no answer, and equality is between the values themselves.
    """
    raise TypeError(node)


@evaluate.register
def _literal(node: Literal, situation: Situation) -> Value:
    return node.value


@evaluate.register
def _reference(node: Reference, situation: Situation) -> Value:
    return situation.answers.get(node.code)


@evaluate.register
def _itself(node: Itself, situation: Situation) -> Value:
    return situation.itself


@evaluate.register
def _negated(node: Negated, situation: Situation) -> Value:
    number = number_of(evaluate(node.operand, situation))
    return None if number is None else -number


@evaluate.register
def _operation(node: Operation, situation: Situation) -> Value:
    left = evaluate(node.left, situation)
    match node.operator:
        case "and":
            return is_true(left) and is_true(evaluate(node.right, situation))
        case "or":
            return is_true(left) or is_true(evaluate(node.right, situation))
        case operator:
            return _operate(operator, left, evaluate(node.right, situation))


@evaluate.register
def _call(node: Call, situation: Situation) -> Value:
    function = FUNCTIONS[node.name]
    values = (evaluate(part, situation) for part in node.arguments)
    read = [function.parameter(place).read(value) for place, value in enumerate(values)]
    return function.run(situation, *read) if function.is_situated else function.run(*read)


def holds(node: Node, situation: Situation) -> bool:
    """Whether a condition is true."""
    return is_true(evaluate(node, situation))


def _operate(operator: str, left: Value, right: Value) -> Value:
    match operator:
        case "=":
            return _is_equal(left, right)
        case "!=":
            return not _is_equal(left, right)
        case "<" | "<=" | ">" | ">=":
            return _is_ordered(operator, left, right)
        case _:
            return _reckon(operator, left, right)


def _is_equal(left: Value, right: Value) -> bool:
    if isinstance(left, date) or isinstance(right, date):
        return date_of(left) == date_of(right)
    if isinstance(left, Decimal) or isinstance(right, Decimal):
        return number_of(left) == number_of(right)
    return text_of(left) == text_of(right)


def _is_ordered(operator: str, left: Value, right: Value) -> bool:
    sides: tuple[date | Decimal | None, date | Decimal | None]
    is_dated = isinstance(left, date) or isinstance(right, date)
    sides = (date_of(left), date_of(right)) if is_dated else (number_of(left), number_of(right))
    one, other = sides
    if one is None or other is None:
        return False
    difference = (one > other) - (one < other)  # type: ignore[operator]
    return {"<": difference < 0, "<=": difference <= 0, ">": difference > 0, ">=": difference >= 0}[operator]


def _reckon(operator: str, left: Value, right: Value) -> Value:
    if isinstance(left, date) and isinstance(right, date):
        return Decimal((left - right).days)
    other = number_of(right)
    if isinstance(left, date):
        return None if other is None else _moved(left, other if operator == "+" else -other)
    one = number_of(left)
    if one is None or other is None:
        return None
    try:
        return _sum(operator, one, other)
    except DecimalException:
        return None  # divided by nothing, or larger than any number that a person means


def _moved(day: date, days: Decimal) -> date | None:
    try:
        return day + timedelta(days=int(days))
    except (OverflowError, DecimalException):
        return None


def _sum(operator: str, one: Decimal, other: Decimal) -> Decimal:
    match operator:
        case "+":
            return ARITHMETIC.add(one, other)
        case "-":
            return ARITHMETIC.subtract(one, other)
        case "*":
            return ARITHMETIC.multiply(one, other)
        case "div":
            return ARITHMETIC.divide(one, other)
        case _:
            return ARITHMETIC.remainder(one, other)
