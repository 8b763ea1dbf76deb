"""The parts of an expression. Each knows how deep it goes and how many there are, so that neither grows without end."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from engagement.surveys.expressions.values import Value


@dataclass(frozen=True)
class Node:
    """One part. `position` is where it begins in the text, in characters from 0."""

    position: int

    @property
    def parts(self) -> "tuple[Node, ...]":
        """Those directly below."""
        return ()

    @cached_property
    def depth(self) -> int:
        return 1 + max((part.depth for part in self.parts), default=0)

    @cached_property
    def size(self) -> int:
        return 1 + sum(part.size for part in self.parts)

    def walk(self) -> "Iterator[Node]":
        """This one and all below, parents first."""
        yield self
        for part in self.parts:
            yield from part.walk()


@dataclass(frozen=True)
class Literal(Node):
    """A number or a text as it was written."""

    value: Value


@dataclass(frozen=True)
class Reference(Node):
    """`${code}`: the answer to the question with that code."""

    code: str


@dataclass(frozen=True)
class Itself(Node):
    """`.`: the answer to the question that the expression belongs to."""


@dataclass(frozen=True)
class Negated(Node):
    """`-` before a part."""

    operand: Node

    @property
    def parts(self) -> tuple[Node, ...]:
        return (self.operand,)


@dataclass(frozen=True)
class Operation(Node):
    """Two parts and what stands between them: `or and = != < <= > >= + - * div mod`."""

    operator: str
    left: Node
    right: Node

    @property
    def parts(self) -> tuple[Node, ...]:
        return (self.left, self.right)


@dataclass(frozen=True)
class Call(Node):
    """A function by its name, with what it is given."""

    name: str
    arguments: tuple[Node, ...]

    @property
    def parts(self) -> tuple[Node, ...]:
        return self.arguments
