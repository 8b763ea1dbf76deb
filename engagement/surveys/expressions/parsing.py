from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from lark import Lark, Token, Transformer, UnexpectedInput, UnexpectedToken

from engagement.surveys.expressions.errors import ExpressionError
from engagement.surveys.expressions.nodes import Call, Itself, Literal, Negated, Node, Operation, Reference
from engagement.surveys.expressions.values import ARITHMETIC

GRAMMAR = Path(__file__).with_name("grammar.lark")
MAX_LENGTH = 2_000
"""Characters."""
MAX_DEPTH = 40
MAX_SIZE = 400
"""Parts."""
MAX_DIGITS = 28


@lru_cache(maxsize=2_000)
def parse(text: str) -> Node:
    """An expression from its text; nothing of it is looked up or reckoned yet.

    Args:
        text: in the syntax of grammar.lark.

    Raises:
        ExpressionError: it is empty, too long, too deep, or not written as expressions are.
    """
    if not text.strip():
        raise ExpressionError(_("There is nothing here."))
    if len(text) > MAX_LENGTH:
        raise ExpressionError(_("This is too long. Use at most {most} characters.").format(most=MAX_LENGTH))
    try:
        node: Any = _parser().parse(text)
    except UnexpectedInput as error:
        raise _explained(error, text) from error
    return node


def references(node: Node) -> frozenset[str]:
    """The codes of the questions that it asks about."""
    return frozenset(part.code for part in node.walk() if isinstance(part, Reference))


@cache
def _parser() -> Lark:
    # With the builder inside, parts are made while the text is read, without recursion, however deep it is.
    return Lark(GRAMMAR.read_text(), parser="lalr", transformer=_Builder())


def _explained(error: UnexpectedInput, text: str) -> ExpressionError:
    if isinstance(error, UnexpectedToken) and error.token.type == "$END":
        return ExpressionError(_("Something is missing at the end."), len(text))
    position = error.pos_in_stream or 0
    found = text[position : position + 12].split("\n", maxsplit=1)[0].strip()
    sentence = _("“{found}” is not expected here, at character {number}.")
    return ExpressionError(sentence.format(found=found, number=position + 1), position)


class _Builder(Transformer[Token, Node]):
    """Makes the parts, each within the limits."""

    def number(self, items: list[Token]) -> Node:
        (token,) = items
        if len(token) > MAX_DIGITS:
            raise ExpressionError(_("This number is too long."), _start(token))
        return Literal(_start(token), ARITHMETIC.create_decimal(str(token)))

    def text(self, items: list[Token]) -> Node:
        return Literal(_start(items[0]), str(items[0])[1:-1])

    def reference(self, items: list[Token]) -> Node:
        return Reference(_start(items[0]), str(items[0])[2:-1].strip())

    def itself(self, items: list[Token]) -> Node:
        return Itself(_start(items[0]))

    def negate(self, items: list[Any]) -> Node:
        sign, operand = items
        return _within_limits(Negated(_start(sign), operand))

    def call(self, items: list[Any]) -> Node:
        name, *arguments = items
        given = tuple(part for part in arguments if part is not None)
        return _within_limits(Call(_start(name), str(name), given))

    def compare(self, items: list[Any]) -> Node:
        left, operator, right = items
        return _within_limits(Operation(left.position, str(operator), left, right))

    reckon = compare

    def either(self, items: list[Node]) -> Node:
        left, right = items
        return _within_limits(Operation(left.position, "or", left, right))

    def both(self, items: list[Node]) -> Node:
        left, right = items
        return _within_limits(Operation(left.position, "and", left, right))


def _start(token: Token) -> int:
    return token.start_pos or 0


def _within_limits(node: Node) -> Node:
    if node.depth > MAX_DEPTH or node.size > MAX_SIZE:
        raise ExpressionError(_("This is too involved. Divide it over several questions."), node.position)
    return node
